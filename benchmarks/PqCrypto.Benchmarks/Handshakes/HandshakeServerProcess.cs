using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PqCrypto.Samples.Handshake;

namespace PqCrypto.Benchmarks.Handshakes;

/// <summary>The server's side, in a process of its own so that its processor time can be told from the client's.</summary>
/// <remarks>It writes a line with its port and its public key, serves so many handshakes after so many to warm up, and writes a line with its processor time for one.</remarks>
internal static class HandshakeServerProcess
{
    private const string Subject = "handshake-server";

    public const string Command = "handshake-server";

    public static async Task<int> RunAsync(int kind, int warmUp, int count, CancellationToken cancellationToken)
    {
        HandshakePolicy policy = HandshakeKinds.All[kind];
        using SignaturePrivateKey key = policy.Signatures[0].GenerateKey();
        HandshakeServerOptions options = new() { Policy = policy, Identities = [new HandshakeIdentity(Subject, key)] };
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"{((IPEndPoint)listener.LocalEndpoint).Port} {Convert.ToBase64String(key.PublicKey.ExportSubjectPublicKeyInfo())}");
        TimeSpan start = TimeSpan.Zero;
        for (int i = -warmUp; i < count; i++)
        {
            if (i == 0)
                start = Environment.CpuUsage.TotalTime;
            using TcpClient connection = await listener.AcceptTcpClientAsync(cancellationToken);
            connection.NoDelay = true;
            await using SecureChannel channel = await HandshakeServer.AcceptAsync(connection.GetStream(), options, cancellationToken);
            await channel.ReadAsync(new byte[1], cancellationToken);      // until the client has closed
        }

        Console.WriteLine(((Environment.CpuUsage.TotalTime - start).TotalMicroseconds / count).ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
