using System.Numerics;

namespace PqCrypto.Tests.Conformance;

/// <summary>FIPS 204 arithmetic written a second time, from definitions and in the standard's own words: slow, with divisions.</summary>
internal static class DsaModel
{
    internal const int Q = 8380417;

    internal const int N = 256;

    /// <summary>Both values of gamma2.</summary>
    internal static readonly int[] Gammas = [(Q - 1) / 88, (Q - 1) / 32];

    /// <summary>The representative in [0, q).</summary>
    internal static int Mod(long a) => (int)(((a % Q) + Q) % Q);

    /// <summary>The representative modulo an even m in (-m / 2, m / 2]: mod± of the standard.</summary>
    internal static int CentredMod(int a, int m)
    {
        int r = ((a % m) + m) % m;
        return r > m / 2 ? r - m : r;
    }

    /// <summary>The product modulo X^256 + 1, coefficient by coefficient.</summary>
    internal static int[] Multiply(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        BigInteger[] product = new BigInteger[N];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
            {
                long term = (long)a[i] * b[j];
                product[(i + j) % N] += i + j < N ? term : -term;
            }
        }

        return [.. product.Select(value => (int)(((value % Q) + Q) % Q))];
    }

    /// <summary>The transform as its definition has it: the values at zeta^(2 * BitRev8(i) + 1) (FIPS 204, section 7.5).</summary>
    internal static int[] Ntt(ReadOnlySpan<int> f)
    {
        int[] values = new int[N];
        for (int i = 0; i < N; i++)
        {
            int reversed = Convert.ToInt32(new string([.. Convert.ToString(i, 2).PadLeft(8, '0').Reverse()]), 2);
            long point = (long)BigInteger.ModPow(1753, (2 * reversed) + 1, Q);
            long value = 0;
            for (int j = N - 1; j >= 0; j--)
                value = Mod((value * point) + f[j]);
            values[i] = (int)value;
        }

        return values;
    }

    /// <summary>Algorithm 35.</summary>
    internal static (int R1, int R0) Power2Round(int r)
    {
        int positive = Mod(r);
        int r0 = CentredMod(positive, 1 << 13);
        return ((positive - r0) / (1 << 13), r0);
    }

    /// <summary>Algorithm 36.</summary>
    internal static (int R1, int R0) Decompose(int r, int gamma2)
    {
        int positive = Mod(r);
        int r0 = CentredMod(positive, 2 * gamma2);
        if (positive - r0 == Q - 1)
            return (0, r0 - 1);
        return ((positive - r0) / (2 * gamma2), r0);
    }

    /// <summary>Algorithm 39.</summary>
    internal static int MakeHint(int z, int r, int gamma2) => Decompose(r, gamma2).R1 == Decompose(Mod((long)r + z), gamma2).R1 ? 0 : 1;

    /// <summary>Algorithm 40.</summary>
    internal static int UseHint(int h, int r, int gamma2)
    {
        int m = (Q - 1) / (2 * gamma2);
        (int r1, int r0) = Decompose(r, gamma2);
        if (h == 1 && r0 > 0)
            return (r1 + 1) % m;
        if (h == 1)
            return (r1 - 1 + m) % m;
        return r1;
    }

    /// <summary>Packs d bits a value, least significant bit first, bit by bit.</summary>
    internal static byte[] Pack(ReadOnlySpan<int> values, int d)
    {
        byte[] bytes = new byte[values.Length * d / 8];
        for (int bit = 0; bit < values.Length * d; bit++)
            bytes[bit / 8] |= (byte)(((values[bit / d] >> (bit % d)) & 1) << (bit % 8));
        return bytes;
    }

    /// <summary>Polynomials at and between the ends of a range: constant, alternating, and random.</summary>
    internal static IEnumerable<int[]> Inputs(int bound)
    {
        Random random = new(bound);
        yield return new int[N];
        yield return [.. Enumerable.Repeat(bound, N)];
        yield return [.. Enumerable.Repeat(-bound, N)];
        yield return [.. Enumerable.Range(0, N).Select(i => i % 2 == 0 ? bound : -bound)];
        yield return [.. Enumerable.Range(0, N).Select(i => i < N / 2 ? bound : -bound)];
        for (int turn = 0; turn < 20; turn++)
            yield return [.. Enumerable.Range(0, N).Select(_ => random.Next(-bound, bound + 1))];
        for (int turn = 0; turn < 20; turn++)
            yield return [.. Enumerable.Range(0, N).Select(_ => random.Next(2) == 0 ? bound : -bound)];
    }
}
