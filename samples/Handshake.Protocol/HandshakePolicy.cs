using System.Diagnostics.CodeAnalysis;

namespace PqCrypto.Samples.Handshake;

/// <summary>What one side is willing to speak: key exchanges and signature algorithms, best first. What is not listed is never used.</summary>
/// <remarks>
/// The server's order decides among what both sides list. A policy speaks about its own side only: whether the result is good enough is decided
/// by what is <em>missing</em> from the list, so a peer (or somebody in between) cannot talk anybody below his own policy.
/// <para>Immutable, safe for many threads.</para>
/// </remarks>
public sealed class HandshakePolicy
{
    private const int MaxAlgorithms = 16;                       // of each kind; a hello with more is refused

    /// <summary>Makes a policy of your own.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="keyExchanges">Key exchanges, best first; algorithms with a raw public key (not RSA-OAEP).</param>
    /// <param name="signatures">Signature algorithms, best first; algorithms whose keys have a SubjectPublicKeyInfo (not round 3).</param>
    /// <exception cref="ArgumentException">A list is empty, longer than 16, repeats an algorithm or holds one that cannot be used here.</exception>
    public HandshakePolicy(string name, IEnumerable<KemAlgorithm> keyExchanges, IEnumerable<SignatureAlgorithm> signatures)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        KeyExchanges = [.. keyExchanges];
        Signatures = [.. signatures];
        if (KeyExchanges.Count is 0 or > MaxAlgorithms || KeyExchanges.Distinct().Count() != KeyExchanges.Count
            || KeyExchanges.Any(algorithm => algorithm.PublicKeySizeInBytes == 0))
        {
            throw new ArgumentException("A policy lists 1 to 16 different key exchanges that have a raw public key.", nameof(keyExchanges));
        }

        if (Signatures.Count is 0 or > MaxAlgorithms || Signatures.Distinct().Count() != Signatures.Count
            || Signatures.Any(algorithm => algorithm.Status == AlgorithmStatus.Legacy))
        {
            throw new ArgumentException("A policy lists 1 to 16 different signature algorithms that are not of round 3.", nameof(signatures));
        }
    }

    /// <summary>What was spoken before: elliptic curves, ECDSA and RSA.</summary>
    public static HandshakePolicy Classical { get; } = new(
        "classical",
        [KemAlgorithm.X25519, KemAlgorithm.EcdhP256, KemAlgorithm.EcdhP384],
        [SignatureAlgorithm.EcdsaP256Sha256, SignatureAlgorithm.EcdsaP384Sha384,
            SignatureAlgorithm.RsaPss2048Sha256, SignatureAlgorithm.RsaPss3072Sha256, SignatureAlgorithm.RsaPss4096Sha384]);

    /// <summary>Hybrid where the peer can, classical where it cannot: the first step of a migration.</summary>
    public static HandshakePolicy HybridPreferred { get; } = new(
        "hybrid-preferred",
        [KemAlgorithm.X25519MLKem768, KemAlgorithm.SecP256r1MLKem768, KemAlgorithm.SecP384r1MLKem1024, .. Classical.KeyExchanges],
        [SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87, .. Classical.Signatures]);

    /// <summary>Hybrid key exchange or none. Signatures stay free: a signature cannot be forged after the handshake is over, a recorded key
    /// exchange can be broken years later.</summary>
    public static HandshakePolicy HybridRequired { get; } = new(
        "hybrid-required",
        [KemAlgorithm.X25519MLKem768, KemAlgorithm.SecP256r1MLKem768, KemAlgorithm.SecP384r1MLKem1024],
        HybridPreferred.Signatures);

    /// <summary>Nothing that rests on factoring or on elliptic curves, not even beside something else.</summary>
    public static HandshakePolicy PostQuantumOnly { get; } = new(
        "post-quantum-only",
        [KemAlgorithm.MLKem768, KemAlgorithm.MLKem1024],
        [SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87]);

    /// <summary>The four policies above, in the order of a migration.</summary>
    public static IReadOnlyList<HandshakePolicy> All { get; } = [Classical, HybridPreferred, HybridRequired, PostQuantumOnly];

    /// <summary>The name, such as "hybrid-preferred".</summary>
    public string Name { get; }

    /// <summary>Key exchanges, best first.</summary>
    public IReadOnlyList<KemAlgorithm> KeyExchanges { get; }

    /// <summary>Signature algorithms, best first: those this side signs with, and those it accepts from the peer.</summary>
    public IReadOnlyList<SignatureAlgorithm> Signatures { get; }

    /// <summary>Finds one of the four policies by its name, in any case.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out HandshakePolicy? policy)
    {
        policy = All.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return policy is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
