using System.Formats.Asn1;
using System.Numerics;
using System.Reflection;
using PqCrypto.Fips180;
using PqCrypto.Fips204;
using PqCrypto.Kernels.Curve25519;
using PqCrypto.Kernels.Reference;
using PqCrypto.Kernels.Tables;

namespace PqCrypto.Tests.House;

/// <summary>Tables and sizes, recomputed from what the standards say of them.</summary>
public class ConstantsTests
{
    [Fact]
    public void KemZetas_Tables_ArePowersOf17()
    {
        const int q = 3329;
        for (int i = 0; i < 128; i++)
        {
            Assert.Equal(Centred(BigInteger.ModPow(17, Reversed(i, 7), q), q), KemZetas.Powers[i]);
            Assert.Equal(Centred(BigInteger.ModPow(17, (2 * Reversed(i, 7)) + 1, q), q), KemZetas.OddPowers[i]);
        }

        Assert.Equal(q - 1, BigInteger.ModPow(17, 128, q));      // of order 256 exactly
    }

    [Fact]
    public void DsaZetas_Table_ArePowersOf1753InMontgomeryForm()
    {
        const int q = 8380417;
        for (int i = 0; i < 256; i++)
        {
            BigInteger expected = (BigInteger.ModPow(1753, Reversed(i, 8), q) << 32) % q;
            Assert.Equal(expected, ((DsaZetas.Table[i] % (BigInteger)q) + q) % q);
            Assert.InRange(DsaZetas.Table[i], -q + 1, q - 1);
        }

        Assert.Equal(q - 1, BigInteger.ModPow(1753, 256, q));      // of order 512 exactly
    }

    [Fact]
    public void DsaField_Factors_AreThoseOfMontgomery()
    {
        const int q = 8380417;
        Assert.Equal(q, DsaField.Q);
        Assert.Equal((BigInteger.One << 32) % q, DsaField.R);
        Assert.Equal((BigInteger.One << 64) % q, DsaField.RSquared);
        BigInteger inverse = (int)typeof(DsaField).GetField("QInverse", BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!;
        Assert.True(((inverse * q) % (BigInteger.One << 32)).IsOne);
    }

    /// <summary>FIPS 202, section 3.2: the five step mappings with offsets and round constants computed as the standard defines them.</summary>
    [Fact]
    public void Keccak_Permutation_IsTheStepMappings()
    {
        Random random = new(202);
        for (int trial = 0; trial < 20; trial++)
        {
            ulong[] state = [.. Enumerable.Range(0, 25).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
            if (trial == 0)
                state.AsSpan().Clear();
            ulong[] expected = [.. state];
            for (int round = 0; round < 24; round++)
                expected = KeccakRound(expected, round);
            ReferenceKernels.KeccakPermute(state);
            Assert.Equal(expected, state);
        }
    }

    [Fact]
    public void Sha2_Constants_AreRootsOfPrimes()
    {
        int[] primes = [.. Enumerable.Range(2, 500).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0))];
        Assert.Equal(primes.Take(80).Select(p => FractionOfRoot(p, 3)), Sha2Constants.Rounds.ToArray());
        Assert.Equal(primes.Take(8).Select(p => FractionOfRoot(p, 2)), Sha2Constants.Sha512Initial.ToArray());
        Assert.Equal(primes.Skip(8).Take(8).Select(p => (uint)FractionOfRoot(p, 2)), Sha2Constants.Sha224Initial.ToArray());
    }

    /// <summary>RFC 7748, section 4.1: -x^2 + y^2 = 1 + d x^2 y^2, and u = (1 + y)/(1 - y).</summary>
    [Fact]
    public void Edwards25519_BasePoint_IsOnTheCurveAndHasU9()
    {
        BigInteger p = BigInteger.Pow(2, 255) - 19;
        BigInteger x = Constant("BaseX"), y = Constant("BaseY");
        BigInteger d = Constant("TwoD") * ((p + 1) >> 1) % p;       // 2 d divided by 2
        Assert.True(x.IsEven && x < p && y < p);
        Assert.Equal(BigInteger.Zero, ((d * 121666) + 121665) % p);
        Assert.Equal(((y * y) + p * p - (x * x)) % p, (1 + (d * x * x % p * y * y)) % p);
        Assert.Equal((1 + y) % p, 9 * (p + 1 - y) % p);

        static BigInteger Constant(string name) => new(
            Convert.FromHexString((string)typeof(QuadEdwards<ScalarQuads, ScalarLimb>)
                .GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!),
            isUnsigned: true,
            isBigEndian: true);
    }

