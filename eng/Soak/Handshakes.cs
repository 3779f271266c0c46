using System.Security.Cryptography;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Soak;

/// <summary>Handshakes of the sample over loopback, one after the other, each with data that go there and back.</summary>
internal sealed class Handshakes : IDisposable
{
    private static readonly HandshakePolicy[] Policies =
        [HandshakePolicy.HybridRequired, HandshakePolicy.PostQuantumOnly, HandshakePolicy.HybridPreferred];

    private readonly ServerKeys keys = new(HandshakePolicy.PostQuantumOnly);
    private readonly ReplayGuard guard = new(TimeSpan.FromMinutes(2), 1024, TimeProvider.System);

    internal long Count { get; private set; }

    /// <summary>Goes on until it is cancelled; a handshake that fails is a wrong answer.</summary>
    internal async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            HandshakePolicy policy = Policies[Count % Policies.Length];
            HandshakeServerOptions server = new()
            {
                Policy = policy,
                Identities = keys.Identities,
                ReplayGuard = guard,
                HandshakeTimeout = TimeSpan.FromMinutes(2),
                RecordTimeout = TimeSpan.FromMinutes(2),
            };
            HandshakeClientOptions client = new()
            {
                Policy = policy,
                ServerKeys = [.. keys.Identities.Select(identity => identity.PublicKey)],
                HandshakeTimeout = TimeSpan.FromMinutes(2),
                RecordTimeout = TimeSpan.FromMinutes(2),
            };
            (SideResult clientEnd, SideResult serverEnd) =
                await Loopback.RunAsync(client, server, SendAsync, EchoAsync, interception: null, CancellationToken.None);
            if ((clientEnd.Error ?? serverEnd.Error) is { } error)
                throw new InvalidDataException("a handshake failed", error);
            Count++;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => keys.Dispose();

    private static async Task SendAsync(SecureChannel channel, CancellationToken cancellationToken)
    {
        byte[] data = RandomNumberGenerator.GetBytes(1000);
        byte[] back = new byte[data.Length];
        await channel.WriteAsync(data, cancellationToken);
        await channel.ReadExactlyAsync(back, cancellationToken);
        await channel.CloseWriteAsync(cancellationToken);
        if (!back.AsSpan().SequenceEqual(data))
            throw new InvalidDataException("other data came back through a channel");
    }

    private static async Task EchoAsync(SecureChannel channel, CancellationToken cancellationToken)
    {
        byte[] data = new byte[1000];
        await channel.ReadExactlyAsync(data, cancellationToken);
        await channel.WriteAsync(data, cancellationToken);
        await channel.CloseWriteAsync(cancellationToken);
    }
}
