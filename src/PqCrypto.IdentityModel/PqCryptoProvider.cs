using Microsoft.IdentityModel.Tokens;
using PqCrypto.Akp;

namespace PqCrypto.IdentityModel;

/// <summary>What makes Microsoft.IdentityModel sign and validate with this library: for <see cref="PqSecurityKey"/>, whose factory has it already, and for a
/// <see cref="JsonWebKey"/> of type AKP, as a JsonWebKeySet has them.</summary>
/// <remarks>Give it to a CryptoProviderFactory as CustomCryptoProvider, and the factory to TokenValidationParameters, where keys come as JsonWebKey. Other keys and
/// algorithms are left to the factory. Thread-safe.</remarks>
public sealed class PqCryptoProvider : ICryptoProvider
{
    private readonly SignatureAlgorithm[] algorithms;

    /// <summary>A provider.</summary>
    /// <param name="algorithms">Composite algorithms that the core package has not, for keys that come as <see cref="JsonWebKey"/>, such as PkiAlgorithms.Signatures of
    /// PqCrypto.Pki; null for none.</param>
    public PqCryptoProvider(IEnumerable<SignatureAlgorithm>? algorithms = null) => this.algorithms = [.. algorithms ?? []];

    /// <summary>Whether a key is one of these and the algorithm is its own.</summary>
    /// <param name="algorithm">The name in JOSE.</param>
    /// <param name="args">A key first.</param>
    public bool IsSupportedAlgorithm(string algorithm, params object[] args) => args switch
    {
        [PqSecurityKey key, ..] => key.IsSupportedAlgorithm(algorithm),
        [JsonWebKey key, ..] => key.Kty == AkpAlgorithm.JoseKeyType && key.Alg == algorithm,
        _ => false,
    };

    /// <summary>Makes a SignatureProvider.</summary>
    /// <param name="algorithm">The name in JOSE.</param>
    /// <param name="args">A key, and whether it is to sign.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="NotSupportedException">The key is none of these, or the algorithm is not its own.</exception>
    /// <exception cref="InvalidOperationException">The key is to sign and is not private.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key is a JsonWebKey that is malformed.</exception>
    public object Create(string algorithm, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (!IsSupportedAlgorithm(algorithm, args))
            throw new NotSupportedException($"The key is not one of algorithm '{algorithm}'.");
        bool signs = args is [_, true, ..];
        return args[0] is PqSecurityKey key
            ? new PqSignatureProvider(key, key, signs, ownsKey: false)
            : Create((JsonWebKey)args[0], signs);
    }

    /// <summary>Disposes what <see cref="Create(string, object[])"/> made.</summary>
    /// <param name="cryptoInstance">The provider.</param>
    public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();

    private PqSignatureProvider Create(JsonWebKey given, bool signs)
    {
        PqSecurityKey key = PqSecurityKey.FromJsonWebKey(given, algorithms);
        try
        {
            return new PqSignatureProvider(given, key, signs, ownsKey: true);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
