using System.Diagnostics;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Migration.Proofs;

namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>Measures whole handshakes over a loopback socket, connection included.</summary>
public static class HandshakeMeasurement
{
    private const int MaxHandshakes = 300;

    /// <summary>Measures one pair of algorithms.</summary>
    /// <exception cref="InvalidOperationException">A handshake failed.</exception>
    public static async Task<HandshakeCost> MeasureAsync(KemAlgorithm keyExchange, SignatureAlgorithm signature, TimeSpan budget)
    {
        using SignaturePrivateKey key = signature.GenerateKey();
        HandshakePolicy policy = new("measured", [keyExchange], [signature]);
        HandshakeServerOptions server = new() { Policy = policy, Identities = [new HandshakeIdentity("measured", key)] };
        HandshakeClientOptions client = new() { Policy = policy, ServerKeys = [key.PublicKey] };

        List<double> times = [];
        List<double> sent = [];
        List<double> received = [];
        long start = Stopwatch.GetTimestamp();
        bool isWarm = false;
        while (times.Count < MaxHandshakes && (times.Count < 3 || Stopwatch.GetElapsedTime(start) < budget))
        {
            HandshakeOutcome outcome = await HandshakeProof.ConnectAsync(server, client, isExpected: true);
            if (!outcome.IsConnected)
                throw new InvalidOperationException($"The handshake with {keyExchange.Name} and {signature.Name} failed: {outcome.Result}");
            if (isWarm)
            {
                times.Add(outcome.Time.TotalMicroseconds);
                sent.Add(outcome.BytesSent);
                received.Add(outcome.BytesReceived);
            }
            else if (Stopwatch.GetElapsedTime(start) >= budget)
            {
                isWarm = true;
                start = Stopwatch.GetTimestamp();
            }
        }
        return new HandshakeCost(keyExchange.Name, signature.Name, Stopwatches.Median(times), Stopwatches.Median(sent), Stopwatches.Median(received));
    }
}

/// <summary>What a whole handshake costs.</summary>
/// <param name="KeyExchange">The key exchange.</param>
/// <param name="Signature">The server's signature.</param>
/// <param name="Time">The client's median time in microseconds; both sides compute within it.</param>
/// <param name="Sent">Bytes from client to server (a median: ECDSA signatures differ by a byte or two).</param>
/// <param name="Received">Bytes from server to client.</param>
public sealed record HandshakeCost(string KeyExchange, string Signature, double Time, double Sent, double Received)
{
    /// <summary>Bytes both ways.</summary>
    public double Bytes => Sent + Received;
}
