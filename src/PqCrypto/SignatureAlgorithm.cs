using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto;

/// <summary>A signature algorithm: the entry point for generating, importing and finding its keys.</summary>
/// <remarks>
/// Immutable; one instance per algorithm, safe for many threads. Migrating from one algorithm to another is changing this value.
/// <para>Sizes are in bytes; 0 means that the algorithm has no such raw form.</para>
/// <para>Before an algorithm of our own makes or reads its first key in a process, it must give known answers. If it does not, that call and all later ones
/// that would make a key of it throw <see cref="CryptographicException"/>. With the AppContext switch <c>PqCrypto.PairwiseConsistencyTest</c>, which is
/// read once, each generated key is tried before it is returned; one that does not fit its public key makes the algorithm unusable likewise.</para>
/// </remarks>
public sealed class SignatureAlgorithm : IEquatable<SignatureAlgorithm>
{
    private static readonly SignatureAlgorithm?[] BuiltIns = new SignatureAlgorithm?[Catalog.SignatureCount];

    private SignatureAlgorithm(SignatureScheme scheme) => Scheme = scheme;

    /// <summary>All built-in algorithms.</summary>
    public static IReadOnlyList<SignatureAlgorithm> All => Every.Algorithms;

    /// <summary>ML-DSA-44, category 2 (FIPS 204).</summary>
    public static SignatureAlgorithm MLDsa44 => BuiltIn(BuiltInSignature.MLDsa44);

    /// <summary>ML-DSA-65, category 3 (FIPS 204): the default choice; once called Dilithium3.</summary>
    public static SignatureAlgorithm MLDsa65 => BuiltIn(BuiltInSignature.MLDsa65);

    /// <summary>ML-DSA-87, category 5 (FIPS 204).</summary>
    public static SignatureAlgorithm MLDsa87 => BuiltIn(BuiltInSignature.MLDsa87);

    /// <summary>ECDSA over P-256 with SHA-256, DER signatures (FIPS 186-5; RFC 3279).</summary>
    public static SignatureAlgorithm EcdsaP256Sha256 => BuiltIn(BuiltInSignature.EcdsaP256Sha256);

    /// <summary>ECDSA over P-384 with SHA-384, DER signatures.</summary>
    public static SignatureAlgorithm EcdsaP384Sha384 => BuiltIn(BuiltInSignature.EcdsaP384Sha384);

    /// <summary>RSA-2048 PSS with SHA-256 and a salt of 32 bytes (RFC 8017, section 8.1).</summary>
    public static SignatureAlgorithm RsaPss2048Sha256 => BuiltIn(BuiltInSignature.RsaPss2048Sha256);

    /// <summary>RSA-3072 PSS with SHA-256 and a salt of 32 bytes.</summary>
    public static SignatureAlgorithm RsaPss3072Sha256 => BuiltIn(BuiltInSignature.RsaPss3072Sha256);

    /// <summary>RSA-4096 PSS with SHA-384 and a salt of 48 bytes.</summary>
    public static SignatureAlgorithm RsaPss4096Sha384 => BuiltIn(BuiltInSignature.RsaPss4096Sha384);

    /// <summary>Dilithium2 of the third round, version 3.1, for systems that still speak it. Not ML-DSA-44, though signatures are as long.</summary>
    public static SignatureAlgorithm Dilithium2Round3 => BuiltIn(BuiltInSignature.Dilithium2Round3);

    /// <summary>Dilithium3 of the third round, version 3.1, for systems that still speak it. Not ML-DSA-65.</summary>
    public static SignatureAlgorithm Dilithium3Round3 => BuiltIn(BuiltInSignature.Dilithium3Round3);

    /// <summary>Dilithium5 of the third round, version 3.1, for systems that still speak it. Not ML-DSA-87.</summary>
    public static SignatureAlgorithm Dilithium5Round3 => BuiltIn(BuiltInSignature.Dilithium5Round3);

    /// <summary>The name, such as "ML-DSA-65".</summary>
    public string Name => Description.Name;

    /// <summary>On which mathematics the algorithm rests.</summary>
    public AlgorithmFamily Family => Description.Family;

    /// <summary>How settled the algorithm is.</summary>
    public AlgorithmStatus Status => Description.Status;

    /// <summary>The NIST security category, 1 to 5; 0 for none (classical).</summary>
    public int SecurityCategory => Description.SecurityCategory;

