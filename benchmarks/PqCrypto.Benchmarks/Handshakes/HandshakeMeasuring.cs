using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PqCrypto.Benchmarks.Report;
using PqCrypto.Samples.Handshake;

namespace PqCrypto.Benchmarks.Handshakes;

/// <summary>Measures whole handshakes of the sample's protocol, the client here and the server in a process of its own, over TCP on the loopback interface.</summary>
internal static class HandshakeMeasuring
{
    private const int WarmUp = 60;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<HandshakeMeasurement>> RunAsync(int count, Action<string, int> progress)
    {
        List<HandshakeMeasurement> all = [];
        for (int kind = 0; kind < HandshakeKinds.All.Count; kind++)
        {
            progress($"handshake: {HandshakeKinds.All[kind].Name}", HandshakeKinds.All.Count);
            all.Add(await MeasureAsync(kind, count));
        }

        return all;
    }

    private static async Task<HandshakeMeasurement> MeasureAsync(int kind, int count)
    {
        using CancellationTokenSource deadline = new(Deadline);
        using Process server = StartServer(kind, count);
        string[] hello = (await server.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("The server has not started.")).Split(' ');
        int port = int.Parse(hello[0], CultureInfo.InvariantCulture);
        SignaturePublicKey serverKey = SignaturePublicKey.ImportSubjectPublicKeyInfo(Convert.FromBase64String(hello[1]));
        HandshakePolicy policy = HandshakeKinds.All[kind];
        HandshakeClientOptions options = new() { Policy = policy, ServerKeys = [serverKey] };

        using Process self = Process.GetCurrentProcess();
        List<double> samples = [];
        SecureChannel? last = null;
        TimeSpan start = TimeSpan.Zero;
        for (int i = -WarmUp; i < count; i++)
        {
            if (i == 0)
            {
                self.Refresh();
                start = self.TotalProcessorTime;
            }

            using TcpClient connection = new();
            await connection.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            connection.NoDelay = true;
            long began = Stopwatch.GetTimestamp();
            await using SecureChannel channel = await HandshakeClient.ConnectAsync(connection.GetStream(), options, deadline.Token);
            if (i >= 0)
                samples.Add(Math.Round(Stopwatch.GetElapsedTime(began).TotalMicroseconds, 1));
            await channel.CloseWriteAsync(deadline.Token);
            last = channel;
        }

        self.Refresh();
        double client = (self.TotalProcessorTime - start).TotalMicroseconds / count;
        string? ownTime = await server.StandardOutput.ReadLineAsync(deadline.Token);
        await server.WaitForExitAsync(deadline.Token);
        return new HandshakeMeasurement(
            policy.Name,
            "loopback",
            last!.KeyExchange,
            last.ServerSignature,
            last.HandshakeBytesSent,
            last.HandshakeBytesReceived,
            Math.Round(client),
            Math.Round(double.Parse(ownTime ?? throw new InvalidOperationException("The server has failed."), CultureInfo.InvariantCulture)),
            samples);
    }

    private static Process StartServer(int kind, int count)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(HandshakeMeasuring).Assembly.Location);
        string[] arguments = [HandshakeServerProcess.Command, $"{kind}", $"{WarmUp}", $"{count}"];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The server cannot be started.");
    }
}
