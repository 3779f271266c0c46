namespace PqCrypto.Samples.Handshake;

/// <summary>Chooses algorithms by name. The server's order decides; both sides compute the same choice from the two lists.</summary>
internal static class Negotiation
{
    /// <summary>The first of the server's names that the client has too.</summary>
    /// <param name="kind">What is chosen, for the message.</param>
    /// <param name="server">The server's names, best first.</param>
    /// <param name="client">The client's names.</param>
    /// <exception cref="HandshakeException">There is none.</exception>
    internal static string Choose(string kind, IReadOnlyCollection<string> server, IReadOnlyCollection<string> client) =>
        server.FirstOrDefault(name => client.Contains(name, StringComparer.Ordinal))
        ?? throw new HandshakeException(
            HandshakeReason.NoCommonAlgorithm,
            $"no common {kind}: the client offers {List(client)}, the server accepts {List(server)}");

    /// <summary>The names of a policy's signature algorithms for which there is a key.</summary>
    internal static string[] SignaturesWithKeys(HandshakePolicy policy, IEnumerable<SignatureAlgorithm> keys)
    {
        HashSet<SignatureAlgorithm> available = [.. keys];
        return [.. policy.Signatures.Where(available.Contains).Select(algorithm => algorithm.Name)];
    }

    /// <summary>The names of a policy's key exchanges.</summary>
    internal static string[] KeyExchanges(HandshakePolicy policy) => [.. policy.KeyExchanges.Select(algorithm => algorithm.Name)];

    /// <summary>Names for a message; those of a peer are cut to what can be printed.</summary>
    private static string List(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "nothing" : string.Join(", ", names.Select(name => new string([.. name.Where(c => c is >= ' ' and <= '~')])));
}