    /// <summary>The object identifier of the key's AlgorithmIdentifier; null where it does not name one algorithm (RSA, EC) or there is none.</summary>
    public string? Oid => Description.Oid;

    /// <summary>The TLS SignatureScheme; null where there is none or it does not name one algorithm (RSA: the code point leaves the key's length
    /// open).</summary>
    public ushort? TlsSignatureScheme => Description.TlsSignatureScheme;

    /// <summary>Length of the raw public key in bytes; 0 where there is no raw form.</summary>
    public int PublicKeySizeInBytes => Description.PublicKeySizeInBytes;

    /// <summary>Length of the raw private key in bytes; 0 where there is no raw form.</summary>
    public int PrivateKeySizeInBytes => Description.PrivateKeySizeInBytes;

    /// <summary>Length of the private seed in bytes; 0 where there is none.</summary>
    public int PrivateSeedSizeInBytes => Description.PrivateSeedSizeInBytes;

    /// <summary>Length of the longest signature in bytes; only ECDSA signatures, which are in DER, are ever shorter, alone or in composites.</summary>
    public int MaxSignatureSizeInBytes => Description.MaxSignatureSizeInBytes;

    /// <summary>Whether <see cref="SignatureOptions.Context"/> can be given.</summary>
    public bool SupportsContext => Description.SupportsContext;

    /// <summary>Whether <see cref="SignatureOptions.PreHash"/> can be given (HashML-DSA).</summary>
    public bool SupportsPreHash => Description.SupportsPreHash;

    /// <summary>Whether a message representative computed elsewhere can be signed and verified.</summary>
    public bool SupportsExternalMu => Description.SupportsExternalMu;

    /// <summary>All built-in algorithms and all composite ones of this package: what the static imports read.</summary>
    internal static SignatureAlgorithm[] Readable => Every.Readable;

    /// <summary>The schemes behind them, in the same order.</summary>
    internal static SignatureScheme[] Schemes => Every.Schemes;

    /// <summary>The scheme behind the algorithm.</summary>
    internal SignatureScheme Scheme { get; }

    private SignatureDescription Description => Scheme.Description;

    /// <summary>Makes an algorithm of your own scheme that works wherever a built-in one does.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <exception cref="ArgumentException">The description has an empty name or an impossible size.</exception>
    /// <remarks>There is no registry: <see cref="All"/>, <see cref="TryFind"/> and the static imports of the key types know
    /// the algorithms of this package only; a created one reads its keys through its own instance methods.</remarks>
    public static SignatureAlgorithm Create(SignatureScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        SignatureDescription description = scheme.Description;
        KeyContainers.ValidateDescription(description, nameof(scheme));
        if (description.MaxSignatureSizeInBytes <= 0 || description.SigningRandomnessSizeInBytes < 0)
            throw new ArgumentException("A signature has a positive size.", nameof(scheme));
        return new SignatureAlgorithm(scheme);
    }

    /// <summary>Finds a built-in algorithm, or a composite one of this package.</summary>
    /// <param name="nameOrOid">The full name in any case, of a composite with or without <c>id-</c>; or an object identifier that names exactly one
    /// algorithm.</param>
    /// <param name="algorithm">The algorithm, or null.</param>
    /// <returns>Whether it was found.</returns>
    public static bool TryFind(string nameOrOid, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        ArgumentNullException.ThrowIfNull(nameOrOid);
        algorithm = All.FirstOrDefault(candidate =>
            candidate.Name.Equals(nameOrOid, StringComparison.OrdinalIgnoreCase) || candidate.Oid == nameOrOid);
        return algorithm is not null || CompositeAlgorithms.TryFind(nameOrOid, out algorithm);
    }

    /// <summary>Finds the built-in algorithm of a TLS signature scheme that names exactly one; RSA's do not.</summary>
    /// <param name="signatureScheme">The SignatureScheme code point, such as 0x0905.</param>
    /// <param name="algorithm">The algorithm, or null.</param>
    /// <returns>Whether it was found.</returns>
    public static bool TryFindTlsScheme(ushort signatureScheme, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        algorithm = All.FirstOrDefault(candidate => candidate.TlsSignatureScheme == signatureScheme);
        return algorithm is not null;
    }

