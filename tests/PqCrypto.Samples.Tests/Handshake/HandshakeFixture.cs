using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>Keys that all tests share (an RSA key costs a second), and runs of one connection.</summary>
public sealed class HandshakeFixture : IDisposable
{
    private readonly ServerKeys keys = new(HandshakePolicy.HybridPreferred);
    private readonly SignaturePrivateKey otherMLDsa65 = SignatureAlgorithm.MLDsa65.GenerateKey();
    private readonly SignaturePrivateKey clientKey = SignatureAlgorithm.MLDsa65.GenerateKey();
    private readonly SignaturePrivateKey classicalClientKey = SignatureAlgorithm.EcdsaP256Sha256.GenerateKey();

    public HandshakeIdentity Client => new("client", clientKey);

    public HandshakeIdentity ClassicalClient => new("classical-client", classicalClientKey);

    internal string ClientKeyPem => clientKey.ExportPkcs8PrivateKeyPem();

    internal IReadOnlyList<HandshakeIdentity> Identities => keys.Identities;

    internal SignaturePrivateKey Other => otherMLDsa65;

    public HandshakeServerOptions Server(HandshakePolicy policy) => new() { Policy = policy, Identities = keys.Identities };

    public HandshakeClientOptions ClientOf(HandshakePolicy policy) =>
        new() { Policy = policy, ServerKeys = [.. keys.Identities.Select(identity => identity.PublicKey)], ServerSubject = ServerKeys.Subject };

    public void Dispose()
    {
        keys.Dispose();
        otherMLDsa65.Dispose();
        clientKey.Dispose();
        classicalClientKey.Dispose();
    }

    /// <summary>One connection on which each side says one byte, its good-bye, and waits for the other's.</summary>
    internal static async Task<(SideResult Client, SideResult Server)> MeetAsync(
        HandshakeClientOptions client, HandshakeServerOptions server, Interception? interception = null)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        return await Loopback.RunAsync(client, server, GreetAsync, GreetAsync, interception, limit.Token);
    }

    internal static async Task GreetAsync(SecureChannel channel, CancellationToken cancellationToken)
    {
        await channel.WriteAsync(new byte[] { 1 }, cancellationToken);
        await channel.CloseWriteAsync(cancellationToken);
        await channel.ReadExactlyAsync(new byte[1], cancellationToken);
        Assert.Equal(0, await channel.ReadAsync(new byte[1], cancellationToken));
    }
}

/// <summary>The tests that use the shared keys run one after the other, so that their time limits mean something.</summary>
[CollectionDefinition(Name)]
public sealed class HandshakeSuite : ICollectionFixture<HandshakeFixture>
{
    public const string Name = "Handshake";
}
