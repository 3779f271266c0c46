using System.Numerics;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using PqCrypto.Fips180;

namespace PqCrypto.Tests.Fips180;

public sealed class Sha2Tests
{
    [Fact]
    public void Constants_RootsOfPrimes_FollowTheirFormula()
    {
        int[] primes = [.. Enumerable.Range(2, 1000).Where(n => Enumerable.Range(2, n - 2).All(divisor => n % divisor != 0)).Take(80)];
        for (int i = 0; i < 80; i++)
            Assert.Equal((ulong)(Root(3, (BigInteger)primes[i] << 192) & ulong.MaxValue), Sha2Constants.Rounds[i]);
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal((ulong)(Root(2, (BigInteger)primes[i] << 128) & ulong.MaxValue), Sha2Constants.Sha512Initial[i]);
            Assert.Equal((uint)(Root(2, (BigInteger)primes[i + 8] << 128) & uint.MaxValue), Sha2Constants.Sha224Initial[i]);
        }
    }

    [Theory, InlineData("SHA-224"), InlineData("SHA-512/224"), InlineData("SHA-512/256")]
    public void Finish_EveryLengthTo300_MatchesBouncyCastle(string name)
    {
        for (int length = 0; length <= 300; length++)
        {
            byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
            Assert.Equal(Expected(name, data), Hash(name, data, length));
        }
    }

    [Theory, InlineData("SHA-224"), InlineData("SHA-512/224"), InlineData("SHA-512/256")]
    public void Append_AnyPieces_GivesTheSameDigest(string name)
    {
        byte[] data = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 11))];
        byte[] expected = Expected(name, data);
        foreach (int piece in new[] { 1, 3, 63, 64, 65, 127, 128, 129, 500 })
            Assert.Equal(expected, Hash(name, data, piece));
    }

    private static byte[] Hash(string name, byte[] data, int piece)
    {
        if (name == "SHA-224")
        {
            Sha2<uint, Words32> hash = Sha2.Sha224();
            foreach (byte[] part in data.Chunk(int.Max(piece, 1)))
                hash.Append(part);
            byte[] digest = new byte[28];
            hash.Finish(digest);
            return digest;
        }

        int size = name == "SHA-512/224" ? 28 : 32;
        Sha2<ulong, Words64> hash512 = Sha2.Sha512T(size);
        foreach (byte[] part in data.Chunk(int.Max(piece, 1)))
            hash512.Append(part);
        byte[] result = new byte[size];
        hash512.Finish(result);
        return result;
    }

    private static byte[] Expected(string name, byte[] data)
    {
        IDigest digest = name switch
        {
            "SHA-224" => new Sha224Digest(),
            "SHA-512/224" => new Sha512tDigest(224),
            _ => new Sha512tDigest(256),
        };
        digest.BlockUpdate(data, 0, data.Length);
        byte[] result = new byte[digest.GetDigestSize()];
        digest.DoFinal(result, 0);
        return result;
    }

    /// <summary>The whole part of a root.</summary>
    private static BigInteger Root(int degree, BigInteger value)
    {
        BigInteger low = 0;
        BigInteger high = BigInteger.One << 100;
        while (low < high)
        {
            BigInteger middle = (low + high + 1) >> 1;
            if (BigInteger.Pow(middle, degree) <= value)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
