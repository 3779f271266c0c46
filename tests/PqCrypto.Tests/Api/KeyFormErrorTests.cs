using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PqCrypto.Tests.Api;

/// <summary>Refusals on import and export, the same for all algorithms; nothing is half-imported and no buffer is half-written.</summary>
public sealed class KeyFormErrorTests
{
    private const string Password = "a password";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA512, 100);

    [Theory, Algorithms]
    public void ImportPublicKey_WrongLength_IsRefusedWithBothLengths(AlgorithmSubject algorithm)
    {
        if (algorithm.PublicKeySize == 0)
            return;
        foreach (int length in Failure.WrongLengths(algorithm.PublicKeySize))
            Failure.IsWrongLength(() => algorithm.ImportPublicKey(new byte[length]), "publicKey", algorithm.PublicKeySize, length);
        Failure.IsWrongLength(() => algorithm.ImportPublicKey((byte[])null!), "publicKey", algorithm.PublicKeySize, 0);
    }

    [Theory, Algorithms]
    public void ImportPrivateKey_WrongLength_IsRefusedWithBothLengths(AlgorithmSubject algorithm)
    {
        if (algorithm.PrivateKeySize == 0)
            return;
        foreach (int length in Failure.WrongLengths(algorithm.PrivateKeySize))
            Failure.IsWrongLength(() => algorithm.ImportPrivateKey(new byte[length]), "privateKey", algorithm.PrivateKeySize, length);
        Failure.IsWrongLength(() => algorithm.ImportPrivateKey((byte[])null!), "privateKey", algorithm.PrivateKeySize, 0);
    }

    [Theory, Algorithms]
    public void ImportPrivateSeed_WrongLength_IsRefusedWithBothLengths(AlgorithmSubject algorithm)
    {
        if (algorithm.SeedSize == 0)
            return;
        foreach (int length in Failure.WrongLengths(algorithm.SeedSize))
            Failure.IsWrongLength(() => algorithm.ImportPrivateSeed(new byte[length]), "seed", algorithm.SeedSize, length);
        Failure.IsWrongLength(() => algorithm.ImportPrivateSeed((byte[])null!), "seed", algorithm.SeedSize, 0);
    }

    [Theory, Algorithms]
    public void Export_DestinationOfWrongLength_IsRefusedAndUntouched(AlgorithmSubject algorithm)
    {
        if (algorithm.PublicKeySize > 0)
            AssertRefused(algorithm.PublicKeySize, destination => algorithm.Key.PublicKey.ExportPublicKey(destination.AsSpan()));
        if (algorithm.PrivateKeySize > 0)
            AssertRefused(algorithm.PrivateKeySize, destination => algorithm.Key.ExportPrivateKey(destination.AsSpan()));
        if (algorithm.SeedSize > 0)
            AssertRefused(algorithm.SeedSize, destination => algorithm.Key.ExportPrivateSeed(destination.AsSpan()));

        static void AssertRefused(int right, Action<byte[]> export)
        {
            foreach (int length in Failure.WrongLengths(right))
            {
                byte[] destination = Failure.Marked(length);
                Failure.IsWrongLength(() => export(destination), "destination", right, length);
                Failure.IsUntouched(destination);
            }

            Failure.IsWrongLength(() => export(null!), "destination", right, 0);
        }
    }

    [Theory, Algorithms]
    public void Containers_OfAnotherAlgorithm_AreRefused(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        foreach (AlgorithmSubject other in Subjects.All.Where(other => other.HasContainers && !Shares(algorithm, other)))
        {
            byte[] spki = other.Key.PublicKey.ExportSubjectPublicKeyInfo();
            byte[] pkcs8 = other.Key.ExportPkcs8(PrivateKeyForm.Default);

            Assert.Throws<CryptographicException>(() => algorithm.ImportSubjectPublicKeyInfo(spki));
            Assert.Throws<CryptographicException>(() => algorithm.ImportPkcs8(pkcs8));
        }
    }

    [Theory, Algorithms]
    public void Containers_TruncatedOrWithTrailingBytes_AreRefused(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        byte[] spki = algorithm.Key.PublicKey.ExportSubjectPublicKeyInfo();
        byte[] pkcs8 = algorithm.Key.ExportPkcs8(PrivateKeyForm.Default);
        byte[] encrypted = algorithm.Key.ExportEncryptedPkcs8(Password, Encryption, PrivateKeyForm.Default);

        AssertRefused(spki, der => algorithm.ImportSubjectPublicKeyInfo(der), der => algorithm.StaticImportSubjectPublicKeyInfo(der));
        AssertRefused(pkcs8, der => algorithm.ImportPkcs8(der), der => algorithm.StaticImportPkcs8(der));
        AssertRefused(encrypted, der => algorithm.ImportEncryptedPkcs8(Password, der), der => algorithm.StaticImportEncryptedPkcs8(Password, der));

        static void AssertRefused(byte[] der, Action<byte[]> import, Action<byte[]> staticImport)
        {
            byte[][] malformed = [[], der[..1], der[..4], der[..(der.Length / 2)], der[..^1], [.. der, 0], [.. der, .. der]];
            foreach (byte[] bad in malformed)
            {
                Assert.ThrowsAny<CryptographicException>(() => import(bad));
                Assert.ThrowsAny<CryptographicException>(() => staticImport(bad));
            }
        }
    }

    [Theory, Algorithms]
    public void Containers_IdentifierWithParametersWhereThereAreNone_AreRefused(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        byte[]? spki = WithNullParameters(algorithm.Key.PublicKey.ExportSubjectPublicKeyInfo(), hasVersion: false);
        byte[]? pkcs8 = WithNullParameters(algorithm.Key.ExportPkcs8(PrivateKeyForm.Default), hasVersion: true);
        Assert.Equal(spki is null, pkcs8 is null);
        if (spki is null || pkcs8 is null)
            return;
        Assert.Throws<CryptographicException>(() => algorithm.ImportSubjectPublicKeyInfo(spki));
        Assert.Throws<CryptographicException>(() => algorithm.StaticImportSubjectPublicKeyInfo(spki));
        Assert.Throws<CryptographicException>(() => algorithm.ImportPkcs8(pkcs8));
        Assert.Throws<CryptographicException>(() => algorithm.StaticImportPkcs8(pkcs8));
    }

    [Theory, Algorithms]
    public void ImportPkcs8_ExpandedKeyThatIsNotThatOfTheSeed_IsRefused(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers || !algorithm.Forms.Contains(PrivateKeyForm.SeedAndExpanded))
            return;
        byte[] pkcs8 = algorithm.Key.ExportPkcs8(PrivateKeyForm.SeedAndExpanded);
        algorithm.ImportPkcs8(pkcs8).Dispose();
        pkcs8[^1] ^= 1;         // the end of the expanded key
        Assert.Throws<CryptographicException>(() => algorithm.ImportPkcs8(pkcs8));
    }

    [Theory, Algorithms]
    public void ImportPkcs8_PublicKeyBesideItThatIsNotItsOwn_IsRefused(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        byte[] pkcs8 = algorithm.Key.ExportPkcs8(PrivateKeyForm.Default);
        AsnReader spki = new AsnReader(algorithm.Key.PublicKey.ExportSubjectPublicKeyInfo(), AsnEncodingRules.DER).ReadSequence();
        spki.ReadEncodedValue();
        byte[] publicKey = spki.ReadBitString(out _);
        algorithm.ImportPkcs8(WithPublicKey(pkcs8, publicKey)).Dispose();
        foreach (int place in new[] { 0, publicKey.Length / 2, publicKey.Length - 1 })
        {
            byte[] other = [.. publicKey];
            other[place] ^= 1;
            Assert.Throws<CryptographicException>(() => algorithm.ImportPkcs8(WithPublicKey(pkcs8, other)));
        }
    }

    [Theory, Algorithms]
    public void Pem_WithoutExactlyOneFittingBlock_IsAnArgumentError(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        string publicPem = algorithm.Key.PublicKey.ExportSubjectPublicKeyInfoPem();
        string privatePem = algorithm.Key.ExportPkcs8Pem(PrivateKeyForm.Default);
        string encryptedPem = algorithm.Key.ExportEncryptedPkcs8Pem(Password, Encryption, PrivateKeyForm.Default);
        string certificate = PemEncoding.WriteString("CERTIFICATE", [1, 2, 3]);

        foreach (string bad in new[] { string.Empty, "no PEM at all", certificate, privatePem, encryptedPem, publicPem + "\n" + publicPem })
        {
            IsPemError(() => algorithm.ImportPublicKeyFromPem(bad));
            IsPemError(() => algorithm.StaticImportPublicKeyFromPem(bad));
        }

        foreach (string bad in new[] { string.Empty, "no PEM at all", certificate, publicPem, encryptedPem, privatePem + "\n" + privatePem })
        {
            IsPemError(() => algorithm.ImportPrivateKeyFromPem(bad));
            IsPemError(() => algorithm.StaticImportPrivateKeyFromPem(bad));
        }

        foreach (string bad in new[] { string.Empty, "no PEM at all", certificate, publicPem, privatePem, encryptedPem + "\n" + encryptedPem })
        {
            IsPemError(() => algorithm.ImportPrivateKeyFromEncryptedPem(bad, Password));
            IsPemError(() => algorithm.StaticImportPrivateKeyFromEncryptedPem(bad, Password));
        }
    }

    [Theory, Algorithms]
    public void Pem_WithOtherLabelsAround_IsRead(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        string certificate = PemEncoding.WriteString("CERTIFICATE", [1, 2, 3]);
        string publicPem = algorithm.Key.PublicKey.ExportSubjectPublicKeyInfoPem();
        string privatePem = algorithm.Key.ExportPkcs8Pem(PrivateKeyForm.Default);
        string text = $"a note\n{certificate}\n{publicPem}\n{privatePem}\n{certificate}";

        using PrivateKeySubject imported = algorithm.ImportPrivateKeyFromPem(text);

        Assert.Equal(algorithm.Key.PublicKey.Value, algorithm.ImportPublicKeyFromPem(text).Value);
        Assert.Equal(algorithm.Key.PublicKey.Value, imported.PublicKey.Value);
    }

    [Theory, Algorithms]
    public void ExportEncrypted_ParametersThatAreNotWritten_AreNotSupported(AlgorithmSubject algorithm)
    {
        if (!algorithm.HasContainers)
            return;
        PbeParameters[] refused =
        [
            new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 1000),
            new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA1, 1000),
            new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.MD5, 1000),
            new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000_001),
        ];
        foreach (PbeParameters parameters in refused)
            Assert.Throws<NotSupportedException>(() => algorithm.Key.ExportEncryptedPkcs8(Password, parameters, PrivateKeyForm.Default));
        Assert.Throws<ArgumentNullException>("parameters", () => algorithm.Key.ExportEncryptedPkcs8(Password, null!, PrivateKeyForm.Default));
    }

    [Fact]
    public void Import_UnknownRsaLengthOrCurve_IsRefused()
    {
        using RSA rsa = RSA.Create(1024);
        using ECDsa p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

        Assert.Throws<CryptographicException>(() => KemPublicKey.ImportSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Throws<CryptographicException>(() => SignaturePublicKey.ImportSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Throws<CryptographicException>(() => SignaturePrivateKey.ImportPkcs8PrivateKey(rsa.ExportPkcs8PrivateKey()));
        Assert.Throws<CryptographicException>(() => KemPublicKey.ImportSubjectPublicKeyInfo(p521.ExportSubjectPublicKeyInfo()));
        Assert.Throws<CryptographicException>(() => SignaturePrivateKey.ImportPkcs8PrivateKey(p521.ExportPkcs8PrivateKey()));
    }

    [Theory]
    [InlineData("DHKEM-P256-HKDF-SHA256", "ECDSA-P256-SHA256")]
    [InlineData("DHKEM-P384-HKDF-SHA384", "ECDSA-P384-SHA384")]
    [InlineData("RSA-OAEP-2048", "RSA-PSS-2048-SHA256")]
    [InlineData("RSA-OAEP-3072", "RSA-PSS-3072-SHA256")]
    [InlineData("RSA-OAEP-4096", "RSA-PSS-4096-SHA384")]
    public void Import_ClassicalKeyOfTheOtherKind_IsReadForThePurposeOfTheType(string kem, string signature)
    {
        KemSubject kemSubject = Subjects.Kems.Single(subject => subject.Name == kem);
        SignatureSubject signatureSubject = Subjects.Signatures.Single(subject => subject.Name == signature);
        byte[] kemKey = kemSubject.PrivateKey.ExportPkcs8PrivateKey();
        byte[] signatureKey = signatureSubject.PrivateKey.ExportPkcs8PrivateKey();

        using KemPrivateKey asKem = KemPrivateKey.ImportPkcs8PrivateKey(signatureKey);
        using SignaturePrivateKey asSignature = SignaturePrivateKey.ImportPkcs8PrivateKey(kemKey);

        Assert.Equal(kem, asKem.Algorithm.Name);
        Assert.Equal(signature, asSignature.Algorithm.Name);
        Assert.Equal(kem, KemPublicKey.ImportSubjectPublicKeyInfo(asSignature.PublicKey.ExportSubjectPublicKeyInfo()).Algorithm.Name);
        Assert.Equal(signature, SignaturePublicKey.ImportSubjectPublicKeyInfo(asKem.PublicKey.ExportSubjectPublicKeyInfo()).Algorithm.Name);
    }

    /// <summary>Whether two algorithms read each other's containers: the same kind of EC or RSA key for another purpose.</summary>
    private static bool Shares(AlgorithmSubject one, AlgorithmSubject other) =>
        ReferenceEquals(one, other) || (one.Oid is null && other.Oid is null && one.GetType() != other.GetType());

    private static void IsPemError(Action import)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(import);
        Assert.Equal("source", exception.ParamName);
    }

    /// <summary>The same private key as version 1, with a public key beside it (RFC 5958, section 2).</summary>
    private static byte[] WithPublicKey(byte[] pkcs8, byte[] publicKey)
    {
        AsnReader fields = new AsnReader(pkcs8, AsnEncodingRules.DER).ReadSequence();
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            fields.ReadInteger();
            writer.WriteInteger(1);
            writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
            writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
            writer.WriteBitString(publicKey, 0, new Asn1Tag(TagClass.ContextSpecific, 1));
        }

        return writer.Encode();
    }

    /// <summary>The same structure with NULL behind the object identifier; null where there are parameters already.</summary>
    private static byte[]? WithNullParameters(byte[] der, bool hasVersion)
    {
        AsnReader fields = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (hasVersion)
                writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
            AsnReader identifier = fields.ReadSequence();
            string oid = identifier.ReadObjectIdentifier();
            if (identifier.HasData)
                return null;
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                writer.WriteNull();
            }

            while (fields.HasData)
                writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
        }

        return writer.Encode();
    }
}
