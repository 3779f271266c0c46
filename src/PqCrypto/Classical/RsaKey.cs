using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Classical;

/// <summary>An RSA key of the platform, public or private. The one place for RSA keys.</summary>
/// <remarks>The platform's objects make no promise about threads, so all work is done under a lock. Timing is the platform's.</remarks>
internal sealed class RsaKey
{
    private readonly RSA platformKey;
    private readonly Lock gate = new();

    private RsaKey(RSA platformKey) => this.platformKey = platformKey;

    /// <summary>Generates a key.</summary>
    /// <param name="modulusSize">Length of the modulus in bits.</param>
    internal static RsaKey Generate(int modulusSize)
    {
        RsaKey key = new(RSA.Create(modulusSize));
        try
        {
            key.ExportPublic();         // the platform generates when a key is first asked for something
            return key;
        }
        catch
        {
            key.Release();
            throw;
        }
    }

    /// <summary>Reads an RSAPublicKey.</summary>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="modulusSize">Length of the modulus in bits.</param>
    /// <param name="source">The DER encoding. Public.</param>
    internal static RsaKey ImportPublic(string algorithm, int modulusSize, ReadOnlySpan<byte> source)
    {
        int size = RsaEncoding.ModulusSizeOfPublicKey(source);
        return Import(algorithm, modulusSize, size, source, static (RSA key, ReadOnlySpan<byte> encoding) =>
        {
            key.ImportRSAPublicKey(encoding, out _);
            return true;
        });
    }

    /// <summary>Reads an RSAPrivateKey.</summary>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="modulusSize">Length of the modulus in bits.</param>
    /// <param name="source">The DER encoding. Secret; handed to the platform.</param>
    internal static RsaKey ImportPrivate(string algorithm, int modulusSize, ReadOnlySpan<byte> source)
    {
        int size = RsaEncoding.ModulusSizeOfPrivateKey(source, out _);
        return Import(algorithm, modulusSize, size, source, static (RSA key, ReadOnlySpan<byte> encoding) =>
        {
            Declassify.Bytes(encoding, DeclassifyReason.PlatformKey);
            key.ImportRSAPrivateKey(encoding, out _);
            return AgreesWithItself(key);
        });
    }

    /// <summary>A key of its own with the public half.</summary>
    internal RsaKey PublicHalf()
    {
        RSA half = RSA.Create();
        try
        {
            half.ImportRSAPublicKey(ExportPublic(), out _);
            return new RsaKey(half);
        }
        catch
        {
            half.Dispose();
            throw;
        }
    }

    /// <summary>Writes an RSAPublicKey (RFC 8017, appendix A.1.1).</summary>
    internal byte[] ExportPublic()
    {
        lock (gate)
            return platformKey.ExportRSAPublicKey();
    }

    /// <summary>Writes an RSAPrivateKey (RFC 8017, appendix A.1.2).</summary>
    /// <returns>The DER encoding. Secret; the caller disposes it.</returns>
    internal SecretBuffer ExportPrivate()
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> buffer = workspace.Bytes(platformKey.KeySize);       // 8 times the modulus; the encoding is under 5 times as long
        int written;
        lock (gate)
        {
            if (!platformKey.TryExportRSAPrivateKey(buffer, out written))
                throw Errors.SelfCheck("RSA", "a private key is longer than its numbers");
        }

        return new SecretBuffer(buffer[..written]);
    }

    /// <summary>Encrypts with OAEP.</summary>
    /// <param name="plaintext">Short enough for the modulus. Secret; handed to the platform.</param>
    /// <param name="ciphertext">Receives as many bytes as the modulus has.</param>
    /// <param name="padding">OAEP with its hash.</param>
    internal void Encrypt(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, RSAEncryptionPadding padding)
    {
        Declassify.Bytes(plaintext, DeclassifyReason.PlatformKey);
        lock (gate)
            platformKey.Encrypt(plaintext, ciphertext, padding);
    }

    /// <summary>Decrypts with OAEP.</summary>
    /// <param name="ciphertext">The ciphertext. Public.</param>
    /// <param name="plaintext">Room for as many bytes as the modulus has. Secret.</param>
    /// <param name="padding">OAEP with its hash.</param>
    /// <returns>The length of the plaintext; -1 where the ciphertext was not made for this key. Secret.</returns>
    internal int Decrypt(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, RSAEncryptionPadding padding)
    {
        try
        {
            lock (gate)
                return platformKey.Decrypt(ciphertext, plaintext, padding);
        }
        catch (CryptographicException)
        {
            return -1;
        }
    }

    /// <summary>Signs a hash; with PSS the salt is as long as the hash.</summary>
    /// <returns>The signature's length.</returns>
    internal int Sign(ReadOnlySpan<byte> digest, Span<byte> signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        lock (gate)
            return platformKey.SignHash(digest, signature, hash, padding);
    }

    /// <summary>Checks a signature of any length.</summary>
    internal bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        try
        {
            lock (gate)
                return platformKey.VerifyHash(digest, signature, hash, padding);
        }
        catch (CryptographicException)      // what some platforms make of a signature of a wrong length
        {
            return false;
        }
    }

    /// <summary>Releases the platform's key. The key state that holds this object owns it.</summary>
    internal void Release() => platformKey.Dispose();

    private static RsaKey Import(
        string algorithm, int modulusSize, int actualSize, ReadOnlySpan<byte> source, Func<RSA, ReadOnlySpan<byte>, bool> read)
    {
        if (actualSize != modulusSize)
            throw Errors.MalformedKey(algorithm, $"its modulus is {modulusSize} bits; got {actualSize}");
        RSA key = RSA.Create();
        bool consistent = false;
        try
        {
            consistent = read(key, source);
        }
        catch (CryptographicException)
        {
            // told below, as all that the platform refuses
        }
        finally
        {
            if (!consistent)
                key.Dispose();
        }

        return consistent ? new RsaKey(key) : throw Errors.MalformedKey(algorithm, "its numbers do not belong together (RFC 8017, section 3)");
    }

    /// <summary>Signs and verifies once: the public half must belong to the private one.</summary>
    private static bool AgreesWithItself(RSA key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> signature = stackalloc byte[key.KeySize >> 3];
        key.SignHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        return key.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }
}
