using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PqCrypto.Samples.Handshake.Program;

/// <summary>What somebody in between does with a record: what he returns goes on, null cuts the connection.</summary>
/// <param name="fromClient">The direction.</param>
/// <param name="index">The record's number in its direction, from 0.</param>
/// <param name="record">The record with its header.</param>
internal delegate byte[]? Interception(bool fromClient, int index, byte[] record);

/// <summary>Somebody in between: takes one client's connection on a port of his own and passes records on, changed as he likes.</summary>
internal sealed class Interceptor : IDisposable
{
    private const int HeaderSizeInBytes = 3;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Interception interception;

    internal Interceptor(Interception interception)
    {
        this.interception = interception;
        listener.Start();
    }

    /// <summary>Where the client connects to.</summary>
    internal IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Serves one client until either side ends.</summary>
    internal async Task RunAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
        using TcpClient onward = new() { NoDelay = true };
        client.NoDelay = true;
        await onward.ConnectAsync(server, cancellationToken);
        NetworkStream clientStream = client.GetStream();        // taken before one direction ends: then it cannot be had any more, while the other goes on
        NetworkStream serverStream = onward.GetStream();
        await Task.WhenAll(
            ForwardAsync(clientStream, serverStream, fromClient: true, cancellationToken),
            ForwardAsync(serverStream, clientStream, fromClient: false, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private async Task ForwardAsync(NetworkStream source, NetworkStream destination, bool fromClient, CancellationToken cancellationToken)
    {
        byte[] header = new byte[HeaderSizeInBytes];
        try
        {
            for (int index = 0; ; index++)
            {
                await source.ReadExactlyAsync(header, cancellationToken);
                byte[] record = new byte[HeaderSizeInBytes + BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(1))];
                header.CopyTo(record, 0);
                await source.ReadExactlyAsync(record.AsMemory(HeaderSizeInBytes), cancellationToken);
                if (interception(fromClient, index, record) is not { } changed)
                    break;
                await destination.WriteAsync(changed, cancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or OperationCanceledException)
        {
            await EndAsync(source, destination, cancellationToken);     // one of the two has ended its connection: so is the other's
            return;
        }

        await EndAsync(source, destination, cancellationToken);
    }

    /// <summary>Tells the one that nothing more comes, and takes in what the other one still sends: closing over unread bytes would be a reset.</summary>
    private static async Task EndAsync(NetworkStream source, NetworkStream destination, CancellationToken cancellationToken)
    {
        try
        {
            destination.Socket.Shutdown(SocketShutdown.Send);
            await source.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidOperationException or OperationCanceledException)
        {
            return;                                             // it is down already
        }
    }
}
