using System.Net;
using System.Net.Sockets;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>Two connected ends of a TCP connection.</summary>
internal sealed class Wire : IDisposable
{
    private Wire(TcpClient client, TcpClient server) => (ClientEnd, ServerEnd) = (client.GetStream(), server.GetStream());

    internal NetworkStream ClientEnd { get; }

    internal NetworkStream ServerEnd { get; }

    internal static async Task<Wire> ConnectAsync()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return new Wire(client, await listener.AcceptTcpClientAsync());
    }

    public void Dispose()
    {
        ClientEnd.Dispose();
        ServerEnd.Dispose();
    }
}
