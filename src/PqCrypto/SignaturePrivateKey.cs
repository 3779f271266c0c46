using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto;

/// <summary>The private key of a signature algorithm.</summary>
/// <remarks>Safe for many threads, Dispose included: a call under way when another thread disposes the key ends with its right answer, a
/// later one throws <see cref="ObjectDisposedException"/>. The key lies in memory that does not move and is zeroed by Dispose, or by the
/// finalizer where that was forgotten. <see cref="Algorithm"/> and <see cref="PublicKey"/> stay usable after Dispose.</remarks>
public sealed class SignaturePrivateKey : IDisposable
{
    private readonly SignaturePrivateKeyState state;
    private readonly UseCount uses;

    internal SignaturePrivateKey(SignatureAlgorithm algorithm, SignaturePrivateKeyState state)
    {
        Algorithm = algorithm;
        this.state = state;
        uses = new UseCount(state, typeof(SignaturePrivateKey));
        PublicKey = new SignaturePublicKey(algorithm, state.PublicKey);
        HasPrivateSeed = state.HasPrivateSeed;
    }

    /// <summary>The algorithm.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The public key.</summary>
    public SignaturePublicKey PublicKey { get; }

    /// <summary>Whether the key knows its seed: it was generated, or imported from a seed or from a PKCS#8 form that holds one.</summary>
    public bool HasPrivateSeed { get; }

