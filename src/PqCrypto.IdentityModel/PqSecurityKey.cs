using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using PqCrypto.Akp;

namespace PqCrypto.IdentityModel;

/// <summary>A key of ML-DSA or of a composite signature algorithm for Microsoft.IdentityModel: it signs and validates tokens with the one algorithm that it is a key of,
/// on every operating system. In and out as a JSON Web Key of type AKP.</summary>
/// <remarks>The algorithms are ML-DSA-44, ML-DSA-65 and ML-DSA-87 (RFC 9964), and as drafts ML-DSA-44-ES256, ML-DSA-65-ES256, ML-DSA-87-ES384, ML-DSA-44-Ed25519,
/// ML-DSA-65-Ed25519 and ML-DSA-87-Ed448 (draft-ietf-jose-pq-composite-sigs), whose bytes follow their draft. The key's factory is one over
/// <see cref="PqCryptoProvider"/>. Safe for many threads once <see cref="SecurityKey.KeyId"/> is set, Dispose included.</remarks>
public sealed class PqSecurityKey : AsymmetricSecurityKey, IDisposable
{
    private static readonly CryptoProviderFactory OwnFactory = new() { CustomCryptoProvider = new PqCryptoProvider() };

    private readonly AkpAlgorithm algorithm;
    private readonly bool ownsKey;

    /// <summary>A key that validates.</summary>
    /// <param name="publicKey">The key.</param>
    /// <exception cref="NotSupportedException">The algorithm has no name in JOSE.</exception>
    /// <remarks><see cref="SecurityKey.KeyId"/> is the key's thumbprint (RFC 7638) in base64url until it is set.</remarks>
    public PqSecurityKey(SignaturePublicKey publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        algorithm = AkpAlgorithm.Of(publicKey.Algorithm);
        PublicKey = publicKey;
        KeyId = Base64Url.EncodeToString(Jwk.ComputeThumbprint(algorithm, publicKey));
        CryptoProviderFactory = OwnFactory;
    }

    /// <summary>A key that signs and validates.</summary>
    /// <param name="privateKey">The key, which stays the caller's to dispose. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no name in JOSE.</exception>
    /// <remarks><see cref="SecurityKey.KeyId"/> is the key's thumbprint (RFC 7638) in base64url until it is set.</remarks>
    public PqSecurityKey(SignaturePrivateKey privateKey)
        : this((privateKey ?? throw new ArgumentNullException(nameof(privateKey))).PublicKey) => PrivateKey = privateKey;

    private PqSecurityKey(SignaturePrivateKey privateKey, bool ownsKey)
        : this(privateKey) => this.ownsKey = ownsKey;

    /// <summary>The name in JOSE, such as "ML-DSA-65": what SigningCredentials and TokenValidationParameters.ValidAlgorithms are given.</summary>
    public string Algorithm => algorithm.JoseName;

    /// <summary>The public key.</summary>
    public SignaturePublicKey PublicKey { get; }

    /// <summary>The private key; null where there is none.</summary>
    public SignaturePrivateKey? PrivateKey { get; }

    /// <summary>Whether this key can sign.</summary>
    [Obsolete("The base class asks for PrivateKeyStatus instead.")]
    public override bool HasPrivateKey => PrivateKey is not null;

    /// <summary>Whether this key can sign.</summary>
    public override PrivateKeyStatus PrivateKeyStatus => PrivateKey is null ? PrivateKeyStatus.DoesNotExist : PrivateKeyStatus.Exists;

    /// <summary>The length of the public key in bits, as IdentityModel gives it for keys of these kinds.</summary>
    public override int KeySize => PublicKey.Algorithm.PublicKeySizeInBytes * 8;

