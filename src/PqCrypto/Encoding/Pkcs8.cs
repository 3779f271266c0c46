using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>OneAsymmetricKey (RFC 5958, section 2), of which PKCS#8's PrivateKeyInfo is version 0.</summary>
internal static class Pkcs8
{
    private const int Version1 = 0;      // v1(0): without publicKey
    private const int Version2 = 1;      // v2(1): with publicKey

    /// <summary>Writes a key as version 0, without its public key.</summary>
    /// <param name="algorithm">The algorithm identifier.</param>
    /// <param name="privateKey">The content of the privateKey OCTET STRING. Secret.</param>
    /// <returns>The DER encoding. Secret; the caller disposes it.</returns>
    internal static SecretBuffer Encode(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> privateKey)
    {
        int content = algorithm.Oid.Length + algorithm.Parameters.Length + privateKey.Length;
        using SecretBuffer buffer = new(DerWriter.Room(content, values: 5));
        DerWriter writer = new(buffer.Bytes);
        writer.OctetString(privateKey);
        writer.AlgorithmIdentifier(algorithm);
        writer.SmallInteger(Version1);
        writer.Close(DerIdentifier.Sequence, end: 0);
        return new SecretBuffer(writer.Written);
    }

    /// <summary>Reads a key of either version; its attributes are passed over.</summary>
    /// <param name="source">The DER encoding. Secret; its structure is public.</param>
    /// <returns>Its parts, as spans over <paramref name="source"/>.</returns>
    /// <exception cref="CryptographicException">The encoding is not DER, has trailing bytes at any level, or its version does not fit the
    /// presence of the public key.</exception>
    internal static Pkcs8Parts Decode(ReadOnlySpan<byte> source)
    {
        DerReader outer = new(source);
        DerReader fields = outer.Sequence("OneAsymmetricKey");
        outer.End("OneAsymmetricKey");

        int version = fields.SmallInteger("the OneAsymmetricKey version");
        if (version is not (Version1 or Version2))
            throw Errors.MalformedEncoding("the OneAsymmetricKey version is neither 0 nor 1 (RFC 5958, section 2)");
        AlgorithmIdentifier algorithm = fields.AlgorithmIdentifier("the privateKeyAlgorithm");
        ReadOnlySpan<byte> privateKey = fields.OctetString("the privateKey");
        if (fields.NextIs(DerIdentifier.Context0Constructed))
            SkipAttributes(fields.Enter(DerIdentifier.Context0Constructed, "the attributes"));

        bool hasPublicKey = fields.NextIs(DerIdentifier.Context1);
        if (hasPublicKey != (version == Version2))
            throw Errors.MalformedEncoding("the publicKey is present in version 1 and absent in version 0 (RFC 5958, section 2)");
        ReadOnlySpan<byte> publicKey = default;
        if (hasPublicKey)
            publicKey = fields.BitString("the publicKey", DerIdentifier.Context1);
        fields.End("OneAsymmetricKey");
        return new Pkcs8Parts(algorithm, privateKey, hasPublicKey, publicKey);
    }

    /// <summary>Checks the form of the attributes; none of them means anything here.</summary>
    private static void SkipAttributes(DerReader attributes)
    {
        while (!attributes.IsEmpty)
        {
            DerReader attribute = attributes.Sequence("an attribute");
            attribute.ObjectIdentifier("an attribute");
            DerReader values = attribute.Enter(DerIdentifier.Set, "an attribute");
            while (!values.IsEmpty)
                values.Skip("an attribute");
            attribute.End("an attribute");
        }
    }
}

/// <summary>The parts of a OneAsymmetricKey.</summary>
/// <param name="algorithm">The privateKeyAlgorithm.</param>
/// <param name="privateKey">The content of the privateKey OCTET STRING. Secret.</param>
/// <param name="hasPublicKey">Whether the structure carries its public key.</param>
/// <param name="publicKey">The content of the publicKey BIT STRING.</param>
internal readonly ref struct Pkcs8Parts(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> privateKey, bool hasPublicKey, ReadOnlySpan<byte> publicKey)
{
    /// <summary>The privateKeyAlgorithm.</summary>
    internal AlgorithmIdentifier Algorithm { get; } = algorithm;

    /// <summary>The content of the privateKey OCTET STRING. Secret.</summary>
    internal ReadOnlySpan<byte> PrivateKey { get; } = privateKey;

    /// <summary>Whether the structure carries its public key; the importer must compare it with the key's own.</summary>
    internal bool HasPublicKey { get; } = hasPublicKey;

    /// <summary>The content of the publicKey BIT STRING, the same as in a SubjectPublicKeyInfo; empty where there is none. Public.</summary>
    internal ReadOnlySpan<byte> PublicKey { get; } = publicKey;
}
