using System.Security.Cryptography;

namespace PqCrypto.Pki.Certificates;

/// <summary>BouncyCastle's readers meet what strangers have encoded.</summary>
internal static class BouncyCastleInput
{
    /// <summary>Runs a reader. Malformed input makes it throw exceptions of many types, which come out as one.</summary>
    /// <exception cref="CryptographicException">The reader threw anything but a lack of memory.</exception>
    internal static T Read<T>(string what, Func<T> reader)
    {
        try
        {
            return reader();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or CryptographicException))
        {
            throw new CryptographicException($"{what} is malformed: {exception.Message}", exception);
        }
    }
}
