using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Certificates;

/// <summary>Finds the certificate of the private key of a PKCS #12 file.</summary>
/// <remarks>What the key is shows only when it is decrypted, and reading it decrypts it: so it is read once for each algorithm that certificates of the file are for.</remarks>
internal static class Pkcs12Key
{
    /// <summary>Reads the key as one of its certificate's algorithm.</summary>
    /// <param name="encryptedKey">The key, EncryptedPrivateKeyInfo.</param>
    /// <param name="password">The password. Secret.</param>
    /// <param name="certificates">The certificates that can be the key's.</param>
    /// <exception cref="CryptographicException">None of them is, the key cannot be read, or reading it asks for too many iterations.</exception>
    internal static (X509Certificate2 Certificate, SignaturePrivateKey? SignatureKey, KemPrivateKey? KemKey) Read(
        byte[] encryptedKey, ReadOnlySpan<char> password, IReadOnlyList<X509Certificate2> certificates)
    {
        IGrouping<(bool IsKem, string? Oid), X509Certificate2>[] kinds = [.. certificates.GroupBy(KindOf)];
        long iterations = Pkcs12Iterations.OfKey(encryptedKey);
        if (kinds.Length * iterations > Pkcs12Iterations.Most)
            throw new CryptographicException($"The private key asks for {iterations} iterations, for each of {kinds.Length} algorithms; at most {Pkcs12Iterations.Most} are done.");
        CryptographicException? unread = null;
        foreach (IGrouping<(bool IsKem, string? Oid), X509Certificate2> kind in kinds)
        {
            try
            {
                if (kind.Key.IsKem)
                {
                    KemPrivateKey key = ReadKem(kind.Key.Oid, encryptedKey, password);
                    if (kind.FirstOrDefault(certificate => IsOf(certificate, key)) is X509Certificate2 found)
                        return (found, null, key);
                    key.Dispose();
                }
                else
                {
                    SignaturePrivateKey key = ReadSignature(kind.Key.Oid, encryptedKey, password);
                    if (kind.FirstOrDefault(certificate => IsOf(certificate, key)) is X509Certificate2 found)
                        return (found, key, null);
                    key.Dispose();
                }
            }
            catch (CryptographicException exception)        // a key of another algorithm, as that of an authority's certificate in the file
            {
                unread = exception;
            }
        }

        throw new CryptographicException("No certificate of the file belongs to its private key.", unread);
    }

    /// <summary>What a certificate's key is: an algorithm of PqCrypto.Pki, or one that the core package finds out by itself.</summary>
    private static (bool IsKem, string? Oid) KindOf(X509Certificate2 certificate)
    {
        string oid = certificate.PublicKey.Oid.Value!;
        if (PkiAlgorithms.TryFind(oid, out KemAlgorithm? _))
            return (true, oid);
        return PkiAlgorithms.TryFind(oid, out SignatureAlgorithm? _)
            ? (false, oid)
            : (KeyUsageRules.Of(certificate) is X509KeyUsageFlags usage && (usage & KeyUsageRules.Signing) == 0, null);
    }

    private static KemPrivateKey ReadKem(string? oid, byte[] encryptedKey, ReadOnlySpan<char> password) =>
        oid is not null && PkiAlgorithms.TryFind(oid, out KemAlgorithm? algorithm)
            ? algorithm.ImportEncryptedPkcs8PrivateKey(password, encryptedKey)
            : KemPrivateKey.ImportEncryptedPkcs8PrivateKey(password, encryptedKey);

    private static SignaturePrivateKey ReadSignature(string? oid, byte[] encryptedKey, ReadOnlySpan<char> password) =>
        oid is not null && PkiAlgorithms.TryFind(oid, out SignatureAlgorithm? algorithm)
            ? algorithm.ImportEncryptedPkcs8PrivateKey(password, encryptedKey)
            : SignaturePrivateKey.ImportEncryptedPkcs8PrivateKey(password, encryptedKey);

    private static bool IsOf(X509Certificate2 certificate, KemPrivateKey key)
    {
        try
        {
            return certificate.GetKemPublicKey().Equals(key.PublicKey);
        }
        catch (CryptographicException)      // another one, whose key is malformed
        {
            return false;
        }
    }

    private static bool IsOf(X509Certificate2 certificate, SignaturePrivateKey key)
    {
        try
        {
            return certificate.GetSignaturePublicKey().Equals(key.PublicKey);
        }
        catch (CryptographicException)      // another one, whose key is malformed
        {
            return false;
        }
    }
}
