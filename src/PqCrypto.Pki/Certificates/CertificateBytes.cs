using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Certificates;

/// <summary>Compares certificates by all of their bytes. Their own Equals goes by issuer and serial number, which anybody can write into a certificate of his own key.</summary>
internal sealed class CertificateBytes : IEqualityComparer<X509Certificate2>
{
    internal static CertificateBytes Comparer { get; } = new();

    public bool Equals(X509Certificate2? x, X509Certificate2? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.RawDataMemory.Span.SequenceEqual(y.RawDataMemory.Span));

    public int GetHashCode([DisallowNull] X509Certificate2 obj)
    {
        HashCode hash = default;
        hash.AddBytes(obj.RawDataMemory.Span);
        return hash.ToHashCode();
    }
}
