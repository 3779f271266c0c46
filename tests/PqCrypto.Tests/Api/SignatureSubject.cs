using System.Security.Cryptography;

namespace PqCrypto.Tests.Api;

public sealed class SignatureSubject(SignatureAlgorithm algorithm, bool isBuiltIn) : AlgorithmSubject
{
    public SignatureAlgorithm Algorithm { get; } = algorithm;

    public override string Name => Algorithm.Name;

    public override string? Oid => Algorithm.Oid;

    public override int PublicKeySize => Algorithm.PublicKeySizeInBytes;

    public override int PrivateKeySize => Algorithm.PrivateKeySizeInBytes;

    public override int SeedSize => Algorithm.PrivateSeedSizeInBytes;

    public override bool HasContainers => Algorithm.Scheme.HasContainers;

    public override bool IsBuiltIn { get; } = isBuiltIn;

    public override int KeyGenerationRandomnessSize => Algorithm.Scheme.Description.KeyGenerationRandomnessSizeInBytes;

    /// <summary>Whether deterministic signatures of a message are equal: the algorithm has the choice, and no part of it that is the platform's draws
    /// randomness of its own (a composite of ECDSA or RSA-PSS).</summary>
    public bool RepeatsItself => Algorithm.Scheme.Description.SigningRandomnessSizeInBytes > 0
        && !(Algorithm.Family == AlgorithmFamily.Hybrid && (Name.Contains("ECDSA", StringComparison.Ordinal) || Name.Contains("PSS", StringComparison.Ordinal)));

    /// <summary>The shared key with its own type.</summary>
    public SignaturePrivateKey PrivateKey => ((SignaturePrivateKeySubject)Key).Key;

    public override PrivateKeySubject GenerateKey() => new SignaturePrivateKeySubject(Algorithm.GenerateKey());

    public override PrivateKeySubject ImportPrivateSeed(ReadOnlySpan<byte> seed) => new SignaturePrivateKeySubject(Algorithm.ImportPrivateSeed(seed));

    public override PrivateKeySubject ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        new SignaturePrivateKeySubject(Algorithm.ImportPrivateKey(privateKey));

    public override PublicKeySubject ImportPublicKey(ReadOnlySpan<byte> publicKey) => new SignaturePublicKeySubject(Algorithm.ImportPublicKey(publicKey));

    public override PublicKeySubject ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source) =>
        new SignaturePublicKeySubject(Algorithm.ImportSubjectPublicKeyInfo(source));

    public override PublicKeySubject ImportPublicKeyFromPem(ReadOnlySpan<char> source) =>
        new SignaturePublicKeySubject(Algorithm.ImportPublicKeyFromPem(source));

    public override PrivateKeySubject ImportPkcs8(ReadOnlySpan<byte> source) => new SignaturePrivateKeySubject(Algorithm.ImportPkcs8PrivateKey(source));

    public override PrivateKeySubject ImportPrivateKeyFromPem(ReadOnlySpan<char> source) =>
        new SignaturePrivateKeySubject(Algorithm.ImportPrivateKeyFromPem(source));

    public override PrivateKeySubject ImportEncryptedPkcs8(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        new SignaturePrivateKeySubject(Algorithm.ImportEncryptedPkcs8PrivateKey(password, source));

    public override PrivateKeySubject ImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        new SignaturePrivateKeySubject(Algorithm.ImportPrivateKeyFromEncryptedPem(source, password));

    public override PublicKeySubject StaticImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source) =>
        new SignaturePublicKeySubject(SignaturePublicKey.ImportSubjectPublicKeyInfo(source));

    public override PublicKeySubject StaticImportPublicKeyFromPem(ReadOnlySpan<char> source) =>
        new SignaturePublicKeySubject(SignaturePublicKey.ImportFromPem(source));

    public override PrivateKeySubject StaticImportPkcs8(ReadOnlySpan<byte> source) =>
        new SignaturePrivateKeySubject(SignaturePrivateKey.ImportPkcs8PrivateKey(source));

    public override PrivateKeySubject StaticImportPrivateKeyFromPem(ReadOnlySpan<char> source) =>
        new SignaturePrivateKeySubject(SignaturePrivateKey.ImportFromPem(source));

    public override PrivateKeySubject StaticImportEncryptedPkcs8(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        new SignaturePrivateKeySubject(SignaturePrivateKey.ImportEncryptedPkcs8PrivateKey(password, source));

    public override PrivateKeySubject StaticImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        new SignaturePrivateKeySubject(SignaturePrivateKey.ImportFromEncryptedPem(source, password));
}

public sealed class SignaturePublicKeySubject(SignaturePublicKey key) : PublicKeySubject
{
    public SignaturePublicKey Key { get; } = key;

    public override object Value => Key;

    public override string AlgorithmName => Key.Algorithm.Name;

    public override byte[] ExportPublicKey() => Key.ExportPublicKey();

    public override void ExportPublicKey(Span<byte> destination) => Key.ExportPublicKey(destination);

    public override byte[] ExportSubjectPublicKeyInfo() => Key.ExportSubjectPublicKeyInfo();

    public override string ExportSubjectPublicKeyInfoPem() => Key.ExportSubjectPublicKeyInfoPem();
}

public sealed class SignaturePrivateKeySubject(SignaturePrivateKey key) : PrivateKeySubject
{
    public SignaturePrivateKey Key { get; } = key;

    public override string AlgorithmName => Key.Algorithm.Name;

    public override PublicKeySubject PublicKey => new SignaturePublicKeySubject(Key.PublicKey);

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

    public override bool Fits(PublicKeySubject other) =>
        ((SignaturePublicKeySubject)other).Key.Verify("who signs this?"u8, Key.Sign("who signs this?"u8));

    public override Func<bool> PrepareUse()
    {
        SignaturePublicKey publicKey = Key.PublicKey;
        return () => publicKey.Verify("a race"u8, Key.Sign("a race"u8));
    }

    protected override void Dispose(bool disposing) => Key.Dispose();
}
