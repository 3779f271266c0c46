using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>RSA keys as RFC 8017 encodes them, and the identifiers that containers give them.</summary>
internal static class RsaEncoding
{
    /// <summary>The longest public exponent: every platform works with these at every modulus length.</summary>
    private const int MaxExponentSize = 8;

    /// <summary>NULL: the parameters of rsaEncryption and, where they are not absent, of hashes.</summary>
    private static ReadOnlySpan<byte> Null => [DerIdentifier.Null, 0];

    /// <summary>The identifier that keys are written with: rsaEncryption with NULL (RFC 8017, appendix A.1).</summary>
    internal static AlgorithmIdentifier WrittenIdentifier => new(Oids.Rsa, Null);

    /// <summary>Whether an identifier is rsaEncryption, or id-RSAES-OAEP fit for a hash with an empty label.</summary>
    /// <remarks>RFC 4055, sections 1.2 and 4.1: absent parameters leave the choice open, present ones restrict the key to them.</remarks>
    internal static bool ReadsOaep(AlgorithmIdentifier identifier, string hashOid)
    {
        if (identifier.Oid != Oids.RsaOaep || identifier.Parameters.IsEmpty)
            return identifier.Oid == Oids.RsaOaep || IsRsaEncryption(identifier);
        DerReader fields = EnterParameters(identifier, "RSAES-OAEP-params");
        bool fits = ReadsHashAndMask(ref fields, hashOid, "RSAES-OAEP-params");
        if (fields.NextIs(DerIdentifier.Context1Constructed + 1))
        {
            DerReader tagged = fields.Enter(DerIdentifier.Context1Constructed + 1, "pSourceAlgorithm");
            AlgorithmIdentifier source = tagged.AlgorithmIdentifier("pSourceAlgorithm");
            tagged.End("pSourceAlgorithm");
            fits &= source.Oid == Oids.PSpecified && source.Parameters.SequenceEqual<byte>([DerIdentifier.OctetString, 0]);
        }

        fields.End("RSAES-OAEP-params");
        return fits;
    }

    /// <summary>Whether an identifier is rsaEncryption, or id-RSASSA-PSS fit for a hash and a salt as long as the hash.</summary>
    /// <remarks>RFC 4055, sections 1.2 and 3.1: the salt length of a key is the shortest that may be used.</remarks>
    internal static bool ReadsPss(AlgorithmIdentifier identifier, string hashOid, int saltLength)
    {
        if (identifier.Oid != Oids.RsaPss || identifier.Parameters.IsEmpty)
            return identifier.Oid == Oids.RsaPss || IsRsaEncryption(identifier);
        DerReader fields = EnterParameters(identifier, "RSASSA-PSS-params");
        bool fits = ReadsHashAndMask(ref fields, hashOid, "RSASSA-PSS-params");
        int shortestSalt = ReadsTaggedInteger(ref fields, DerIdentifier.Context1Constructed + 1, absent: 20, "saltLength");
        int trailer = ReadsTaggedInteger(ref fields, DerIdentifier.Context1Constructed + 2, absent: 1, "trailerField");
        fields.End("RSASSA-PSS-params");
        return fits && shortestSalt >= 0 && shortestSalt <= saltLength && trailer == 1;
    }

    /// <summary>The length of the modulus in an RSAPublicKey.</summary>
    /// <param name="publicKey">The content of a SubjectPublicKeyInfo. Public.</param>
    /// <returns>Its length in bits.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not an RSAPublicKey of RFC 8017, appendix A.1.1.</exception>
    internal static int ModulusSizeOfPublicKey(ReadOnlySpan<byte> publicKey)
    {
        DerReader outer = new(publicKey);
        DerReader fields = outer.Sequence("RSAPublicKey");
        outer.End("RSAPublicKey");
        int bits = ReadModulusAndExponent(ref fields, "RSAPublicKey");
        fields.End("RSAPublicKey");
        return bits;
    }

