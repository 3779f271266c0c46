using System.Security.Cryptography;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>
/// Attackers of the day a classical key exchange can be broken. They sit in between with a key exchange of their own on both sides, so every record
/// is open to them; only the server's signature is not theirs. The server signs what it saw: the stripped offer.
/// </summary>
[Collection(HandshakeSuite.Name)]
public class DowngradeTests(HandshakeFixture fixture)
{
    private static readonly HandshakePolicy Policy = HandshakePolicy.HybridPreferred;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Connect_OffersStrippedByAnAttackerWhoBreaksTheExchange_FailsAtTheSignature() =>
        Assert.Equal(HandshakeReason.BadSignature, await ConnectThroughAttackerAsync(hidesServerOffer: true));

    [Fact]
    public async Task Connect_OffersStrippedAndServerOfferLeft_FailsAtTheChoice() =>
        Assert.Equal(HandshakeReason.IllegalParameter, await ConnectThroughAttackerAsync(hidesServerOffer: false));

    [Theory]
    [InlineData("hybrid-preferred")]
    [InlineData("hybrid-required")]
    public async Task Connect_OffersStrippedInPassing_IsNeverEstablished(string policyName)
    {
        Assert.True(HandshakePolicy.TryFind(policyName, out HandshakePolicy? policy));
        HandshakeClientOptions client = fixture.ClientOf(policy) with { KeyShares = policy.KeyExchanges.Count };
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(
            client, fixture.Server(Policy), (fromClient, index, record) => fromClient && index == 0 ? Refusals.StrikeOutHybrids(record) : record);
        Assert.Null(clientEnd.Channel);
        Assert.Null(serverEnd.Channel);
        Assert.Equal(policy == Policy ? HandshakeReason.BadRecord : HandshakeReason.NoCommonAlgorithm, clientEnd.Error!.Reason);
    }

    [Fact]
    public async Task Connect_SignatureOffersStrippedInPassing_IsNeverEstablished()
    {
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(
            fixture.ClientOf(Policy),
            fixture.Server(Policy),
            (fromClient, index, record) =>
            {
                if (!fromClient || index != 0)
                    return record;
                ClientHello hello = ClientHello.Decode(record.AsSpan(RecordLayer.HeaderSizeInBytes));
                byte[] message = (hello with { Signatures = [SignatureAlgorithm.RsaPss2048Sha256.Name] }).Encode();
                return [record[0], (byte)(message.Length >> 8), (byte)message.Length, .. message];
            });
        Assert.Null(clientEnd.Channel);
        Assert.Null(serverEnd.Channel);
        Assert.Equal(HandshakeReason.BadRecord, clientEnd.Error!.Reason);
    }

    [Fact]
    public async Task Accept_FinishedOfAClientThatSawAnotherHandshake_IsRefused()
    {
        using Wire wire = await Wire.ConnectAsync();
        Task<SecureChannel> accepting = HandshakeServer.AcceptAsync(wire.ServerEnd, fixture.Server(Policy));
        using HandshakeSession session = new(wire.ClientEnd, Timeout);
        await OfferClassicalAsync(session, null);
        for (int i = 0; i < 4; i++)
            session.Transcript.Append(await session.ReceiveAsync(CancellationToken.None));
        session.Keys.EnterApplication(session.Transcript.Current());
        byte[] mac = session.Keys.FinishedMac(Role.Client, session.Transcript.Current());
        mac[^1] ^= 1;
        session.Send(Message.Frame(MessageType.Finished, mac));
        await session.Records.FlushAsync(CancellationToken.None);
        session.Records.ReadWith(session.Keys.ApplicationKeys(Role.Server));
        HandshakeException seenByClient = await Assert.ThrowsAsync<HandshakeException>(() => session.ReceiveAsync(CancellationToken.None).AsTask());
        Assert.Equal(HandshakeReason.BadFinished, seenByClient.Reason);
        wire.ClientEnd.Dispose();
        HandshakeException error = await Assert.ThrowsAsync<HandshakeException>(() => accepting);
        Assert.Equal(HandshakeReason.BadFinished, error.Reason);
        Assert.False(error.ReportedByPeer);
    }

