using System.Diagnostics;
using System.Globalization;

namespace PqCrypto.Samples.Handshake.Program;

/// <summary>The run without arguments: every policy over loopback TCP with a real file, then what has to be refused.</summary>
internal static class Demonstration
{
    private const int Repetitions = 21;                         // odd: the median is one of them

    internal static async Task<int> RunAsync(FileInfo? file, CancellationToken cancellationToken)
    {
        string path = file?.FullName ?? RepositoryFile.Find();
        await Console.Out.WriteLineAsync(
            "A handshake of its own, modelled on TLS 1.3; not TLS. Client and server in this process, over TCP on 127.0.0.1.\n"
            + $"File: {path} ({new FileInfo(path).Length} bytes), sent by the client and sent back by the server.\n");
        using ServerKeys keys = new(HandshakePolicy.HybridPreferred);
        using SignaturePrivateKey clientKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        HandshakeIdentity client = new("handshake-client", clientKey);

        await Console.Out.WriteLineAsync(Row("client policy", "server policy", "key exchange", "server signs", "client", "c->s", "s->c", "ms", "file ms"));
        foreach (Meeting meeting in Meetings(client))
            await Console.Out.WriteLineAsync(await MeasureAsync(meeting, keys, path, cancellationToken));
        await Console.Out.WriteLineAsync(
            $"\nc->s and s->c: bytes of the handshake on the wire. ms: median of {Repetitions} handshakes at the client, after one to warm up.\n"
            + "A '*' marks a handshake in which the server asked for another share, one round trip more.\n");

        await Console.Out.WriteLineAsync("Refused, each with its reason:");
        bool allRefused = true;
        await foreach (Refusal refusal in Refusals.RunAsync(keys, cancellationToken))
        {
            allRefused &= refusal.IsRefused;
            await Console.Out.WriteLineAsync(refusal.ToString());
        }

        return allRefused ? 0 : 1;
    }

    private static IEnumerable<Meeting> Meetings(HandshakeIdentity client)
    {
        SignatureAlgorithm ecdsa = SignatureAlgorithm.EcdsaP256Sha256;
        SignatureAlgorithm mlDsa = SignatureAlgorithm.MLDsa65;
        HandshakePolicy p256Only = new("P-256 only", [KemAlgorithm.EcdhP256], HandshakePolicy.Classical.Signatures);
        return
        [
            new Meeting(HandshakePolicy.Classical, HandshakePolicy.Classical, SignatureAlgorithm.RsaPss2048Sha256, null),
            new Meeting(HandshakePolicy.Classical, HandshakePolicy.Classical, ecdsa, null),
            new Meeting(HandshakePolicy.Classical, p256Only, ecdsa, null),
            new Meeting(HandshakePolicy.HybridPreferred, HandshakePolicy.Classical, ecdsa, null),
            new Meeting(HandshakePolicy.HybridPreferred, HandshakePolicy.HybridPreferred, ecdsa, null),
            new Meeting(HandshakePolicy.HybridPreferred, HandshakePolicy.HybridPreferred, mlDsa, null),
            new Meeting(HandshakePolicy.HybridRequired, HandshakePolicy.HybridPreferred, mlDsa, null),
            new Meeting(HandshakePolicy.HybridRequired, HandshakePolicy.HybridRequired, mlDsa, client),
            new Meeting(HandshakePolicy.PostQuantumOnly, HandshakePolicy.PostQuantumOnly, mlDsa, null),
            new Meeting(HandshakePolicy.PostQuantumOnly, HandshakePolicy.PostQuantumOnly, mlDsa, client),
        ];
    }

    private static async Task<string> MeasureAsync(Meeting meeting, ServerKeys keys, string path, CancellationToken cancellationToken)
    {
        HandshakeIdentity server = keys.Identities.First(identity => identity.Algorithm.Equals(meeting.Signature));
        HandshakeServerOptions serverOptions = new()
        {
            Policy = meeting.ServerPolicy,
            Identities = [server],
            ClientAuthentication = meeting.Client is null ? ClientAuthentication.None : ClientAuthentication.Required,
            ClientKeys = meeting.Client is null ? [] : [meeting.Client.PublicKey],
        };
        HandshakeClientOptions clientOptions = new()
        {
            Policy = meeting.ClientPolicy,
            ServerKeys = [server.PublicKey],
            ServerSubject = server.Subject,
            Identity = meeting.Client,
        };
        List<double> milliseconds = [];
        for (int i = 0; i <= Repetitions; i++)
        {
            SecureChannel opened = await ChannelAsync(clientOptions, serverOptions, CloseAsync, CloseAsync, cancellationToken);
            if (i > 0)
                milliseconds.Add(opened.HandshakeTime.TotalMilliseconds);
        }

        milliseconds.Sort();
        long startedAt = 0;
        double fileMilliseconds = 0;
        SecureChannel channel = await ChannelAsync(
            clientOptions,
            serverOptions,
            async (each, token) =>
            {
                startedAt = Stopwatch.GetTimestamp();
                await EchoExchange.SendAndCompareAsync(each, path, token);
                fileMilliseconds = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
            },
            EchoExchange.EchoAsync,
            cancellationToken);
        return Row(
            meeting.ClientPolicy,
            meeting.ServerPolicy,
            channel.KeyExchange + (channel.Description.Retried ? " *" : string.Empty),
            channel.ServerSignature,
            channel.Description.ClientSignature ?? "anonymous",
            channel.HandshakeBytesSent,
            channel.HandshakeBytesReceived,
            milliseconds[Repetitions / 2].ToString("0.00", CultureInfo.InvariantCulture),
            fileMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
    }

    private static async Task<SecureChannel> ChannelAsync(
        HandshakeClientOptions client, HandshakeServerOptions server, ChannelWork clientWork, ChannelWork serverWork, CancellationToken cancellationToken)
    {
        (SideResult clientEnd, SideResult serverEnd) = await Loopback.RunAsync(client, server, clientWork, serverWork, interception: null, cancellationToken);
        return (clientEnd.Error ?? serverEnd.Error) is { } error ? throw error : clientEnd.Channel!;
    }

    private static async Task CloseAsync(SecureChannel channel, CancellationToken cancellationToken) => await channel.CloseWriteAsync(cancellationToken);

    private static string Row(params object[] cells) =>
        string.Format(CultureInfo.InvariantCulture, "{0,-18}{1,-18}{2,-28}{3,-20}{4,-10}{5,7}{6,7}{7,8}{8,8}", cells);

    /// <summary>Who meets whom: two policies, the server's key and the client's identity if it has one.</summary>
    private sealed record Meeting(HandshakePolicy ClientPolicy, HandshakePolicy ServerPolicy, SignatureAlgorithm Signature, HandshakeIdentity? Client);
}
