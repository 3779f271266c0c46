using PqCrypto.Testing;

namespace PqCrypto.Tests.Vectors;

/// <summary>What the ML-DSA groups of ACVP say about how a message is signed.</summary>
internal static class AcvpMLDsa
{
    public static bool IsDeterministic(AcvpCase v) => v.Group.GetProperty("deterministic").GetBoolean();

    public static bool HasExternalMu(AcvpCase v) => v.Group.GetProperty("externalMu").GetBoolean();

    /// <summary>Context and pre-hash of the external interface.</summary>
    public static SignatureOptions Options(AcvpCase v) => new()
    {
        Context = v.Input("context"),
        PreHash = v.Group.Text("preHash") == "pure" ? PreHash.None : Hash(v.Prompt.Text("hashAlg")),
    };

    /// <summary>Verifies over mu or over M', whichever the case gives.</summary>
    public static bool VerifyInternal(AcvpCase v, SignaturePublicKey key, byte[] signature) => HasExternalMu(v)
        ? key.VerifyMu(v.Input("mu"), signature)
        : Derandomized.VerifyInternal(key, v.Input("message"), signature);

    private static PreHash Hash(string name) => name switch
    {
        "SHA2-224" => PreHash.Sha224,
        "SHA2-256" => PreHash.Sha256,
        "SHA2-384" => PreHash.Sha384,
        "SHA2-512" => PreHash.Sha512,
        "SHA2-512/224" => PreHash.Sha512_224,
        "SHA2-512/256" => PreHash.Sha512_256,
        "SHA3-224" => PreHash.Sha3_224,
        "SHA3-256" => PreHash.Sha3_256,
        "SHA3-384" => PreHash.Sha3_384,
        "SHA3-512" => PreHash.Sha3_512,
        "SHAKE-128" => PreHash.Shake128,
        "SHAKE-256" => PreHash.Shake256,
        _ => throw new InvalidDataException($"unknown hash {name}"),
    };
}
