using System.Security.Cryptography;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

[Collection(HandshakeSuite.Name)]
public sealed class FileTransferTests(HandshakeFixture fixture) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pqcrypto-handshake-");

    public static TheoryData<string, int> Files
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (HandshakePolicy policy in HandshakePolicy.All)
            {
                foreach (int size in new[] { 0, 1, 16384, 16385, 1_000_000 })
                    data.Add(policy.Name, size);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Files))]
    public async Task SendAndReceive_BothWays_ContentIsEqual(string policyName, int size)
    {
        Assert.True(HandshakePolicy.TryFind(policyName, out HandshakePolicy? policy));
        byte[] there = RandomNumberGenerator.GetBytes(size);
        byte[] back = RandomNumberGenerator.GetBytes(size + 5);
        (SideResult clientEnd, SideResult serverEnd) = await Loopback.RunAsync(
            fixture.ClientOf(policy), fixture.Server(policy), Exchange("client", there), Exchange("server", back), null, CancellationToken.None);
        Assert.Null(clientEnd.Error);
        Assert.Null(serverEnd.Error);
        Assert.Equal(there, await File.ReadAllBytesAsync(PathOf("server.received")));
        Assert.Equal(back, await File.ReadAllBytesAsync(PathOf("client.received")));
    }

    [Fact]
    public async Task Echo_RealFileOfTheRepository_ComesBackEqual()
    {
        string path = RepositoryFile.Find();
        (SideResult clientEnd, SideResult serverEnd) = await Loopback.RunAsync(
            fixture.ClientOf(HandshakePolicy.PostQuantumOnly),
            fixture.Server(HandshakePolicy.PostQuantumOnly),
            (channel, token) => EchoExchange.SendAndCompareAsync(channel, path, token),
            EchoExchange.EchoAsync,
            null,
            CancellationToken.None);
        Assert.Null(clientEnd.Error);
        Assert.Null(serverEnd.Error);
        Assert.True(clientEnd.Channel!.BytesSent > new FileInfo(path).Length);
    }

    [Fact]
    public async Task Receive_ConnectionCutInTheMiddle_LeavesNoFile()
    {
        (_, SideResult serverEnd) = await Loopback.RunAsync(
            fixture.ClientOf(HandshakePolicy.Classical),
            fixture.Server(HandshakePolicy.Classical),
            Exchange("client", new byte[100_000]),
            Exchange("server", []),
            (fromClient, index, record) => fromClient && index == 5 ? null : record,
            CancellationToken.None);
        Assert.Equal(HandshakeReason.Truncated, serverEnd.Error!.Reason);
        Assert.Empty(folder.GetFiles("server.received*"));
    }

    [Fact]
    public async Task Receive_FileLargerThanAccepted_IsRefused()
    {
        (_, SideResult serverEnd) = await Loopback.RunAsync(
            fixture.ClientOf(HandshakePolicy.Classical),
            fixture.Server(HandshakePolicy.Classical),
            Exchange("client", new byte[1001]),
            async (channel, token) => await channel.ReceiveFileAsync(PathOf("small"), 1000, token),
            null,
            CancellationToken.None);
        Assert.Equal(HandshakeReason.RecordOverflow, serverEnd.Error!.Reason);
        Assert.Empty(folder.GetFiles("small*"));
    }

    [Fact]
    public async Task Read_PeerGoesSilent_TimesOut()
    {
        TaskCompletionSource ended = new();
        (_, SideResult serverEnd) = await Loopback.RunAsync(
            fixture.ClientOf(HandshakePolicy.Classical),
            fixture.Server(HandshakePolicy.Classical) with { RecordTimeout = TimeSpan.FromMilliseconds(200) },
            (_, token) => ended.Task.WaitAsync(token),
            async (channel, token) =>
            {
                try
                {
                    await channel.ReadAsync(new byte[1], token);
                }
                finally
                {
                    ended.SetResult();
                }
            },
            null,
            CancellationToken.None);
        Assert.Equal(HandshakeReason.Timeout, serverEnd.Error!.Reason);
    }

    [Fact]
    public async Task Write_AfterAFailedRead_TellsItsReason()
    {
        TaskCompletionSource ended = new();
        (_, SideResult serverEnd) = await Loopback.RunAsync(
            fixture.ClientOf(HandshakePolicy.Classical),
            fixture.Server(HandshakePolicy.Classical) with { RecordTimeout = TimeSpan.FromMilliseconds(200) },
            (_, token) => ended.Task.WaitAsync(token),
            async (channel, token) =>
            {
                try
                {
                    await Assert.ThrowsAsync<HandshakeException>(() => channel.ReadAsync(new byte[1], token).AsTask());
                    await channel.WriteAsync(new byte[1], token);
                }
                finally
                {
                    ended.SetResult();
                }
            },
            null,
            CancellationToken.None);
        Assert.Equal(HandshakeReason.Timeout, serverEnd.Error!.Reason);
    }

    [Fact]
    public async Task Channel_AfterDispose_RefusesUse()
    {
        (SideResult clientEnd, _) = await HandshakeFixture.MeetAsync(fixture.ClientOf(HandshakePolicy.Classical), fixture.Server(HandshakePolicy.Classical));
        await clientEnd.Channel!.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => clientEnd.Channel.WriteAsync(new byte[1]).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => clientEnd.Channel.ReadAsync(new byte[1]).AsTask());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private ChannelWork Exchange(string name, byte[] content) => async (channel, token) =>
    {
        string source = PathOf(name + ".sent");
        await File.WriteAllBytesAsync(source, content, token);
        Task<long> sending = channel.SendFileAsync(source, token);
        Task<long> receiving = channel.ReceiveFileAsync(PathOf(name + ".received"), 10_000_000, token);
        await Task.WhenAll(sending, receiving);
        Assert.Equal(content.Length, await sending);
        await channel.CloseWriteAsync(token);
        Assert.Equal(0, await channel.ReadAsync(new byte[1], token));
    };

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
