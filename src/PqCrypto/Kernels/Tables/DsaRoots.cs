using System.Numerics;

namespace PqCrypto.Kernels.Tables;

/// <summary>The roots of unity by which the layers of the two transforms of FIPS 204 multiply, as the nodes of a binary tree. Public.</summary>
/// <remarks>
/// The layer whose partners are n coefficients apart has the 128 / n nodes from 128 / n on, one for each of its blocks of 2n coefficients; the two
/// halves of the block of node k are blocks of the next layer, with the nodes 2k and 2k + 1.
/// Entry 2k is the centred representative of the root, entry 2k + 1 its quotient: the root times 2^32 / q, rounded. It fits, as the root is less than
/// q / 2.
/// </remarks>
internal static class DsaRoots
{
    /// <summary>2^32 / 256 modulo q: what NTT⁻¹ multiplies by in the end, where sums of products carry the factor 2^-32.</summary>
    private const int Scale = 16382;                // = 256^-1 * 2^32 mod q

    /// <summary>For NTT: the root of node k is zeta^BitRev8(k).</summary>
    internal static readonly int[] Forward = Build(static k => DsaField.MontgomeryReduce(DsaZetas.Table[k]));

    /// <summary>For NTT⁻¹, which goes through the table of the standard from its end: the root of node k = 128 / n + g is
    /// zeta^BitRev8(256 / n - 1 - g). In the last layer, that of node 1, it is multiplied by the scale, which is the entry of node 0.</summary>
    internal static readonly int[] Backward = Build(static k => k switch
    {
        0 => Scale,
        1 => DsaField.MontgomeryReduce((long)Scale * DsaZetas.Table[1]),
        _ => DsaField.MontgomeryReduce(DsaZetas.Table[(3 * (int)BitOperations.RoundUpToPowerOf2((uint)k + 1) / 2) - 1 - k]),
    });

    private static int[] Build(Func<int, int> root)
    {
        int[] table = new int[512];
        for (int k = 0; k < 256; k++)
        {
            int value = DsaField.Centre(root(k));
            long dividend = (long)value << 32;
            table[2 * k] = value;
            table[(2 * k) + 1] = (int)((dividend + (long.Sign(dividend) * (DsaField.Q / 2))) / DsaField.Q);     // public constants
        }

        return table;
    }
}
