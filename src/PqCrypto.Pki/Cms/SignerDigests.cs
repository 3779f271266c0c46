namespace PqCrypto.Pki.Cms;

/// <summary>Which digest of the content goes with which signature algorithm.</summary>
/// <remarks>RFC 9882, section 3 (ML-DSA); draft-ietf-lamps-cms-composite-sigs: the pre-hash of the composite; RFC 5754, sections 3.2 and 3.3; RFC 8419, section 3
/// (Ed25519, Ed448).</remarks>
internal static class SignerDigests
{
    /// <summary>The one to sign with.</summary>
    internal static string For(SignatureAlgorithm algorithm)
    {
        if (algorithm == SignatureAlgorithm.EcdsaP256Sha256 || algorithm == SignatureAlgorithm.RsaPss2048Sha256 || algorithm == SignatureAlgorithm.RsaPss3072Sha256)
            return ContentDigest.Sha256;
        if (algorithm == SignatureAlgorithm.EcdsaP384Sha384 || algorithm == SignatureAlgorithm.RsaPss4096Sha384)
            return ContentDigest.Sha384;
        return algorithm.Family == AlgorithmFamily.Hybrid ? OfComposite(algorithm.Name) : ContentDigest.Sha512;
    }

    /// <summary>Whether a signature of the algorithm may be over this digest of the content.</summary>
    /// <param name="signatureOid">The signature algorithm.</param>
    /// <param name="digestOid">A digest that <see cref="ContentDigest"/> has.</param>
    internal static bool IsAccepted(string signatureOid, string digestOid)
    {
        if (!PkiAlgorithms.TryFind(signatureOid, out SignatureAlgorithm? algorithm))
            return true;     // the classical ones, whose digests are all strong enough for them
        if (algorithm.Family == AlgorithmFamily.Hybrid)
            return digestOid == OfComposite(algorithm.Name);
        return algorithm.SecurityCategory switch
        {
            2 => true,
            3 => digestOid is not (ContentDigest.Sha256 or ContentDigest.Sha3With256 or ContentDigest.Shake128),
            _ => digestOid is ContentDigest.Sha512 or ContentDigest.Sha3With512 or ContentDigest.Shake256,
        };
    }

    private static string OfComposite(string name) => name.Split('-')[^1] switch
    {
        "SHA256" => ContentDigest.Sha256,
        "SHA512" => ContentDigest.Sha512,
        _ => ContentDigest.Shake256,
    };
}
