using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto;

/// <summary>The public key of a key encapsulation algorithm: anybody who has it can send a secret to the private key's holder.</summary>
/// <remarks>Immutable and safe for many threads. From its second use on it remembers what is computed from the key alone, so later uses are cheaper.</remarks>
public sealed class KemPublicKey : IEquatable<KemPublicKey>
{
    internal KemPublicKey(KemAlgorithm algorithm, KemPublicKeyState state)
    {
        Algorithm = algorithm;
        State = state;
    }

    /// <summary>The algorithm.</summary>
    public KemAlgorithm Algorithm { get; }

    /// <summary>The key inside its scheme.</summary>
    internal KemPublicKeyState State { get; }

    /// <summary>Reads a DER SubjectPublicKeyInfo of any built-in or composite algorithm of this package. An EC key is read as DHKEM, an RSA key as RSA-OAEP of its length.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static KemPublicKey ImportSubjectPublicKeyInfo(ReadOnlySpan<byte> source)
    {
        KemPublicKeyState state = KeyContainers.ImportSubjectPublicKeyInfo(KemAlgorithm.Schemes, source, out int index);
        return new KemPublicKey(KemAlgorithm.Readable[index], state);
    }

    /// <summary>Reads a PEM text with one PUBLIC KEY block of any built-in or composite algorithm of this package.</summary>
    /// <param name="source">The text; blocks with other labels are skipped.</param>
    /// <exception cref="ArgumentException">There is no such block, or more than one.</exception>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static KemPublicKey ImportFromPem(ReadOnlySpan<char> source)
    {
        KemPublicKeyState state = KeyContainers.ImportPublicPem(KemAlgorithm.Schemes, source, out int index);
        return new KemPublicKey(KemAlgorithm.Readable[index], state);
    }

    /// <summary>Creates a fresh shared secret and the ciphertext that carries it to the private-key holder.</summary>
    /// <param name="ciphertext">Receives the ciphertext; exactly <see cref="KemAlgorithm.CiphertextSizeInBytes"/> bytes (1088 for
    /// ML-KEM-768). Public: send it.</param>
    /// <param name="sharedSecret">Receives the shared secret; exactly <see cref="KemAlgorithm.SharedSecretSizeInBytes"/> bytes. Secret: feed it
    /// to a KDF.</param>
    /// <exception cref="ArgumentException">A buffer has the wrong length, or the two overlap; both are unchanged.</exception>
    /// <exception cref="CryptographicException">The operating system's random generator failed, or the peer's X25519 share gives a zero secret
    /// where the algorithm forbids it; both buffers are unchanged or zeroed.</exception>
    /// <remarks>Thread-safe; allocates nothing for algorithms of our own. FIPS 203, Algorithm 20 (ML-KEM.Encaps).</remarks>
    public void Encapsulate(Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        CheckBuffers(ciphertext, sharedSecret);
        using Workspace workspace = Workspace.Rent();
        Span<byte> randomness = workspace.Bytes(Algorithm.Scheme.Description.EncapsulationRandomnessSizeInBytes);
        if (!randomness.IsEmpty)
            Entropy.Fill(randomness);
        Encapsulate(randomness, ciphertext, sharedSecret);
    }

