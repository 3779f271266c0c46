using System.Collections.Concurrent;
using PqCrypto.Kernels;

namespace PqCrypto.DifferentialRounds;

/// <summary>Who took part in how many rounds of which kind. All answers are compared with those of the widest kernel set.</summary>
internal static class Tally
{
    internal const string BouncyCastle = "BouncyCastle";
    internal const string Libsodium = "libsodium";
    internal const string Platform = "the platform";

    private static readonly ConcurrentDictionary<(string Kind, string Peer), long> Rounds = [];

    /// <summary>Counts a peer that gave all its answers in a round, and none was another one.</summary>
    internal static void Add(string kind, string peer) => Rounds.AddOrUpdate((kind, peer), 1, (_, count) => count + 1);

    internal static long Of(string kind, string peer) => Rounds.GetValueOrDefault((kind, peer));

    /// <summary>The peers of a kind in the order in which they are listed, with their rounds.</summary>
    internal static string Text(string kind)
    {
        IEnumerable<string> order = KernelSelector.Supported.Select(set => set.Name).Concat(KernelSelector.Curves.Select(curve => curve.Name))
            .Append("planted").Append(BouncyCastle).Append(Libsodium).Append(Platform);
        return string.Join(", ", order.Distinct().Select(peer => (Peer: peer, Count: Of(kind, peer))).Where(entry => entry.Count > 0)
            .Select(entry => $"{entry.Peer} {entry.Count}"));
    }
}
