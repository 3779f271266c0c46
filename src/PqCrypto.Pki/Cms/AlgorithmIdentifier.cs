using System.Formats.Asn1;

namespace PqCrypto.Pki.Cms;

/// <summary>An AlgorithmIdentifier that was read: its object identifier, its encoded parameters (null where there are none), and all of it.</summary>
internal sealed record AlgorithmIdentifier(string Oid, byte[]? Parameters, byte[] Encoded)
{
    private static readonly byte[] Null = [0x05, 0x00];

    /// <summary>Whether there are no parameters, or NULL, which some write instead.</summary>
    internal bool HasNoParameters => Parameters is null || Parameters.AsSpan().SequenceEqual(Null);

    internal static AlgorithmIdentifier Read(AsnReader reader, Asn1Tag? tag = null)
    {
        byte[] encoded = reader.PeekEncodedValue().ToArray();
        AsnReader fields = reader.ReadSequence(tag);
        string oid = fields.ReadObjectIdentifier();
        byte[]? parameters = fields.HasData ? fields.ReadEncodedValue().ToArray() : null;
        fields.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(oid, parameters, encoded);
    }

    /// <summary>Whether both name the same; NULL is as good as no parameters.</summary>
    internal bool Names(AlgorithmIdentifier other) =>
        Oid == other.Oid && (HasNoParameters ? other.HasNoParameters : other.Parameters is not null && Parameters.AsSpan().SequenceEqual(other.Parameters));
}
