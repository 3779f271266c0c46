using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto;

/// <summary>A key encapsulation algorithm: the entry point for generating, importing and finding its keys.</summary>
/// <remarks>
/// Immutable; one instance per algorithm, safe for many threads. Migrating from one algorithm to another is changing this value.
/// <para>Sizes are in bytes; 0 means that the algorithm has no such raw form.</para>
/// <para>Before an algorithm of our own makes or reads its first key in a process, it must give known answers. If it does not, that call and all later ones
/// that would make a key of it throw <see cref="CryptographicException"/>. With the AppContext switch <c>PqCrypto.PairwiseConsistencyTest</c>, which is
/// read once, each generated key is tried before it is returned; one that does not fit its public key makes the algorithm unusable likewise.</para>
/// </remarks>
public sealed class KemAlgorithm : IEquatable<KemAlgorithm>
{
    private static readonly KemAlgorithm?[] BuiltIns = new KemAlgorithm?[Catalog.KemCount];

    private KemAlgorithm(KemScheme scheme) => Scheme = scheme;

    /// <summary>All built-in algorithms.</summary>
    public static IReadOnlyList<KemAlgorithm> All => Every.Algorithms;

    /// <summary>ML-KEM-512, category 1 (FIPS 203).</summary>
    public static KemAlgorithm MLKem512 => BuiltIn(BuiltInKem.MLKem512);

    /// <summary>ML-KEM-768, category 3 (FIPS 203): the default for exchanges, where <see cref="XWing"/> is that for stored data; once called
    /// Kyber-768.</summary>
    public static KemAlgorithm MLKem768 => BuiltIn(BuiltInKem.MLKem768);

    /// <summary>ML-KEM-1024, category 5 (FIPS 203).</summary>
    public static KemAlgorithm MLKem1024 => BuiltIn(BuiltInKem.MLKem1024);

    /// <summary>The TLS group X25519MLKEM768 (0x11EC). For handshakes whose transcript binds the shares, and there only; the secret is 64
    /// bytes, meant for a key schedule. For everything else use <see cref="XWing"/>.</summary>
    public static KemAlgorithm X25519MLKem768 => BuiltIn(BuiltInKem.X25519MLKem768);

    /// <summary>The TLS group SecP256r1MLKEM768 (0x11EB). For handshakes only, as <see cref="X25519MLKem768"/>.</summary>
    public static KemAlgorithm SecP256r1MLKem768 => BuiltIn(BuiltInKem.SecP256r1MLKem768);

    /// <summary>The TLS group SecP384r1MLKEM1024 (0x11ED). For handshakes only, as <see cref="X25519MLKem768"/>; the secret is 80 bytes.</summary>
    public static KemAlgorithm SecP384r1MLKem1024 => BuiltIn(BuiltInKem.SecP384r1MLKem1024);

    /// <summary>X-Wing: X25519 and ML-KEM-768 bound by a hash, for everything, stored data included (draft-connolly-cfrg-xwing-kem).</summary>
    public static KemAlgorithm XWing => BuiltIn(BuiltInKem.XWing);

    /// <summary>DHKEM(X25519, HKDF-SHA256) (RFC 9180, section 4.1).</summary>
    public static KemAlgorithm X25519 => BuiltIn(BuiltInKem.X25519);

    /// <summary>DHKEM(P-256, HKDF-SHA256) (RFC 9180, section 4.1).</summary>
    public static KemAlgorithm EcdhP256 => BuiltIn(BuiltInKem.EcdhP256);

    /// <summary>DHKEM(P-384, HKDF-SHA384) (RFC 9180, section 4.1).</summary>
    public static KemAlgorithm EcdhP384 => BuiltIn(BuiltInKem.EcdhP384);

    /// <summary>RSA-2048 key transport of a fresh 32-byte secret, OAEP with SHA-256 (RFC 8017, section 7.1).</summary>
    public static KemAlgorithm RsaOaep2048 => BuiltIn(BuiltInKem.RsaOaep2048);

