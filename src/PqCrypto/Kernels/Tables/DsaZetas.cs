namespace PqCrypto.Kernels.Tables;

/// <summary>The powers of zeta that the transform of FIPS 204 multiplies with (Appendix B), times the Montgomery factor.</summary>
internal static class DsaZetas
{
    private const int Zeta = 1753;      // the smallest 512th root of unity modulo q

    /// <summary>Entry m is zeta^BitRev8(m) * 2^32 modulo q, |entry| &lt; q. Public.</summary>
    internal static readonly int[] Table = Build();

    private static int[] Build()
    {
        const int ZetaTimesR = (int)((long)Zeta * DsaField.R % DsaField.Q);
        int[] table = new int[256];
        int power = DsaField.R;
        for (int exponent = 0; exponent < table.Length; exponent++)
        {
            table[BitRev8((byte)exponent)] = power;
            power = DsaField.MontgomeryReduce((long)power * ZetaTimesR);
        }

        return table;
    }

    /// <summary>Reverses the order of the bits in a byte.</summary>
    /// <remarks>FIPS 204, Algorithm 43 (BitRev8).</remarks>
    private static byte BitRev8(byte m)
    {
        int reversed = 0;
        for (int bit = 0; bit < 8; bit++)
            reversed |= ((m >> bit) & 1) << (7 - bit);
        return (byte)reversed;
    }
}
