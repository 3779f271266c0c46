using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PqCrypto.Benchmarks.Report;
using PqCrypto.Samples.Handshake;

namespace PqCrypto.Benchmarks.Handshakes;

/// <summary>Measures whole handshakes of the sample's protocol, the client here and a server for each kind in a process of its own, over TCP on the loopback interface.
/// The kinds take turns of some handshakes each, so that what disturbs one disturbs the others, and a server is not cold for each one.</summary>
internal sealed class HandshakeMeasuring : IDisposable
{
    private const int WarmUp = 150;
    private const int Turn = 25;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly Process server;
    private readonly List<double> samples = [];
    private int port;
    private HandshakeClientOptions? options;
    private SecureChannel? last;
    private TimeSpan clientTime;

    private HandshakeMeasuring(int kind, int count) => server = SelfProcess.Start(null, HandshakeServerProcess.Command, $"{kind}", $"{WarmUp}", $"{count}");

    /// <summary>Measures all kinds.</summary>
    /// <param name="count">Handshakes of each.</param>
    /// <param name="progress">Told of each round that begins, and how many there are.</param>
    public static async Task<IReadOnlyList<HandshakeMeasurement>> RunAsync(int count, Action<string, int> progress)
    {
        using CancellationTokenSource deadline = new(Deadline);
        HandshakeMeasuring[] kinds = [.. Enumerable.Range(0, HandshakeKinds.All.Count).Select(kind => new HandshakeMeasuring(kind, count))];
        try
        {
            foreach ((int kind, HandshakeMeasuring one) in kinds.Index())
                await one.StartAsync(HandshakeKinds.All[kind], deadline.Token);
            for (int turn = -WarmUp; turn < count; turn += Turn)
            {
                progress("handshakes", (WarmUp + count + Turn - 1) / Turn);
                foreach (HandshakeMeasuring one in kinds)
                {
                    for (int i = turn; i < Math.Min(turn + Turn, count); i++)
                        await one.ShakeHandsAsync(isKept: i >= 0, deadline.Token);
                }
            }

            List<HandshakeMeasurement> all = [];
            foreach ((int kind, HandshakeMeasuring one) in kinds.Index())
                all.Add(await one.EndAsync(HandshakeKinds.All[kind], count, deadline.Token));
            return all;
        }
        finally
        {
            Array.ForEach(kinds, kind => kind.Dispose());
        }
    }

    /// <summary>Ends the server, where a failure has left it waiting.</summary>
    public void Dispose()
    {
        if (!server.HasExited)
            server.Kill();
        server.Dispose();
    }

    private async Task StartAsync(HandshakePolicy policy, CancellationToken cancellationToken)
    {
        string[] hello = (await server.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The server has not started.")).Split(' ');
        port = int.Parse(hello[0], CultureInfo.InvariantCulture);
        options = new HandshakeClientOptions { Policy = policy, ServerKeys = [SignaturePublicKey.ImportSubjectPublicKeyInfo(Convert.FromBase64String(hello[1]))] };
    }

    private async Task ShakeHandsAsync(bool isKept, CancellationToken cancellationToken)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        using TcpClient connection = new();
        await connection.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        connection.NoDelay = true;
        long began = Stopwatch.GetTimestamp();
        await using SecureChannel channel = await HandshakeClient.ConnectAsync(connection.GetStream(), options!, cancellationToken);
        double time = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        await channel.CloseWriteAsync(cancellationToken);
        last = channel;
        if (!isKept)
            return;
        samples.Add(Math.Round(time, 1));
        clientTime += Environment.CpuUsage.TotalTime - start;
    }

    private async Task<HandshakeMeasurement> EndAsync(HandshakePolicy policy, int count, CancellationToken cancellationToken)
    {
        string? ownTime = await server.StandardOutput.ReadLineAsync(cancellationToken);
        await server.WaitForExitAsync(cancellationToken);
        return new HandshakeMeasurement(
            policy.Name,
            "loopback",
            last!.KeyExchange,
            last.ServerSignature,
            last.HandshakeBytesSent,
            last.HandshakeBytesReceived,
            Math.Round(clientTime.TotalMicroseconds / count),
            Math.Round(double.Parse(ownTime ?? throw new InvalidOperationException("The server has failed."), CultureInfo.InvariantCulture)),
            samples);
    }
}