    /// <summary>Runs client, attacker and server; returns why the client refused.</summary>
    private async Task<HandshakeReason> ConnectThroughAttackerAsync(bool hidesServerOffer)
    {
        using Wire clientWire = await Wire.ConnectAsync();
        using Wire serverWire = await Wire.ConnectAsync();
        Task<SecureChannel> accepting = HandshakeServer.AcceptAsync(serverWire.ServerEnd, fixture.Server(Policy));
        Task<SecureChannel> connecting = HandshakeClient.ConnectAsync(
            clientWire.ClientEnd, fixture.ClientOf(Policy) with { KeyShares = Policy.KeyExchanges.Count });

        using HandshakeSession toClient = new(clientWire.ServerEnd, Timeout);
        byte[] message = await toClient.ReceiveAsync(CancellationToken.None);
        toClient.Transcript.Append(message);
        ClientHello hello = ClientHello.Decode(message);

        using HandshakeSession toServer = new(serverWire.ClientEnd, Timeout);
        await OfferClassicalAsync(toServer, hello);
        EncryptedExtensions serverOffer = EncryptedExtensions.Decode(await toServer.ReceiveAsync(CancellationToken.None));
        byte[] certificate = await toServer.ReceiveAsync(CancellationToken.None);
        byte[] signature = await toServer.ReceiveAsync(CancellationToken.None);

        byte[] share = hello.Shares.First(each => each.KeyExchange == KemAlgorithm.X25519.Name).PublicKey;
        using (SharedSecret secret = KemAlgorithm.X25519.ImportPublicKey(share).Encapsulate(out byte[] ciphertext))
        {
            toClient.Send(new ServerHello(new byte[ClientHello.RandomSizeInBytes], KemAlgorithm.X25519.Name, ciphertext).Encode());
            toClient.Keys.EnterHandshake(secret, toClient.Transcript.Current());
            toClient.Records.WriteWith(toClient.Keys.HandshakeKeys(Role.Server));
        }

        string[] shown = hidesServerOffer ? [KemAlgorithm.X25519.Name] : serverOffer.KeyExchanges;
        toClient.Send((serverOffer with { KeyExchanges = shown }).Encode());
        toClient.Send(certificate);
        toClient.Send(signature);
        toClient.SendFinished(Role.Server);
        await toClient.Records.FlushAsync(CancellationToken.None);

        HandshakeException error = await Assert.ThrowsAsync<HandshakeException>(() => connecting);
        Assert.False(error.ReportedByPeer);
        serverWire.ClientEnd.Dispose();
        await Assert.ThrowsAsync<HandshakeException>(() => accepting);
        return error.Reason;
    }

    /// <summary>Plays a client that offers X25519 only, up to the keys of the handshake; with the signatures of a given hello.</summary>
    private static async Task OfferClassicalAsync(HandshakeSession session, ClientHello? original)
    {
        using KemPrivateKey key = KemAlgorithm.X25519.GenerateKey();
        ClientHello hello = new(
            original?.Random ?? RandomNumberGenerator.GetBytes(ClientHello.RandomSizeInBytes),
            original?.SentAt ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            [KemAlgorithm.X25519.Name],
            original?.Signatures ?? [SignatureAlgorithm.MLDsa65.Name],
            [new KeyShare(KemAlgorithm.X25519.Name, key.PublicKey.ExportPublicKey())]);
        session.Send(hello.Encode());
        await session.Records.FlushAsync(CancellationToken.None);
        byte[] message = await session.ReceiveAsync(CancellationToken.None);
        session.Transcript.Append(message);
        using SharedSecret secret = key.Decapsulate(ServerHello.Decode(message).Ciphertext);
        session.Keys.EnterHandshake(secret, session.Transcript.Current());
        session.Records.ReadWith(session.Keys.HandshakeKeys(Role.Server));
        session.Records.WriteWith(session.Keys.HandshakeKeys(Role.Client));
    }
}
