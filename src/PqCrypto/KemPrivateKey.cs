using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto;

/// <summary>The private key of a key encapsulation algorithm.</summary>
/// <remarks>Safe for many threads, Dispose included: a call under way when another thread disposes the key ends with its right answer, a
/// later one throws <see cref="ObjectDisposedException"/>. The key lies in memory that does not move and is zeroed by Dispose, or by the
/// finalizer where that was forgotten. <see cref="Algorithm"/> and <see cref="PublicKey"/> stay usable after Dispose.</remarks>
public sealed class KemPrivateKey : IDisposable
{
    private readonly KemPrivateKeyState state;
    private readonly UseCount uses;

    internal KemPrivateKey(KemAlgorithm algorithm, KemPrivateKeyState state)
    {
        Algorithm = algorithm;
        this.state = state;
        uses = new UseCount(state, typeof(KemPrivateKey));
        PublicKey = new KemPublicKey(algorithm, state.PublicKey);
        HasPrivateSeed = state.HasPrivateSeed;
    }

    /// <summary>The algorithm.</summary>
    public KemAlgorithm Algorithm { get; }

    /// <summary>The public key.</summary>
    public KemPublicKey PublicKey { get; }

    /// <summary>Whether the key knows its seed: it was generated, or imported from a seed or from a PKCS#8 form that holds one.</summary>
    public bool HasPrivateSeed { get; }

