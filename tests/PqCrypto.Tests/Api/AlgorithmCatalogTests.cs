namespace PqCrypto.Tests.Api;

/// <summary>The built-in algorithms against a table written by hand from the standards, the drafts and the registries.</summary>
public sealed class AlgorithmCatalogTests
{
    private const AlgorithmFamily Classical = AlgorithmFamily.Classical;
    private const AlgorithmFamily PostQuantum = AlgorithmFamily.PostQuantum;
    private const AlgorithmFamily Hybrid = AlgorithmFamily.Hybrid;
    private const AlgorithmStatus Standard = AlgorithmStatus.Standard;
    private const AlgorithmStatus Draft = AlgorithmStatus.Draft;
    private const AlgorithmStatus Legacy = AlgorithmStatus.Legacy;

    private static readonly KemRow[] Kems =
    [
        new("ML-KEM-512", PostQuantum, Standard, 1, "2.16.840.1.101.3.4.4.1", 0x0200, 800, 1632, 64, 768, 32),
        new("ML-KEM-768", PostQuantum, Standard, 3, "2.16.840.1.101.3.4.4.2", 0x0201, 1184, 2400, 64, 1088, 32),
        new("ML-KEM-1024", PostQuantum, Standard, 5, "2.16.840.1.101.3.4.4.3", 0x0202, 1568, 3168, 64, 1568, 32),
        new("X25519MLKEM768", Hybrid, Draft, 3, null, 0x11EC, 1216, 96, 0, 1120, 64),
        new("SecP256r1MLKEM768", Hybrid, Draft, 3, null, 0x11EB, 1249, 96, 0, 1153, 64),
        new("SecP384r1MLKEM1024", Hybrid, Draft, 5, null, 0x11ED, 1665, 112, 0, 1665, 80),
        new("X-Wing", Hybrid, Draft, 3, "1.3.6.1.4.1.62253.25722", null, 1216, 32, 32, 1120, 32),
        new("DHKEM-X25519-HKDF-SHA256", Classical, Standard, 0, "1.3.101.110", null, 32, 32, 0, 32, 32),
        new("DHKEM-P256-HKDF-SHA256", Classical, Standard, 0, null, null, 65, 32, 0, 65, 32),
        new("DHKEM-P384-HKDF-SHA384", Classical, Standard, 0, null, null, 97, 48, 0, 97, 48),
        new("RSA-OAEP-2048", Classical, Standard, 0, null, null, 0, 0, 0, 256, 32),
        new("RSA-OAEP-3072", Classical, Standard, 0, null, null, 0, 0, 0, 384, 32),
        new("RSA-OAEP-4096", Classical, Standard, 0, null, null, 0, 0, 0, 512, 32),
        new("Kyber512-Round3", PostQuantum, Legacy, 1, null, null, 800, 1632, 64, 768, 32),
        new("Kyber768-Round3", PostQuantum, Legacy, 3, null, null, 1184, 2400, 64, 1088, 32),
        new("Kyber1024-Round3", PostQuantum, Legacy, 5, null, null, 1568, 3168, 64, 1568, 32),
    ];

    private static readonly SignatureRow[] Signatures =
    [
        new("ML-DSA-44", PostQuantum, Standard, 2, "2.16.840.1.101.3.4.3.17", 0x0904, 1312, 2560, 32, 2420, true),
        new("ML-DSA-65", PostQuantum, Standard, 3, "2.16.840.1.101.3.4.3.18", 0x0905, 1952, 4032, 32, 3309, true),
        new("ML-DSA-87", PostQuantum, Standard, 5, "2.16.840.1.101.3.4.3.19", 0x0906, 2592, 4896, 32, 4627, true),
        new("ECDSA-P256-SHA256", Classical, Standard, 0, null, 0x0403, 65, 32, 0, 72, false),
        new("ECDSA-P384-SHA384", Classical, Standard, 0, null, 0x0503, 97, 48, 0, 104, false),
        new("RSA-PSS-2048-SHA256", Classical, Standard, 0, null, null, 0, 0, 0, 256, false),
        new("RSA-PSS-3072-SHA256", Classical, Standard, 0, null, null, 0, 0, 0, 384, false),
        new("RSA-PSS-4096-SHA384", Classical, Standard, 0, null, null, 0, 0, 0, 512, false),
        new("Dilithium2-Round3", PostQuantum, Legacy, 2, null, null, 1312, 2528, 32, 2420, false),
        new("Dilithium3-Round3", PostQuantum, Legacy, 3, null, null, 1952, 4000, 32, 3293, false),
        new("Dilithium5-Round3", PostQuantum, Legacy, 5, null, null, 2592, 4864, 32, 4595, false),
    ];

