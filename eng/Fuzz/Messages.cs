using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki;

namespace PqCrypto.Fuzz;

/// <summary>CMS messages: signed ones, and encrypted ones to one key. What is valid, or opened with its tag, is what was signed or encrypted here: nobody can make another.</summary>
internal static class Messages
{
    private static readonly byte[] Content = Seeds.Counting(100);

    private static readonly SignaturePrivateKey Signer = SignatureAlgorithm.MLDsa44.ImportPrivateSeed(Seeds.Counting(32));
    private static readonly X509Certificate2 SignerCertificate = new CertificateBuilder("CN=a") { IsAuthority = true, KeyUsage = Usages }.CreateSelfSigned(Signer);

    private static readonly KemPrivateKey Recipient = KemAlgorithm.MLKem512.ImportPrivateSeed(Seeds.Counting(64));
    private static readonly X509Certificate2 RecipientCertificate = new CertificateBuilder("CN=b").Create(Recipient.PublicKey, SignerCertificate, Signer);

    private static X509KeyUsageFlags Usages => X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature;

    internal static void TrySigned(byte[] data)
    {
        if (!Oracle.Takes(() => CmsSignedMessage.Read(data), out CmsSignedMessage? message))
            return;
        using MemoryStream content = new();
        CmsSignedMessage streamed = CmsSignedMessage.Read(new MemoryStream(data), content);
        Oracle.Equal(message.Content.Span, content.ToArray(), "a stream has another content");
        Oracle.True(message.Signatures.Count == streamed.Signatures.Count, "a stream has other signatures");
        if (message.Signatures.Concat(streamed.Signatures).Any(signature => signature.Status == CmsSignatureStatus.Valid))
            Oracle.Equal(Content, message.Content.Span, "another content is valid");
    }

    internal static void TryEncrypted(byte[] data)
    {
        try
        {
            Oracle.Equal(Content, CmsEnvelope.Decrypt(data, new CmsDecryptionKey(Recipient, RecipientCertificate)), "another content is opened");
        }
        catch (Exception refusal) when (refusal is CryptographicException or NotSupportedException)
        {
        }

        try
        {
            CmsEnvelope.Decrypt(data, new CmsDecryptionKey(Recipient), CmsContentProtection.EncryptedOnly);
        }
        catch (Exception refusal) when (refusal is CryptographicException or NotSupportedException)
        {
        }
    }

    internal static IEnumerable<byte[]> Signed()
    {
        CmsSigningKey[] signers = [new(SignerCertificate, Signer)];
        yield return CmsSignedMessage.Sign(Content, signers);
        yield return CmsSignedMessage.Sign([], signers, new CmsSigningOptions { Detached = true, SigningTime = DateTimeOffset.UnixEpoch });
        using MemoryStream stream = new();
        CmsSignedMessage.Sign(new MemoryStream(Content), stream, signers);
        yield return stream.ToArray();
    }

    internal static IEnumerable<byte[]> Encrypted()
    {
        yield return CmsEnvelope.Encrypt(Content, [RecipientCertificate]);
        yield return CmsEnvelope.Encrypt(Content, [RecipientCertificate], CmsContentProtection.EncryptedOnly);
        using MemoryStream stream = new();
        CmsEnvelope.Encrypt(new MemoryStream(Content), stream, [RecipientCertificate]);
        yield return stream.ToArray();
    }
}
