using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>SubjectPublicKeyInfo (RFC 5280, section 4.1): an algorithm identifier and a public key.</summary>
internal static class Spki
{
    /// <summary>Writes a SubjectPublicKeyInfo.</summary>
    /// <param name="algorithm">The algorithm identifier.</param>
    /// <param name="subjectPublicKey">The content of the BIT STRING. Public.</param>
    /// <returns>The DER encoding.</returns>
    internal static byte[] Encode(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> subjectPublicKey)
    {
        int content = algorithm.Oid.Length + algorithm.Parameters.Length + subjectPublicKey.Length;
        DerWriter writer = new(new byte[DerWriter.Room(content, values: 4)]);
        writer.BitString(subjectPublicKey);
        writer.AlgorithmIdentifier(algorithm);
        writer.Close(DerIdentifier.Sequence, end: 0);
        return writer.Written.ToArray();
    }

    /// <summary>Reads a SubjectPublicKeyInfo.</summary>
    /// <param name="source">The DER encoding. Public.</param>
    /// <returns>Its parts, as spans over <paramref name="source"/>.</returns>
    /// <exception cref="CryptographicException">The encoding is not DER, has unused bits, or has trailing bytes at any level.</exception>
    internal static SpkiContent Decode(ReadOnlySpan<byte> source)
    {
        DerReader outer = new(source);
        DerReader fields = outer.Sequence("SubjectPublicKeyInfo");
        outer.End("SubjectPublicKeyInfo");
        AlgorithmIdentifier algorithm = fields.AlgorithmIdentifier("the AlgorithmIdentifier");
        ReadOnlySpan<byte> subjectPublicKey = fields.BitString("the subjectPublicKey");
        fields.End("SubjectPublicKeyInfo");
        return new SpkiContent(algorithm, subjectPublicKey);
    }
}

/// <summary>The parts of a SubjectPublicKeyInfo.</summary>
/// <param name="algorithm">The algorithm identifier.</param>
/// <param name="subjectPublicKey">The content of the BIT STRING.</param>
internal readonly ref struct SpkiContent(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> subjectPublicKey)
{
    /// <summary>The algorithm identifier.</summary>
    internal AlgorithmIdentifier Algorithm { get; } = algorithm;

    /// <summary>The content of the BIT STRING. Public.</summary>
    internal ReadOnlySpan<byte> SubjectPublicKey { get; } = subjectPublicKey;
}