    /// <summary>Generates a key pair.</summary>
    /// <returns>The private key, with its public key; dispose it.</returns>
    /// <exception cref="CryptographicException">The operating system's random generator failed, or a self-test did.</exception>
    /// <remarks>Thread-safe. FIPS 204, Algorithm 1 (ML-DSA.KeyGen).</remarks>
    public SignaturePrivateKey GenerateKey()
    {
        Scheme.SelfTest.Require();
        using Workspace workspace = Workspace.Rent();
        Span<byte> randomness = workspace.Bytes(Description.KeyGenerationRandomnessSizeInBytes);
        if (!randomness.IsEmpty)
            Entropy.Fill(randomness);
        SignaturePrivateKeyState state = Scheme.GenerateKey(randomness);
        if (PairwiseConsistency.IsOn)
            PairwiseConsistency.Check(Scheme, [state]);
        return new SignaturePrivateKey(this, state);
    }

    /// <summary>Makes the key that belongs to a seed.</summary>
    /// <param name="seed">Exactly <see cref="PrivateSeedSizeInBytes"/> bytes: xi for ML-DSA. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no seed.</exception>
    /// <exception cref="ArgumentException">The seed has the wrong length.</exception>
    /// <exception cref="CryptographicException">The self-test of the algorithm failed.</exception>
    /// <remarks>Thread-safe. FIPS 204, Algorithm 6 (ML-DSA.KeyGen_internal).</remarks>
    public SignaturePrivateKey ImportPrivateSeed(ReadOnlySpan<byte> seed)
    {
        KeyContainers.CheckSize(Name, "private seed", nameof(PrivateSeedSizeInBytes), PrivateSeedSizeInBytes, seed.Length, nameof(seed));
        Scheme.SelfTest.Require();
        using Workspace operation = Workspace.Rent();
        return new SignaturePrivateKey(this, Scheme.ImportPrivateSeed(seed));
    }

    /// <summary>Reads a raw private key and checks its content.</summary>
    /// <param name="privateKey">Exactly <see cref="PrivateKeySizeInBytes"/> bytes: sk for ML-DSA. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw private key.</exception>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    /// <exception cref="CryptographicException">The content fails a check (secret vectors out of range; t0 or tr not those of the key), which the message
    /// names; or the self-test of the algorithm failed.</exception>
    /// <remarks>Thread-safe. The seed cannot be computed back.</remarks>
    public SignaturePrivateKey ImportPrivateKey(ReadOnlySpan<byte> privateKey)
    {
        KeyContainers.CheckSize(Name, "private key", nameof(PrivateKeySizeInBytes), PrivateKeySizeInBytes, privateKey.Length, nameof(privateKey));
        Scheme.SelfTest.Require();
        using Workspace operation = Workspace.Rent();
        return new SignaturePrivateKey(this, Scheme.ImportPrivateKey(privateKey));
    }