    /// <summary>Reads a DER PKCS#8 structure of any built-in or composite algorithm of this package. An EC key is read as ECDSA, an RSA key as RSA-PSS of its length.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static SignaturePrivateKey ImportPkcs8PrivateKey(ReadOnlySpan<byte> source)
    {
        SignaturePrivateKeyState state = KeyContainers.ImportPkcs8(SignatureAlgorithm.Schemes, source, out int index);
        return new SignaturePrivateKey(SignatureAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a DER EncryptedPrivateKeyInfo of any built-in or composite algorithm of this package.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, the iteration count is 0 or above
    /// 10 000 000, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// <see cref="PublicKey"/> with the public key that you kept.</remarks>
    public static SignaturePrivateKey ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<char> password, ReadOnlySpan<byte> source)
    {
        SignaturePrivateKeyState state = KeyContainers.ImportEncryptedPkcs8(SignatureAlgorithm.Schemes, password, source, out int index);
        return new SignaturePrivateKey(SignatureAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a PEM text with one PRIVATE KEY block of any built-in or composite algorithm of this package.</summary>
    /// <param name="source">The text; blocks with other labels are skipped. Secret.</param>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only an encrypted one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static SignaturePrivateKey ImportFromPem(ReadOnlySpan<char> source)
    {
        SignaturePrivateKeyState state = KeyContainers.ImportPrivatePem(SignatureAlgorithm.Schemes, source, out int index);
        return new SignaturePrivateKey(SignatureAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block of any built-in or composite algorithm of this package.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="password">The password. Secret.</param>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// <see cref="PublicKey"/> with the public key that you kept.</remarks>
    public static SignaturePrivateKey ImportFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password)
    {
        SignaturePrivateKeyState state = KeyContainers.ImportEncryptedPem(SignatureAlgorithm.Schemes, source, password, out int index);
        return new SignaturePrivateKey(SignatureAlgorithm.Readable[index], state);
    }

    /// <summary>Signs a message.</summary>
    /// <param name="data">The message, of any length. Public.</param>
    /// <param name="options">Context, pre-hash, determinism; null for none of them.</param>
    /// <returns>The signature. Public.</returns>
    /// <exception cref="ArgumentException">The context is longer than 255 bytes, or the pre-hash is unknown.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no context or no pre-hash.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <remarks>Thread-safe. FIPS 204, Algorithm 2 (ML-DSA.Sign); with a pre-hash FIPS 204, Algorithm 4 (HashML-DSA.Sign).</remarks>
    public byte[] Sign(ReadOnlySpan<byte> data, SignatureOptions? options = null)
    {
        byte[] signature = new byte[Algorithm.MaxSignatureSizeInBytes];
        int written = Sign(data, signature, options);
        Array.Resize(ref signature, written);
        return signature;
    }

    /// <summary>Signs a message into a buffer.</summary>
    /// <param name="data">The message, of any length. Public.</param>
    /// <param name="signature">Receives the signature; room for <see cref="SignatureAlgorithm.MaxSignatureSizeInBytes"/> bytes (3309 for ML-DSA-65) or
    /// more. Public.</param>
    /// <param name="options">Context, pre-hash, determinism; null for none of them.</param>
    /// <returns>The signature's length in bytes.</returns>
    /// <exception cref="ArgumentException">The buffer is too short or overlaps the message, the context is longer than 255 bytes, or the
    /// pre-hash is unknown; the buffer is unchanged.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no context or no pre-hash.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed; the buffer is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <remarks>Thread-safe; allocates nothing for algorithms of our own. FIPS 204, Algorithm 2 (ML-DSA.Sign); with a pre-hash FIPS 204, Algorithm 4
    /// (HashML-DSA.Sign).</remarks>
    public int Sign(ReadOnlySpan<byte> data, Span<byte> signature, SignatureOptions? options = null)
    {
        options ??= SignatureOptions.Default;
        Algorithm.CheckOptionsForSigning(options);
        if (signature.Length < Algorithm.MaxSignatureSizeInBytes)
            throw Errors.TooShort(nameof(signature), Algorithm.Name, "signature", Algorithm.MaxSignatureSizeInBytes, signature.Length);
        if (data.Overlaps(signature))
            throw Errors.Overlap(nameof(signature), nameof(data));
        using Workspace workspace = Workspace.Rent();
        return Sign(data, options, DrawRandomness(workspace, options), signature);
    }

    /// <summary>Signs what a stream holds from its position to its end.</summary>
    /// <param name="data">The message; read to its end, left open. Public.</param>
    /// <param name="options">Context, pre-hash, determinism; null for none of them.</param>
    /// <returns>The signature. Public.</returns>
    /// <exception cref="ArgumentException">As for the other overloads.</exception>
    /// <exception cref="NotSupportedException">As for the other overloads.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <remarks>The message is hashed as it arrives and never held whole, unless a plugged-in algorithm needs it whole.</remarks>
    public byte[] Sign(Stream data, SignatureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        using SignatureSigner signer = CreateSigner(options);
        MessageStream.Read(data, signer.Append);
        return signer.GetSignature();
    }

    /// <summary>Signs what a stream holds from its position to its end.</summary>
    /// <param name="data">The message; read to its end, left open. Public.</param>
    /// <param name="options">Context, pre-hash, determinism; null for none of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The signature. Public.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, before or during the call.</exception>
    /// <exception cref="ArgumentException">As for the other overloads.</exception>
    /// <exception cref="NotSupportedException">As for the other overloads.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public async ValueTask<byte[]> SignAsync(Stream data, SignatureOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using SignatureSigner signer = CreateSigner(options);
        await MessageStream.ReadAsync(data, signer.Append, cancellationToken).ConfigureAwait(false);
        return signer.GetSignature();
    }

    /// <summary>Signs a message representative that was computed elsewhere (external mu).</summary>
    /// <param name="mu">Exactly 64 bytes: SHAKE256(tr || M', 64) (FIPS 204, Algorithm 7, L6). Public.</param>
    /// <param name="options">Only <see cref="SignatureOptions.Deterministic"/> applies.</param>
    /// <returns>An ordinary signature of the message behind mu. Public.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no external mu.</exception>
    /// <exception cref="ArgumentException">mu is not 64 bytes.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <remarks>Thread-safe. FIPS 204, section 6.2.</remarks>
    public byte[] SignMu(ReadOnlySpan<byte> mu, SignatureOptions? options = null)
    {
        Algorithm.CheckMu(mu, nameof(mu));
        return SignDigest(mu, options ?? SignatureOptions.Default);
    }

    /// <summary>Creates a signer for a message that arrives piece by piece.</summary>
    /// <param name="options">Context, pre-hash, determinism; copied. Null for none of them.</param>
    /// <exception cref="ArgumentException">The context is longer than 255 bytes, or the pre-hash is unknown.</exception>
    /// <exception cref="NotSupportedException">The algorithm has no context or no pre-hash.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public SignatureSigner CreateSigner(SignatureOptions? options = null)
    {
        options ??= SignatureOptions.Default;
        Algorithm.CheckOptionsForSigning(options);
        using UseCount.Use use = uses.Enter();
        return new SignatureSigner(this, options.WithOwnContext());
    }

    /// <summary>The private seed.</summary>
    /// <returns><see cref="SignatureAlgorithm.PrivateSeedSizeInBytes"/> bytes in ordinary memory. Secret; the caller zeroes it.</returns>
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
    /// <param name="destination">Exactly <see cref="SignatureAlgorithm.PrivateSeedSizeInBytes"/> bytes. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no seed.</exception>
    /// <exception cref="ArgumentException">The destination has the wrong length.</exception>
    /// <exception cref="CryptographicException">This key was imported without its seed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void ExportPrivateSeed(Span<byte> destination)
    {
        KeyContainers.CheckSize(Algorithm.Name, "private seed", nameof(SignatureAlgorithm.PrivateSeedSizeInBytes), Algorithm.PrivateSeedSizeInBytes, destination.Length, nameof(destination));
        using UseCount.Use use = uses.Enter();
        KeyContainers.ExportSeed(Algorithm.Name, state, destination);
    }

    /// <summary>The raw private key.</summary>
    /// <returns><see cref="SignatureAlgorithm.PrivateKeySizeInBytes"/> bytes in ordinary memory. Secret; the caller zeroes it.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no raw private key (RSA), or the key cannot leave its device.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ExportPrivateKey()
    {
        byte[] privateKey = new byte[Algorithm.PrivateKeySizeInBytes];
        ExportPrivateKey(privateKey);
        return privateKey;
    }

    /// <summary>Writes the raw private key.</summary>
    /// <param name="destination">Exactly <see cref="SignatureAlgorithm.PrivateKeySizeInBytes"/> bytes. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw private key (RSA), or the key cannot leave its device.</exception>
    /// <exception cref="ArgumentException">The destination has the wrong length.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void ExportPrivateKey(Span<byte> destination)
    {
        KeyContainers.CheckSize(Algorithm.Name, "private key", nameof(SignatureAlgorithm.PrivateKeySizeInBytes), Algorithm.PrivateKeySizeInBytes, destination.Length, nameof(destination));
        using UseCount.Use use = uses.Enter();
        state.ExportPrivateKey(destination);
    }

    /// <summary>This key as the platform's class <see cref="System.Security.Cryptography.MLDsa"/>, for code that is typed against it; works on every
    /// operating system.</summary>
    /// <returns>An object over this key. Disposing it leaves this key alone; disposing this key ends both.</returns>
    /// <exception cref="NotSupportedException">The algorithm is none of ML-DSA's three parameter sets.</exception>
    public MLDsa AsMLDsa() => new ManagedMLDsa(this, ownsKey: false);

    /// <summary>The DER PKCS#8 structure (RFC 5958; RFC 9881 for ML-DSA).</summary>
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

    /// <summary>Signs the digest of a message with fresh randomness.</summary>
    internal byte[] SignDigest(ReadOnlySpan<byte> digest, SignatureOptions options)
    {
        using Workspace workspace = Workspace.Rent();
        return SignDigest(digest, DrawRandomness(workspace, options));
    }

    /// <summary>Signs the digest of a message with given randomness.</summary>
    internal byte[] SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness)
    {
        byte[] signature = new byte[Algorithm.MaxSignatureSizeInBytes];
        using UseCount.Use use = uses.Enter();
        int written = state.SignDigest(digest, randomness, signature);
        Array.Resize(ref signature, written);
        return signature;
    }

    /// <summary>Signs a message with given randomness into a checked buffer, which is zeroed when the scheme fails.</summary>
    internal int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
    {
        using UseCount.Use use = uses.Enter();
        try
        {
            return state.Sign(data, options, randomness, signature);
        }
        catch
        {
            signature.Clear();
            throw;
        }
    }

    /// <summary>Fresh randomness for one signature; empty where it is to be deterministic or the scheme draws its own.</summary>
    private ReadOnlySpan<byte> DrawRandomness(Workspace workspace, SignatureOptions options)
    {
        int size = Algorithm.Scheme.Description.SigningRandomnessSizeInBytes;
        if (options.Deterministic || size == 0)
            return default;
        Span<byte> randomness = workspace.Bytes(size);
        Entropy.Fill(randomness);
        return randomness;
    }

    /// <summary>Writes the PKCS#8 structure where there is room for it.</summary>
    internal bool TryExportPkcs8PrivateKey(Span<byte> destination, out int bytesWritten)
    {
        using UseCount.Use use = uses.Enter();
        return KeyContainers.TryExportPkcs8(Algorithm.Scheme, state, destination, out bytesWritten);
    }

    /// <summary>Zeroes the key as soon as the last call under way has ended. Calling it twice is harmless.</summary>
    public void Dispose() => uses.Dispose();
}
