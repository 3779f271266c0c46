using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PqCrypto.Pki.Signatures;

/// <summary>What certificates, requests, revocation lists and CMS call a signature algorithm: the DER AlgorithmIdentifier beside a signature.</summary>
/// <remarks>RFC 9881, section 2; draft-ietf-lamps-pq-composite-sigs-19, section 5; RFC 5758, section 3.2 (ECDSA); RFC 4055, section 3.1 (RSASSA-PSS).</remarks>
internal static class SignatureIdentifiers
{
    internal const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    internal const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    internal const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";
    internal const string RsaPss = "1.2.840.113549.1.1.10";
    internal const string RsaPkcs1Sha256 = "1.2.840.113549.1.1.11";
    internal const string RsaPkcs1Sha384 = "1.2.840.113549.1.1.12";
    internal const string RsaPkcs1Sha512 = "1.2.840.113549.1.1.13";
    internal const string Mgf1 = "1.2.840.113549.1.1.8";

    /// <summary>The AlgorithmIdentifier of the signatures that a key of this algorithm makes.</summary>
    /// <exception cref="NotSupportedException">There is none: round-3 algorithms, and algorithms of your own without an object identifier.</exception>
    internal static byte[] Encode(SignatureAlgorithm algorithm) => algorithm switch
    {
        _ when algorithm == SignatureAlgorithm.EcdsaP256Sha256 => Plain(EcdsaWithSha256),
        _ when algorithm == SignatureAlgorithm.EcdsaP384Sha384 => Plain(EcdsaWithSha384),
        _ when algorithm == SignatureAlgorithm.RsaPss2048Sha256 || algorithm == SignatureAlgorithm.RsaPss3072Sha256 => Pss(HashAlgorithmName.SHA256),
        _ when algorithm == SignatureAlgorithm.RsaPss4096Sha384 => Pss(HashAlgorithmName.SHA384),
        { Oid: string oid } => Plain(oid),
        _ => throw new NotSupportedException($"{algorithm.Name} has no object identifier (SignatureAlgorithm.Oid): it cannot sign certificates and messages."),
    };

    /// <summary>The object identifier of RSA, PKCS #1 1.5, with a hash.</summary>
    internal static string RsaPkcs1(HashAlgorithmName hash) =>
        hash == HashAlgorithmName.SHA256 ? RsaPkcs1Sha256 : hash == HashAlgorithmName.SHA384 ? RsaPkcs1Sha384 : RsaPkcs1Sha512;

    /// <summary>An AlgorithmIdentifier without parameters.</summary>
    internal static byte[] Plain(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    /// <summary>RSASSA-PSS-params with the salt as long as the hash.</summary>
    private static byte[] Pss(HashAlgorithmName hash)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(RsaPss);
            using (writer.PushSequence())
            {
                WriteHashAndMask(writer, hash);
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                    writer.WriteInteger(HashIdentifiers.SizeInBytes(hash));
            }
        }

        return writer.Encode();
    }

    /// <summary>The first two parameters of both RSASSA-PSS and RSAES-OAEP.</summary>
    internal static void WriteHashAndMask(AsnWriter writer, HashAlgorithmName hash)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            Hash(writer, hash);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Mgf1);
            Hash(writer, hash);
        }
    }

    /// <summary>An AlgorithmIdentifier with NULL for parameters.</summary>
    internal static byte[] WithNull(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }

        return writer.Encode();
    }

    private static void Hash(AsnWriter writer, HashAlgorithmName hash) => writer.WriteEncodedValue(WithNull(HashIdentifiers.OidOf(hash)));
}