    [Fact]
    public void All_Kems_AreThoseOfTheTable() =>
        Assert.Equal(
            Kems.OrderBy(row => row.Name, StringComparer.Ordinal),
            KemAlgorithm.All.Select(KemRow.Of).OrderBy(row => row.Name, StringComparer.Ordinal));

    [Fact]
    public void All_Signatures_AreThoseOfTheTable() =>
        Assert.Equal(
            Signatures.OrderBy(row => row.Name, StringComparer.Ordinal),
            SignatureAlgorithm.All.Select(SignatureRow.Of).OrderBy(row => row.Name, StringComparer.Ordinal));

    [Fact]
    public void StaticProperties_AreTheInstancesOfAll()
    {
        Assert.Equal(
            [
                KemAlgorithm.MLKem512, KemAlgorithm.MLKem768, KemAlgorithm.MLKem1024,
                KemAlgorithm.X25519MLKem768, KemAlgorithm.SecP256r1MLKem768, KemAlgorithm.SecP384r1MLKem1024, KemAlgorithm.XWing,
                KemAlgorithm.X25519, KemAlgorithm.EcdhP256, KemAlgorithm.EcdhP384,
                KemAlgorithm.RsaOaep2048, KemAlgorithm.RsaOaep3072, KemAlgorithm.RsaOaep4096,
                KemAlgorithm.Kyber512Round3, KemAlgorithm.Kyber768Round3, KemAlgorithm.Kyber1024Round3,
            ],
            Kems.Select(row => KemAlgorithm.All.Single(algorithm => algorithm.Name == row.Name)));
        Assert.Equal(
            [
                SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87,
                SignatureAlgorithm.EcdsaP256Sha256, SignatureAlgorithm.EcdsaP384Sha384,
                SignatureAlgorithm.RsaPss2048Sha256, SignatureAlgorithm.RsaPss3072Sha256, SignatureAlgorithm.RsaPss4096Sha384,
                SignatureAlgorithm.Dilithium2Round3, SignatureAlgorithm.Dilithium3Round3, SignatureAlgorithm.Dilithium5Round3,
            ],
            Signatures.Select(row => SignatureAlgorithm.All.Single(algorithm => algorithm.Name == row.Name)));
    }

