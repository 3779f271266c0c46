namespace PqCrypto.Samples.Handshake;

/// <summary>The server's side of the handshake.</summary>
public static class HandshakeServer
{
    /// <summary>Shakes hands with a client over a connected stream.</summary>
    /// <param name="stream">The connection, such as a <see cref="System.Net.Sockets.NetworkStream"/>. The channel owns it;
    /// after a failure it is the caller's to dispose.</param>
    /// <param name="options">What the server wants; the same object for all connections.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>The channel to a client that has completed the handshake.</returns>
    /// <exception cref="HandshakeException">The handshake failed, with the reason.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<SecureChannel> AcceptAsync(Stream stream, HandshakeServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        using HandshakeSession session = new(stream, options.RecordTimeout);
        ServerHandshake handshake = new(session, options);
        return await session.RunAsync(handshake.RunAsync, options.HandshakeTimeout, cancellationToken);
    }
}
