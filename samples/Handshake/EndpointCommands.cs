using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PqCrypto.Samples.Handshake.Program;

/// <summary>What the server's command line says.</summary>
internal sealed record ServerArguments(int Port, HandshakePolicy Policy, FileInfo KeyFile, FileInfo? ClientKeys, int Connections, TimeSpan Timeout);

/// <summary>What the client's command line says.</summary>
internal sealed record ClientArguments(int Port, HandshakePolicy Policy, FileInfo KeyFile, FileInfo? ClientKey, FileInfo? File);

/// <summary>The two programs of a run in two processes. Exit code 0: the file went both ways; 1: it did not, and the reason was printed.</summary>
internal static class EndpointCommands
{
    internal static async Task<int> ServeAsync(ServerArguments arguments, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(arguments.Timeout);
        using ServerKeys keys = new(arguments.Policy);
        HandshakeServerOptions options = new()
        {
            Policy = arguments.Policy,
            Identities = keys.Identities,
            ClientAuthentication = arguments.ClientKeys is null ? ClientAuthentication.None : ClientAuthentication.Required,
            ClientKeys = arguments.ClientKeys is null ? [] : KeyFile.Read(arguments.ClientKeys.FullName),
        };
        using TcpListener listener = new(IPAddress.Loopback, arguments.Port);
        listener.Start();
        KeyFile.Write(arguments.KeyFile.FullName, keys.Identities);
        await Console.Out.WriteLineAsync($"listening on {listener.LocalEndpoint}, policy {arguments.Policy}, keys in {arguments.KeyFile}");

        List<Task<bool>> served = [];
        try
        {
            while (served.Count < arguments.Connections)
                served.Add(ServeOneAsync(await listener.AcceptTcpClientAsync(ending.Token), options, ending.Token));
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{served.Count} of {arguments.Connections} connections came in time");
        }

        bool[] results = await Task.WhenAll(served);
        return results.Length == arguments.Connections && results.All(succeeded => succeeded) ? 0 : 1;
    }

    internal static async Task<int> ConnectAsync(ClientArguments arguments, CancellationToken cancellationToken)
    {
        using SignaturePrivateKey? clientKey = arguments.ClientKey is null
            ? null
            : SignaturePrivateKey.ImportFromPem(await File.ReadAllTextAsync(arguments.ClientKey.FullName, cancellationToken));
        HandshakeClientOptions options = new()
        {
            Policy = arguments.Policy,
            ServerKeys = KeyFile.Read(arguments.KeyFile.FullName),
            ServerSubject = ServerKeys.Subject,
            Identity = clientKey is null ? null : new HandshakeIdentity("client", clientKey),
        };
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, arguments.Port, cancellationToken);
        connection.NoDelay = true;
        await using SecureChannel channel = await HandshakeClient.ConnectAsync(connection.GetStream(), options, cancellationToken);
        await Console.Out.WriteLineAsync(Describe(channel));
        string path = arguments.File?.FullName ?? RepositoryFile.Find();
        long size = await EchoExchange.SendAndCompareAsync(channel, path, cancellationToken);
        await Console.Out.WriteLineAsync($"{Path.GetFileName(path)}: {size} bytes there and back, equal");
        return 0;
    }

    private static async Task<bool> ServeOneAsync(TcpClient connection, HandshakeServerOptions options, CancellationToken cancellationToken)
    {
        using (connection)
        {
            try
            {
                connection.NoDelay = true;
                await using SecureChannel channel = await HandshakeServer.AcceptAsync(connection.GetStream(), options, cancellationToken);
                await Console.Out.WriteLineAsync(Describe(channel));
                long size = await EchoExchange.EchoAsync(channel, cancellationToken);
                await Console.Out.WriteLineAsync($"a file of {size} bytes went both ways");
                return true;
            }
            catch (Exception error) when (error is HandshakeException or IOException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return false;
            }
        }
    }

    private static string Describe(SecureChannel channel) => string.Create(
        CultureInfo.InvariantCulture,
        $"{channel.KeyExchange}, {channel.ServerSignature}, peer {channel.Description.PeerSubject ?? "anonymous"}: "
        + $"{channel.HandshakeBytesSent} bytes sent, {channel.HandshakeBytesReceived} received, {channel.HandshakeTime.TotalMilliseconds:0.0} ms");
}