    [Fact]
    public void TryFind_NameInAnyCaseAndOid_FindsTheInstance()
    {
        foreach (KemAlgorithm algorithm in KemAlgorithm.All)
        {
            string?[] names = [algorithm.Name, algorithm.Name.ToUpperInvariant(), algorithm.Name.ToLowerInvariant(), algorithm.Oid];
            foreach (string? name in names.OfType<string>())
            {
                Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? found));
                Assert.Same(algorithm, found);
            }
        }

        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All)
        {
            string?[] names = [algorithm.Name, algorithm.Name.ToUpperInvariant(), algorithm.Name.ToLowerInvariant(), algorithm.Oid];
            foreach (string? name in names.OfType<string>())
            {
                Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? found));
                Assert.Same(algorithm, found);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ML-KEM-768")]
    [InlineData("ML-KEM")]
    [InlineData("MLKEM768")]
    [InlineData("Kyber768")]
    [InlineData("Dilithium3")]
    [InlineData("RSA")]
    [InlineData("1.2.840.113549.1.1.1")]                        // rsaEncryption: three lengths
    [InlineData("1.2.840.113549.1.1.10")]                       // id-RSASSA-PSS
    [InlineData("1.2.840.113549.1.1.7")]                        // id-RSAES-OAEP
    [InlineData("1.2.840.10045.2.1")]                           // id-ecPublicKey: two curves
    [InlineData("1.3.101.112")]                                 // Ed25519: plugged in by tests, never found
    [InlineData("1.3.101.111")]                                 // X448: likewise
    public void TryFind_WhatNamesNoSingleAlgorithm_FindsNothing(string name)
    {
        Assert.False(KemAlgorithm.TryFind(name, out KemAlgorithm? kem));
        Assert.Null(kem);
        Assert.False(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? signature));
        Assert.Null(signature);
    }

    [Fact]
    public void TryFind_Null_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => KemAlgorithm.TryFind(null!, out _));
        Assert.Throws<ArgumentNullException>(() => SignatureAlgorithm.TryFind(null!, out _));
    }

    [Fact]
    public void TryFindTlsGroup_EveryCodePoint_FindsWhatTheTableSays()
    {
        for (int codePoint = 0; codePoint <= ushort.MaxValue; codePoint++)
        {
            string? expected = Kems.SingleOrDefault(row => row.TlsNamedGroup == codePoint)?.Name;
            Assert.Equal(expected is not null, KemAlgorithm.TryFindTlsGroup((ushort)codePoint, out KemAlgorithm? found));
            Assert.Equal(expected, found?.Name);
        }
    }

    [Fact]
    public void TryFindTlsScheme_EveryCodePoint_FindsWhatTheTableSaysAndNeverRsa()
    {
        for (int codePoint = 0; codePoint <= ushort.MaxValue; codePoint++)
        {
            string? expected = Signatures.SingleOrDefault(row => row.TlsSignatureScheme == codePoint)?.Name;
            Assert.Equal(expected is not null, SignatureAlgorithm.TryFindTlsScheme((ushort)codePoint, out SignatureAlgorithm? found));
            Assert.Equal(expected, found?.Name);
        }
    }

    private sealed record KemRow(
        string Name, AlgorithmFamily Family, AlgorithmStatus Status, int Category, string? Oid, int? TlsNamedGroup,
        int PublicKey, int PrivateKey, int Seed, int Ciphertext, int SharedSecret)
    {
        internal static KemRow Of(KemAlgorithm algorithm) => new(
            algorithm.Name, algorithm.Family, algorithm.Status, algorithm.SecurityCategory, algorithm.Oid, algorithm.TlsNamedGroup,
            algorithm.PublicKeySizeInBytes, algorithm.PrivateKeySizeInBytes, algorithm.PrivateSeedSizeInBytes,
            algorithm.CiphertextSizeInBytes, algorithm.SharedSecretSizeInBytes);
    }

    private sealed record SignatureRow(
        string Name, AlgorithmFamily Family, AlgorithmStatus Status, int Category, string? Oid, int? TlsSignatureScheme,
        int PublicKey, int PrivateKey, int Seed, int MaxSignature, bool ContextPreHashAndMu)
    {
        internal static SignatureRow Of(SignatureAlgorithm algorithm)
        {
            Assert.Equal(algorithm.SupportsContext, algorithm.SupportsPreHash);
            Assert.Equal(algorithm.SupportsContext, algorithm.SupportsExternalMu);
            return new(
                algorithm.Name, algorithm.Family, algorithm.Status, algorithm.SecurityCategory, algorithm.Oid, algorithm.TlsSignatureScheme,
                algorithm.PublicKeySizeInBytes, algorithm.PrivateKeySizeInBytes, algorithm.PrivateSeedSizeInBytes,
                algorithm.MaxSignatureSizeInBytes, algorithm.SupportsContext);
        }
    }
}
