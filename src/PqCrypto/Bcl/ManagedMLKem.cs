using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto;

/// <summary>ML-KEM as the platform's class <see cref="MLKem"/>, on every operating system: for code that is typed against that class.</summary>
/// <remarks>Made by <see cref="KemPrivateKey.AsMLKem"/> and <see cref="KemPublicKey.AsMLKem"/>, or by the static methods here, which have the names and
/// shapes of the platform's and work where <see cref="MLKem.IsSupported"/> is false. The base class checks lengths and disposal; the rest is this
/// library's. Thread-safe as its key is. FIPS 203; containers as RFC 9935 has them.</remarks>
public sealed class ManagedMLKem : MLKem
{
    private static readonly KemAlgorithm[] Algorithms = [KemAlgorithm.MLKem512, KemAlgorithm.MLKem768, KemAlgorithm.MLKem1024];
    private static readonly KemScheme[] Schemes = [.. Algorithms.Select(algorithm => algorithm.Scheme)];

    private readonly KemPublicKey publicKey;
    private readonly KemPrivateKey? privateKey;
    private readonly bool ownsKey;

    internal ManagedMLKem(KemPublicKey publicKey)
        : base(PlatformAlgorithm(publicKey.Algorithm)) => this.publicKey = publicKey;

    internal ManagedMLKem(KemPrivateKey privateKey, bool ownsKey)
        : base(PlatformAlgorithm(privateKey.Algorithm))
    {
        publicKey = privateKey.PublicKey;
        this.privateKey = privateKey;
        this.ownsKey = ownsKey;
    }

    /// <summary>Always true: what the platform's property of the same name says of the platform is no condition here.</summary>
    public static new bool IsSupported => true;

    /// <summary>Generates a key.</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The operating system's random generator failed, or a self-test did.</exception>
    public static new ManagedMLKem GenerateKey(MLKemAlgorithm algorithm) => new(Find(algorithm).GenerateKey(), ownsKey: true);

    /// <summary>Makes the key that belongs to a seed.</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <param name="source">d || z, 64 bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">The seed has the wrong length.</exception>
    public static new ManagedMLKem ImportPrivateSeed(MLKemAlgorithm algorithm, ReadOnlySpan<byte> source) =>
        new(Find(algorithm).ImportPrivateSeed(source), ownsKey: true);

    /// <summary>Reads an expanded decapsulation key and checks it (FIPS 203, section 7.3).</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <param name="source">dk, 1632, 2400 or 3168 bytes. Secret.</param>
    /// <returns>The key, which knows no seed; dispose it.</returns>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    /// <exception cref="CryptographicException">The content fails a check; the message names it.</exception>
    public static new ManagedMLKem ImportDecapsulationKey(MLKemAlgorithm algorithm, ReadOnlySpan<byte> source) =>
        new(Find(algorithm).ImportPrivateKey(source), ownsKey: true);

    /// <summary>Reads an encapsulation key and checks it (FIPS 203, section 7.2).</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <param name="source">ek, 800, 1184 or 1568 bytes. Public.</param>
    /// <returns>The key, which can encapsulate only.</returns>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    /// <exception cref="CryptographicException">The content fails a check; the message names it.</exception>
    public static new ManagedMLKem ImportEncapsulationKey(MLKemAlgorithm algorithm, ReadOnlySpan<byte> source) => new(Find(algorithm).ImportPublicKey(source));

