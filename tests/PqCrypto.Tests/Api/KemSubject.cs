using System.Security.Cryptography;

namespace PqCrypto.Tests.Api;

public sealed class KemSubject(KemAlgorithm algorithm, bool isBuiltIn) : AlgorithmSubject
{
    public KemAlgorithm Algorithm { get; } = algorithm;

    public override string Name => Algorithm.Name;

    public override string? Oid => Algorithm.Oid;

    public override int PublicKeySize => Algorithm.PublicKeySizeInBytes;

    public override int PrivateKeySize => Algorithm.PrivateKeySizeInBytes;

    public override int SeedSize => Algorithm.PrivateSeedSizeInBytes;

    public override bool HasContainers => Algorithm.Scheme.HasContainers;

    public override bool IsBuiltIn { get; } = isBuiltIn;

    public override int KeyGenerationRandomnessSize => Algorithm.Scheme.Description.KeyGenerationRandomnessSizeInBytes;

    /// <summary>The shared key with its own type.</summary>
    public KemPrivateKey PrivateKey => ((KemPrivateKeySubject)Key).Key;

    public override PrivateKeySubject GenerateKey() => new KemPrivateKeySubject(Algorithm.GenerateKey());

    public override PrivateKeySubject ImportPrivateSeed(ReadOnlySpan<byte> seed) => new KemPrivateKeySubject(Algorithm.ImportPrivateSeed(seed));

    public override PrivateKeySubject ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        new KemPrivateKeySubject(Algorithm.ImportPrivateKey(privateKey));

    public override PublicKeySubject ImportPublicKey(ReadOnlySpan<byte> publicKey) => new KemPublicKeySubject(Algorithm.ImportPublicKey(publicKey));

    public override PublicKeySubject ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source) =>
        new KemPublicKeySubject(Algorithm.ImportSubjectPublicKeyInfo(source));

    public override PublicKeySubject ImportPublicKeyFromPem(ReadOnlySpan<char> source) =>
        new KemPublicKeySubject(Algorithm.ImportPublicKeyFromPem(source));

    public override PrivateKeySubject ImportPkcs8(ReadOnlySpan<byte> source) => new KemPrivateKeySubject(Algorithm.ImportPkcs8PrivateKey(source));

    public override PrivateKeySubject ImportPrivateKeyFromPem(ReadOnlySpan<char> source) =>
        new KemPrivateKeySubject(Algorithm.ImportPrivateKeyFromPem(source));

    public override PrivateKeySubject ImportEncryptedPkcs8(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        new KemPrivateKeySubject(Algorithm.ImportEncryptedPkcs8PrivateKey(password, source));

    public override PrivateKeySubject ImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        new KemPrivateKeySubject(Algorithm.ImportPrivateKeyFromEncryptedPem(source, password));

    public override PublicKeySubject StaticImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source) =>
        new KemPublicKeySubject(KemPublicKey.ImportSubjectPublicKeyInfo(source));

    public override PublicKeySubject StaticImportPublicKeyFromPem(ReadOnlySpan<char> source) =>
        new KemPublicKeySubject(KemPublicKey.ImportFromPem(source));

    public override PrivateKeySubject StaticImportPkcs8(ReadOnlySpan<byte> source) =>
        new KemPrivateKeySubject(KemPrivateKey.ImportPkcs8PrivateKey(source));

    public override PrivateKeySubject StaticImportPrivateKeyFromPem(ReadOnlySpan<char> source) =>
        new KemPrivateKeySubject(KemPrivateKey.ImportFromPem(source));

    public override PrivateKeySubject StaticImportEncryptedPkcs8(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        new KemPrivateKeySubject(KemPrivateKey.ImportEncryptedPkcs8PrivateKey(password, source));

    public override PrivateKeySubject StaticImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        new KemPrivateKeySubject(KemPrivateKey.ImportFromEncryptedPem(source, password));
}

public sealed class KemPublicKeySubject(KemPublicKey key) : PublicKeySubject
{
    public KemPublicKey Key { get; } = key;

    public override object Value => Key;

    public override string AlgorithmName => Key.Algorithm.Name;

    public override byte[] ExportPublicKey() => Key.ExportPublicKey();

    public override void ExportPublicKey(Span<byte> destination) => Key.ExportPublicKey(destination);

    public override byte[] ExportSubjectPublicKeyInfo() => Key.ExportSubjectPublicKeyInfo();

    public override string ExportSubjectPublicKeyInfoPem() => Key.ExportSubjectPublicKeyInfoPem();
}

public sealed class KemPrivateKeySubject(KemPrivateKey key) : PrivateKeySubject
{
    public KemPrivateKey Key { get; } = key;

    public override string AlgorithmName => Key.Algorithm.Name;

    public override PublicKeySubject PublicKey => new KemPublicKeySubject(Key.PublicKey);

    public override bool HasPrivateSeed => Key.HasPrivateSeed;

    public override byte[] ExportPrivateSeed() => Key.ExportPrivateSeed();

    public override void ExportPrivateSeed(Span<byte> destination) => Key.ExportPrivateSeed(destination);

    public override byte[] ExportPrivateKey() => Key.ExportPrivateKey();

    public override void ExportPrivateKey(Span<byte> destination) => Key.ExportPrivateKey(destination);

    public override byte[] ExportPkcs8(PrivateKeyForm form) => Key.ExportPkcs8PrivateKey(form);

    public override string ExportPkcs8Pem(PrivateKeyForm form) => Key.ExportPkcs8PrivateKeyPem(form);

    public override byte[] ExportEncryptedPkcs8(ReadOnlySpan<char> password, PbeParameters parameters, PrivateKeyForm form) =>
        Key.ExportEncryptedPkcs8PrivateKey(password, parameters, form);

    public override string ExportEncryptedPkcs8Pem(ReadOnlySpan<char> password, PbeParameters parameters, PrivateKeyForm form) =>
        Key.ExportEncryptedPkcs8PrivateKeyPem(password, parameters, form);

    /// <summary>Whether a ciphertext of another key is an error: a composite with RSA, as its draft demands.</summary>
    public static bool RejectsExplicitly(KemAlgorithm algorithm) =>
        algorithm.Family == AlgorithmFamily.Hybrid && algorithm.Name.Contains("RSA", StringComparison.Ordinal);

    public override bool Fits(PublicKeySubject other)
    {
        using SharedSecret sent = ((KemPublicKeySubject)other).Key.Encapsulate(out byte[] ciphertext);
        try
        {
            using SharedSecret received = Key.Decapsulate(ciphertext);
            return sent.FixedTimeEquals(received);
        }
        catch (CryptographicException) when (RejectsExplicitly(Key.Algorithm))
        {
            return false;
        }
    }

    public override Func<bool> PrepareUse()
    {
        byte[] ciphertext = new byte[Key.Algorithm.CiphertextSizeInBytes];
        byte[] sent = new byte[Key.Algorithm.SharedSecretSizeInBytes];
        Key.PublicKey.Encapsulate(ciphertext, sent);
        return () =>
        {
            byte[] received = new byte[sent.Length];
            Key.Decapsulate(ciphertext, received);
            return received.AsSpan().SequenceEqual(sent);
        };
    }

    protected override void Dispose(bool disposing) => Key.Dispose();
}
