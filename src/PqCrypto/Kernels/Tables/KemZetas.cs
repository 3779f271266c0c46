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
    internal static readonly short[] Powers = Build(1, 0);

    /// <summary>Entry i is the centred representative of zeta^(2 * BitRev7(i) + 1), i = 0 to 127: the modulus of base case i is X^2 minus it.</summary>
    internal static readonly short[] OddPowers = Build(2, 1);

    /// <summary>Reverses the lowest seven bits.</summary>
    private static int BitRev7(int i)
    {
        int reversed = 0;
        for (int bit = 0; bit < 7; bit++)
            reversed |= ((i >> bit) & 1) << (6 - bit);
        return reversed;
    }

    /// <summary>Entry i is the power whose exponent is factor * BitRev7(i) + summand.</summary>
    private static short[] Build(int factor, int summand)
    {
        Span<short> powers = stackalloc short[256];         // zeta^n for n = 0 to 255
        int power = 1;
        for (int n = 0; n < powers.Length; n++)
        {
            powers[n] = (short)(power > Q / 2 ? power - Q : power);
            power = power * Zeta % Q;                       // public constants
        }

        short[] table = new short[128];
        for (int i = 0; i < table.Length; i++)
            table[i] = powers[(factor * BitRev7(i)) + summand];
        return table;
    }
}
