using System.CommandLine;
using System.Net.Sockets;
using System.Security.Cryptography;
using PqCrypto.Samples.Handshake;
using PqCrypto.Samples.Handshake.Program;

Option<int> port = new("--port") { Description = "TCP port on 127.0.0.1; for the server 0 takes any free one." };
Option<string> policy = new("--policy")
{
    Description = "What this side is willing to speak.",
    DefaultValueFactory = _ => HandshakePolicy.HybridPreferred.Name,
};
policy.AcceptOnlyFromAmong([.. HandshakePolicy.All.Select(each => each.Name)]);
Option<FileInfo> keyFile = new("--key-file")
{
    Description = "The server's public keys (PEM): the server writes them, the client trusts exactly them.",
    DefaultValueFactory = _ => new FileInfo("handshake-server.pem"),
};
Option<FileInfo?> file = new("--file") { Description = "The file to send and to get back; without it a file of the repository." };
Option<FileInfo?> clientKey = new("--client-key") { Description = "The client's own private key (PKCS#8 PEM), for a server that asks." };
Option<FileInfo?> clientKeys = new("--client-keys")
{
    Description = "Public keys (PEM) of the clients to serve; without it anonymous clients are served.",
};
Option<int> connections = new("--connections") { Description = "How many connections to serve before ending.", DefaultValueFactory = _ => 1 };
Option<double> timeout = new("--timeout") { Description = "Seconds after which the server ends in any case.", DefaultValueFactory = _ => 60 };

Command server = new("server", "Serves handshakes on 127.0.0.1 and sends every file back that a client sends.")
{
    port, policy, keyFile, clientKeys, connections, timeout,
};
server.SetAction((arguments, cancellationToken) => EndpointCommands.ServeAsync(
    new ServerArguments(
        arguments.GetValue(port),
        Policy(arguments.GetValue(policy)!),
        arguments.GetValue(keyFile)!,
        arguments.GetValue(clientKeys),
        arguments.GetValue(connections),
        TimeSpan.FromSeconds(arguments.GetValue(timeout))),
    cancellationToken));

Command client = new("client", "Shakes hands with a server on 127.0.0.1, sends a file and compares what comes back.")
{
    port, policy, keyFile, clientKey, file,
};
client.SetAction((arguments, cancellationToken) => EndpointCommands.ConnectAsync(
    new ClientArguments(
        arguments.GetValue(port),
        Policy(arguments.GetValue(policy)!),
        arguments.GetValue(keyFile)!,
        arguments.GetValue(clientKey),
        arguments.GetValue(file)),
    cancellationToken));

RootCommand root = new(
    """
    A handshake with PqCrypto over real TCP, under four policies from classical to post-quantum.

    It is a protocol of its own, modelled on TLS 1.3 (RFC 8446). It is not TLS, speaks to nobody but itself, and is here to show
    negotiation, downgrade protection and migration; for the network use TLS.

    Without a command, client and server run in this process over the loopback interface, under every policy, and refuse what has to be refused.
    """)
{
    server, client,
};
root.Options.Add(file);
root.SetAction((arguments, cancellationToken) => Demonstration.RunAsync(arguments.GetValue(file), cancellationToken));

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is HandshakeException or IOException or SocketException or UnauthorizedAccessException
    or CryptographicException or ArgumentException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

static HandshakePolicy Policy(string name) =>
    HandshakePolicy.TryFind(name, out HandshakePolicy? policy) ? policy : throw new ArgumentException($"There is no policy {name}.");
