namespace PqCrypto.Samples.Handshake;

/// <summary>Whether a server asks who the client is.</summary>
public enum ClientAuthentication
{
    /// <summary>It does not ask.</summary>
    None,

    /// <summary>It asks, and serves anonymous clients too.</summary>
    Optional,

    /// <summary>It asks, and refuses anonymous clients.</summary>
    Required,
}

/// <summary>What a server wants of its handshakes. One object serves all connections, so that a replayed hello is noticed.</summary>
public sealed record HandshakeServerOptions
{
    /// <summary>What the server is willing to speak; its order decides.</summary>
    public required HandshakePolicy Policy { get; init; }

    /// <summary>Who the server is: one identity for each signature algorithm it can prove itself with.</summary>
    public required IReadOnlyList<HandshakeIdentity> Identities { get; init; }

    /// <summary>Whether clients are asked who they are.</summary>
    public ClientAuthentication ClientAuthentication { get; init; }

    /// <summary>The public keys of the clients, pinned; used when clients are asked.</summary>
    public IReadOnlyList<SignaturePublicKey> ClientKeys { get; init; } = [];

    /// <summary>Remembers the hellos of the last minutes.</summary>
    public ReplayGuard ReplayGuard { get; init; } = new();

    /// <summary>The time that the whole handshake may take.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time that one record of the channel may take to arrive or to leave.</summary>
    public TimeSpan RecordTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
