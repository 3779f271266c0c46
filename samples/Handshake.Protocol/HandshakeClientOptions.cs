namespace PqCrypto.Samples.Handshake;

/// <summary>What a client wants of a handshake.</summary>
public sealed record HandshakeClientOptions
{
    /// <summary>What the client is willing to speak.</summary>
    public required HandshakePolicy Policy { get; init; }

    /// <summary>The server's public keys, pinned: the server must prove to hold one of them. Only their algorithms are offered.</summary>
    public required IReadOnlyList<SignaturePublicKey> ServerKeys { get; init; }

    /// <summary>The name that the server must show; null for any.</summary>
    public string? ServerSubject { get; init; }

    /// <summary>Who the client is, for servers that ask; null to stay anonymous. Shown only if policy and server both allow its algorithm.</summary>
    public HandshakeIdentity? Identity { get; init; }

    /// <summary>For how many of the policy's key exchanges, from the first on, a share goes along at once. More cost bytes, fewer may cost a
    /// round trip.</summary>
    public int KeyShares { get; init; } = 1;

    /// <summary>The time that the whole handshake may take.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time that one record of the channel may take to arrive or to leave.</summary>
    public TimeSpan RecordTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
