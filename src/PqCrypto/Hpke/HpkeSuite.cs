using System.Buffers.Binary;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Classical;

namespace PqCrypto.Hpke;

/// <summary>A suite of hybrid public key encryption: a KEM, a key derivation function and an authenticated encryption.</summary>
/// <remarks>RFC 9180 in base and PSK mode, with the post-quantum KEMs and one-stage functions of draft-ietf-hpke-pq. KEMs that have an HPKE identifier: DHKEM over X25519, P-256
/// and P-384, ML-KEM, X-Wing, MLKEM768-P256, MLKEM1024-P384. Immutable, safe for many threads.</remarks>
public sealed class HpkeSuite
{
    private readonly byte[] identifier;

    /// <summary>Makes a suite.</summary>
    /// <param name="kem">A KEM that has an HPKE identifier.</param>
    /// <param name="kdf">The key derivation function.</param>
    /// <param name="aead">The authenticated encryption.</param>
    /// <exception cref="NotSupportedException">The KEM has no HPKE identifier.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The function or the encryption is unknown.</exception>
    /// <exception cref="PlatformNotSupportedException">The operating system does not have the encryption.</exception>
    public HpkeSuite(KemAlgorithm kem, HpkeKdf kdf, HpkeAead aead)
        : this(kem, FindIdentifier(kem), kdf, aead)
    {
    }

    /// <summary>Makes a suite with a KEM of your own.</summary>
    /// <param name="kem">The KEM.</param>
    /// <param name="kemIdentifier">Its HPKE identifier, 1 to 65535, such as 0x0021 for DHKEM over X448.</param>
    /// <param name="kdf">The key derivation function.</param>
    /// <param name="aead">The authenticated encryption.</param>
    /// <exception cref="ArgumentOutOfRangeException">The function or the encryption is unknown, or the identifier is none.</exception>
    /// <exception cref="PlatformNotSupportedException">The operating system does not have the encryption.</exception>
    public HpkeSuite(KemAlgorithm kem, int kemIdentifier, HpkeKdf kdf, HpkeAead aead)
    {
        ArgumentNullException.ThrowIfNull(kem);
        if (kemIdentifier is < 1 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(kemIdentifier), kemIdentifier, "An HPKE identifier is 1 to 65535.");
        if (!Enum.IsDefined(kdf))
            throw new ArgumentOutOfRangeException(nameof(kdf), kdf, "The key derivation function is unknown.");
        if (!Enum.IsDefined(aead))
            throw new ArgumentOutOfRangeException(nameof(aead), aead, "The authenticated encryption is unknown.");
        if (!MessageCipher.IsSupported(aead))
            throw new PlatformNotSupportedException($"This operating system has no {aead}.");
        Kem = kem;
        KemIdentifier = kemIdentifier;
        Kdf = kdf;
        Aead = aead;
        identifier = [.. "HPKE"u8, .. BigEndian(kemIdentifier), .. BigEndian((int)kdf), .. BigEndian((int)aead)];
    }

    /// <summary>The KEM.</summary>
    public KemAlgorithm Kem { get; }

    /// <summary>The KEM's HPKE identifier.</summary>
    public int KemIdentifier { get; }

    /// <summary>The key derivation function.</summary>
    public HpkeKdf Kdf { get; }

    /// <summary>The authenticated encryption.</summary>
    public HpkeAead Aead { get; }

    /// <summary>Length of an encapsulated key in bytes.</summary>
    public int EncapsulatedKeySizeInBytes => Kem.CiphertextSizeInBytes;

    /// <summary>By how many bytes a ciphertext is longer than its message.</summary>
    public int TagSizeInBytes => Aead == HpkeAead.ExportOnly ? 0 : MessageCipher.TagSize;

    /// <summary>The suite_id: "HPKE" and three identifiers.</summary>
    internal ReadOnlySpan<byte> Identifier => identifier;