    /// <summary>RSA-3072 key transport of a fresh 32-byte secret, OAEP with SHA-256.</summary>
    public static KemAlgorithm RsaOaep3072 => BuiltIn(BuiltInKem.RsaOaep3072);

    /// <summary>RSA-4096 key transport of a fresh 32-byte secret, OAEP with SHA-256.</summary>
    public static KemAlgorithm RsaOaep4096 => BuiltIn(BuiltInKem.RsaOaep4096);

    /// <summary>Kyber512 of the third round, for systems that still speak it. Not ML-KEM-512: neither understands the other.</summary>
    public static KemAlgorithm Kyber512Round3 => BuiltIn(BuiltInKem.Kyber512Round3);

    /// <summary>Kyber768 of the third round, for systems that still speak it. Not ML-KEM-768: neither understands the other.</summary>
    public static KemAlgorithm Kyber768Round3 => BuiltIn(BuiltInKem.Kyber768Round3);

    /// <summary>Kyber1024 of the third round, for systems that still speak it. Not ML-KEM-1024: neither understands the other.</summary>
    public static KemAlgorithm Kyber1024Round3 => BuiltIn(BuiltInKem.Kyber1024Round3);

    /// <summary>The name, such as "ML-KEM-768".</summary>
    public string Name => Description.Name;

    /// <summary>On which mathematics the algorithm rests.</summary>
    public AlgorithmFamily Family => Description.Family;

    /// <summary>How settled the algorithm is.</summary>
    public AlgorithmStatus Status => Description.Status;

    /// <summary>The NIST security category, 1 to 5; 0 for none (classical).</summary>
    public int SecurityCategory => Description.SecurityCategory;

    /// <summary>The object identifier of the key's AlgorithmIdentifier; null where it does not name one algorithm (RSA, EC) or there is none.</summary>
    public string? Oid => Description.Oid;

    /// <summary>The TLS NamedGroup; null where there is none. DHKEM has none: TLS uses raw ECDH.</summary>
    public ushort? TlsNamedGroup => Description.TlsNamedGroup;

    /// <summary>Length of the raw public key in bytes; 0 where there is no raw form.</summary>
    public int PublicKeySizeInBytes => Description.PublicKeySizeInBytes;

    /// <summary>Length of the raw private key in bytes; 0 where there is no raw form.</summary>
    public int PrivateKeySizeInBytes => Description.PrivateKeySizeInBytes;

    /// <summary>Length of the private seed in bytes; 0 where there is none.</summary>
    public int PrivateSeedSizeInBytes => Description.PrivateSeedSizeInBytes;

    /// <summary>Length of a ciphertext in bytes.</summary>
    public int CiphertextSizeInBytes => Description.CiphertextSizeInBytes;

    /// <summary>Length of a shared secret in bytes.</summary>
    public int SharedSecretSizeInBytes => Description.SharedSecretSizeInBytes;

    /// <summary>All built-in algorithms and all composite ones of this package: what the static imports read.</summary>
    internal static KemAlgorithm[] Readable => Every.Readable;

    /// <summary>The schemes behind them, in the same order.</summary>
    internal static KemScheme[] Schemes => Every.Schemes;

    /// <summary>The scheme behind the algorithm.</summary>
    internal KemScheme Scheme { get; }

    private KemDescription Description => Scheme.Description;

    /// <summary>Makes an algorithm of your own scheme that works wherever a built-in one does.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <exception cref="ArgumentException">The description has an empty name or an impossible size.</exception>
    /// <remarks>There is no registry: <see cref="All"/>, <see cref="TryFind"/> and the static imports of the key types know
    /// the algorithms of this package only; a created one reads its keys through its own instance methods.</remarks>
    public static KemAlgorithm Create(KemScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        KemDescription description = scheme.Description;
        KeyContainers.ValidateDescription(description, nameof(scheme));
        if (description.CiphertextSizeInBytes <= 0 || description.SharedSecretSizeInBytes <= 0 || description.EncapsulationRandomnessSizeInBytes < 0)
            throw new ArgumentException("Ciphertext and shared secret have positive sizes.", nameof(scheme));
        return new KemAlgorithm(scheme);
    }

