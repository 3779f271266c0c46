using PqCrypto.Base;

namespace PqCrypto;

/// <summary>What key encapsulation and signature schemes have in common: a description, and the making of key states.</summary>
/// <typeparam name="TDescription">The kind of description.</typeparam>
/// <typeparam name="TPublicKeyState">The kind of public key.</typeparam>
/// <typeparam name="TPrivateKeyState">The kind of private key.</typeparam>
/// <remarks>Stateless and safe for many threads. The library checks every length before it calls a scheme.</remarks>
public abstract class KeyScheme<TDescription, TPublicKeyState, TPrivateKeyState>
    where TDescription : AlgorithmDescription
    where TPublicKeyState : PublicKeyState
    where TPrivateKeyState : PrivateKeyState
{
    private protected KeyScheme(TDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        SelfTest = new SelfTest(description.Name, test: null);
    }

    /// <summary>What the algorithm tells of itself.</summary>
    public TDescription Description { get; }

    /// <summary>What must have passed before a key is made or read. The catalog gives built-in schemes theirs; it stands for nothing in others until a
    /// check of a generated key fails.</summary>
    internal SelfTest SelfTest { get; set; }

    /// <summary>Generates a key.</summary>
    /// <param name="randomness">Fresh random bytes, as many as the description asks for. Secret.</param>
    public abstract TPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness);

    /// <summary>Makes the key that belongs to a seed. Called only where the description gives the seed's length.</summary>
    /// <param name="seed">The seed. Secret.</param>
    public virtual TPrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed) =>
        throw Errors.NotSupported(Description.Name, "private seed", nameof(AlgorithmDescription.PrivateSeedSizeInBytes));

    /// <summary>Reads a raw private key. Called only where the description gives its length.</summary>
    /// <param name="privateKey">The raw private key. Secret.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The content fails a check of the algorithm.</exception>
    public abstract TPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey);

    /// <summary>Reads a raw public key. Called only where the description gives its length.</summary>
    /// <param name="publicKey">The raw public key. Public.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The content fails a check of the algorithm.</exception>
    public abstract TPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey);

    /// <summary>The AlgorithmIdentifier that this algorithm's keys are written with; only where keys have containers.</summary>
    internal virtual AlgorithmIdentifier WrittenIdentifier => new(Description.Oid ?? string.Empty, default);

    /// <summary>Whether keys of this algorithm have SubjectPublicKeyInfo and PKCS#8 forms.</summary>
    internal virtual bool HasContainers => Description.Oid is not null;

    /// <summary>Whether a SubjectPublicKeyInfo with this identifier and content is one of this algorithm's.</summary>
    internal virtual bool ReadsSubjectPublicKey(AlgorithmIdentifier identifier, ReadOnlySpan<byte> subjectPublicKey) => IsOwnIdentifier(identifier);

    /// <summary>Whether a PKCS#8 structure with this identifier and content is one of this algorithm's.</summary>
    /// <param name="identifier">The privateKeyAlgorithm.</param>
    /// <param name="privateKey">The content of the privateKey OCTET STRING. Secret.</param>
    internal virtual bool ReadsPkcs8(AlgorithmIdentifier identifier, ReadOnlySpan<byte> privateKey) => IsOwnIdentifier(identifier);

    /// <summary>Reads the content of a SubjectPublicKeyInfo's BIT STRING where the algorithm's own standard defines it (RSA); null where it is
    /// the raw public key.</summary>
    internal virtual TPublicKeyState? ImportOwnSubjectPublicKey(ReadOnlySpan<byte> subjectPublicKey) => null;

    /// <summary>Reads the content of a PKCS#8 privateKey OCTET STRING where the algorithm's own standard defines it (RSA, elliptic curves); null
    /// where the description's Pkcs8Content says it all.</summary>
    /// <param name="privateKey">The content. Secret.</param>
    internal virtual TPrivateKeyState? ImportOwnPkcs8Content(ReadOnlySpan<byte> privateKey) => null;

    /// <summary>Object identifier equal, parameters absent.</summary>
    private bool IsOwnIdentifier(AlgorithmIdentifier identifier) => identifier.Oid == Description.Oid && identifier.Parameters.IsEmpty;
}
