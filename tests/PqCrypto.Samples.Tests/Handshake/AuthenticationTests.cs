using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

[Collection(HandshakeSuite.Name)]
public class AuthenticationTests(HandshakeFixture fixture)
{
    private static readonly HandshakePolicy Policy = HandshakePolicy.HybridPreferred;

    [Fact]
    public async Task Connect_KnownClients_AreNamedToTheServer()
    {
        foreach (HandshakeIdentity client in new[] { fixture.Client, fixture.ClassicalClient })
        {
            (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(
                fixture.ClientOf(Policy) with { Identity = client }, Asking(ClientAuthentication.Required, fixture.Client, fixture.ClassicalClient));
            Assert.Null(clientEnd.Error);
            Assert.Null(serverEnd.Error);
            Assert.Equal(client.Subject, serverEnd.Channel!.Description.PeerSubject);
            Assert.Equal(client.PublicKey, serverEnd.Channel.Description.PeerKey);
            Assert.Equal(client.Algorithm.Name, serverEnd.Channel.Description.ClientSignature);
            Assert.Equal(ServerKeys.Subject, clientEnd.Channel!.Description.PeerSubject);
        }
    }

    [Fact]
    public async Task Connect_AnonymousClientWhereItIsOptional_IsServed()
    {
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(
            fixture.ClientOf(Policy), Asking(ClientAuthentication.Optional, fixture.Client));
        Assert.Null(clientEnd.Error);
        Assert.Null(serverEnd.Error);
        Assert.Null(serverEnd.Channel!.Description.PeerKey);
    }

    [Fact]
    public async Task Connect_AnonymousClientWhereItIsRequired_IsRefused() =>
        await ExpectRefusedByServerAsync(fixture.ClientOf(Policy), Asking(ClientAuthentication.Required, fixture.Client), HandshakeReason.CertificateRequired);

    [Fact]
    public async Task Connect_ClientKeyOfAnAlgorithmTheServerDoesNotAskFor_StaysAnonymous() =>
        await ExpectRefusedByServerAsync(
            fixture.ClientOf(Policy) with { Identity = fixture.ClassicalClient }, Asking(ClientAuthentication.Required, fixture.Client), HandshakeReason.CertificateRequired);

    [Fact]
    public async Task Connect_UnknownClient_IsRefusedEvenWhereItIsOptional() =>
        await ExpectRefusedByServerAsync(
            fixture.ClientOf(Policy) with { Identity = new HandshakeIdentity("client", fixture.Other) },
            Asking(ClientAuthentication.Optional, fixture.Client),
            HandshakeReason.UntrustedKey);

    [Fact]
    public async Task Connect_ClientShowsAKeyItDoesNotHold_IsRefused() =>
        await ExpectRefusedByServerAsync(
            fixture.ClientOf(Policy) with { Identity = new HandshakeIdentity("client", fixture.Other, fixture.Client.PublicKey) },
            Asking(ClientAuthentication.Required, fixture.Client),
            HandshakeReason.BadSignature);

    [Fact]
    public async Task Connect_ServerShowsAnotherKey_IsRefused() =>
        await ExpectRefusedByClientAsync(
            fixture.ClientOf(Policy),
            fixture.Server(Policy) with { Identities = [new HandshakeIdentity(ServerKeys.Subject, fixture.Other)] },
            HandshakeReason.UntrustedKey);

    [Fact]
    public async Task Connect_ServerShowsAKeyItDoesNotHold_IsRefused() =>
        await ExpectRefusedByClientAsync(
            fixture.ClientOf(Policy),
            fixture.Server(Policy) with
            {
                Identities = [new HandshakeIdentity(ServerKeys.Subject, fixture.Other, fixture.Identities.First(each => each.Algorithm.Equals(fixture.Other.Algorithm)).PublicKey)],
            },
            HandshakeReason.BadSignature);

    [Fact]
    public async Task Connect_ServerShowsAnotherName_IsRefused() =>
        await ExpectRefusedByClientAsync(fixture.ClientOf(Policy) with { ServerSubject = "somebody else" }, fixture.Server(Policy), HandshakeReason.UntrustedKey);

    [Fact]
    public async Task Connect_NoPinnedKeyThatThePolicyAllows_FailsBeforeAnythingIsSent()
    {
        HandshakeClientOptions client = fixture.ClientOf(HandshakePolicy.PostQuantumOnly) with { ServerKeys = [fixture.ClassicalClient.PublicKey] };
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(client, fixture.Server(Policy));
        Assert.Equal(HandshakeReason.NoCommonAlgorithm, clientEnd.Error!.Reason);
        Assert.False(clientEnd.Error.ReportedByPeer);
        Assert.Null(serverEnd.Channel);
    }

    private static async Task ExpectRefusedByServerAsync(HandshakeClientOptions client, HandshakeServerOptions server, HandshakeReason reason)
    {
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(client, server);
        Assert.Null(serverEnd.Channel);
        Assert.Equal(reason, serverEnd.Error!.Reason);
        Assert.False(serverEnd.Error.ReportedByPeer);
        Assert.Equal(reason, clientEnd.Error!.Reason);
        Assert.True(clientEnd.Error.ReportedByPeer);
    }

    private static async Task ExpectRefusedByClientAsync(HandshakeClientOptions client, HandshakeServerOptions server, HandshakeReason reason)
    {
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(client, server);
        Assert.Null(clientEnd.Channel);
        Assert.Null(serverEnd.Channel);
        Assert.Equal(reason, clientEnd.Error!.Reason);
        Assert.False(clientEnd.Error.ReportedByPeer);
        Assert.Equal(reason, serverEnd.Error!.Reason);
        Assert.True(serverEnd.Error.ReportedByPeer);
    }

    [Fact]
    public async Task Connect_ClientKeyOutsideTheClientsOwnPolicy_IsNotShown() =>
        await ExpectRefusedByServerAsync(
            fixture.ClientOf(new HandshakePolicy("post-quantum signatures", Policy.KeyExchanges, HandshakePolicy.PostQuantumOnly.Signatures)) with
            {
                Identity = fixture.ClassicalClient,
            },
            Asking(ClientAuthentication.Required, fixture.ClassicalClient),
            HandshakeReason.CertificateRequired);

    private HandshakeServerOptions Asking(ClientAuthentication authentication, params HandshakeIdentity[] known) =>
        fixture.Server(Policy) with { ClientAuthentication = authentication, ClientKeys = [.. known.Select(each => each.PublicKey)] };
}