    /// <summary>FIPS 203, Table 3; the round-3 submission; the drafts of the hybrids; RFC 9180, Table 2.</summary>
    [Theory]
    [InlineData("ML-KEM-512", 800, 1632, 64, 768, 32)]
    [InlineData("ML-KEM-768", 1184, 2400, 64, 1088, 32)]
    [InlineData("ML-KEM-1024", 1568, 3168, 64, 1568, 32)]
    [InlineData("Kyber512-Round3", 800, 1632, 64, 768, 32)]
    [InlineData("Kyber768-Round3", 1184, 2400, 64, 1088, 32)]
    [InlineData("Kyber1024-Round3", 1568, 3168, 64, 1568, 32)]
    [InlineData("X25519MLKEM768", 1216, 96, 0, 1120, 64)]
    [InlineData("SecP256r1MLKEM768", 1249, 96, 0, 1153, 64)]
    [InlineData("SecP384r1MLKEM1024", 1665, 112, 0, 1665, 80)]
    [InlineData("X-Wing", 1216, 32, 32, 1120, 32)]
    [InlineData("DHKEM-X25519-HKDF-SHA256", 32, 32, 0, 32, 32)]
    [InlineData("DHKEM-P256-HKDF-SHA256", 65, 32, 0, 65, 32)]
    [InlineData("DHKEM-P384-HKDF-SHA384", 97, 48, 0, 97, 48)]
    [InlineData("RSA-OAEP-2048", 0, 0, 0, 256, 32)]
    [InlineData("RSA-OAEP-3072", 0, 0, 0, 384, 32)]
    [InlineData("RSA-OAEP-4096", 0, 0, 0, 512, 32)]
    public void KemAlgorithm_Sizes_AreThoseOfTheStandard(string name, int publicKey, int privateKey, int seed, int ciphertext, int sharedSecret)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        Assert.Equal(
            (publicKey, privateKey, seed, ciphertext, sharedSecret),
            (algorithm.PublicKeySizeInBytes, algorithm.PrivateKeySizeInBytes, algorithm.PrivateSeedSizeInBytes, algorithm.CiphertextSizeInBytes,
                algorithm.SharedSecretSizeInBytes));
    }

    /// <summary>FIPS 204, Table 2; Dilithium 3.1; DER of two integers of the curve's size.</summary>
    [Theory]
    [InlineData("ML-DSA-44", 1312, 2560, 32, 2420)]
    [InlineData("ML-DSA-65", 1952, 4032, 32, 3309)]
    [InlineData("ML-DSA-87", 2592, 4896, 32, 4627)]
    [InlineData("Dilithium2-Round3", 1312, 2528, 32, 2420)]
    [InlineData("Dilithium3-Round3", 1952, 4000, 32, 3293)]
    [InlineData("Dilithium5-Round3", 2592, 4864, 32, 4595)]
    [InlineData("ECDSA-P256-SHA256", 65, 32, 0, 72)]
    [InlineData("ECDSA-P384-SHA384", 97, 48, 0, 104)]
    [InlineData("RSA-PSS-2048-SHA256", 0, 0, 0, 256)]
    [InlineData("RSA-PSS-3072-SHA256", 0, 0, 0, 384)]
    [InlineData("RSA-PSS-4096-SHA384", 0, 0, 0, 512)]
    public void SignatureAlgorithm_Sizes_AreThoseOfTheStandard(string name, int publicKey, int privateKey, int seed, int signature)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        Assert.Equal(
            (publicKey, privateKey, seed, signature),
            (algorithm.PublicKeySizeInBytes, algorithm.PrivateKeySizeInBytes, algorithm.PrivateSeedSizeInBytes, algorithm.MaxSignatureSizeInBytes));
    }

    [Fact]
    public void EveryAlgorithm_HasItsSizesChecked()
    {
        Assert.Equal(16, KemAlgorithm.All.Count);
        Assert.Equal(11, SignatureAlgorithm.All.Count);
    }

    /// <summary>FIPS 204, section 5.4.1, with the arcs of the NIST register of hash functions.</summary>
    [Theory]
    [InlineData(PreHash.Sha256, 1, 32)]
    [InlineData(PreHash.Sha384, 2, 48)]
    [InlineData(PreHash.Sha512, 3, 64)]
    [InlineData(PreHash.Sha224, 4, 28)]
    [InlineData(PreHash.Sha512_224, 5, 28)]
    [InlineData(PreHash.Sha512_256, 6, 32)]
    [InlineData(PreHash.Sha3_224, 7, 28)]
    [InlineData(PreHash.Sha3_256, 8, 32)]
    [InlineData(PreHash.Sha3_384, 9, 48)]
    [InlineData(PreHash.Sha3_512, 10, 64)]
    [InlineData(PreHash.Shake128, 11, 32)]
    [InlineData(PreHash.Shake256, 12, 64)]
    public void PreHashFunction_IdentifierAndSize_AreThoseOfTheRegister(PreHash function, int arc, int size)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier($"2.16.840.1.101.3.4.2.{arc}");
        byte[] identifier = new byte[PreHashFunction.OidSizeInBytes];
        PreHashFunction.WriteOid(function, identifier);
        Assert.Equal(writer.Encode(), identifier);
        Assert.Equal(size, PreHashFunction.SizeInBytes(function));
    }

    private static int Reversed(int value, int bits) =>
        Enumerable.Range(0, bits).Sum(bit => ((value >> bit) & 1) << (bits - 1 - bit));

    private static BigInteger Centred(BigInteger value, int q) => value > q / 2 ? value - q : value;

    /// <summary>The first 64 bits of the fractional part of a root.</summary>
    private static ulong FractionOfRoot(int radicand, int degree)
    {
        BigInteger scaled = (BigInteger)radicand << (64 * degree);
        BigInteger low = BigInteger.Zero;
        BigInteger high = BigInteger.One << 80;
        while (high - low > 1)
        {
            BigInteger middle = (low + high) >> 1;
            if (BigInteger.Pow(middle, degree) <= scaled)
                low = middle;
            else
                high = middle;
        }

        return (ulong)(low & ulong.MaxValue);
    }

    private static ulong[] KeccakRound(ulong[] a, int round)
    {
        ulong[] parity = [.. Enumerable.Range(0, 5).Select(x => a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20])];
        ulong[] theta = [.. a.Select((lane, i) => lane ^ parity[(i + 4) % 5] ^ BitOperations.RotateLeft(parity[(i + 1) % 5], 1))];

        ulong[] rho = new ulong[25];
        rho[0] = theta[0];
        (int x, int y) = (1, 0);
        for (int t = 0; t < 24; t++)
        {
            rho[x + (5 * y)] = BitOperations.RotateLeft(theta[x + (5 * y)], (t + 1) * (t + 2) / 2);
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
        }

        ulong[] pi = [.. Enumerable.Range(0, 25).Select(i => rho[(((i % 5) + (3 * (i / 5))) % 5) + (5 * (i % 5))])];
        ulong[] chi = [.. Enumerable.Range(0, 25).Select(i => pi[i] ^ (~pi[(i / 5 * 5) + ((i + 1) % 5)] & pi[(i / 5 * 5) + ((i + 2) % 5)]))];
        for (int j = 0; j <= 6; j++)
            chi[0] ^= RoundConstantBit(j + (7 * round)) << ((1 << j) - 1);
        return chi;
    }

    /// <summary>The bit rc(t) of a shift register with x^8 + x^6 + x^5 + x^4 + 1 (the standard's fifth algorithm).</summary>
    private static ulong RoundConstantBit(int t)
    {
        int register = 1;
        for (int i = 0; i < t % 255; i++)
            register = ((register << 1) & 0xFF) ^ ((register >> 7) * 0x71);
        return (ulong)(register & 1);
    }
}
