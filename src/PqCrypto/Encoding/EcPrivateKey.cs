using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>ECPrivateKey (RFC 5915, section 3): the content of an elliptic curve key's PKCS#8 structure.</summary>
internal static class EcPrivateKey
{
    private const int Version = 1;

    /// <summary>Reads an ECPrivateKey.</summary>
    /// <param name="source">The DER encoding. Secret; its structure is public.</param>
    /// <param name="curveOid">The curve that the parameters must name if they are present.</param>
    /// <param name="scalarSize">Length of the scalar in bytes.</param>
    /// <param name="scalar">Receives the scalar, <paramref name="scalarSize"/> bytes. Secret. Unchanged on an exception.</param>
    /// <returns>The content of publicKey, unchecked, or null where it is absent.</returns>
    /// <exception cref="CryptographicException">The encoding is not DER, names another curve, or has a scalar of another length.</exception>
    internal static byte[]? Decode(ReadOnlySpan<byte> source, string curveOid, int scalarSize, Span<byte> scalar)
    {
        DerReader outer = new(source);
        DerReader fields = outer.Sequence("ECPrivateKey");
        outer.End("ECPrivateKey");

        if (fields.SmallInteger("the ECPrivateKey version") != Version)
            throw Errors.MalformedEncoding("the ECPrivateKey version is not 1 (RFC 5915, section 3)");
        ReadOnlySpan<byte> privateKey = fields.OctetString("the ECPrivateKey privateKey");
        if (privateKey.Length != scalarSize)
            throw Errors.MalformedEncoding($"the ECPrivateKey privateKey is {scalarSize} bytes for this curve; got {privateKey.Length}");

        if (fields.NextIs(DerIdentifier.Context0Constructed))
        {
            DerReader parameters = fields.Enter(DerIdentifier.Context0Constructed, "the ECPrivateKey parameters");
            if (parameters.ObjectIdentifier("the ECPrivateKey parameters") != curveOid)
                throw Errors.MalformedEncoding("the ECPrivateKey parameters name another curve than the AlgorithmIdentifier");
            parameters.End("the ECPrivateKey parameters");
        }

        byte[]? publicPoint = null;
        if (fields.NextIs(DerIdentifier.Context1Constructed))
        {
            DerReader publicKey = fields.Enter(DerIdentifier.Context1Constructed, "the ECPrivateKey publicKey");
            publicPoint = publicKey.BitString("the ECPrivateKey publicKey").ToArray();
            publicKey.End("the ECPrivateKey publicKey");
        }

        fields.End("ECPrivateKey");
        privateKey.CopyTo(scalar);
        return publicPoint;
    }

    /// <summary>Writes an ECPrivateKey.</summary>
    /// <param name="scalar">The scalar, as long as the curve's order. Secret.</param>
    /// <param name="publicPoint">The uncompressed point; empty writes none. Public.</param>
    /// <param name="curveOid">The curve for the parameters; null writes none, as inside PKCS#8.</param>
    /// <returns>The DER encoding. Secret; the caller disposes it.</returns>
    internal static SecretBuffer Encode(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> publicPoint, string? curveOid)
    {
        using Workspace workspace = Workspace.Rent();
        DerWriter writer = new(workspace.Bytes(DerWriter.Room(scalar.Length + publicPoint.Length + (curveOid?.Length ?? 0), values: 8)));

        if (!publicPoint.IsEmpty)
        {
            writer.BitString(publicPoint);
            writer.Close(DerIdentifier.Context1Constructed, end: 0);
        }

        if (curveOid is not null)
        {
            int end = writer.Count;
            writer.ObjectIdentifier(curveOid);
            writer.Close(DerIdentifier.Context0Constructed, end);
        }

        writer.OctetString(scalar);
        writer.SmallInteger(Version);
        writer.Close(DerIdentifier.Sequence, end: 0);
        return new SecretBuffer(writer.Written);
    }
}
