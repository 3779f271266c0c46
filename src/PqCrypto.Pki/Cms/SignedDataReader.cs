using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Cms;

/// <summary>Reads a SignedData: digests the content on the way, and holds certificates and signers.</summary>
/// <remarks>RFC 5652, section 5.1. Revocation lists are passed over.</remarks>
internal sealed class SignedDataReader : IDisposable
{
    private const int MaxSigners = 100;
    private const int MaxCertificates = 1000;

    private readonly BerReader reader;
    private ContentDigests? digests;

    internal SignedDataReader(Stream message) => reader = new BerReader(message);

    internal string ContentType { get; private set; } = CmsOids.Data;

    /// <summary>The certificates of the message that the platform reads; others (attribute certificates, malformed ones) are passed over.</summary>
    internal List<X509Certificate2> Certificates { get; } = [];

    internal List<SignerInfo> Signers { get; } = [];

    /// <summary>Reads up to the end.</summary>
    /// <param name="detached">The content where it is not in the message; null where it is.</param>
    /// <param name="receiver">Takes the content in the message.</param>
    internal void Read(Stream? detached, ContentReceiver receiver)
    {
        EnterContent(reader, CmsOids.SignedData);
        reader.ReadElement();     // the version, which follows from the rest
        digests = new ContentDigests(ReadDigestAlgorithms());
        ReadContent(detached, receiver);
        if (reader.NextIs(0xA0))
            ReadCertificates();
        if (reader.NextIs(0xA1))
            reader.SkipElement();
        reader.Enter(0x31);
        while (reader.HasMore())
        {
            if (Signers.Count == MaxSigners)
                throw Malformed.Message($"it has more than {MaxSigners} signers");
            Signers.Add(SignerInfo.Read(reader.ReadElement()));
        }

        reader.Leave();
        LeaveContent(reader);
    }

    /// <summary>The content that the signers are compared with.</summary>
    /// <param name="whole">All of it, where it is held.</param>
    internal SignedContent Finish(ReadOnlyMemory<byte>? whole) => new(ContentType, digests!.Finish(), whole);

    /// <summary>Goes into a ContentInfo, and into the SEQUENCE that is its content.</summary>
    internal static string EnterContent(BerReader reader, params ReadOnlySpan<string> expected)
    {
        reader.Enter(0x30);
        string type = ReadOid(reader);
        if (!expected.Contains(type))
            throw Malformed.Message($"it is of the content type {type} instead of {string.Join(" or ", expected.ToArray())}");
        reader.Enter(0xA0);
        reader.Enter(0x30);
        return type;
    }

    internal static void LeaveContent(BerReader reader)
    {
        reader.Leave();
        reader.Leave();
        reader.Leave();
        reader.ReadToEnd();
    }

    internal static string ReadOid(BerReader reader) => AsnDecoder.ReadObjectIdentifier(reader.ReadElement(), AsnEncodingRules.BER, out _);

    public void Dispose() => digests?.Dispose();

    private List<string> ReadDigestAlgorithms()
    {
        List<string> oids = [];
        reader.Enter(0x31);
        while (reader.HasMore())
            oids.Add(AlgorithmIdentifier.Read(new AsnReader(reader.ReadElement(), AsnEncodingRules.BER)).Oid);
        reader.Leave();
        return oids;
    }

    private void ReadContent(Stream? detached, ContentReceiver receiver)
    {
        reader.Enter(0x30);
        ContentType = ReadOid(reader);
        bool isThere = reader.NextIs(0xA0);
        if (isThere != detached is null)
            throw new CryptographicException(isThere ? "The message has its own content: it is not a detached signature." : "The message is a detached signature: its content is elsewhere.");
        if (isThere)
        {
            reader.Enter(0xA0);
            reader.CopyOctets(0x04, part => Take(part, receiver));
            reader.Leave();
        }
        else
        {
            BerWriter.ForEachSegment(detached!, part => Take(part, receiver));
        }

        reader.Leave();
    }

    private void Take(ReadOnlySpan<byte> part, ContentReceiver receiver)
    {
        digests!.Append(part);
        receiver(part);
    }

    private void ReadCertificates()
    {
        reader.Enter(0xA0);
        for (int count = 0; reader.HasMore(); count++)
        {
            if (count == MaxCertificates)
                throw Malformed.Message($"it has more than {MaxCertificates} certificates");
            byte[] certificate = reader.ReadElement();
            if (certificate[0] != 0x30)
                continue;
            try
            {
                Certificates.Add(X509CertificateLoader.LoadCertificate(certificate));
            }
            catch (CryptographicException)
            {
                continue;
            }
        }

        reader.Leave();
    }
}
