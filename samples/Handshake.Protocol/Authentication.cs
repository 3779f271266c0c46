using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>Proves and checks who a side is: its signature over the transcript, and its MAC over the whole of it.</summary>
internal static class Authentication
{
    private const int PaddingSizeInBytes = 64;                  // spaces, as in RFC 8446, section 4.4.3

    /// <summary>Signs the transcript so far.</summary>
    internal static CertificateVerify Sign(Role signer, HandshakeIdentity identity, ReadOnlySpan<byte> transcriptHash) =>
        new(identity.Algorithm.Name, identity.Key.Sign(SignedContent(signer, transcriptHash)));

    /// <summary>The pinned key that a certificate shows. Its own encoding is never parsed: equal bytes or nothing.</summary>
    /// <exception cref="HandshakeException">It shows another key.</exception>
    internal static SignaturePublicKey FindPinned(Certificate certificate, IEnumerable<SignaturePublicKey> pinned) =>
        pinned.FirstOrDefault(key => key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.SubjectPublicKeyInfo))
        ?? throw new HandshakeException(HandshakeReason.UntrustedKey, "the peer shows a key that is not pinned");

    /// <summary>Checks the signature over the transcript so far.</summary>
    /// <exception cref="HandshakeException">It is wrong, or of another algorithm than the key's.</exception>
    internal static void Verify(Role signer, SignaturePublicKey key, CertificateVerify verify, ReadOnlySpan<byte> transcriptHash)
    {
        if (verify.Algorithm != key.Algorithm.Name)
            throw new HandshakeException(HandshakeReason.IllegalParameter, "the signature names another algorithm than the key's");
        if (!key.Verify(SignedContent(signer, transcriptHash), verify.Signature))
            throw new HandshakeException(HandshakeReason.BadSignature, "the peer does not hold the key it shows, or did not see the same handshake");
    }

    /// <summary>Checks a Finished message.</summary>
    /// <exception cref="HandshakeException">The MAC is wrong.</exception>
    internal static void CheckFinished(ReadOnlySpan<byte> message, ReadOnlySpan<byte> expectedMac)
    {
        if (!CryptographicOperations.FixedTimeEquals(Message.Body(message, MessageType.Finished), expectedMac))
            throw new HandshakeException(HandshakeReason.BadFinished, "the MAC over the handshake is wrong");
    }

    private static byte[] SignedContent(Role signer, ReadOnlySpan<byte> transcriptHash)
    {
        ReadOnlySpan<byte> label = signer == Role.Client
            ? "PqCrypto Handshake 1, client CertificateVerify"u8
            : "PqCrypto Handshake 1, server CertificateVerify"u8;
        return [.. Enumerable.Repeat((byte)' ', PaddingSizeInBytes), .. label, 0, .. transcriptHash];
    }
}
