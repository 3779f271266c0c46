using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>Somebody in between changes, drops, repeats or cuts records.</summary>
[Collection(HandshakeSuite.Name)]
public class InterceptionTests(HandshakeFixture fixture)
{
    private const int HeaderSizeInBytes = 3;
    private const int SamplesPerRecord = 6;
    private const int Parallelism = 8;                          // mostly waiting: a longer announced length costs a deadline
    private const int ClientHandshakeRecords = 4;               // hello, certificate, signature, Finished
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(700);

    public static TheoryData<string> Policies => [.. HandshakePolicy.All.Select(policy => policy.Name)];

    [Theory, MemberData(nameof(Policies))]
    public async Task Handshake_ByteFlippedInEachMessage_IsNeverEstablishedOnBothSides(string policyName)
    {
        Assert.True(HandshakePolicy.TryFind(policyName, out HandshakePolicy? policy));
        HandshakeIdentity identity = policy == HandshakePolicy.Classical ? fixture.ClassicalClient : fixture.Client;
        HandshakeClientOptions client = fixture.ClientOf(policy) with { Identity = identity };
        HandshakeServerOptions server = fixture.Server(policy) with
        {
            ClientAuthentication = ClientAuthentication.Required,
            ClientKeys = [identity.PublicKey],
        };
        List<(bool FromClient, int Index, int Size)> records = [];
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(client, server, (fromClient, index, record) =>
        {
            lock (records)
                records.Add((fromClient, index, record.Length));
            return record;
        });
        Assert.Null(clientEnd.Error);
        Assert.Null(serverEnd.Error);

        Random random = new(20261123);
        (bool FromClient, int Index, int Size)[] handshake =
            [.. records.Where(record => record.Index < (record.FromClient ? ClientHandshakeRecords : 6))];  // server: hello, offers, request, certificate, signature, Finished
        Assert.Equal(10, handshake.Length);
        client = client with { HandshakeTimeout = Deadline };
        server = server with { HandshakeTimeout = Deadline };
        Flip[] flips =
        [
            .. handshake.SelectMany(record =>
                new[] { 0, 1, 2, HeaderSizeInBytes, record.Size - 1 }
                    .Concat(Enumerable.Range(0, SamplesPerRecord).Select(_ => random.Next(HeaderSizeInBytes, record.Size)))
                    .Select(position => new Flip(record.FromClient, record.Index, position, (byte)(1 << random.Next(8))))),
        ];
        await Parallel.ForEachAsync(flips, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (flip, _) =>
        {
            (SideResult flippedClient, SideResult flippedServer) = await HandshakeFixture.MeetAsync(client, server, flip.Apply);
            Assert.True(flippedClient.Channel is null || flippedServer.Channel is null, flip.ToString());
            Assert.True(flippedClient.Error is not null && flippedServer.Error is not null, flip.ToString());
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handshake_ConnectionCutAfterEachMessage_EndsOnBothSides(bool fromClient)
    {
        HandshakeClientOptions client = fixture.ClientOf(HandshakePolicy.HybridPreferred) with { HandshakeTimeout = Deadline };
        HandshakeServerOptions server = fixture.Server(HandshakePolicy.HybridPreferred) with { HandshakeTimeout = Deadline };
        for (int cut = 0; cut < (fromClient ? 2 : 5); cut++)
        {
            (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(
                client, server, (fromThisClient, index, record) => fromThisClient == fromClient && index == cut ? null : record);
            Assert.NotNull(clientEnd.Error);
            Assert.NotNull(serverEnd.Error);
            Assert.True(clientEnd.Channel is null || serverEnd.Channel is null);
        }
    }

    [Fact]
    public async Task Handshake_HelloRetryForged_IsNoticed()
    {
        HandshakeClientOptions client = fixture.ClientOf(HandshakePolicy.HybridPreferred) with { HandshakeTimeout = Deadline };
        HandshakeServerOptions server = fixture.Server(HandshakePolicy.HybridPreferred) with { HandshakeTimeout = Deadline };
        byte[] retry = new HelloRetry(KemAlgorithm.X25519.Name).Encode();
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(client, server, (fromClient, index, record) =>
            !fromClient && index == 0 ? [22, (byte)(retry.Length >> 8), (byte)retry.Length, .. retry] : record);
        Assert.Null(clientEnd.Channel);
        Assert.Null(serverEnd.Channel);
    }

    [Fact]
    public async Task Channel_RecordChanged_DoesNotAuthenticate()
    {
        (SideResult clientEnd, SideResult serverEnd) = await MeetAsync((fromClient, index, record) =>
        {
            if (fromClient && index == 2)
                record[^1] ^= 0x80;
            return record;
        });
        Assert.NotNull(serverEnd.Channel);
        Assert.Equal(HandshakeReason.BadRecord, serverEnd.Error!.Reason);
        Assert.NotNull(clientEnd.Channel);
    }

    [Fact]
    public async Task Channel_RecordRepeated_DoesNotAuthenticate()
    {
        (_, SideResult serverEnd) = await MeetAsync((fromClient, index, record) => fromClient && index == 2 ? [.. record, .. record] : record);
        Assert.Equal(HandshakeReason.BadRecord, serverEnd.Error!.Reason);
    }

    [Fact]
    public async Task Channel_RecordDropped_DoesNotAuthenticate()
    {
        (_, SideResult serverEnd) = await MeetAsync((fromClient, index, record) => fromClient && index == 2 ? [] : record);
        Assert.Equal(HandshakeReason.BadRecord, serverEnd.Error!.Reason);
    }

    [Theory]
    [InlineData(2)]                                             // before the byte
    [InlineData(3)]                                             // after the byte, before close_notify
    public async Task Channel_CutWithoutGoodbye_IsTruncated(int cut)
    {
        (_, SideResult serverEnd) = await MeetAsync((fromClient, index, record) => fromClient && index == cut ? null : record);
        Assert.Equal(HandshakeReason.Truncated, serverEnd.Error!.Reason);
    }

    [Fact]
    public async Task Channel_CutInOneDirection_StaysOpenInTheOther()
    {
        using ManualResetEventSlim finished = new();
        using ManualResetEventSlim cut = new();
        (SideResult clientEnd, SideResult serverEnd) = await MeetAsync((fromClient, index, record) =>
        {
            if (fromClient && index == 2)
            {
                cut.Set();
                return null;
            }

            if (fromClient && index == 1)
            {
                finished.Set();
            }
            else if (!fromClient && finished.IsSet)             // what the server sends over the channel, when the other direction is down
            {
                Assert.True(cut.Wait(TimeSpan.FromSeconds(10)));
                Thread.Sleep(50);
            }

            return record;
        });
        Assert.Equal(HandshakeReason.Truncated, serverEnd.Error!.Reason);
        Assert.Null(clientEnd.Error);
    }

    [Fact]
    public async Task Channel_PlainCloseInserted_IsNotBelieved()
    {
        (_, SideResult serverEnd) = await MeetAsync((fromClient, index, record) => fromClient && index == 2 ? [21, 0, 1, 0, .. record] : record);
        Assert.Equal(HandshakeReason.UnexpectedMessage, serverEnd.Error!.Reason);
    }

    /// <summary>One bit of one record.</summary>
    private sealed record Flip(bool FromClient, int Index, int Position, byte Mask)
    {
        internal byte[] Apply(bool fromClient, int index, byte[] record)
        {
            if (fromClient == FromClient && index == Index)
                record[Math.Min(Position, record.Length - 1)] ^= Mask;   // an ECDSA signature is not always equally long
            return record;
        }
    }

    private async Task<(SideResult Client, SideResult Server)> MeetAsync(Interception interception) =>
        await HandshakeFixture.MeetAsync(fixture.ClientOf(HandshakePolicy.HybridPreferred), fixture.Server(HandshakePolicy.HybridPreferred), interception);
}