    /// <summary>The length of the modulus in an RSAPrivateKey.</summary>
    /// <param name="privateKey">The content of a PKCS#8 structure. Secret.</param>
    /// <param name="privateExponent">The magnitude of d inside it. Secret; its length is public.</param>
    /// <returns>Its length in bits.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not an RSAPrivateKey with two primes of RFC 8017, appendix
    /// A.1.2.</exception>
    internal static int ModulusSizeOfPrivateKey(ReadOnlySpan<byte> privateKey, out ReadOnlySpan<byte> privateExponent)
    {
        DerReader outer = new(privateKey);
        DerReader fields = outer.Sequence("RSAPrivateKey");
        outer.End("RSAPrivateKey");
        if (fields.SmallInteger("the RSAPrivateKey version") != 0)
            throw Errors.MalformedEncoding("the RSAPrivateKey version is not 0, for two primes (RFC 8017, appendix A.1.2)");
        int bits = ReadModulusAndExponent(ref fields, "RSAPrivateKey");
        privateExponent = ReadPositive(ref fields, "privateExponent");
        ReadPositive(ref fields, "prime1");
        ReadPositive(ref fields, "prime2");
        ReadPositive(ref fields, "exponent1");
        ReadPositive(ref fields, "exponent2");
        ReadPositive(ref fields, "coefficient");
        fields.End("RSAPrivateKey");
        return bits;
    }

    private static bool IsRsaEncryption(AlgorithmIdentifier identifier) =>
        identifier.Oid == Oids.Rsa && identifier.Parameters.SequenceEqual(Null);

    private static DerReader EnterParameters(AlgorithmIdentifier identifier, string what)
    {
        DerReader outer = new(identifier.Parameters);
        DerReader fields = outer.Sequence(what);
        outer.End(what);
        return fields;
    }

    /// <summary>Reads the fields hashAlgorithm [0] and maskGenAlgorithm [1]; absent ones mean SHA-1 and never fit.</summary>
    private static bool ReadsHashAndMask(scoped ref DerReader fields, string hashOid, string what)
    {
        bool hashFits = false;
        if (fields.NextIs(DerIdentifier.Context0Constructed))
        {
            DerReader tagged = fields.Enter(DerIdentifier.Context0Constructed, what);
            hashFits = IsHash(tagged.AlgorithmIdentifier(what), hashOid);
            tagged.End(what);
        }

        bool maskFits = false;
        if (fields.NextIs(DerIdentifier.Context1Constructed))
        {
            DerReader tagged = fields.Enter(DerIdentifier.Context1Constructed, what);
            AlgorithmIdentifier mask = tagged.AlgorithmIdentifier(what);
            tagged.End(what);
            if (mask.Oid == Oids.Mgf1)
            {
                DerReader inner = new(mask.Parameters);
                maskFits = IsHash(inner.AlgorithmIdentifier(what), hashOid);
                inner.End(what);
            }
        }

        return hashFits && maskFits;
    }

    /// <summary>Whether an identifier is that of a hash, its parameters absent or NULL (RFC 4055, section 2.1).</summary>
    private static bool IsHash(AlgorithmIdentifier identifier, string hashOid) =>
        identifier.Oid == hashOid && (identifier.Parameters.IsEmpty || identifier.Parameters.SequenceEqual(Null));

    private static int ReadsTaggedInteger(scoped ref DerReader fields, byte identifier, int absent, string what)
    {
        if (!fields.NextIs(identifier))
            return absent;
        DerReader tagged = fields.Enter(identifier, what);
        int value = tagged.SmallInteger(what);
        tagged.End(what);
        return value;
    }

    /// <summary>Reads n and e, both odd; e from 3 to 2^64 - 1.</summary>
    /// <returns>The length of n in bits.</returns>
    private static int ReadModulusAndExponent(scoped ref DerReader fields, string what)
    {
        ReadOnlySpan<byte> n = ReadPositive(ref fields, "modulus");
        ReadOnlySpan<byte> e = ReadPositive(ref fields, "publicExponent");
        bool even = ((n[^1] & e[^1]) & 1) == 0;
        if (even || e.Length > MaxExponentSize || e.SequenceEqual<byte>([1]))
            throw Errors.MalformedEncoding($"the modulus or the public exponent of {what} is even, or the exponent is not from 3 to 2^64 - 1");
        return 8 * n.Length - byte.LeadingZeroCount(n[0]);
    }

    /// <summary>Reads a positive INTEGER.</summary>
    /// <returns>Its magnitude, big-endian, without leading zeros. May be secret; its length is public.</returns>
    private static ReadOnlySpan<byte> ReadPositive(scoped ref DerReader fields, string what)
    {
        ReadOnlySpan<byte> content = fields.Content(DerIdentifier.Integer, what);
        bool signByte = content.Length > 1 && content[0] == 0;      // public: how long the number is
        bool negative = content.IsEmpty || content[0] >= 0x80;      // public: the verdict of an import check
        if (negative || (content.Length == 1 && content[0] == 0) || (signByte && content[1] < 0x80))
            throw Errors.MalformedEncoding($"{what} is not a positive INTEGER in DER");
        return signByte ? content[1..] : content;
    }
}