    /// <summary>Makes the key that belongs to keying material.</summary>
    /// <param name="ikm">The keying material: at least 32 bytes of entropy, and at least as long as a private key of DHKEM; 65535 bytes at most.
    /// Secret.</param>
    /// <returns>The private key; dispose it.</returns>
    /// <exception cref="ArgumentException">The material is shorter than 32 bytes, or than a private key of DHKEM, or longer than 65535.</exception>
    /// <exception cref="NotSupportedException">The KEM is one of your own.</exception>
    /// <remarks>RFC 9180, section 7.1.3 (DeriveKeyPair); for post-quantum KEMs draft-ietf-hpke-pq.</remarks>
    public KemPrivateKey DeriveKeyPair(ReadOnlySpan<byte> ikm)
    {
        const int MinSize = 32;
        DhkemScheme? dhkem = Kem.Scheme as DhkemScheme;
        if (dhkem is null && FindIdentifierOrNull(Kem) is null)
            throw Errors.NotSupported(Kem.Name, "derivation of key pairs", nameof(KemIdentifier));
        int size = int.Max(MinSize, dhkem is null ? MinSize : Kem.PrivateKeySizeInBytes);
        if (ikm.Length < size)
            throw Errors.TooShort(nameof(ikm), Kem.Name, "keying material", size, ikm.Length);
        KeySchedule.CheckLength(ikm, nameof(ikm));
        if (dhkem is not null)
        {
            Kem.Scheme.SelfTest.Require();
            return new KemPrivateKey(Kem, dhkem.DeriveKey(ikm));
        }

        using Workspace workspace = Workspace.Rent();
        Span<byte> seed = workspace.Bytes(Kem.PrivateSeedSizeInBytes);
        KeyDerivation.Derive(HpkeKdf.Shake256, [.. "KEM"u8, .. BigEndian(KemIdentifier)], ikm, "DeriveKeyPair"u8, [], seed);
        return Kem.ImportPrivateSeed(seed);
    }

    /// <summary>Begins a context in which messages are encrypted to the holder of a private key.</summary>
    /// <param name="recipient">The holder's public key.</param>
    /// <param name="info">What the context is bound to, 65535 bytes at most; the recipient gives the same. Public.</param>
    /// <param name="encapsulatedKey">Receives what the recipient needs to open the context. Public: send it.</param>
    /// <param name="psk">A key that both sides share already, of 32 to 65535 bytes; empty for none. Secret.</param>
    /// <param name="pskId">Its name; empty for none. Public.</param>
    /// <returns>The context; dispose it.</returns>
    /// <exception cref="ArgumentException">The public key is another algorithm's; the pre-shared key is shorter than 32 bytes, or only one of it and its name was
    /// given; one of the three is longer than 65535 bytes.</exception>
    /// <exception cref="CryptographicException">The random generator failed, or the public key gives a zero secret.</exception>
    /// <remarks>RFC 9180, sections 5.1.1 (SetupBaseS) and 5.1.2 (SetupPSKS). Without a pre-shared key nothing tells the recipient who sent a message.</remarks>
    public HpkeSender CreateSender(
        KemPublicKey recipient, ReadOnlySpan<byte> info, out byte[] encapsulatedKey, ReadOnlySpan<byte> psk = default, ReadOnlySpan<byte> pskId = default)
    {
        CheckKey(recipient?.Algorithm, nameof(recipient));
        encapsulatedKey = new byte[EncapsulatedKeySizeInBytes];
        using Workspace workspace = Workspace.Rent();
        Span<byte> secret = workspace.Bytes(Kem.SharedSecretSizeInBytes);
        recipient!.Encapsulate(encapsulatedKey, secret);
        return new HpkeSender(this, secret, info, psk, pskId);
    }

    /// <summary>Opens a context that was begun for a private key.</summary>
    /// <param name="recipient">The private key.</param>
    /// <param name="encapsulatedKey">What the sender sent, <see cref="EncapsulatedKeySizeInBytes"/> bytes. Public.</param>
    /// <param name="info">What the context is bound to, as the sender gave it. Public.</param>
    /// <param name="psk">The pre-shared key, as the sender gave it; empty for none. Secret.</param>
    /// <param name="pskId">Its name. Public.</param>
    /// <returns>The context; dispose it. That it was begun with the same information shows when the first message opens.</returns>
    /// <exception cref="ArgumentException">The private key is another algorithm's, or a length is wrong.</exception>
    /// <exception cref="CryptographicException">The classical part of the encapsulated key is malformed.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <remarks>RFC 9180, sections 5.1.1 (SetupBaseR) and 5.1.2 (SetupPSKR).</remarks>
    public HpkeReceiver CreateReceiver(
        KemPrivateKey recipient,
        ReadOnlySpan<byte> encapsulatedKey,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> psk = default,
        ReadOnlySpan<byte> pskId = default)
    {
        CheckKey(recipient?.Algorithm, nameof(recipient));
        using Workspace workspace = Workspace.Rent();
        Span<byte> secret = workspace.Bytes(Kem.SharedSecretSizeInBytes);
        recipient!.Decapsulate(encapsulatedKey, secret);
        return new HpkeReceiver(this, secret, info, psk, pskId);
    }