    /// <summary>Finds a built-in algorithm, one of the CFRG's concrete hybrids "MLKEM768-P256" and "MLKEM1024-P384", or a composite one of this package.</summary>
    /// <param name="nameOrOid">The full name in any case, of a composite with or without <c>id-</c>; or an object identifier that names exactly one
    /// algorithm.</param>
    /// <param name="algorithm">The algorithm, or null.</param>
    /// <returns>Whether it was found.</returns>
    public static bool TryFind(string nameOrOid, [NotNullWhen(true)] out KemAlgorithm? algorithm)
    {
        ArgumentNullException.ThrowIfNull(nameOrOid);
        algorithm = All.FirstOrDefault(candidate =>
            candidate.Name.Equals(nameOrOid, StringComparison.OrdinalIgnoreCase) || candidate.Oid == nameOrOid);
        algorithm ??= Every.ConcreteHybrids.FirstOrDefault(candidate => candidate.Name.Equals(nameOrOid, StringComparison.OrdinalIgnoreCase));
        return algorithm is not null || CompositeAlgorithms.TryFind(nameOrOid, out algorithm);
    }

    /// <summary>Finds the built-in algorithm of a TLS group.</summary>
    /// <param name="namedGroup">The NamedGroup code point, such as 0x11EC.</param>
    /// <param name="algorithm">The algorithm, or null.</param>
    /// <returns>Whether it was found.</returns>
    public static bool TryFindTlsGroup(ushort namedGroup, [NotNullWhen(true)] out KemAlgorithm? algorithm)
    {
        algorithm = All.FirstOrDefault(candidate => candidate.TlsNamedGroup == namedGroup);
        return algorithm is not null;
    }

    /// <summary>Generates a key pair.</summary>
    /// <returns>The private key, with its public key; dispose it.</returns>
    /// <exception cref="CryptographicException">The operating system's random generator failed, or a self-test did.</exception>
    /// <remarks>Thread-safe. FIPS 203, Algorithm 19 (ML-KEM.KeyGen).</remarks>
    public KemPrivateKey GenerateKey()
    {
        Scheme.SelfTest.Require();
        using Workspace workspace = Workspace.Rent();
        Span<byte> randomness = workspace.Bytes(Description.KeyGenerationRandomnessSizeInBytes);
        if (!randomness.IsEmpty)
            Entropy.Fill(randomness);
        KemPrivateKeyState state = Scheme.GenerateKey(randomness);
        if (PairwiseConsistency.IsOn)
            PairwiseConsistency.Check(Scheme, [state]);
        return new KemPrivateKey(this, state);
    }

    /// <summary>Generates many key pairs, eight at a time side by side where the algorithm is our own, on all cores.</summary>
    /// <param name="count">How many; 0 or more.</param>
    /// <param name="cancellationToken">Ends the work between groups of keys.</param>
    /// <returns>The private keys, with their public keys; dispose each.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed, or a self-test did.</exception>
    /// <remarks>Thread-safe. All keys are made or none: after an exception those made so far have been disposed.</remarks>
    public KemPrivateKey[] GenerateKeys(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Scheme.SelfTest.Require();
        KemPrivateKey[] keys = new KemPrivateKey[count];
        try
        {
            Batch.Run(count, (start, end) => GenerateKeys(keys.AsSpan(start..end)), cancellationToken);
            return keys;
        }
        catch
        {
            foreach (KemPrivateKey? key in keys)
                key?.Dispose();
            throw;
        }
    }

