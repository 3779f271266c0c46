using System.Net;
using System.Net.Sockets;

namespace PqCrypto.Samples.Handshake.Program;

/// <summary>How one side of a run ended.</summary>
/// <param name="Channel">What was negotiated; null when no channel was established. The channel itself is closed by now.</param>
/// <param name="Error">Why the handshake or the exchange failed; null when it did not.</param>
internal sealed record SideResult(SecureChannel? Channel, HandshakeException? Error);

/// <summary>What a side does with its channel.</summary>
internal delegate Task ChannelWork(SecureChannel channel, CancellationToken cancellationToken);

/// <summary>One connection between a client and a server of this process, over TCP on the loopback interface, with somebody in between if wanted.</summary>
internal static class Loopback
{
    internal static async Task<(SideResult Client, SideResult Server)> RunAsync(
        HandshakeClientOptions clientOptions,
        HandshakeServerOptions serverOptions,
        ChannelWork clientWork,
        ChannelWork serverWork,
        Interception? interception,
        CancellationToken cancellationToken)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        IPEndPoint serverEndPoint = (IPEndPoint)listener.LocalEndpoint;
        using Interceptor? interceptor = interception is null ? null : new Interceptor(interception);
        Task between = interceptor?.RunAsync(serverEndPoint, cancellationToken) ?? Task.CompletedTask;
        Task<SideResult> server = ServeAsync(listener.AcceptTcpClientAsync(cancellationToken).AsTask(), serverOptions, serverWork, cancellationToken);
        Task<SideResult> client = ConnectAsync(interceptor?.EndPoint ?? serverEndPoint, clientOptions, clientWork, cancellationToken);
        await Task.WhenAll(client, server, between);
        return (await client, await server);
    }

    /// <summary>Serves one connection, once it is there.</summary>
    internal static async Task<SideResult> ServeAsync(
        Task<TcpClient> accepted, HandshakeServerOptions options, ChannelWork work, CancellationToken cancellationToken)
    {
        using TcpClient connection = await accepted;
        connection.NoDelay = true;
        return await UseAsync(HandshakeServer.AcceptAsync(connection.GetStream(), options, cancellationToken), work, cancellationToken);
    }

    private static async Task<SideResult> ConnectAsync(
        IPEndPoint server, HandshakeClientOptions options, ChannelWork work, CancellationToken cancellationToken)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(server, cancellationToken);
        connection.NoDelay = true;
        return await UseAsync(HandshakeClient.ConnectAsync(connection.GetStream(), options, cancellationToken), work, cancellationToken);
    }

    private static async Task<SideResult> UseAsync(Task<SecureChannel> handshake, ChannelWork work, CancellationToken cancellationToken)
    {
        SecureChannel? established = null;
        try
        {
            await using SecureChannel channel = await handshake;
            established = channel;
            await work(channel, cancellationToken);
            return new SideResult(channel, null);
        }
        catch (HandshakeException error)
        {
            return new SideResult(established, error);
        }
    }
}