    /// <summary>Reads a DER PKCS#8 structure of any built-in or composite algorithm of this package. An EC key is read as DHKEM, an RSA key as RSA-OAEP of its length.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static KemPrivateKey ImportPkcs8PrivateKey(ReadOnlySpan<byte> source)
    {
        KemPrivateKeyState state = KeyContainers.ImportPkcs8(KemAlgorithm.Schemes, source, out int index);
        return new KemPrivateKey(KemAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a DER EncryptedPrivateKeyInfo of any built-in or composite algorithm of this package.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, the iteration count is 0 or above
    /// 10 000 000, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// <see cref="PublicKey"/> with the public key that you kept.</remarks>
    public static KemPrivateKey ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<char> password, ReadOnlySpan<byte> source)
    {
        KemPrivateKeyState state = KeyContainers.ImportEncryptedPkcs8(KemAlgorithm.Schemes, password, source, out int index);
        return new KemPrivateKey(KemAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a PEM text with one PRIVATE KEY block of any built-in or composite algorithm of this package.</summary>
    /// <param name="source">The text; blocks with other labels are skipped. Secret.</param>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only an encrypted one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static KemPrivateKey ImportFromPem(ReadOnlySpan<char> source)
    {
        KemPrivateKeyState state = KeyContainers.ImportPrivatePem(KemAlgorithm.Schemes, source, out int index);
        return new KemPrivateKey(KemAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block of any built-in or composite algorithm of this package.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="password">The password. Secret.</param>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// <see cref="PublicKey"/> with the public key that you kept.</remarks>
    public static KemPrivateKey ImportFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password)
    {
        KemPrivateKeyState state = KeyContainers.ImportEncryptedPem(KemAlgorithm.Schemes, source, password, out int index);
        return new KemPrivateKey(KemAlgorithm.Readable[index], state);
    }

    /// <summary>Recovers the shared secret that a ciphertext carries.</summary>
    /// <param name="ciphertext">Exactly <see cref="KemAlgorithm.CiphertextSizeInBytes"/> bytes. Public.</param>
    /// <param name="sharedSecret">Receives the secret; exactly <see cref="KemAlgorithm.SharedSecretSizeInBytes"/> bytes. Secret.</param>
    /// <exception cref="ArgumentException">A buffer has the wrong length, or the two overlap; both are unchanged.</exception>
    /// <exception cref="CryptographicException">A classical part of the ciphertext is malformed, or gives an X25519 secret of zero where the
    /// algorithm forbids it; the secret is zeroed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <remarks>Thread-safe; allocates nothing for algorithms of our own. A ciphertext of the right length that was not made for this key gives a
    /// pseudorandom secret and no error (implicit rejection); RSA-OAEP does the same. Composites with RSA throw instead, as their draft has it. FIPS 203, Algorithm 21 (ML-KEM.Decaps).</remarks>
    public void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
    {
        if (ciphertext.Length != Algorithm.CiphertextSizeInBytes)
            throw Errors.WrongLength(nameof(ciphertext), Algorithm.Name, "ciphertext", Algorithm.CiphertextSizeInBytes, ciphertext.Length);
        if (sharedSecret.Length != Algorithm.SharedSecretSizeInBytes)
            throw Errors.WrongLength(nameof(sharedSecret), Algorithm.Name, "shared secret", Algorithm.SharedSecretSizeInBytes, sharedSecret.Length);
        if (ciphertext.Overlaps(sharedSecret))
            throw Errors.Overlap(nameof(sharedSecret), nameof(ciphertext));
        using UseCount.Use use = uses.Enter();
        try
        {
            state.Decapsulate(ciphertext, sharedSecret);
        }
        catch
        {
            CryptographicOperations.ZeroMemory(sharedSecret);
            throw;
        }
    }

    /// <summary>Recovers the secrets of several ciphertexts side by side, into buffers that fit; only where the scheme can do that.</summary>
    internal void DecapsulateSideBySide(ReadOnlySpan<byte> ciphertexts, Span<byte> sharedSecrets)
    {
        using UseCount.Use use = uses.Enter();
        Algorithm.Scheme.Decapsulate(state, ciphertexts, sharedSecrets);
    }

    /// <summary>Recovers the shared secret that a ciphertext carries.</summary>
    /// <param name="ciphertext">Exactly <see cref="KemAlgorithm.CiphertextSizeInBytes"/> bytes. Public.</param>
    /// <returns>The secret; dispose it.</returns>
    /// <exception cref="ArgumentException">The ciphertext has the wrong length.</exception>
    /// <exception cref="CryptographicException">As for the other overload.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <remarks>Thread-safe. FIPS 203, Algorithm 21 (ML-KEM.Decaps).</remarks>
    public SharedSecret Decapsulate(ReadOnlySpan<byte> ciphertext)
    {
        SharedSecret secret = new(Algorithm.SharedSecretSizeInBytes, out Span<byte> bytes);
        try
        {
            Decapsulate(ciphertext, bytes);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    /// <summary>The private seed.</summary>
    /// <returns><see cref="KemAlgorithm.PrivateSeedSizeInBytes"/> bytes in ordinary memory. Secret; the caller zeroes it.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no seed.</exception>
    /// <exception cref="CryptographicException">This key was imported without its seed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ExportPrivateSeed()
    {
        byte[] seed = new byte[Algorithm.PrivateSeedSizeInBytes];
        ExportPrivateSeed(seed);
        return seed;
    }

    /// <summary>Writes the private seed.</summary>
    /// <param name="destination">Exactly <see cref="KemAlgorithm.PrivateSeedSizeInBytes"/> bytes. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no seed.</exception>
    /// <exception cref="ArgumentException">The destination has the wrong length.</exception>
    /// <exception cref="CryptographicException">This key was imported without its seed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void ExportPrivateSeed(Span<byte> destination)
    {
        KeyContainers.CheckSize(Algorithm.Name, "private seed", nameof(KemAlgorithm.PrivateSeedSizeInBytes), Algorithm.PrivateSeedSizeInBytes, destination.Length, nameof(destination));
        using UseCount.Use use = uses.Enter();
        KeyContainers.ExportSeed(Algorithm.Name, state, destination);
    }

    /// <summary>The raw private key.</summary>
    /// <returns><see cref="KemAlgorithm.PrivateKeySizeInBytes"/> bytes in ordinary memory. Secret; the caller zeroes it.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no raw private key (RSA), or the key cannot leave its device.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ExportPrivateKey()
    {
        byte[] privateKey = new byte[Algorithm.PrivateKeySizeInBytes];
        ExportPrivateKey(privateKey);
        return privateKey;
    }

    /// <summary>Writes the raw private key.</summary>
    /// <param name="destination">Exactly <see cref="KemAlgorithm.PrivateKeySizeInBytes"/> bytes. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw private key (RSA), or the key cannot leave its device.</exception>
    /// <exception cref="ArgumentException">The destination has the wrong length.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void ExportPrivateKey(Span<byte> destination)
    {
        KeyContainers.CheckSize(Algorithm.Name, "private key", nameof(KemAlgorithm.PrivateKeySizeInBytes), Algorithm.PrivateKeySizeInBytes, destination.Length, nameof(destination));
        using UseCount.Use use = uses.Enter();
        state.ExportPrivateKey(destination);
    }

    /// <summary>This key as the platform's class <see cref="System.Security.Cryptography.MLKem"/>, for code that is typed against it; works on every
    /// operating system.</summary>
    /// <returns>An object over this key. Disposing it leaves this key alone; disposing this key ends both.</returns>
    /// <exception cref="NotSupportedException">The algorithm is none of ML-KEM's three parameter sets.</exception>
    public MLKem AsMLKem() => new ManagedMLKem(this, ownsKey: false);

    /// <summary>The DER PKCS#8 structure (RFC 5958; RFC 9935 for ML-KEM).</summary>
    /// <param name="form">Which form; the default is the seed where the key has it.</param>
    /// <returns>The encoding in ordinary memory. Secret; the caller zeroes it.</returns>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such container or form, or the key cannot leave its device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The form is none of the four.</exception>
    /// <exception cref="CryptographicException">The form needs a seed that this key was imported without.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ExportPkcs8PrivateKey(PrivateKeyForm form = PrivateKeyForm.Default)
    {
        using UseCount.Use use = uses.Enter();
        using SecretBuffer der = KeyContainers.ExportPkcs8(Algorithm.Scheme, state, form);
        return der.Bytes.ToArray();
    }

    /// <summary>The PKCS#8 structure as PEM, label PRIVATE KEY.</summary>
    /// <param name="form">Which form; the default is the seed where the key has it.</param>
    /// <returns>The text. Secret; strings cannot be zeroed, so prefer the encrypted form or the DER.</returns>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such container or form, or the key cannot leave its device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The form is none of the four.</exception>
    /// <exception cref="CryptographicException">The form needs a seed that this key was imported without.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public string ExportPkcs8PrivateKeyPem(PrivateKeyForm form = PrivateKeyForm.Default)
    {
        using UseCount.Use use = uses.Enter();
        using SecretBuffer der = KeyContainers.ExportPkcs8(Algorithm.Scheme, state, form);
        return Pem.Encode(Pem.PrivateKey, der.Bytes);
    }

    /// <summary>The PKCS#8 structure encrypted with PBES2 (RFC 8018): PBKDF2 with HMAC-SHA-256/384/512, and AES-CBC.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="parameters">Cipher, hash and iteration count (1 to 10 000 000).</param>
    /// <param name="form">Which form; the default is the seed where the key has it.</param>
    /// <returns>The encoding, DER. As secret as the password is weak.</returns>
    /// <exception cref="ArgumentNullException">There are no parameters.</exception>
    /// <exception cref="NotSupportedException">The parameters ask for PBES1, 3DES, SHA-1 or more than 10 000 000 iterations, the algorithm has
    /// no such container or form, or the key cannot leave its device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The form is none of the four.</exception>
    /// <exception cref="CryptographicException">The form needs a seed that this key was imported without, or the random generator failed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ExportEncryptedPkcs8PrivateKey(ReadOnlySpan<char> password, PbeParameters parameters, PrivateKeyForm form = PrivateKeyForm.Default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using UseCount.Use use = uses.Enter();
        using SecretBuffer der = KeyContainers.ExportPkcs8(Algorithm.Scheme, state, form);
        return KeyContainers.Encrypt(der.Bytes, password, parameters);
    }

    /// <summary>The encrypted PKCS#8 structure as PEM, label ENCRYPTED PRIVATE KEY.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="parameters">Cipher, hash and iteration count (1 to 10 000 000).</param>
    /// <param name="form">Which form; the default is the seed where the key has it.</param>
    /// <returns>The text. As secret as the password is weak.</returns>
    /// <exception cref="ArgumentNullException">There are no parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The form is none of the four.</exception>
    /// <exception cref="NotSupportedException">As for <see cref="ExportEncryptedPkcs8PrivateKey"/>.</exception>
    /// <exception cref="CryptographicException">As for <see cref="ExportEncryptedPkcs8PrivateKey"/>.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public string ExportEncryptedPkcs8PrivateKeyPem(ReadOnlySpan<char> password, PbeParameters parameters, PrivateKeyForm form = PrivateKeyForm.Default) =>
        Pem.Encode(Pem.EncryptedPrivateKey, ExportEncryptedPkcs8PrivateKey(password, parameters, form));

    /// <summary>Writes the PKCS#8 structure where there is room for it.</summary>
    internal bool TryExportPkcs8PrivateKey(Span<byte> destination, out int bytesWritten)
    {
        using UseCount.Use use = uses.Enter();
        return KeyContainers.TryExportPkcs8(Algorithm.Scheme, state, destination, out bytesWritten);
    }

    /// <summary>Zeroes the key as soon as the last call under way has ended. Calling it twice is harmless.</summary>
    public void Dispose() => uses.Dispose();
}