    /// <summary>Makes the key that belongs to a seed.</summary>
    /// <param name="seed">Exactly <see cref="PrivateSeedSizeInBytes"/> bytes: d || z for ML-KEM and Kyber, the seed for X-Wing. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no seed.</exception>
    /// <exception cref="ArgumentException">The seed has the wrong length.</exception>
    /// <exception cref="CryptographicException">The self-test of the algorithm failed.</exception>
    /// <remarks>Thread-safe. FIPS 203, Algorithm 16 (ML-KEM.KeyGen_internal).</remarks>
    public KemPrivateKey ImportPrivateSeed(ReadOnlySpan<byte> seed)
    {
        KeyContainers.CheckSize(Name, "private seed", nameof(PrivateSeedSizeInBytes), PrivateSeedSizeInBytes, seed.Length, nameof(seed));
        Scheme.SelfTest.Require();
        using Workspace operation = Workspace.Rent();
        return new KemPrivateKey(this, Scheme.ImportPrivateSeed(seed));
    }

    /// <summary>Reads a raw private key and checks its content.</summary>
    /// <param name="privateKey">Exactly <see cref="PrivateKeySizeInBytes"/> bytes: dk for ML-KEM. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw private key.</exception>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    /// <exception cref="CryptographicException">The content fails a check (FIPS 203, section 7.3, and more), which the message names; or the self-test of the
    /// algorithm failed.</exception>
    /// <remarks>Thread-safe. The seed cannot be computed back.</remarks>
    public KemPrivateKey ImportPrivateKey(ReadOnlySpan<byte> privateKey)
    {
        KeyContainers.CheckSize(Name, "private key", nameof(PrivateKeySizeInBytes), PrivateKeySizeInBytes, privateKey.Length, nameof(privateKey));
        Scheme.SelfTest.Require();
        using Workspace operation = Workspace.Rent();
        return new KemPrivateKey(this, Scheme.ImportPrivateKey(privateKey));
    }

