using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PqCrypto.Pki.Certificates;

/// <summary>How long a PKCS #12 file lets its reader derive keys: the platform's reader goes as far as the file says.</summary>
/// <remarks>RFC 7292, section 4 and appendix A; RFC 8018, appendix A.4. Encrypted private keys are read by the core package, which has the same limit.</remarks>
internal static class Pkcs12Iterations
{
    /// <summary>How many iterations are done for a file at most.</summary>
    internal const int Most = 10_000_000;

    private const string Data = "1.2.840.113549.1.7.1";
    private const string EncryptedData = "1.2.840.113549.1.7.6";
    private const string Pbes2 = "1.2.840.113549.1.5.13";

    private static readonly Asn1Tag Content = new(TagClass.ContextSpecific, 0);

    /// <summary>Refuses a file that asks for too many, all of its parts together.</summary>
    /// <exception cref="CryptographicException">It does, or is malformed.</exception>
    internal static void Check(ReadOnlyMemory<byte> file)
    {
        try
        {
            AsnReader fields = new AsnReader(file, AsnEncodingRules.BER).ReadSequence();
            fields.ReadInteger();     // the version
            AsnReader safe = fields.ReadSequence();
            long iterations = fields.HasData ? OfMac(fields.ReadSequence()) : 0;
            if (safe.ReadObjectIdentifier() == Data)
            {
                AsnReader contents = new AsnReader(safe.ReadSequence(Content).ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
                while (contents.HasData)
                    iterations += OfContent(contents.ReadSequence());
            }

            if (iterations is < 0 or > Most)
                throw new CryptographicException($"The file asks for {iterations} iterations to derive its keys; at most {Most} are done.");
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("The file is malformed (RFC 7292, section 4).", exception);
        }
    }

    private static long OfMac(AsnReader mac)
    {
        mac.ReadSequence();
        mac.ReadOctetString();
        return mac.HasData ? Count(mac) : 1;
    }

    private static long OfContent(AsnReader content)
    {
        if (content.ReadObjectIdentifier() != EncryptedData)
            return 0;
        AsnReader data = content.ReadSequence(Content).ReadSequence();
        data.ReadInteger();     // the version
        AsnReader encrypted = data.ReadSequence();
        encrypted.ReadObjectIdentifier();
        return OfAlgorithm(encrypted.ReadSequence());
    }

    /// <summary>How many iterations an encrypted private key asks for.</summary>
    /// <exception cref="CryptographicException">It is malformed.</exception>
    internal static long OfKey(ReadOnlyMemory<byte> encryptedPkcs8)
    {
        try
        {
            return OfAlgorithm(new AsnReader(encryptedPkcs8, AsnEncodingRules.BER).ReadSequence().ReadSequence());
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("The private key of the file is malformed (RFC 5958, section 3).", exception);
        }
    }

    private static long OfAlgorithm(AsnReader algorithm)
    {
        bool isPbes2 = algorithm.ReadObjectIdentifier() == Pbes2;
        AsnReader parameters = algorithm.ReadSequence();
        if (isPbes2)
        {
            AsnReader derivation = parameters.ReadSequence();
            derivation.ReadObjectIdentifier();
            parameters = derivation.ReadSequence();
        }

        parameters.ReadOctetString();     // the salt
        return Count(parameters);
    }

    private static long Count(AsnReader fields) => fields.TryReadInt32(out int count) && count >= 0 ? count : Most + 1L;
}