    /// <summary>Reads a DER SubjectPublicKeyInfo of any parameter set.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <returns>The key, which can encapsulate only.</returns>
    /// <exception cref="CryptographicException">The encoding is malformed, or the key is another algorithm's.</exception>
    public static new ManagedMLKem ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source)
    {
        KemPublicKeyState state = KeyContainers.ImportSubjectPublicKeyInfo(Schemes, source, out int index);
        return new ManagedMLKem(new KemPublicKey(Algorithms[index], state));
    }

    /// <summary>Reads a DER PKCS#8 structure of any parameter set and form.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The encoding is malformed, fails a check, or the key is another algorithm's.</exception>
    public static new ManagedMLKem ImportPkcs8PrivateKey(ReadOnlySpan<byte> source) => Own(KeyContainers.ImportPkcs8(Schemes, source, out int index), index);

    /// <summary>Reads a DER EncryptedPrivateKeyInfo.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, or the content is malformed.</exception>
    public static new ManagedMLKem ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        Own(KeyContainers.ImportEncryptedPkcs8(Schemes, password, source, out int index), index);

    /// <summary>Reads a DER EncryptedPrivateKeyInfo.</summary>
    /// <param name="passwordBytes">The password as bytes. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, or the content is malformed.</exception>
    public static new ManagedMLKem ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<byte> passwordBytes, ReadOnlySpan<byte> source) =>
        Own(KeyContainers.ImportEncryptedPkcs8(Schemes, passwordBytes, source, out int index), index);

    /// <summary>Reads a PEM text with one PUBLIC KEY or PRIVATE KEY block.</summary>
    /// <param name="source">The text; blocks with other labels are skipped. Secret where it holds a private key.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only an encrypted one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, or the key is another algorithm's.</exception>
    public static new ManagedMLKem ImportFromPem(ReadOnlySpan<char> source)
    {
        if (!Pem.HoldsPublicKey(source, nameof(source)))
            return Own(KeyContainers.ImportPrivatePem(Schemes, source, out int index), index);
        KemPublicKeyState state = KeyContainers.ImportPublicPem(Schemes, source, out int publicIndex);
        return new ManagedMLKem(new KemPublicKey(Algorithms[publicIndex], state));
    }

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="password">The password. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    public static new ManagedMLKem ImportFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        Own(KeyContainers.ImportEncryptedPem(Schemes, source, password, out int index), index);

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="passwordBytes">The password as bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    public static new ManagedMLKem ImportFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<byte> passwordBytes) =>
        Own(KeyContainers.ImportEncryptedPem(Schemes, source, passwordBytes, out int index), index);

    /// <inheritdoc/>
    protected override void EncapsulateCore(Span<byte> ciphertext, Span<byte> sharedSecret) => publicKey.Encapsulate(ciphertext, sharedSecret);

    /// <inheritdoc/>
    protected override void DecapsulateCore(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret) => Private().Decapsulate(ciphertext, sharedSecret);

    /// <inheritdoc/>
    protected override void ExportEncapsulationKeyCore(Span<byte> destination) => publicKey.ExportPublicKey(destination);

    /// <inheritdoc/>
    protected override void ExportDecapsulationKeyCore(Span<byte> destination) => Private().ExportPrivateKey(destination);

    /// <inheritdoc/>
    protected override void ExportPrivateSeedCore(Span<byte> destination) => Private().ExportPrivateSeed(destination);

    /// <inheritdoc/>
    protected override bool TryExportPkcs8PrivateKeyCore(Span<byte> destination, out int bytesWritten) =>
        Private().TryExportPkcs8PrivateKey(destination, out bytesWritten);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsKey)
            privateKey!.Dispose();
        base.Dispose(disposing);
    }

    private static ManagedMLKem Own(KemPrivateKeyState state, int index) => new(new KemPrivateKey(Algorithms[index], state), ownsKey: true);

    private static KemAlgorithm Find(MLKemAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return Algorithms.First(candidate => candidate.Name == algorithm.Name);
    }

    private static MLKemAlgorithm PlatformAlgorithm(KemAlgorithm algorithm)
    {
        MLKemAlgorithm[] all = [MLKemAlgorithm.MLKem512, MLKemAlgorithm.MLKem768, MLKemAlgorithm.MLKem1024];
        return all.FirstOrDefault(candidate => candidate.Name == algorithm.Name)
            ?? throw Errors.NotSupported(algorithm.Name, $"platform class {nameof(MLKem)}", nameof(KemAlgorithm.Name));
    }

    private KemPrivateKey Private() => privateKey ?? throw Errors.PublicOnly(publicKey.Algorithm.Name);
}