    /// <summary>Reads a raw public key and checks its content.</summary>
    /// <param name="publicKey">Exactly <see cref="PublicKeySizeInBytes"/> bytes. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw public key.</exception>
    /// <exception cref="ArgumentException">The key has the wrong length.</exception>
    /// <exception cref="CryptographicException">The content fails a check (FIPS 203, section 7.2; a point off its curve), which the message
    /// names; or the self-test of the algorithm failed.</exception>
    /// <remarks>Thread-safe.</remarks>
    public KemPublicKey ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        KeyContainers.CheckSize(Name, "public key", nameof(PublicKeySizeInBytes), PublicKeySizeInBytes, publicKey.Length, nameof(publicKey));
        Scheme.SelfTest.Require();
        return new KemPublicKey(this, Scheme.ImportPublicKey(publicKey));
    }

    /// <summary>Reads a DER SubjectPublicKeyInfo that holds a key of this algorithm.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, or holds another algorithm's key.</exception>
    public KemPublicKey ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source) =>
        new(this, KeyContainers.ImportSubjectPublicKeyInfo(RequireContainers(), source, out _));

    /// <summary>Reads a PEM text with one PUBLIC KEY block that holds a key of this algorithm.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="ArgumentException">There is no such block, or more than one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, or holds another algorithm's key.</exception>
    public KemPublicKey ImportPublicKeyFromPem(ReadOnlySpan<char> source) =>
        new(this, KeyContainers.ImportPublicPem(RequireContainers(), source, out _));

    /// <summary>Reads a DER PKCS#8 structure that holds a key of this algorithm.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, fails a check, or holds another algorithm's key.</exception>
    public KemPrivateKey ImportPkcs8PrivateKey(ReadOnlySpan<byte> source) =>
        new(this, KeyContainers.ImportPkcs8(RequireContainers(), source, out _));

    /// <summary>Reads a PEM text with one PRIVATE KEY block that holds a key of this algorithm.</summary>
    /// <param name="source">The text; blocks with other labels are skipped. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only an encrypted one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, fails a check, or holds another algorithm's key.</exception>
    public KemPrivateKey ImportPrivateKeyFromPem(ReadOnlySpan<char> source) =>
        new(this, KeyContainers.ImportPrivatePem(RequireContainers(), source, out _));

    /// <summary>Reads a DER EncryptedPrivateKeyInfo that holds a key of this algorithm.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="source">The encoding, without trailing bytes.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="CryptographicException">The password is wrong, the encryption is not PBES2 with AES-CBC, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// its public key with the public key that you kept.</remarks>
    public KemPrivateKey ImportEncryptedPkcs8PrivateKey(ReadOnlySpan<char> password, ReadOnlySpan<byte> source) =>
        new(this, KeyContainers.ImportEncryptedPkcs8(RequireContainers(), password, source, out _));

    /// <summary>Reads a PEM text with one ENCRYPTED PRIVATE KEY block that holds a key of this algorithm.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <param name="password">The password. Secret.</param>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form.</exception>
    /// <exception cref="ArgumentException">There is no such block, more than one, or only a plain one.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the content is malformed.</exception>
    /// <remarks>The encryption has no integrity: a changed encoding of a key that is kept as its seed can open as another key. Compare
    /// its public key with the public key that you kept.</remarks>
    public KemPrivateKey ImportPrivateKeyFromEncryptedPem(ReadOnlySpan<char> source, ReadOnlySpan<char> password) =>
        new(this, KeyContainers.ImportEncryptedPem(RequireContainers(), source, password, out _));

    /// <summary>Equal when made over the same scheme; built-in algorithms are equal to themselves only.</summary>
    public bool Equals(KemAlgorithm? other) => other is not null && ReferenceEquals(Scheme, other.Scheme);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KemAlgorithm);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>A built-in algorithm, made when it is first asked for.</summary>
    private static KemAlgorithm BuiltIn(BuiltInKem algorithm)
    {
        ref KemAlgorithm? slot = ref BuiltIns[(int)algorithm];
        if (Volatile.Read(ref slot) is { } found)
            return found;
        KemAlgorithm made = new(Catalog.Create(algorithm));
        return Interlocked.CompareExchange(ref slot, made, null) ?? made;      // the first of several threads makes it for all
    }

    /// <summary>The algorithm of a scheme of this package.</summary>
    internal static KemAlgorithm Of(KemScheme scheme) => new(scheme);

    private KemScheme[] RequireContainers()
    {
        KeyContainers.RequireContainers(Scheme);
        return [Scheme];
    }

    /// <summary>Generates as many keys as one group holds.</summary>
    private void GenerateKeys(Span<KemPrivateKey> keys)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> randomness = workspace.Bytes(keys.Length * Description.KeyGenerationRandomnessSizeInBytes);
        if (!randomness.IsEmpty)
            Entropy.Fill(randomness);
        KemPrivateKeyState[] states = new KemPrivateKeyState[keys.Length];
        Scheme.GenerateKeys(randomness, states);
        if (PairwiseConsistency.IsOn)
            PairwiseConsistency.Check(Scheme, states);
        for (int i = 0; i < keys.Length; i++)
            keys[i] = new KemPrivateKey(this, states[i]);
    }

    /// <summary>All built-in algorithms, made when all are first asked for.</summary>
    private static class Every
    {
        internal static readonly KemAlgorithm[] Algorithms = [.. Enum.GetValues<BuiltInKem>().Select(BuiltIn)];

        internal static readonly KemAlgorithm[] Readable = [.. Algorithms, .. CompositeAlgorithms.Kems];

        internal static readonly KemScheme[] Schemes = [.. Readable.Select(algorithm => algorithm.Scheme)];

        internal static readonly KemAlgorithm[] ConcreteHybrids = [.. Catalog.CreateConcreteHybrids().Select(Of)];
    }
}
