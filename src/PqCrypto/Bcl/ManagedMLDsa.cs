using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;
using PqCrypto.Fips202;
using PqCrypto.Kernels.Reference;

namespace PqCrypto;

/// <summary>ML-DSA as the platform's class <see cref="MLDsa"/>, on every operating system: for code that is typed against that class, such as
/// CertificateRequest, X509SignatureGenerator or CoseSigner.</summary>
/// <remarks>Made by <see cref="SignaturePrivateKey.AsMLDsa"/> and <see cref="SignaturePublicKey.AsMLDsa"/>, or by the static methods here, which have the
/// names and shapes of the platform's and work where <see cref="MLDsa.IsSupported"/> is false. The base class checks lengths and disposal; the
/// rest is this library's. Signatures are hedged (FIPS 204, section 3.4). Thread-safe as its key is. FIPS 204; containers as RFC 9881 has them.</remarks>
public sealed class ManagedMLDsa : MLDsa
{
    private const int MuSize = 64;
    private const int TrSize = 64;

    private static readonly SignatureAlgorithm[] Algorithms = [SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87];
    private static readonly SignatureScheme[] Schemes = [.. Algorithms.Select(algorithm => algorithm.Scheme)];

    private readonly SignaturePublicKey publicKey;
    private readonly SignaturePrivateKey? privateKey;
    private readonly bool ownsKey;

    internal ManagedMLDsa(SignaturePublicKey publicKey)
        : base(PlatformAlgorithm(publicKey.Algorithm)) => this.publicKey = publicKey;

    internal ManagedMLDsa(SignaturePrivateKey privateKey, bool ownsKey)
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
    public static new ManagedMLDsa GenerateKey(MLDsaAlgorithm algorithm) => new(Find(algorithm).GenerateKey(), ownsKey: true);

    /// <summary>Makes the key that belongs to a seed.</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <param name="source">xi, 32 bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">The seed has the wrong length.</exception>
    public static new ManagedMLDsa ImportMLDsaPrivateSeed(MLDsaAlgorithm algorithm, ReadOnlySpan<byte> source) =>
        new(Find(algorithm).ImportPrivateSeed(source), ownsKey: true);

    /// <summary>Reads an expanded private key and checks it.</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <param name="source">sk, 2560, 4032 or 4896 bytes. Secret.</param>
    /// <returns>The key, which knows no seed; dispose it.</returns>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    /// <exception cref="CryptographicException">The content fails a check; the message names it.</exception>
    public static new ManagedMLDsa ImportMLDsaPrivateKey(MLDsaAlgorithm algorithm, ReadOnlySpan<byte> source) =>
        new(Find(algorithm).ImportPrivateKey(source), ownsKey: true);

    /// <summary>Reads a public key.</summary>
    /// <param name="algorithm">The parameter set.</param>
    /// <param name="source">pk, 1312, 1952 or 2592 bytes. Public.</param>
    /// <returns>The key, which can verify only.</returns>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    public static new ManagedMLDsa ImportMLDsaPublicKey(MLDsaAlgorithm algorithm, ReadOnlySpan<byte> source) => new(Find(algorithm).ImportPublicKey(source));