    /// <summary>Reads a raw public key and checks its content.</summary>
    /// <param name="publicKey">Exactly <see cref="PublicKeySizeInBytes"/> bytes. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw public key.</exception>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    /// <exception cref="CryptographicException">The content fails a check (a point off its curve), which the message names; or the self-test of the
    /// algorithm failed.</exception>
    /// <remarks>Thread-safe.</remarks>
    public SignaturePublicKey ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        KeyContainers.CheckSize(Name, "public key", nameof(PublicKeySizeInBytes), PublicKeySizeInBytes, publicKey.Length, nameof(publicKey));
        Scheme.SelfTest.Require();
        return new SignaturePublicKey(this, Scheme.ImportPublicKey(publicKey));
    }

    /// <summary>Reads a DER SubjectPublicKeyInfo that holds a key of this algorithm.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, or holds another algorithm's key.</exception>
    public SignaturePublicKey ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source) =>
        new(this, KeyContainers.ImportSubjectPublicKeyInfo(RequireContainers(), source, out _));

    /// <summary>Reads a PEM text with one PUBLIC KEY block that holds a key of this algorithm.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="ArgumentException">There is no such block, or more than one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, or holds another algorithm's key.</exception>
    public SignaturePublicKey ImportPublicKeyFromPem(ReadOnlySpan<char> source) =>
        new(this, KeyContainers.ImportPublicPem(RequireContainers(), source, out _));

    /// <summary>Reads a DER PKCS#8 structure that holds a key of this algorithm.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, fails a check, or holds another algorithm's key.</exception>
    public SignaturePrivateKey ImportPkcs8PrivateKey(ReadOnlySpan<byte> source) =>
        new(this, KeyContainers.ImportPkcs8(RequireContainers(), source, out _));

    /// <summary>Reads a PEM text with one PRIVATE KEY block that holds a key of this algorithm.</summary>
    /// <param name="source">The text; blocks with other labels are skipped. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only an encrypted one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, fails a check, or holds another algorithm's key.</exception>
    public SignaturePrivateKey ImportPrivateKeyFromPem(ReadOnlySpan<char> source) =>
        new(this, KeyContainers.ImportPrivatePem(RequireContainers(), source, out _));

    /// <summary>Reads a DER EncryptedPrivateKeyInfo that holds a key of this algorithm.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// its public key with the public key that you kept.</remarks>
    public SignaturePrivateKey ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        new(this, KeyContainers.ImportEncryptedPkcs8(RequireContainers(), password, source, out _));

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block that holds a key of this algorithm.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="password">The password. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// its public key with the public key that you kept.</remarks>
    public SignaturePrivateKey ImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        new(this, KeyContainers.ImportEncryptedPem(RequireContainers(), source, password, out _));

    /// <summary>Equal when made over the same scheme; built-in algorithms are equal to themselves only.</summary>
    public bool Equals(SignatureAlgorithm? other) => other is not null && ReferenceEquals(Scheme, other.Scheme);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignatureAlgorithm);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The algorithm of a scheme of this package.</summary>
    internal static SignatureAlgorithm Of(SignatureScheme scheme) => new(scheme);

    /// <summary>Refuses options that the algorithm does not have.</summary>
    internal void CheckOptions(SignatureOptions options)
    {
        if (!options.Context.IsEmpty && !SupportsContext)
            throw Errors.NotSupported(Name, "context", nameof(SupportsContext));
        if (options.PreHash is < PreHash.None or > PreHash.Shake256)     // Enum.IsDefined uses reflection in native programs
            throw new ArgumentOutOfRangeException(nameof(options), options.PreHash, "The pre-hash is unknown.");
        if (options.PreHash != PreHash.None && !SupportsPreHash)
            throw Errors.NotSupported(Name, "pre-hash", nameof(SupportsPreHash));
    }

    /// <summary>Refuses options that the algorithm does not have, and a context that no signature can carry.</summary>
    internal void CheckOptionsForSigning(SignatureOptions options)
    {
        CheckOptions(options);
        if (options.Context.Length > SignatureOptions.MaxContextSizeInBytes)
            throw Errors.ContextTooLong(nameof(options), options.Context.Length);
    }

    /// <summary>Refuses an external mu where there is none, and one of the wrong length.</summary>
    internal void CheckMu(ReadOnlySpan<byte> mu, string parameterName)
    {
        const int MuSizeInBytes = 64;                           // FIPS 204, Algorithm 7, L6
        if (!SupportsExternalMu)
            throw Errors.NotSupported(Name, "external mu", nameof(SupportsExternalMu));
        if (mu.Length != MuSizeInBytes)
            throw Errors.WrongLength(parameterName, Name, "mu", MuSizeInBytes, mu.Length);
    }

    /// <summary>A built-in algorithm, made when it is first asked for.</summary>
    private static SignatureAlgorithm BuiltIn(BuiltInSignature algorithm)
    {
        ref SignatureAlgorithm? slot = ref BuiltIns[(int)algorithm];
        if (Volatile.Read(ref slot) is { } found)
            return found;
        SignatureAlgorithm made = new(Catalog.Create(algorithm));
        return Interlocked.CompareExchange(ref slot, made, null) ?? made;      // the first of several threads makes it for all
    }

    private SignatureScheme[] RequireContainers()
    {
        KeyContainers.RequireContainers(Scheme);
        return [Scheme];
    }

    /// <summary>All built-in algorithms, made when all are first asked for.</summary>
    private static class Every
    {
        internal static readonly SignatureAlgorithm[] Algorithms = [.. Enum.GetValues<BuiltInSignature>().Select(BuiltIn)];

        internal static readonly SignatureAlgorithm[] Readable = [.. Algorithms, .. CompositeAlgorithms.Signatures];

        internal static readonly SignatureScheme[] Schemes = [.. Readable.Select(algorithm => algorithm.Scheme)];
    }
}
