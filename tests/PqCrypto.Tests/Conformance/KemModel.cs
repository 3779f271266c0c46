namespace PqCrypto.Tests.Conformance;

/// <summary>FIPS 203 arithmetic written a second time, from definitions instead of algorithms: slow, in unlimited or wide integers.</summary>
internal static class KemModel
{
    internal const int Q = 3329;

    internal const int N = 256;

    /// <summary>The representative in [0, q).</summary>
    internal static int Mod(long a) => (int)(((a % Q) + Q) % Q);

    /// <summary>The product modulo X^256 + 1, coefficient by coefficient.</summary>
    internal static int[] Multiply(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        long[] product = new long[N];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
            {
                long term = (long)a[i] * b[j];
                product[(i + j) % N] += i + j < N ? term : -term;
            }
        }

        return [.. product.Select(Mod)];
    }

    /// <summary>17^(2 * BitRev7(i) + 1) modulo q.</summary>
    internal static int Gamma(int i)
    {
        int reversed = Convert.ToInt32(new string([.. Convert.ToString(i, 2).PadLeft(7, '0').Reverse()]), 2);
        return (int)System.Numerics.BigInteger.ModPow(17, (2 * reversed) + 1, Q);
    }

    /// <summary>The transform as its definition has it: residues modulo X^2 - gamma(i) (FIPS 203, section 4.3).</summary>
    internal static int[] Ntt(ReadOnlySpan<int> f)
    {
        int[] residues = new int[N];
        for (int i = 0; i < N / 2; i++)
        {
            long power = 1;
            long even = 0;
            long odd = 0;
            for (int j = 0; j < N / 2; j++)
            {
                even += f[2 * j] * power;
                odd += f[(2 * j) + 1] * power;
                power = power * Gamma(i) % Q;
            }

            residues[2 * i] = Mod(even);
            residues[(2 * i) + 1] = Mod(odd);
        }

        return residues;
    }

    /// <summary>Packs d bits a value, least significant bit first, bit by bit.</summary>
    internal static byte[] Encode(ReadOnlySpan<int> values, int d)
    {
        byte[] bytes = new byte[values.Length * d / 8];
        for (int bit = 0; bit < values.Length * d; bit++)
            bytes[bit / 8] |= (byte)(((values[bit / d] >> (bit % d)) & 1) << (bit % 8));
        return bytes;
    }

    /// <summary>Polynomials at and between the ends of a range: constant, alternating, and random.</summary>
    internal static IEnumerable<short[]> Inputs(int bound)
    {
        Random random = new(bound);
        yield return new short[N];
        yield return [.. Enumerable.Repeat((short)bound, N)];
        yield return [.. Enumerable.Repeat((short)-bound, N)];
        yield return [.. Enumerable.Range(0, N).Select(i => (short)(i % 2 == 0 ? bound : -bound))];
        yield return [.. Enumerable.Range(0, N).Select(i => (short)(i < N / 2 ? bound : -bound))];
        for (int turn = 0; turn < 40; turn++)
            yield return [.. Enumerable.Range(0, N).Select(_ => (short)random.Next(-bound, bound + 1))];
        for (int turn = 0; turn < 40; turn++)
            yield return [.. Enumerable.Range(0, N).Select(_ => (short)(random.Next(2) == 0 ? bound : -bound))];
    }

    internal static int[] Wide(ReadOnlySpan<short> f)
    {
        int[] wide = new int[f.Length];
        for (int i = 0; i < f.Length; i++)
            wide[i] = f[i];
        return wide;
    }
}
