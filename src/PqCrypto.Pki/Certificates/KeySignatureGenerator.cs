using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Signatures;

namespace PqCrypto.Pki;

/// <summary>Signs with any <see cref="SignaturePrivateKey"/> what the platform's builders build: CertificateRequest and CertificateRevocationListBuilder take it.</summary>
/// <remarks>The hash that these builders hand over is ignored: the key's algorithm has its own. Thread-safe as its key is, which it does not dispose. RFC 9881, section 2;
/// draft-ietf-lamps-pq-composite-sigs-19, section 5.</remarks>
public sealed class KeySignatureGenerator : X509SignatureGenerator
{
    private readonly SignaturePrivateKey key;
    private readonly byte[] identifier;

    /// <summary>A generator for a key.</summary>
    /// <param name="key">The key: ML-DSA, a composite, RSA-PSS or ECDSA.</param>
    /// <exception cref="NotSupportedException">The algorithm has no object identifier for signatures (round 3).</exception>
    public KeySignatureGenerator(SignaturePrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        identifier = SignatureIdentifiers.Encode(key.Algorithm);
        this.key = key;
    }

    /// <summary>The DER AlgorithmIdentifier of the signatures.</summary>
    /// <param name="hashAlgorithm">Ignored.</param>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => [.. identifier];

    /// <summary>Signs; the context is empty.</summary>
    /// <param name="data">What is signed. Public.</param>
    /// <param name="hashAlgorithm">Ignored.</param>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.Sign(data);

    /// <inheritdoc/>
    protected override PublicKey BuildPublicKey() => CertificateKeys.PlatformKey(key.PublicKey.ExportSubjectPublicKeyInfo());
}
