using PqCrypto.Hpke;

namespace PqCrypto.Tokens.Tests.Hpke;

/// <summary>The suites that the drafts for JOSE and COSE number HPKE-8 to HPKE-13.</summary>
/// <remarks>draft-ietf-jose-hpke-pq-pqt; draft-ietf-cose-hpke-pq-pqt.</remarks>
internal static class HpkeSuites
{
    /// <summary>The plaintext's beginning and the associated data of all examples.</summary>
    internal const string Beginning = "You can trust us to stick with you through thick and thin";

    internal const string AssociatedData = "The Fellowship of the Ring";

    /// <summary>The suite of a name, with or without "-KE".</summary>
    internal static HpkeSuite Find(string name)
    {
        (string kem, HpkeAead aead) = name.Replace("-KE", "", StringComparison.Ordinal) switch
        {
            "HPKE-8" => ("MLKEM768-P256", HpkeAead.Aes256Gcm),
            "HPKE-9" => ("X-Wing", HpkeAead.Aes256Gcm),
            "HPKE-10" => ("MLKEM1024-P384", HpkeAead.Aes256Gcm),
            "HPKE-11" => ("ML-KEM-512", HpkeAead.Aes128Gcm),
            "HPKE-12" => ("ML-KEM-768", HpkeAead.Aes256Gcm),
            "HPKE-13" => ("ML-KEM-1024", HpkeAead.Aes256Gcm),
            _ => throw new ArgumentException(name, nameof(name)),
        };
        return KemAlgorithm.TryFind(kem, out KemAlgorithm? algorithm)
            ? new HpkeSuite(algorithm, HpkeKdf.Shake256, aead)
            : throw new ArgumentException(name, nameof(name));
    }

    /// <summary>Reads "priv", the serialised key of the KEM, and compares it with "pub".</summary>
    internal static KemPrivateKey ImportKey(HpkeSuite suite, byte[] privateKey, byte[] publicKey)
    {
        KemPrivateKey key = suite.Kem.PrivateSeedSizeInBytes == privateKey.Length ? suite.Kem.ImportPrivateSeed(privateKey) : suite.Kem.ImportPrivateKey(privateKey);
        Assert.Equal(publicKey, key.PublicKey.ExportPublicKey());
        return key;
    }
}
