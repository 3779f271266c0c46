using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>The program as its users start it: server and client as processes of their own.</summary>
[Collection(HandshakeSuite.Name)]
public sealed partial class TwoProcessTests(HandshakeFixture fixture) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pqcrypto-handshake-");

    [Theory]
    [InlineData("classical", "ECDSA-P256-SHA256")]
    [InlineData("hybrid-required", "X25519MLKEM768, ML-DSA-65")]
    public async Task Run_ServerAndClient_ExchangeTheFile(string policy, string expected)
    {
        using Process server = Start("server", "--port", "0", "--policy", policy, "--key-file", KeyPath, "--timeout", "50");
        using Process client = Start("client", "--port", await PortAsync(server), "--policy", policy, "--key-file", KeyPath);
        (int clientCode, string clientText) = await EndAsync(client);
        (int serverCode, _) = await EndAsync(server);
        Assert.True(clientCode == 0, clientText);
        Assert.Equal(0, serverCode);
        Assert.Contains(expected, clientText, StringComparison.Ordinal);
        Assert.Contains("there and back, equal", clientText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KnownClient_IsNamedAndUnknownIsRefused()
    {
        string clientsPath = Path.Combine(folder.FullName, "clients.pem");
        string ownKeyPath = Path.Combine(folder.FullName, "client-key.pem");
        KeyFile.Write(clientsPath, [fixture.Client, fixture.ClassicalClient]);
        await File.WriteAllTextAsync(ownKeyPath, fixture.ClientKeyPem);
        using Process server = Start("server", "--port", "0", "--key-file", KeyPath, "--client-keys", clientsPath, "--connections", "2", "--timeout", "50");
        string port = await PortAsync(server);
        using Process known = Start("client", "--port", port, "--key-file", KeyPath, "--client-key", ownKeyPath);
        (int knownCode, string knownText) = await EndAsync(known);
        Assert.True(knownCode == 0, knownText);
        using Process unknown = Start("client", "--port", port, "--key-file", KeyPath);
        (int unknownCode, string unknownText) = await EndAsync(unknown);
        Assert.Equal(1, unknownCode);
        Assert.Contains(nameof(HandshakeReason.CertificateRequired), unknownText, StringComparison.Ordinal);
        (int serverCode, _) = await EndAsync(server);
        Assert.Equal(1, serverCode);
    }

    [Fact]
    public async Task Run_NobodyComes_ServerEndsByItself()
    {
        using Process server = Start("server", "--port", "0", "--policy", "classical", "--key-file", KeyPath, "--timeout", "1");
        (int code, _) = await EndAsync(server);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Help_Says_ThatItIsNotTls()
    {
        using Process help = Start("--help");
        (int code, string text) = await EndAsync(help);
        Assert.Equal(0, code);
        Assert.Contains("modelled on TLS 1.3", text, StringComparison.Ordinal);
        Assert.Contains("not TLS", text, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string KeyPath => Path.Combine(folder.FullName, "server.pem");

    private static Process Start(params string[] arguments)
    {
        string program = typeof(Loopback).Assembly.Location;
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> PortAsync(Process server)
    {
        string? line = await server.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        Match match = Port().Match(line ?? string.Empty);
        Assert.True(match.Success, line);
        return match.Groups[1].Value;
    }

    private static async Task<(int Code, string Text)> EndAsync(Process process)
    {
        using CancellationTokenSource limit = new(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            string error = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"the program did not end within {Limit}"));
        }
    }

    [GeneratedRegex("listening on 127\\.0\\.0\\.1:([0-9]+),")]
    private static partial Regex Port();
}
