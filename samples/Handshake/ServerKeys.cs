namespace PqCrypto.Samples.Handshake.Program;

/// <summary>Fresh keys for a server: one for each of RSA, ECDSA and ML-DSA that its policy lists.</summary>
internal sealed class ServerKeys : IDisposable
{
    internal const string Subject = "handshake-server";

    private readonly List<SignaturePrivateKey> keys = [];

    internal ServerKeys(HandshakePolicy policy)
    {
        SignatureAlgorithm[] usual = [SignatureAlgorithm.MLDsa65, SignatureAlgorithm.EcdsaP256Sha256, SignatureAlgorithm.RsaPss2048Sha256];
        foreach (SignatureAlgorithm algorithm in usual.Where(policy.Signatures.Contains))
            keys.Add(algorithm.GenerateKey());
        Identities = [.. keys.Select(key => new HandshakeIdentity(Subject, key))];
    }

    internal IReadOnlyList<HandshakeIdentity> Identities { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SignaturePrivateKey key in keys)
            key.Dispose();
    }
}