    /// <summary>Reads a DER SubjectPublicKeyInfo of any parameter set.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <returns>The key, which can verify only.</returns>
    /// <exception cref="CryptographicException">The encoding is malformed, or the key is another algorithm's.</exception>
    public static new ManagedMLDsa ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source)
    {
        SignaturePublicKeyState state = KeyContainers.ImportSubjectPublicKeyInfo(Schemes, source, out int index);
        return new ManagedMLDsa(new SignaturePublicKey(Algorithms[index], state));
    }

    /// <summary>Reads a DER PKCS#8 structure of any parameter set and form.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The encoding is malformed, fails a check, or the key is another algorithm's.</exception>
    public static new ManagedMLDsa ImportPkcs8PrivateKey(ReadOnlySpan<byte> source) => Own(KeyContainers.ImportPkcs8(Schemes, source, out int index), index);

    /// <summary>Reads a DER EncryptedPrivateKeyInfo.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, or the content is malformed.</exception>
    public static new ManagedMLDsa ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        Own(KeyContainers.ImportEncryptedPkcs8(Schemes, password, source, out int index), index);

    /// <summary>Reads a DER EncryptedPrivateKeyInfo.</summary>
    /// <param name="passwordBytes">The password as bytes. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, or the content is malformed.</exception>
    public static new ManagedMLDsa ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<byte> passwordBytes, ReadOnlySpan<byte> source) =>
        Own(KeyContainers.ImportEncryptedPkcs8(Schemes, passwordBytes, source, out int index), index);

    /// <summary>Reads a PEM text with one PUBLIC KEY or PRIVATE KEY block.</summary>
    /// <param name="source">The text; blocks with other labels are skipped. Secret where it holds a private key.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only an encrypted one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, or the key is another algorithm's.</exception>
    public static new ManagedMLDsa ImportFromPem(ReadOnlySpan<char> source)
    {
        if (!Pem.HoldsPublicKey(source, nameof(source)))
            return Own(KeyContainers.ImportPrivatePem(Schemes, source, out int index), index);
        SignaturePublicKeyState state = KeyContainers.ImportPublicPem(Schemes, source, out int publicIndex);
        return new ManagedMLDsa(new SignaturePublicKey(Algorithms[publicIndex], state));
    }

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="password">The password. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    public static new ManagedMLDsa ImportFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        Own(KeyContainers.ImportEncryptedPem(Schemes, source, password, out int index), index);

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="passwordBytes">The password as bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    public static new ManagedMLDsa ImportFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<byte> passwordBytes) =>
        Own(KeyContainers.ImportEncryptedPem(Schemes, source, passwordBytes, out int index), index);

    /// <inheritdoc/>
    protected override void SignDataCore(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, Span<byte> destination) =>
        Private().Sign(data, destination, WithContext(context));

    /// <inheritdoc/>
    protected override bool VerifyDataCore(ReadOnlySpan<byte> data, ReadOnlySpan<byte> context, ReadOnlySpan<byte> signature) =>
        publicKey.Verify(data, signature, WithContext(context));

    /// <inheritdoc/>
    protected override void SignPreHashCore(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> context, string hashAlgorithmOid, Span<byte> destination)
    {
        Span<byte> mu = stackalloc byte[MuSize];
        Represent(hash, context, hashAlgorithmOid, mu);
        SignRepresentative(mu, destination);
    }

    /// <inheritdoc/>
    protected override bool VerifyPreHashCore(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> context, string hashAlgorithmOid, ReadOnlySpan<byte> signature)
    {
        Span<byte> mu = stackalloc byte[MuSize];
        Represent(hash, context, hashAlgorithmOid, mu);
        return publicKey.VerifyMu(mu, signature);
    }

    /// <inheritdoc/>
    protected override void SignMuCore(ReadOnlySpan<byte> externalMu, Span<byte> destination) => SignRepresentative(externalMu, destination);

    /// <inheritdoc/>
    protected override bool VerifyMuCore(ReadOnlySpan<byte> externalMu, ReadOnlySpan<byte> signature) => publicKey.VerifyMu(externalMu, signature);

    /// <inheritdoc/>
    protected override void ExportMLDsaPublicKeyCore(Span<byte> destination) => publicKey.ExportPublicKey(destination);

    /// <inheritdoc/>
    protected override void ExportMLDsaPrivateKeyCore(Span<byte> destination) => Private().ExportPrivateKey(destination);

    /// <inheritdoc/>
    protected override void ExportMLDsaPrivateSeedCore(Span<byte> destination) => Private().ExportPrivateSeed(destination);

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

    /// <summary>mu of a message whose hash was computed elsewhere, by any hash function. From the public key alone, so that keys of other schemes than ours will do.</summary>
    /// <remarks>FIPS 204, Algorithm 4 (HashML-DSA.Sign) and FIPS 204, Algorithm 5 (HashML-DSA.Verify): the formatting; FIPS 204, Algorithm 6 (ML-DSA.KeyGen_internal), L9;
    /// FIPS 204, Algorithm 7 (ML-DSA.Sign_internal), L6.</remarks>
    private void Represent(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> context, string hashAlgorithmOid, Span<byte> mu)
    {
        AsnWriter oid = new(AsnEncodingRules.DER);
        oid.WriteObjectIdentifier(hashAlgorithmOid);
        byte[] formatted = [1, (byte)context.Length, .. context, .. oid.Encode(), .. hash];      // public
        Span<byte> tr = stackalloc byte[TrSize];
        using Sha3<ReferenceKernels> shake = new(SpongeKind.Shake256);
        shake.Append(publicKey.ExportPublicKey());
        shake.Finish(tr);
        shake.Append(tr);
        shake.Append(formatted);
        shake.Finish(mu);
    }

    private void SignRepresentative(ReadOnlySpan<byte> mu, Span<byte> destination) => Private().SignMu(mu).CopyTo(destination);

    private static SignatureOptions? WithContext(ReadOnlySpan<byte> context) =>
        context.IsEmpty ? null : new SignatureOptions { Context = context.ToArray() };

    private static ManagedMLDsa Own(SignaturePrivateKeyState state, int index) => new(new SignaturePrivateKey(Algorithms[index], state), ownsKey: true);

    private static SignatureAlgorithm Find(MLDsaAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return Algorithms.First(candidate => candidate.Name == algorithm.Name);
    }

    private static MLDsaAlgorithm PlatformAlgorithm(SignatureAlgorithm algorithm)
    {
        MLDsaAlgorithm[] all = [MLDsaAlgorithm.MLDsa44, MLDsaAlgorithm.MLDsa65, MLDsaAlgorithm.MLDsa87];
        return all.FirstOrDefault(candidate => candidate.Name == algorithm.Name)
            ?? throw Errors.NotSupported(algorithm.Name, $"platform class {nameof(MLDsa)}", nameof(SignatureAlgorithm.Name));
    }

    private SignaturePrivateKey Private() => privateKey ?? throw Errors.PublicOnly(publicKey.Algorithm.Name);
}