    /// <summary>Reads a JSON Web Key of type AKP, public or private.</summary>
    /// <param name="json">The text. Secret where it holds a private key.</param>
    /// <param name="algorithms">Composite algorithms that the core package has not, such as PkiAlgorithms.Signatures of PqCrypto.Pki; null for none.</param>
    /// <returns>The key with its "kid", or with its thumbprint where it has none. Where it is private, dispose it.</returns>
    /// <exception cref="CryptographicException">The text is no JSON object, has a member twice, lacks "kty", "alg" or "pub", has a "pub" or "priv" that is not base64url without
    /// padding, of the wrong length or no valid key, or a "priv" that "pub" does not belong to; the type is another one, or the algorithm is unknown; the message says
    /// which.</exception>
    /// <remarks>Members that say nothing of the key ("use", "key_ops", "x5c" and the like) are not looked at. RFC 7517, section 4; RFC 9964, section 3.</remarks>
    public static PqSecurityKey ImportJwk(ReadOnlySpan<char> json, IEnumerable<SignatureAlgorithm>? algorithms = null)
    {
        byte[] utf8 = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(json.Length)];
        try
        {
            return ImportJwk(utf8.AsSpan(0, System.Text.Encoding.UTF8.GetBytes(json, utf8)), algorithms);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
        }
    }

    /// <summary>Reads a JSON Web Key of type AKP, public or private.</summary>
    /// <param name="utf8Json">The text in UTF-8. Secret where it holds a private key.</param>
    /// <param name="algorithms">As for the other overload.</param>
    /// <returns>The key with its "kid", or with its thumbprint where it has none. Where it is private, dispose it.</returns>
    /// <exception cref="CryptographicException">As for the other overload; or the text is not UTF-8.</exception>
    public static PqSecurityKey ImportJwk(ReadOnlySpan<byte> utf8Json, IEnumerable<SignatureAlgorithm>? algorithms = null)
    {
        using JwkMembers members = Jwk.Read(utf8Json);
        return Import(members, algorithms);
    }

    /// <summary>Takes a key of type AKP from IdentityModel's model of JSON Web Keys, such as those of a JsonWebKeySet.</summary>
    /// <param name="jsonWebKey">The key. Secret where it has a "priv".</param>
    /// <param name="algorithms">Composite algorithms that the core package has not, such as PkiAlgorithms.Signatures of PqCrypto.Pki; null for none.</param>
    /// <returns>The key with its "kid", or with its thumbprint where it has none. Where it is private, dispose it.</returns>
    /// <exception cref="CryptographicException">As for <see cref="ImportJwk(ReadOnlySpan{char}, IEnumerable{SignatureAlgorithm}?)"/>.</exception>
    public static PqSecurityKey FromJsonWebKey(JsonWebKey jsonWebKey, IEnumerable<SignatureAlgorithm>? algorithms = null)
    {
        ArgumentNullException.ThrowIfNull(jsonWebKey);
        using JwkMembers members = new()
        {
            KeyType = jsonWebKey.Kty,
            Algorithm = jsonWebKey.Alg,
            KeyId = jsonWebKey.Kid,
            PublicKey = Decode("pub", jsonWebKey.Pub),
        };
        members.PrivateKey = Decode("priv", jsonWebKey.Priv);
        return Import(members, algorithms);
    }

    /// <summary>The public key as a JSON Web Key with "kty", "alg", "kid" and "pub".</summary>
    /// <returns>The text. Public.</returns>
    /// <remarks>RFC 9964, section 3.</remarks>
    public string ExportJwk() => Jwk.Write(algorithm, PublicKey, KeyId);

    /// <summary>The private key as a JSON Web Key: "priv" is the 32-byte seed for ML-DSA, for composites the private key that their draft serialises.</summary>
    /// <returns>The text in UTF-8, in ordinary memory. Secret; the caller zeroes it.</returns>
    /// <exception cref="InvalidOperationException">There is no private key.</exception>
    /// <exception cref="CryptographicException">The private key was imported without its seed.</exception>
    /// <exception cref="ObjectDisposedException">The private key was disposed.</exception>
    /// <remarks>RFC 9964, section 3.</remarks>
    public byte[] ExportPrivateJwk() => Jwk.WritePrivate(algorithm, PrivateKey ?? throw NotPrivate(), KeyId);

    /// <summary>The public key in IdentityModel's model of JSON Web Keys.</summary>
    /// <returns>A key with Kty, Alg, Kid and Pub.</returns>
    public JsonWebKey ToJsonWebKey() => new() { Kty = AkpAlgorithm.JoseKeyType, Alg = Algorithm, Kid = KeyId, Pub = Jwk.Encode(PublicKey) };

    /// <summary>Signs a payload of any kind: a JSON Web Signature in compact form, whose header has "alg", "kid" and "typ".</summary>
    /// <param name="payload">The payload, such as the claims of a token in JSON. Public.</param>
    /// <param name="type">The value of "typ"; null for none.</param>
    /// <returns>The text. Public.</returns>
    /// <exception cref="InvalidOperationException">There is no private key.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed.</exception>
    /// <exception cref="ObjectDisposedException">The private key was disposed.</exception>
    /// <remarks>For tokens under the composites with Ed25519 and Ed448: JsonWebTokenHandler.CreateToken of IdentityModel 8.23.0 has no room for their signatures and throws
    /// <see cref="InvalidOperationException"/>; it validates them. RFC 7515, sections 5.1 and 7.1.</remarks>
    public string CreateJws(ReadOnlySpan<byte> payload, string? type = "JWT")
    {
        SignaturePrivateKey privateKey = PrivateKey ?? throw NotPrivate();
        string input = $"{Base64Url.EncodeToString(Jwk.WriteHeader(algorithm, KeyId, type))}.{Base64Url.EncodeToString(payload)}";
        return $"{input}.{Base64Url.EncodeToString(privateKey.Sign(System.Text.Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Always true.</summary>
    public override bool CanComputeJwkThumbprint() => true;

    /// <summary>The SHA-256 thumbprint of the key (RFC 7638, section 3, over "alg", "kty" and "pub").</summary>
    /// <returns>32 bytes. Public.</returns>
    public override byte[] ComputeJwkThumbprint() => Jwk.ComputeThumbprint(algorithm, PublicKey);

    /// <summary>Whether an algorithm is the one that this is a key of.</summary>
    /// <param name="algorithm">A name in JOSE.</param>
    public override bool IsSupportedAlgorithm(string algorithm) => algorithm == Algorithm;

    /// <summary>Disposes a private key that was read from a JSON Web Key; one that the constructor was given stays the caller's.</summary>
    public void Dispose()
    {
        if (ownsKey)
            PrivateKey!.Dispose();
    }

    private static PqSecurityKey Import(JwkMembers members, IEnumerable<SignatureAlgorithm>? algorithms)
    {
        AkpAlgorithm algorithm = members.FindAlgorithm(algorithms);
        PqSecurityKey key = members.PrivateKey is null
            ? new(algorithm.ImportPublicKey(members.PublicKey))
            : new(algorithm.ImportPrivateKey(members.PrivateKey, members.PublicKey), ownsKey: true);
        if (!string.IsNullOrEmpty(members.KeyId))
            key.KeyId = members.KeyId;
        return key;
    }

    private static byte[]? Decode(string member, string? text)
    {
        if (text is null)
            return null;
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        try
        {
            return Jwk.Decode(member, utf8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
        }
    }

    private InvalidOperationException NotPrivate() => new($"The {Algorithm} key '{KeyId}' has no private part.");
}
