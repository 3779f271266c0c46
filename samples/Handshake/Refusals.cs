using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace PqCrypto.Samples.Handshake.Program;

/// <summary>An attempt that has to fail, and how it ended. A side that is null was played by the attacker.</summary>
internal sealed record Refusal(string Attempt, HandshakeReason Expected, SideResult? Client, SideResult? Server)
{
    /// <summary>Whether it failed on both sides, for the expected reason on one of them.</summary>
    internal bool IsRefused =>
        Client is not { Error: null } && Server is not { Error: null }
        && (Client?.Error?.Reason == Expected || Server?.Error?.Reason == Expected);

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(IsRefused ? "  ok      " : "  FAILED  ").AppendLine(Attempt);
        if (Client is not null)
            text.Append("          client: ").AppendLine(Client.Error?.Message ?? "no error");
        if (Server is not null)
            text.Append("          server: ").AppendLine(Server.Error?.Message ?? "no error");
        return text.ToString().TrimEnd();
    }
}

/// <summary>Attempts that have to fail: with a clear reason, and in bounded time.</summary>
internal static class Refusals
{
    private const byte HandshakeRecord = 22;
    private static readonly TimeSpan ShortDeadline = TimeSpan.FromMilliseconds(400);

    internal static async IAsyncEnumerable<Refusal> RunAsync(ServerKeys keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HandshakeServerOptions server = new() { Policy = HandshakePolicy.HybridPreferred, Identities = keys.Identities };
        HandshakeClientOptions client = new()
        {
            Policy = HandshakePolicy.HybridPreferred,
            ServerKeys = [.. keys.Identities.Select(identity => identity.PublicKey)],
        };

        yield return await MeetAsync(
            "the client requires hybrids, the server is classical",
            HandshakeReason.NoCommonAlgorithm,
            client with { Policy = HandshakePolicy.HybridRequired },
            server with { Policy = HandshakePolicy.Classical },
            null,
            cancellationToken);

        using SignaturePrivateKey otherKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        yield return await MeetAsync(
            "the server shows another key than the pinned one",
            HandshakeReason.UntrustedKey,
            client with { ServerKeys = [otherKey.PublicKey] },
            server,
            null,
            cancellationToken);

        yield return await MeetAsync(
            "one bit of the client's share is flipped on the way",
            HandshakeReason.BadRecord,
            client,
            server,
            (fromClient, index, record) =>
            {
                if (fromClient && index == 0)
                    record[^1] ^= 1;
                return record;
            },
            cancellationToken);

        yield return await MeetAsync(
            "the hybrid offers are struck out of the client's hello on the way",
            HandshakeReason.BadRecord,
            client with { KeyShares = client.Policy.KeyExchanges.Count },
            server,
            (fromClient, index, record) => fromClient && index == 0 ? StrikeOutHybrids(record) : record,
            cancellationToken);

        byte[]? recorded = null;
        (SideResult recordedClient, _) = await Loopback.RunAsync(
            client,
            server,
            (channel, token) => channel.CloseWriteAsync(token).AsTask(),
            (channel, token) => channel.CloseWriteAsync(token).AsTask(),
            (fromClient, index, record) =>
            {
                if (fromClient)
                    recorded = [.. recorded ?? [], .. record];
                return record;
            },
            cancellationToken);
        if (recordedClient.Error is not null)
            throw recordedClient.Error;
        yield return await AttackAsync(
            "everything that a client has sent is replayed", HandshakeReason.ReplayedHello, server, recorded!, close: false, cancellationToken);
        yield return await AttackAsync(
            "the same, to a server that has lost its memory of hellos: its share is fresh",
            HandshakeReason.BadRecord,
            server with { ReplayGuard = new ReplayGuard() },
            recorded!,
            close: false,
            cancellationToken);

        yield return await AttackAsync(
            "a record is cut off", HandshakeReason.Truncated, server, [HandshakeRecord, 1, 0, 1, 2, 3], close: true, cancellationToken);
        yield return await AttackAsync(
            "garbage instead of a hello", HandshakeReason.UnexpectedMessage, server, "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), close: false, cancellationToken);
        yield return await AttackAsync(
            "a record that announces 65535 bytes", HandshakeReason.RecordOverflow, server, [HandshakeRecord, 0xff, 0xff], close: false, cancellationToken);
        yield return await AttackAsync(
            "a client that sends nothing", HandshakeReason.Timeout, server with { HandshakeTimeout = ShortDeadline }, [], close: false, cancellationToken);
    }

    /// <summary>The client's hello as somebody would like it: only what he expects to break one day.</summary>
    internal static byte[] StrikeOutHybrids(byte[] record)
    {
        ClientHello hello = ClientHello.Decode(record.AsSpan(RecordLayer.HeaderSizeInBytes));
        string[] left = [.. hello.KeyExchanges.Where(name => !name.Contains("MLKEM", StringComparison.Ordinal))];
        byte[] message = (hello with { KeyExchanges = left, Shares = [.. hello.Shares.Where(share => left.Contains(share.KeyExchange))] }).Encode();
        return [record[0], (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }

    private static async Task<Refusal> MeetAsync(
        string attempt,
        HandshakeReason expected,
        HandshakeClientOptions client,
        HandshakeServerOptions server,
        Interception? interception,
        CancellationToken cancellationToken)
    {
        (SideResult clientEnd, SideResult serverEnd) = await Loopback.RunAsync(client, server, ReadAsync, ReadAsync, interception, cancellationToken);
        return new Refusal(attempt, expected, clientEnd, serverEnd);
    }

    private static async Task<Refusal> AttackAsync(
        string attempt, HandshakeReason expected, HandshakeServerOptions server, byte[] sent, bool close, CancellationToken cancellationToken)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<SideResult> served = Loopback.ServeAsync(listener.AcceptTcpClientAsync(cancellationToken).AsTask(), server, ReadAsync, cancellationToken);
        using TcpClient attacker = new();
        await attacker.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        await attacker.GetStream().WriteAsync(sent, cancellationToken);
        if (close)
            attacker.Client.Shutdown(SocketShutdown.Send);
        return new Refusal(attempt, expected, null, await served);
    }

    private static async Task ReadAsync(SecureChannel channel, CancellationToken cancellationToken) => await channel.ReadAsync(new byte[1], cancellationToken);
}
