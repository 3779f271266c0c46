using System.Security.Cryptography;
using PqCrypto.Kernels;
using PqCrypto.Tests.Conformance;
using PqCrypto.Tests.Fips202;

namespace PqCrypto.Tests.Fips203;

/// <summary>What ML-KEM and its round-3 ancestor have in common, and where they differ.</summary>
public sealed class KemSchemeTests
{
    public static TheoryData<string> Names =>
        ["ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "Kyber512-Round3", "Kyber768-Round3", "Kyber1024-Round3"];

    public static TheoryData<string> Round3Names => ["Kyber512-Round3", "Kyber768-Round3", "Kyber1024-Round3"];

    [Theory]
    [InlineData("ML-KEM-512", 800, 1632, 768, 1, "2.16.840.1.101.3.4.4.1", 0x0200)]
    [InlineData("ML-KEM-768", 1184, 2400, 1088, 3, "2.16.840.1.101.3.4.4.2", 0x0201)]
    [InlineData("ML-KEM-1024", 1568, 3168, 1568, 5, "2.16.840.1.101.3.4.4.3", 0x0202)]
    [InlineData("Kyber512-Round3", 800, 1632, 768, 1, null, null)]
    [InlineData("Kyber768-Round3", 1184, 2400, 1088, 3, null, null)]
    [InlineData("Kyber1024-Round3", 1568, 3168, 1568, 5, null, null)]
    public void Description_EachScheme_TellsSizesAndCodePoints(
        string name, int publicKey, int privateKey, int ciphertext, int category, string? oid, int? tlsGroup)
    {
        KemDescription description = Create(name).Description;
        Assert.Equal(name, description.Name);
        Assert.Equal(publicKey, description.PublicKeySizeInBytes);
        Assert.Equal(privateKey, description.PrivateKeySizeInBytes);
        Assert.Equal(ciphertext, description.CiphertextSizeInBytes);
        Assert.Equal(category, description.SecurityCategory);
        Assert.Equal(oid, description.Oid);
        Assert.Equal(tlsGroup, description.TlsNamedGroup);
        Assert.Equal(64, description.PrivateSeedSizeInBytes);
        Assert.Equal(64, description.KeyGenerationRandomnessSizeInBytes);
        Assert.Equal(32, description.EncapsulationRandomnessSizeInBytes);
        Assert.Equal(32, description.SharedSecretSizeInBytes);
        Assert.Equal(AlgorithmFamily.PostQuantum, description.Family);
        Assert.Equal(oid is null ? AlgorithmStatus.Legacy : AlgorithmStatus.Standard, description.Status);
    }

    [Theory, MemberData(nameof(Names))]
    public void Decapsulate_OwnCiphertext_ReturnsSentSecret(string name)
    {
        KemScheme scheme = Create(name);
        for (int i = 0; i < 50; i++)
        {
            using KemPrivateKeyState key = scheme.GenerateKey(Oracle.Bytes(i, 64));
            (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(scheme, key.PublicKey, Oracle.Bytes(-i, 32));
            Assert.Equal(secret, KemSchemes.Decapsulate(scheme, key, ciphertext));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Decapsulate_AnyFlippedByte_ReturnsRejectionSecretOfKeyAndCiphertext(string name)
    {
        KemScheme scheme = Create(name);
        byte[] seed = Oracle.Bytes(7, 64);
        using KemPrivateKeyState key = scheme.GenerateKey(seed);
        (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(scheme, key.PublicKey, Oracle.Bytes(8, 32));
        for (int position = 0; position < ciphertext.Length; position++)
        {
            byte[] tampered = [.. ciphertext];
            tampered[position] ^= 0x80;
            byte[] inner = name.StartsWith("Kyber", StringComparison.Ordinal) ? Oracle.Digest("SHA3-256", tampered, 32) : tampered;
            byte[] rejection = Oracle.Digest("SHAKE256", [.. seed[32..], .. inner], 32);
            Assert.NotEqual(secret, rejection);
            Assert.Equal(rejection, KemSchemes.Decapsulate(scheme, key, tampered));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Encapsulate_KeyUsedAgain_GivesWhatANewKeyGives(string name)
    {
        KemScheme scheme = Create(name);
        using KemPrivateKeyState pair = scheme.GenerateKey(Oracle.Bytes(11, 64));
        byte[] encoded = new byte[scheme.Description.PublicKeySizeInBytes];
        pair.PublicKey.ExportPublicKey(encoded);
        KemPublicKeyState used = scheme.ImportPublicKey(encoded);
        for (int use = 0; use < 4; use++)                   // computed for one use, computed to be kept, kept, kept
        {
            byte[] randomness = Oracle.Bytes(use, 32);
            (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(scheme, scheme.ImportPublicKey(encoded), randomness);
            foreach (KemPublicKeyState key in new[] { used, pair.PublicKey })
            {
                (byte[] again, byte[] secretAgain) = KemSchemes.Encapsulate(scheme, key, randomness);
                Assert.Equal(ciphertext, again);
                Assert.Equal(secret, secretAgain);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Decapsulate_KeyUsedAgain_GivesWhatAnImportedKeyGives(string name)
    {
        KemScheme scheme = Create(name);
        using KemPrivateKeyState key = scheme.GenerateKey(Oracle.Bytes(12, 64));
        byte[] encoded = new byte[scheme.Description.PrivateKeySizeInBytes];
        using (KemPrivateKeyState twin = scheme.GenerateKey(Oracle.Bytes(12, 64)))
            twin.ExportPrivateKey(encoded);
        using KemPrivateKeyState imported = scheme.ImportPrivateKey(encoded);
        for (int use = 0; use < 3; use++)                   // the first computes the hash of the encapsulation key
        {
            byte[] ciphertext = Oracle.Bytes(use, scheme.Description.CiphertextSizeInBytes);
            Assert.Equal(KemSchemes.Decapsulate(scheme, imported, ciphertext), KemSchemes.Decapsulate(scheme, key, ciphertext));
            (byte[] sent, byte[] secret) = KemSchemes.Encapsulate(scheme, imported.PublicKey, Oracle.Bytes(use, 32));
            Assert.Equal(secret, KemSchemes.Decapsulate(scheme, key, sent));
        }
    }

    [Theory, MemberData(nameof(Round3Names))]
    public void Round3_SameSeedAndRandomness_DiffersFromMLKemInKeyCiphertextAndSecret(string name)
    {
        KemScheme round3 = Create(name);
        KemScheme final = Create(name.Replace("Kyber", "ML-KEM-", StringComparison.Ordinal)[..^"-Round3".Length]);
        byte[] seed = Oracle.Bytes(9, 64);
        byte[] randomness = Oracle.Bytes(10, 32);
        using KemPrivateKeyState round3Key = round3.GenerateKey(seed);
        using KemPrivateKeyState finalKey = final.GenerateKey(seed);
        Assert.NotEqual(KemSchemes.PublicKey(final, finalKey.PublicKey), KemSchemes.PublicKey(round3, round3Key.PublicKey));

        byte[] dk = KemSchemes.PrivateKey(round3, round3Key);              // the encoding is the same: the same key under both rules
        using KemPrivateKeyState sameKey = final.ImportPrivateKey(dk);
        (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(round3, round3Key.PublicKey, randomness);
        (byte[] finalCiphertext, _) = KemSchemes.Encapsulate(final, sameKey.PublicKey, randomness);
        Assert.NotEqual(finalCiphertext, ciphertext);

        byte[] hashed = Oracle.Digest("SHA3-256", randomness, 32);          // round 3 sends the hash of what it draws
        (finalCiphertext, byte[] finalSecret) = KemSchemes.Encapsulate(final, sameKey.PublicKey, hashed);
        Assert.Equal(finalCiphertext, ciphertext);
        Assert.NotEqual(finalSecret, secret);
        Assert.Equal(Oracle.Digest("SHAKE256", [.. finalSecret, .. Oracle.Digest("SHA3-256", ciphertext, 32)], 32), secret);
    }

    [Theory, MemberData(nameof(Names))]
    public void ImportPublicKey_AnyCoefficientOfQOrMore_IsRefused(string name)
    {
        KemScheme scheme = Create(name);
        using KemPrivateKeyState key = scheme.GenerateKey(Oracle.Bytes(11, 64));
        byte[] ek = KemSchemes.PublicKey(scheme, key.PublicKey);
        int coefficients = (ek.Length - 32) * 2 / 3;
        for (int i = 0; i < coefficients; i++)
        {
            byte[] unreduced = WithCoefficient(ek, i, 3329 + (i % 767));
            CryptographicException error = Assert.Throws<CryptographicException>(() => scheme.ImportPublicKey(unreduced));
            Assert.Contains("section 7.2", error.Message, StringComparison.Ordinal);
            if (i % 97 == 0)
                Assert.NotNull(scheme.ImportPublicKey(WithCoefficient(ek, i, 3328)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void ImportPrivateKey_EachPartDamaged_IsRefusedByItsCheck(string name)
    {
        KemScheme scheme = Create(name);
        using KemPrivateKeyState key = scheme.GenerateKey(Oracle.Bytes(12, 64));
        byte[] dk = KemSchemes.PrivateKey(scheme, key);
        int vector = scheme.Description.PublicKeySizeInBytes - 32;

        Refused(WithCoefficient(dk, 5, 3329), "coefficient of s");
        byte[] unreduced = WithCoefficient(dk, (vector * 2 / 3) + 5, 3329);
        SHA3(unreduced.AsSpan(vector, vector + 32)).CopyTo(unreduced.AsSpan(dk.Length - 64));
        Refused(unreduced, "section 7.2");
        Refused(Flipped(dk, dk.Length - 64), "section 7.3");
        Refused(Flipped(dk, dk.Length - 33), "section 7.3");
        Refused(Flipped(dk, dk.Length - 65), "section 7.3");                // rho in the embedded key

        byte[] otherSecret = [.. dk];
        using KemPrivateKeyState other = scheme.GenerateKey(Oracle.Bytes(13, 64));
        KemSchemes.PrivateKey(scheme, other).AsSpan(0, vector).CopyTo(otherSecret);
        Refused(otherSecret, "trial encapsulation");

        void Refused(byte[] damaged, string check) =>
            Assert.Contains(check, Assert.Throws<CryptographicException>(() => scheme.ImportPrivateKey(damaged)).Message, StringComparison.Ordinal);
        static byte[] SHA3(ReadOnlySpan<byte> input) => Oracle.Digest("SHA3-256", input, 32);
    }

    [Theory, MemberData(nameof(Names))]
    public void Import_WrongLength_ThrowsArgumentException(string name)
    {
        KemScheme scheme = Create(name);
        Assert.Throws<ArgumentException>(() => scheme.ImportPublicKey(new byte[scheme.Description.PublicKeySizeInBytes - 1]));
        Assert.Throws<ArgumentException>(() => scheme.ImportPrivateKey(new byte[scheme.Description.PrivateKeySizeInBytes + 1]));
        Assert.Throws<ArgumentException>(() => scheme.ImportPrivateSeed(new byte[63]));
    }

    [Theory, MemberData(nameof(Names))]
    public void Export_SeedAndExpandedForms_ReturnWhatTheKeyKnows(string name)
    {
        KemScheme scheme = Create(name);
        byte[] seed = Oracle.Bytes(14, 64);
        using KemPrivateKeyState key = scheme.ImportPrivateSeed(seed);
        byte[] exported = new byte[64];
        key.ExportPrivateSeed(exported);
        Assert.True(key.HasPrivateSeed);
        Assert.Equal(seed, exported);

        byte[] dk = KemSchemes.PrivateKey(scheme, key);
        using KemPrivateKeyState expanded = scheme.ImportPrivateKey(dk);
        Assert.False(expanded.HasPrivateSeed);
        Assert.Equal(dk, KemSchemes.PrivateKey(scheme, expanded));
        Assert.Throws<CryptographicException>(() => expanded.ExportPrivateSeed(exported));
        Assert.Equal(seed[32..], dk[^32..]);
    }

    [Theory, MemberData(nameof(Names))]
    public void Dispose_PrivateKey_LeavesPublicKeyUsable(string name)
    {
        KemScheme scheme = Create(name);
        KemPrivateKeyState key = scheme.GenerateKey(Oracle.Bytes(15, 64));
        (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(scheme, key.PublicKey, Oracle.Bytes(16, 32));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => KemSchemes.Decapsulate(scheme, key, ciphertext));
        Assert.Equal(secret, KemSchemes.Encapsulate(scheme, key.PublicKey, Oracle.Bytes(16, 32)).Secret);
    }

    [Theory, MemberData(nameof(Names))]
    public void EncapsulateDecapsulate_Repeated_AllocateNothing(string name)
    {
        KemScheme scheme = Create(name);
        using KemPrivateKeyState key = scheme.GenerateKey(Oracle.Bytes(17, 64));
        byte[] randomness = Oracle.Bytes(18, 32);
        byte[] secret = new byte[32];
        (byte[] ciphertext, _) = KemSchemes.Encapsulate(scheme, key.PublicKey, randomness);
        key.Decapsulate(ciphertext, secret);
        Assert.Equal(0, Api.AllocationTests.Measure(() =>
        {
            key.PublicKey.Encapsulate(randomness, ciphertext, secret);
            key.Decapsulate(ciphertext, secret);
        }));
    }

    private static KemScheme Create(string name) => KernelSelector.Best.Accept(new Creation(name));

    private static byte[] Flipped(byte[] bytes, int position)
    {
        byte[] flipped = [.. bytes];
        flipped[position] ^= 1;
        return flipped;
    }

    /// <summary>A copy with one 12-bit value replaced.</summary>
    private static byte[] WithCoefficient(byte[] bytes, int index, int value)
    {
        byte[] changed = [.. bytes];
        for (int bit = 0; bit < 12; bit++)
        {
            int position = (12 * index) + bit;
            int mask = 1 << (position % 8);
            changed[position / 8] = (byte)((changed[position / 8] & ~mask) | (((value >> bit) & 1) << (position % 8)));
        }

        return changed;
    }

    private sealed class Creation(string name) : IKernelVisitor<KemScheme>
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels => KemSchemes.Create<TKernels>(name);
    }
}