    /// <summary>Creates a fresh shared secret and the ciphertext that carries it to the private-key holder.</summary>
    /// <param name="ciphertext">The ciphertext. Public: send it.</param>
    /// <returns>The shared secret; dispose it.</returns>
    /// <exception cref="CryptographicException">As for the other overload.</exception>
    /// <remarks>Thread-safe. FIPS 203, Algorithm 20 (ML-KEM.Encaps).</remarks>
    public SharedSecret Encapsulate(out byte[] ciphertext)
    {
        ciphertext = new byte[Algorithm.CiphertextSizeInBytes];
        SharedSecret secret = new(Algorithm.SharedSecretSizeInBytes, out Span<byte> bytes);
        try
        {
            Encapsulate(ciphertext, bytes);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    /// <summary>This key as the platform's class <see cref="System.Security.Cryptography.MLKem"/>, for code that is typed against it; works on every
    /// operating system.</summary>
    /// <returns>An object over this key. It can encapsulate only.</returns>
    /// <exception cref="NotSupportedException">The algorithm is none of ML-KEM's three parameter sets.</exception>
    public MLKem AsMLKem() => new ManagedMLKem(this);

    /// <summary>The raw public key.</summary>
    /// <returns><see cref="KemAlgorithm.PublicKeySizeInBytes"/> bytes. Public.</returns>
    /// <exception cref="NotSupportedException">The algorithm has no raw public key (RSA).</exception>
    public byte[] ExportPublicKey()
    {
        byte[] publicKey = new byte[Algorithm.PublicKeySizeInBytes];
        ExportPublicKey(publicKey);
        return publicKey;
    }

    /// <summary>Writes the raw public key.</summary>
    /// <param name="destination">Exactly <see cref="KemAlgorithm.PublicKeySizeInBytes"/> bytes. Public.</param>
    /// <exception cref="NotSupportedException">The algorithm has no raw public key (RSA).</exception>
    /// <exception cref="ArgumentException">The destination has the wrong length.</exception>
    public void ExportPublicKey(Span<byte> destination)
    {
        KeyContainers.CheckSize(Algorithm.Name, "public key", nameof(KemAlgorithm.PublicKeySizeInBytes), Algorithm.PublicKeySizeInBytes, destination.Length, nameof(destination));
        State.ExportPublicKey(destination);
    }

    /// <summary>The DER SubjectPublicKeyInfo (RFC 5280; RFC 9935 for ML-KEM).</summary>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form (TLS groups, round 3).</exception>
    public byte[] ExportSubjectPublicKeyInfo() => KeyContainers.ExportSubjectPublicKeyInfo(Algorithm.Scheme, State);

    /// <summary>The SubjectPublicKeyInfo as PEM, label PUBLIC KEY.</summary>
    /// <exception cref="NotSupportedException">The algorithm's keys have no such form (TLS groups, round 3).</exception>
    public string ExportSubjectPublicKeyInfoPem() => Pem.Encode(Pem.PublicKey, ExportSubjectPublicKeyInfo());

    /// <summary>Equal when algorithm and key bytes are equal.</summary>
    public bool Equals(KemPublicKey? other) =>
        other is not null && Algorithm.Equals(other.Algorithm) && KeyContainers.SameKey(State, other.State, Algorithm.PublicKeySizeInBytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KemPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => KeyContainers.KeyHashCode(State, Algorithm.PublicKeySizeInBytes);

    /// <summary>Checks the outputs of an encapsulation.</summary>
    internal void CheckBuffers(Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        if (ciphertext.Length != Algorithm.CiphertextSizeInBytes)
            throw Errors.WrongLength(nameof(ciphertext), Algorithm.Name, "ciphertext", Algorithm.CiphertextSizeInBytes, ciphertext.Length);
        if (sharedSecret.Length != Algorithm.SharedSecretSizeInBytes)
            throw Errors.WrongLength(nameof(sharedSecret), Algorithm.Name, "shared secret", Algorithm.SharedSecretSizeInBytes, sharedSecret.Length);
        if (ciphertext.Overlaps(sharedSecret))
            throw Errors.Overlap(nameof(sharedSecret), nameof(ciphertext));
    }

    /// <summary>Encapsulates with given randomness into checked buffers, which are zeroed when the scheme fails.</summary>
    internal void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        try
        {
            State.Encapsulate(randomness, ciphertext, sharedSecret);
        }
        catch
        {
            CryptographicOperations.ZeroMemory(ciphertext);
            CryptographicOperations.ZeroMemory(sharedSecret);
            throw;
        }
    }
}
