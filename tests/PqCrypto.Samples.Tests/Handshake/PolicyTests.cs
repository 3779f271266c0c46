using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

[Collection(HandshakeSuite.Name)]
public class PolicyTests(HandshakeFixture fixture)
{
    private const string None = "none";

    public static TheoryData<string, string, string, string> Combinations => new()
    {
        { "classical", "classical", "DHKEM-X25519-HKDF-SHA256", "ECDSA-P256-SHA256" },
        { "classical", "hybrid-preferred", "DHKEM-X25519-HKDF-SHA256", "ECDSA-P256-SHA256" },
        { "classical", "hybrid-required", None, None },
        { "classical", "post-quantum-only", None, None },
        { "hybrid-preferred", "classical", "DHKEM-X25519-HKDF-SHA256", "ECDSA-P256-SHA256" },
        { "hybrid-preferred", "hybrid-preferred", "X25519MLKEM768", "ML-DSA-65" },
        { "hybrid-preferred", "hybrid-required", "X25519MLKEM768", "ML-DSA-65" },
        { "hybrid-preferred", "post-quantum-only", None, None },
        { "hybrid-required", "classical", None, None },
        { "hybrid-required", "hybrid-preferred", "X25519MLKEM768", "ML-DSA-65" },
        { "hybrid-required", "hybrid-required", "X25519MLKEM768", "ML-DSA-65" },
        { "hybrid-required", "post-quantum-only", None, None },
        { "post-quantum-only", "classical", None, None },
        { "post-quantum-only", "hybrid-preferred", None, None },
        { "post-quantum-only", "hybrid-required", None, None },
        { "post-quantum-only", "post-quantum-only", "ML-KEM-768", "ML-DSA-65" },
    };

    [Theory, MemberData(nameof(Combinations))]
    public async Task Connect_EveryCombination_AgreesOrSaysWhyNot(string client, string server, string keyExchange, string signature)
    {
        (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(fixture.ClientOf(Policy(client)), fixture.Server(Policy(server)));
        if (keyExchange == None)
        {
            Assert.Null(clientEnd.Channel);
            Assert.Null(serverEnd.Channel);
            Assert.Equal(HandshakeReason.NoCommonAlgorithm, serverEnd.Error!.Reason);
            Assert.False(serverEnd.Error.ReportedByPeer);
            Assert.Equal(HandshakeReason.NoCommonAlgorithm, clientEnd.Error!.Reason);
            Assert.True(clientEnd.Error.ReportedByPeer);
            return;
        }

        Assert.Null(clientEnd.Error);
        Assert.Null(serverEnd.Error);
        foreach (SecureChannel channel in new[] { clientEnd.Channel!, serverEnd.Channel! })
        {
            Assert.Equal(keyExchange, channel.KeyExchange);
            Assert.Equal(signature, channel.ServerSignature);
        }

        Assert.Equal(clientEnd.Channel!.HandshakeBytesSent, serverEnd.Channel!.HandshakeBytesReceived);
        Assert.Equal(serverEnd.Channel.HandshakeBytesSent, clientEnd.Channel.HandshakeBytesReceived);
        Assert.Equal(clientEnd.Channel.BytesSent, serverEnd.Channel.BytesReceived);
    }

    [Fact]
    public async Task Connect_EachSignatureAlgorithm_IsUsedWhenItIsTheOnlyOnePinned()
    {
        foreach (HandshakeIdentity identity in fixture.Identities)
        {
            HandshakeClientOptions client = fixture.ClientOf(HandshakePolicy.HybridPreferred) with { ServerKeys = [identity.PublicKey] };
            (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(client, fixture.Server(HandshakePolicy.HybridPreferred));
            Assert.Null(clientEnd.Error);
            Assert.Null(serverEnd.Error);
            Assert.Equal(identity.Algorithm.Name, clientEnd.Channel!.ServerSignature);
            Assert.Equal(identity.PublicKey, clientEnd.Channel.Description.PeerKey);
        }
    }

    [Fact]
    public async Task Connect_EachKeyExchangeOfEveryPolicy_Works()
    {
        foreach (KemAlgorithm algorithm in HandshakePolicy.All.SelectMany(policy => policy.KeyExchanges).Distinct())
        {
            HandshakePolicy only = new("only", [algorithm], HandshakePolicy.HybridPreferred.Signatures);
            (SideResult clientEnd, SideResult serverEnd) = await HandshakeFixture.MeetAsync(fixture.ClientOf(only), fixture.Server(only));
            Assert.Null(clientEnd.Error);
            Assert.Null(serverEnd.Error);
            Assert.Equal(algorithm.Name, serverEnd.Channel!.KeyExchange);
        }
    }

    [Fact]
    public async Task Connect_ServerPrefersAnotherExchange_AsksForItsShareOnce()
    {
        HandshakePolicy p384 = new("p384", [KemAlgorithm.SecP384r1MLKem1024], HandshakePolicy.HybridRequired.Signatures);
        HandshakeClientOptions client = fixture.ClientOf(HandshakePolicy.HybridRequired);

        (SideResult retried, SideResult server) = await HandshakeFixture.MeetAsync(client, fixture.Server(p384));
        Assert.Null(retried.Error);
        Assert.Null(server.Error);
        Assert.True(retried.Channel!.Description.Retried);
        Assert.True(server.Channel!.Description.Retried);
        Assert.Equal("SecP384r1MLKEM1024", retried.Channel.KeyExchange);

        (SideResult direct, _) = await HandshakeFixture.MeetAsync(client with { KeyShares = 3 }, fixture.Server(p384));
        Assert.Null(direct.Error);
        Assert.False(direct.Channel!.Description.Retried);
    }

    [Fact]
    public void Constructor_UnusableAlgorithms_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new HandshakePolicy("none", [], HandshakePolicy.Classical.Signatures));
        Assert.Throws<ArgumentException>(() => new HandshakePolicy("rsa", [KemAlgorithm.RsaOaep2048], HandshakePolicy.Classical.Signatures));
        Assert.Throws<ArgumentException>(() => new HandshakePolicy("twice", [KemAlgorithm.X25519, KemAlgorithm.X25519], HandshakePolicy.Classical.Signatures));
        Assert.Throws<ArgumentException>(() => new HandshakePolicy("round 3", [KemAlgorithm.X25519], [SignatureAlgorithm.Dilithium3Round3]));
    }

    [Fact]
    public void Policies_HoldOnlyWhatTheirNameSays()
    {
        Assert.All(HandshakePolicy.Classical.KeyExchanges, algorithm => Assert.Equal(AlgorithmFamily.Classical, algorithm.Family));
        Assert.All(HandshakePolicy.HybridRequired.KeyExchanges, algorithm => Assert.Equal(AlgorithmFamily.Hybrid, algorithm.Family));
        Assert.All(HandshakePolicy.PostQuantumOnly.KeyExchanges, algorithm => Assert.Equal(AlgorithmFamily.PostQuantum, algorithm.Family));
        Assert.All(HandshakePolicy.PostQuantumOnly.Signatures, algorithm => Assert.Equal(AlgorithmFamily.PostQuantum, algorithm.Family));
        Assert.Equal(AlgorithmFamily.Hybrid, HandshakePolicy.HybridPreferred.KeyExchanges[0].Family);
    }

    private static HandshakePolicy Policy(string name)
    {
        Assert.True(HandshakePolicy.TryFind(name, out HandshakePolicy? policy));
        return policy;
    }
}
