using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>Peers that do not speak the protocol: each ends with its reason, in bounded time, on either side.</summary>
[Collection(HandshakeSuite.Name)]
public class RawPeerTests(HandshakeFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);              // deadline, alert and a busy machine

    public static TheoryData<string, byte[], bool, HandshakeReason> Peers => new()
    {
        { "nothing, and stays", [], false, HandshakeReason.Timeout },
        { "nothing, and leaves", [], true, HandshakeReason.Truncated },
        { "another protocol", "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), false, HandshakeReason.UnexpectedMessage },
        { "half a header, and stays", [22, 0], false, HandshakeReason.Timeout },
        { "half a header, and leaves", [22, 0], true, HandshakeReason.Truncated },
        { "half a record, and stays", [22, 0, 9, 1, 2], false, HandshakeReason.Timeout },
        { "half a record, and leaves", [22, 0, 9, 1, 2], true, HandshakeReason.Truncated },
        { "an empty record", [22, 0, 0], false, HandshakeReason.DecodeError },
        { "a record one byte too long", [22, 0x40, 0x01], false, HandshakeReason.RecordOverflow },
        { "a record as long as the field allows", [22, 0xff, 0xff], false, HandshakeReason.RecordOverflow },
        { "application data", [23, 0, 1, 0], false, HandshakeReason.UnexpectedMessage },
        { "a protected record", [24, 0, 20, .. new byte[20]], false, HandshakeReason.UnexpectedMessage },
        { "a close_notify", [21, 0, 1, 0], false, HandshakeReason.Truncated },
        { "an alert of two bytes", [21, 0, 2, 1, 2], false, HandshakeReason.DecodeError },
        { "a message shorter than its header", [22, 0, 3, 1, 0, 0], false, HandshakeReason.DecodeError },
        { "a message whose length is not its record's", [22, 0, 5, 1, 0, 0, 2, 0], false, HandshakeReason.DecodeError },
        { "a message of no known type", [22, 0, 4, 99, 0, 0, 0], false, HandshakeReason.UnexpectedMessage },
        { "a Finished at the start", [22, 0, 4, 20, 0, 0, 0], false, HandshakeReason.UnexpectedMessage },
    };

    [Theory, MemberData(nameof(Peers))]
    public async Task Accept_PeerSendsSomethingElse_EndsWithReason(string what, byte[] sent, bool leaves, HandshakeReason reason) =>
        await ExpectAsync(
            what,
            reason,
            async peer => await SendAsync(peer, sent, leaves),
            stream => HandshakeServer.AcceptAsync(stream, Server(reason)));

    [Theory, MemberData(nameof(Peers))]
    public async Task Connect_PeerSendsSomethingElse_EndsWithReason(string what, byte[] sent, bool leaves, HandshakeReason reason) =>
        await ExpectAsync(
            what,
            reason,
            async peer => await SendAsync(peer, sent, leaves),
            stream => HandshakeClient.ConnectAsync(stream, Client(reason)));

    [Fact]
    public async Task Accept_HelloOfAnotherVersion_SaysSo() =>
        await ExpectAsync(
            "version",
            HandshakeReason.ProtocolVersion,
            async peer => await SendAsync(peer, [22, 0, 6, 1, 0, 0, 2, 3, 4], leaves: false),
            stream => HandshakeServer.AcceptAsync(stream, Server(HandshakeReason.ProtocolVersion)));

    [Fact]
    public async Task Accept_OneByteAtATime_EndsAtTheOverallDeadline() =>
        await ExpectAsync(
            "drip",
            HandshakeReason.Timeout,
            async peer =>
            {
                byte[] record = [22, 0x10, 0x00, .. new byte[0x1000]];
                foreach (byte each in record)
                {
                    await peer.GetStream().WriteAsync(new[] { each });
                    await Task.Delay(20);
                }
            },
            stream => HandshakeServer.AcceptAsync(stream, Server(HandshakeReason.Timeout)));

    [Fact]
    public async Task Accept_CallerCancels_ThrowsOperationCanceled()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient peer = new();
        await peer.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => HandshakeServer.AcceptAsync(accepted.GetStream(), fixture.Server(HandshakePolicy.Classical), cancellation.Token));
    }

    [Fact]
    public async Task Refusals_OfTheProgram_AllHappen()
    {
        using ServerKeys keys = new(HandshakePolicy.HybridPreferred);
        int count = 0;
        await foreach (Refusal refusal in Refusals.RunAsync(keys, CancellationToken.None))
        {
            count++;
            Assert.True(refusal.IsRefused, refusal.ToString());
        }

        Assert.Equal(10, count);
    }

    private static TimeSpan TimeoutFor(HandshakeReason reason) =>
        reason == HandshakeReason.Timeout ? Deadline : Bound;                               // on a busy machine another reason may take longer to be met

    private HandshakeServerOptions Server(HandshakeReason reason) =>
        fixture.Server(HandshakePolicy.Classical) with { HandshakeTimeout = TimeoutFor(reason) };

    private HandshakeClientOptions Client(HandshakeReason reason) =>
        fixture.ClientOf(HandshakePolicy.Classical) with { HandshakeTimeout = TimeoutFor(reason) };

    private static async Task SendAsync(TcpClient peer, byte[] bytes, bool leaves)
    {
        await peer.GetStream().WriteAsync(bytes);
        if (leaves)
            peer.Client.Shutdown(SocketShutdown.Send);
    }

    private static async Task ExpectAsync(string what, HandshakeReason reason, Func<TcpClient, Task> act, Func<Stream, Task<SecureChannel>> shake)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient peer = new();
        await peer.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        long startedAt = Stopwatch.GetTimestamp();
        Task acting = act(peer);
        HandshakeException error = await Assert.ThrowsAsync<HandshakeException>(() => shake(accepted.GetStream()));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(startedAt);
        accepted.Dispose();
        await Record.ExceptionAsync(() => acting);
        Assert.True(error.Reason == reason, $"{what}: {error.Message}");
        Assert.True(elapsed < Bound, $"{what}: {elapsed}");
    }
}
