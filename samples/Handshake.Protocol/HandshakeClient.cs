namespace PqCrypto.Samples.Handshake;

/// <summary>The client's side of the handshake.</summary>
public static class HandshakeClient
{
    /// <summary>Shakes hands with a server over a connected stream.</summary>
    /// <param name="stream">The connection, such as a <see cref="System.Net.Sockets.NetworkStream"/>. The channel owns it;
    /// after a failure it is the caller's to dispose.</param>
    /// <param name="options">What the client wants.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>The channel to the server, whose key is one of the pinned ones. As in TLS 1.3 the client is ready before the server has checked the
    /// client's last messages; a refusal of those arrives with the first read.</returns>
    /// <exception cref="HandshakeException">The handshake failed, with the reason.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<SecureChannel> ConnectAsync(Stream stream, HandshakeClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        using HandshakeSession session = new(stream, options.RecordTimeout);
        using ClientHandshake handshake = new(session, options);
        return await session.RunAsync(handshake.RunAsync, options.HandshakeTimeout, cancellationToken);
    }
}
