using PqCrypto.Pki;

namespace PqCrypto.Tokens.Tests;

/// <summary>The nine algorithms that have a name in JOSE and a number in COSE, as the drafts' tables have them.</summary>
public static class TokenAlgorithms
{
    /// <summary>Name here, name in JOSE, number in COSE, length of "priv" in bytes.</summary>
    public static TheoryData<string, string, int, int> All { get; } = new()
    {
        { "ML-DSA-44", "ML-DSA-44", -48, 32 },
        { "ML-DSA-65", "ML-DSA-65", -49, 32 },
        { "ML-DSA-87", "ML-DSA-87", -50, 32 },
        { "MLDSA44-ECDSA-P256-SHA256", "ML-DSA-44-ES256", -54, 83 },
        { "MLDSA65-ECDSA-P256-SHA512", "ML-DSA-65-ES256", -55, 83 },
        { "MLDSA87-ECDSA-P384-SHA512", "ML-DSA-87-ES384", -56, 96 },
        { "MLDSA44-Ed25519-SHA512", "ML-DSA-44-Ed25519", -57, 64 },
        { "MLDSA65-Ed25519-SHA512", "ML-DSA-65-Ed25519", -58, 64 },
        { "MLDSA87-Ed448-SHAKE256", "ML-DSA-87-Ed448", -59, 89 },
    };

    /// <summary>The names here alone.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Select(row => (string)row[0])];

    /// <summary>A new key of an algorithm, the caller's to dispose.</summary>
    internal static SignaturePrivateKey GenerateKey(string name) =>
        PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm) ? algorithm.GenerateKey() : throw new ArgumentException(name, nameof(name));
}
