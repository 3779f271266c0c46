using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Migration.Keys;

namespace PqCrypto.Samples.Migration.Proofs;

/// <summary>Runs a live server on the loopback interface with the store's signature keys, and clients of every policy against it.</summary>
public static class HandshakeProof
{
    private const int EchoSizeInBytes = 1000;

    /// <summary>The policy that a server has at a stage.</summary>
    public static HandshakePolicy ServerPolicy(Stage stage) =>
        stage == Stage.Classical ? HandshakePolicy.Classical
        : stage == Stage.Hybrid ? HandshakePolicy.HybridPreferred
        : HandshakePolicy.PostQuantumOnly;

    /// <summary>Lets a client of every policy connect to the server of a stage.</summary>
    public static async Task<IReadOnlyList<HandshakeOutcome>> RunAsync(Stage stage, KeyRing keys)
    {
        List<HandshakeIdentity> identities =
            [.. stage.Signers.Select(algorithm => new HandshakeIdentity("store", keys.Signer(algorithm.Name).Private))];
        HandshakeServerOptions server = new() { Policy = ServerPolicy(stage), Identities = identities };
        List<HandshakeOutcome> outcomes = [];
        foreach (HandshakePolicy client in HandshakePolicy.All)
        {
            bool isExpected = client.KeyExchanges.Intersect(server.Policy.KeyExchanges).Any()
                && client.Signatures.Intersect(server.Policy.Signatures).Intersect(identities.Select(identity => identity.Algorithm)).Any();
            HandshakeClientOptions options = new() { Policy = client, ServerKeys = [.. identities.Select(identity => identity.PublicKey)] };
            outcomes.Add(await ConnectAsync(server, options, isExpected));
        }
        return outcomes;
    }

    /// <summary>One handshake and an echo over the channel.</summary>
    public static async Task<HandshakeOutcome> ConnectAsync(HandshakeServerOptions server, HandshakeClientOptions client, bool isExpected)
    {
        TaskCompletionSource<IPEndPoint> listening = new();
        using CancellationTokenSource unreachable = new();
        Task serving = ServeAsync(listening, server, unreachable.Token);
        using TcpClient connection = new() { NoDelay = true };
        try
        {
            await connection.ConnectAsync(await listening.Task);
        }
        catch (SocketException exception)
        {
            await unreachable.CancelAsync();
            return new HandshakeOutcome(client.Policy.Name, isExpected, IsConnected: false, $"no connection on this machine: {exception.Message}", TimeSpan.Zero, 0, 0);
        }

        try
        {
            await using SecureChannel channel = await HandshakeClient.ConnectAsync(connection.GetStream(), client);
            byte[] sent = RandomNumberGenerator.GetBytes(EchoSizeInBytes);
            byte[] received = new byte[EchoSizeInBytes];
            await channel.WriteAsync(sent);
            await channel.ReadExactlyAsync(received);
            await channel.CloseWriteAsync();
            await serving;
            bool isEqual = received.AsSpan().SequenceEqual(sent);
            string result = isEqual ? $"{channel.KeyExchange}, {channel.ServerSignature}" : "the echo differs";
            return new HandshakeOutcome(
                client.Policy.Name, isExpected, isEqual, result, channel.HandshakeTime, channel.HandshakeBytesSent, channel.HandshakeBytesReceived);
        }
        catch (HandshakeException exception)
        {
            await IgnoreFailureAsync(serving);
            return new HandshakeOutcome(client.Policy.Name, isExpected, IsConnected: false, exception.Message, TimeSpan.Zero, 0, 0);
        }
    }

    private static async Task ServeAsync(TaskCompletionSource<IPEndPoint> listening, HandshakeServerOptions options, CancellationToken unreachable)
    {
        using TcpListener listener = new(IPAddress.Loopback, port: 0);
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            listening.SetException(exception);
            return;
        }

        listening.SetResult((IPEndPoint)listener.LocalEndpoint);
        using TcpClient connection = await listener.AcceptTcpClientAsync(unreachable);
        connection.NoDelay = true;
        await using SecureChannel channel = await HandshakeServer.AcceptAsync(connection.GetStream(), options, unreachable);
        byte[] buffer = new byte[EchoSizeInBytes];
        await channel.ReadExactlyAsync(buffer, unreachable);
        await channel.WriteAsync(buffer, unreachable);
        await channel.CloseWriteAsync(unreachable);
    }

    private static async Task IgnoreFailureAsync(Task serving)
    {
        try
        {
            await serving;
        }
        catch (HandshakeException)
        {
            // the client has told the reason already
        }
    }
}

/// <summary>How a handshake ended.</summary>
/// <param name="ClientPolicy">What the client was willing to speak.</param>
/// <param name="IsExpected">Whether the two policies have something in common.</param>
/// <param name="IsConnected">Whether it came to a channel that carries data.</param>
/// <param name="Result">What was negotiated, or why not.</param>
/// <param name="Time">How long the client's handshake took.</param>
/// <param name="BytesSent">What the client sent for it.</param>
/// <param name="BytesReceived">What the client received for it.</param>
public sealed record HandshakeOutcome(
    string ClientPolicy, bool IsExpected, bool IsConnected, string Result, TimeSpan Time, long BytesSent, long BytesReceived)
{
    /// <summary>Whether it ended as the policies say.</summary>
    public bool IsGood => IsExpected == IsConnected;
}
