using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Migration.Proofs;

namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>Measures whole handshakes over a loopback socket.</summary>
public static class HandshakeMeasurement
{
    /// <summary>How many handshakes of every pair are made: the first quarter warms up and does not count.</summary>
    public const int Rounds = 120;

    private const int WarmUpRounds = Rounds / 4;

    /// <summary>Measures pairs of key exchange and signature, which take turns.</summary>
    /// <exception cref="InvalidOperationException">A handshake failed.</exception>
    public static async Task<IReadOnlyList<HandshakeCost>> RunAsync(IReadOnlyList<(KemAlgorithm KeyExchange, SignatureAlgorithm Signature)> pairs)
    {
        List<SignaturePrivateKey> keys = [.. pairs.Select(pair => pair.Signature.GenerateKey())];
        List<HandshakePolicy> policies = [.. pairs.Select(pair => new HandshakePolicy("measured", [pair.KeyExchange], [pair.Signature]))];
        List<HandshakeServerOptions> servers = [.. keys.Zip(policies, (key, policy) =>
            new HandshakeServerOptions { Policy = policy, Identities = [new HandshakeIdentity("measured", key)] })];
        List<HandshakeClientOptions> clients = [.. keys.Zip(policies, (key, policy) =>
            new HandshakeClientOptions { Policy = policy, ServerKeys = [key.PublicKey] })];
        List<HandshakeOutcome>[] outcomes = [.. pairs.Select(_ => new List<HandshakeOutcome>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int index = 0; index < pairs.Count; index++)
            {
                HandshakeOutcome outcome = await HandshakeProof.ConnectAsync(servers[index], clients[index], isExpected: true);
                (KemAlgorithm keyExchange, SignatureAlgorithm signature) = pairs[index];
                if (!outcome.IsConnected)
                    throw new InvalidOperationException($"The handshake with {keyExchange.Name} and {signature.Name} failed: {outcome.Result}");
                if (round >= WarmUpRounds)
                    outcomes[index].Add(outcome);
            }
        }
        keys.ForEach(key => key.Dispose());
        return [.. pairs.Zip(outcomes, (pair, list) => new HandshakeCost(
            pair.KeyExchange.Name,
            pair.Signature.Name,
            Stopwatches.Median(list.Select(outcome => outcome.Time.TotalMicroseconds)),
            Stopwatches.Median(list.Select(outcome => (double)outcome.BytesSent)),
            Stopwatches.Median(list.Select(outcome => (double)outcome.BytesReceived))))];
    }
}

/// <summary>What a whole handshake costs.</summary>
/// <param name="KeyExchange">The key exchange.</param>
/// <param name="Signature">The server's signature.</param>
/// <param name="Time">The client's median time in microseconds; both sides compute within it.</param>
/// <param name="Sent">Bytes from client to server (a median: ECDSA signatures vary by a few bytes).</param>
/// <param name="Received">Bytes from server to client.</param>
public sealed record HandshakeCost(string KeyExchange, string Signature, double Time, double Sent, double Received)
{
    /// <summary>Bytes both ways.</summary>
    public double Bytes => Sent + Received;
}