    /// <summary>Encrypts one message to the holder of a private key.</summary>
    /// <param name="recipient">The holder's public key.</param>
    /// <param name="info">What the message is bound to; the recipient gives the same. Public.</param>
    /// <param name="plaintext">The message. Secret.</param>
    /// <param name="associatedData">What is authenticated and not encrypted. Public.</param>
    /// <param name="encapsulatedKey">Receives what the recipient needs. Public: send it.</param>
    /// <returns>The ciphertext, <see cref="TagSizeInBytes"/> longer than the message. Public.</returns>
    /// <exception cref="ArgumentException">As for <see cref="CreateSender"/>.</exception>
    /// <exception cref="NotSupportedException">The suite is for export only.</exception>
    /// <exception cref="CryptographicException">As for <see cref="CreateSender"/>.</exception>
    /// <remarks>RFC 9180, section 6.1 (SealBase).</remarks>
    public byte[] Seal(
        KemPublicKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, out byte[] encapsulatedKey)
    {
        using HpkeSender sender = CreateSender(recipient, info, out encapsulatedKey);
        return sender.Seal(plaintext, associatedData);
    }

    /// <summary>Decrypts one message.</summary>
    /// <param name="recipient">The private key.</param>
    /// <param name="encapsulatedKey">What the sender sent beside the message. Public.</param>
    /// <param name="info">What the message is bound to. Public.</param>
    /// <param name="ciphertext">The ciphertext. Public.</param>
    /// <param name="associatedData">What is authenticated and not encrypted. Public.</param>
    /// <returns>The message. Secret.</returns>
    /// <exception cref="ArgumentException">As for <see cref="CreateReceiver"/>.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <exception cref="NotSupportedException">The suite is for export only.</exception>
    /// <exception cref="CryptographicException">The message was not made for this key, information and associated data, or was changed.</exception>
    /// <remarks>RFC 9180, section 6.1 (OpenBase).</remarks>
    public byte[] Open(
        KemPrivateKey recipient,
        ReadOnlySpan<byte> encapsulatedKey,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> associatedData)
    {
        using HpkeReceiver receiver = CreateReceiver(recipient, encapsulatedKey, info);
        return receiver.Open(ciphertext, associatedData);
    }

    /// <summary>The suite's name.</summary>
    public override string ToString() => $"{Kem.Name}, {Kdf}, {Aead}";

    private static int FindIdentifier(KemAlgorithm kem)
    {
        ArgumentNullException.ThrowIfNull(kem);
        return FindIdentifierOrNull(kem) ?? throw Errors.NotSupported(kem.Name, "HPKE identifier", nameof(KemAlgorithm.Name));
    }

    /// <summary>RFC 9180, section 7.1, and draft-ietf-hpke-pq.</summary>
    private static int? FindIdentifierOrNull(KemAlgorithm kem) => kem.Name switch
    {
        "DHKEM-P256-HKDF-SHA256" => 0x0010,
        "DHKEM-P384-HKDF-SHA384" => 0x0011,
        "DHKEM-X25519-HKDF-SHA256" => 0x0020,
        "ML-KEM-512" => 0x0040,
        "ML-KEM-768" => 0x0041,
        "ML-KEM-1024" => 0x0042,
        "MLKEM768-P256" => 0x0050,
        "MLKEM1024-P384" => 0x0051,
        "X-Wing" => 0x647A,
        _ => null,
    };

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    private void CheckKey(KemAlgorithm? algorithm, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(algorithm, parameterName);
        if (!algorithm.Equals(Kem))
            throw new ArgumentException($"The suite's KEM is {Kem.Name}; the key is one of {algorithm.Name}.", parameterName);
    }
}
