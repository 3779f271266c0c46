using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Certificates;

/// <summary>Finds an extension that may be in a certificate once.</summary>
internal static class SingleExtension
{
    /// <summary>The one extension of a kind; null for none.</summary>
    /// <exception cref="CryptographicException">There are several (RFC 5280, section 4.2).</exception>
    internal static T? Find<T>(X509Certificate2 certificate)
        where T : X509Extension
    {
        T[] found = [.. certificate.Extensions.OfType<T>()];
        return found.Length <= 1 ? found.FirstOrDefault() : throw new CryptographicException($"A certificate has the extension {found[0].Oid?.Value} twice (RFC 5280, section 4.2).");
    }
}
