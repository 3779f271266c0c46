namespace PqCrypto.Kernels.Tables;

/// <summary>The powers of zeta = 17 that the transforms of FIPS 203 multiply by, built once from their formula.</summary>
/// <remarks>FIPS 203, Appendix A. Public constants: nothing here depends on a key.</remarks>
internal static class KemZetas
{
    /// <summary>The modulus q.</summary>
    internal const int Q = 3329;

    /// <summary>The primitive 256th root of unity modulo q.</summary>
    private const int Zeta = 17;

    /// <summary>Entry i is the centred representative of zeta^BitRev7(i), i = 0 to 127.</summary>
    internal static readonly short[] Powers = Build(static i => BitRev7(i));

    /// <summary>Entry i is the centred representative of zeta^(2 * BitRev7(i) + 1), i = 0 to 127: the modulus of base case i is X^2 minus it.</summary>
    internal static readonly short[] OddPowers = Build(static i => (2 * BitRev7(i)) + 1);

    /// <summary>Reverses the lowest seven bits.</summary>
    private static int BitRev7(int i)
    {
        int reversed = 0;
        for (int bit = 0; bit < 7; bit++)
            reversed |= ((i >> bit) & 1) << (6 - bit);
        return reversed;
    }

    private static short[] Build(Func<int, int> exponent)
    {
        short[] table = new short[128];
        for (int i = 0; i < table.Length; i++)
        {
            int power = 1;
            for (int n = exponent(i); n > 0; n--)
                power = power * Zeta % Q;               // public constants
            table[i] = (short)(power > Q / 2 ? power - Q : power);
        }

        return table;
    }
}
