using System.Security.Cryptography;

namespace PqCrypto.Tests.Api;

/// <summary>An algorithm of either kind, seen through what both kinds have in common, so that one suite covers all of them.</summary>
public abstract class AlgorithmSubject
{
    private readonly Lazy<PrivateKeySubject> key;

    private readonly Lazy<PrivateKeySubject> otherKey;

    protected AlgorithmSubject()
    {
        key = new Lazy<PrivateKeySubject>(GenerateKey);
        otherKey = new Lazy<PrivateKeySubject>(GenerateKey);
    }

    public abstract string Name { get; }

    public abstract string? Oid { get; }

    public abstract int PublicKeySize { get; }

    public abstract int PrivateKeySize { get; }

    public abstract int SeedSize { get; }

    public abstract bool HasContainers { get; }

    public abstract bool IsBuiltIn { get; }

    /// <summary>Random bytes that the library draws for a new key; 0 where the platform draws its own.</summary>
    public abstract int KeyGenerationRandomnessSize { get; }

    /// <summary>A key that is made once; nobody disposes it.</summary>
    public PrivateKeySubject Key => key.Value;

    /// <summary>A second key that is made once; nobody disposes it.</summary>
    public PrivateKeySubject OtherKey => otherKey.Value;

    /// <summary>The private key forms that this algorithm's PKCS#8 structures have.</summary>
    public IReadOnlyList<PrivateKeyForm> Forms => (HasContainers, SeedSize > 0, PrivateKeySize > SeedSize) switch
    {
        (false, _, _) => [],
        (true, true, true) => [PrivateKeyForm.Default, PrivateKeyForm.Seed, PrivateKeyForm.Expanded, PrivateKeyForm.SeedAndExpanded],
        (true, true, false) => [PrivateKeyForm.Default, PrivateKeyForm.Seed],
        (true, false, _) => [PrivateKeyForm.Default, PrivateKeyForm.Expanded],
    };

    public abstract PrivateKeySubject GenerateKey();

    public abstract PrivateKeySubject ImportPrivateSeed(ReadOnlySpan<byte> seed);

    public abstract PrivateKeySubject ImportPrivateKey(ReadOnlySpan<byte> privateKey);

    public abstract PublicKeySubject ImportPublicKey(ReadOnlySpan<byte> publicKey);

    public abstract PublicKeySubject ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source);

    public abstract PublicKeySubject ImportPublicKeyFromPem(ReadOnlySpan<char> source);

    public abstract PrivateKeySubject ImportPkcs8(ReadOnlySpan<byte> source);

    public abstract PrivateKeySubject ImportPrivateKeyFromPem(ReadOnlySpan<char> source);

    public abstract PrivateKeySubject ImportEncryptedPkcs8(ReadOnlySpan<char> password, ReadOnlySpan<byte> source);

    public abstract PrivateKeySubject ImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password);

    public abstract PublicKeySubject StaticImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source);

    public abstract PublicKeySubject StaticImportPublicKeyFromPem(ReadOnlySpan<char> source);

    public abstract PrivateKeySubject StaticImportPkcs8(ReadOnlySpan<byte> source);

    public abstract PrivateKeySubject StaticImportPrivateKeyFromPem(ReadOnlySpan<char> source);

    public abstract PrivateKeySubject StaticImportEncryptedPkcs8(ReadOnlySpan<char> password, ReadOnlySpan<byte> source);

    public abstract PrivateKeySubject StaticImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password);

    /// <summary>A second object for the same key.</summary>
    public PrivateKeySubject Copy(PrivateKeySubject original)
    {
        if (original.HasPrivateSeed)
            return ImportPrivateSeed(original.ExportPrivateSeed());
        return PrivateKeySize > 0 ? ImportPrivateKey(original.ExportPrivateKey()) : ImportPkcs8(original.ExportPkcs8(PrivateKeyForm.Default));
    }

    public override string ToString() => Name;
}

/// <summary>A public key of either kind.</summary>
public abstract class PublicKeySubject
{
    /// <summary>The key object itself, for equality.</summary>
    public abstract object Value { get; }

    public abstract string AlgorithmName { get; }

    public abstract byte[] ExportPublicKey();

    public abstract void ExportPublicKey(Span<byte> destination);

    public abstract byte[] ExportSubjectPublicKeyInfo();

    public abstract string ExportSubjectPublicKeyInfoPem();
}

/// <summary>A private key of either kind.</summary>
public abstract class PrivateKeySubject : IDisposable
{
    public abstract string AlgorithmName { get; }

    public abstract PublicKeySubject PublicKey { get; }

    public abstract bool HasPrivateSeed { get; }

    public abstract byte[] ExportPrivateSeed();

    public abstract void ExportPrivateSeed(Span<byte> destination);

    public abstract byte[] ExportPrivateKey();

    public abstract void ExportPrivateKey(Span<byte> destination);

    public abstract byte[] ExportPkcs8(PrivateKeyForm form);

    public abstract string ExportPkcs8Pem(PrivateKeyForm form);

    public abstract byte[] ExportEncryptedPkcs8(ReadOnlySpan<char> password, PbeParameters parameters, PrivateKeyForm form);

    public abstract string ExportEncryptedPkcs8Pem(ReadOnlySpan<char> password, PbeParameters parameters, PrivateKeyForm form);

    /// <summary>Whether what the public key does, this key undoes: a secret arrives, a signature verifies.</summary>
    public abstract bool Fits(PublicKeySubject other);

    /// <summary>Uses the key once and says whether the answer is right, against an input that was prepared with another object.</summary>
    public abstract Func<bool> PrepareUse();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
