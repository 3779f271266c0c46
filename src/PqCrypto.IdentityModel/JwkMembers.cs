using System.Security.Cryptography;
using PqCrypto.Akp;

namespace PqCrypto.IdentityModel;

/// <summary>The members of a JSON Web Key of type AKP, null where absent.</summary>
internal sealed class JwkMembers : IDisposable
{
    internal string? KeyType { get; set; }

    internal string? Algorithm { get; set; }

    internal string? KeyId { get; set; }

    internal byte[]? PublicKey { get; set; }

    /// <summary>Secret; zeroed by Dispose.</summary>
    internal byte[]? PrivateKey { get; set; }

    /// <summary>The algorithm, if these are the members of an AKP key.</summary>
    /// <exception cref="CryptographicException">The type is another one, or a member is missing or unknown.</exception>
    internal AkpAlgorithm FindAlgorithm(IEnumerable<SignatureAlgorithm>? more)
    {
        if (KeyType != AkpAlgorithm.JoseKeyType)
            throw AkpAlgorithm.Malformed(KeyType is null ? "it has no \"kty\"" : $"its type is \"{KeyType}\", not \"AKP\"");
        if (Algorithm is null)
            throw AkpAlgorithm.Malformed("it has no \"alg\", which this type requires (RFC 9964, section 3)");
        if (PublicKey is null)
            throw AkpAlgorithm.Malformed("it has no \"pub\", which this type requires (RFC 9964, section 3)");
        return AkpAlgorithm.Find(Algorithm, more);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(PrivateKey);
}
