namespace PqCrypto.Samples.Handshake;

/// <summary>What a handshake has agreed on.</summary>
/// <param name="KeyExchange">Name of the key exchange.</param>
/// <param name="ServerSignature">Name of the algorithm that the server has signed with.</param>
/// <param name="ClientSignature">Name of the algorithm that the client has signed with; null for an anonymous client.</param>
/// <param name="PeerSubject">The name that the peer has shown; null for an anonymous client.</param>
/// <param name="PeerKey">The pinned key that the peer has proved to hold; null for an anonymous client.</param>
/// <param name="Retried">Whether the server asked for another share.</param>
public sealed record ChannelDescription(
    string KeyExchange,
    string ServerSignature,
    string? ClientSignature,
    string? PeerSubject,
    SignaturePublicKey? PeerKey,
    bool Retried);
