using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>Messages that are changed at random: only what is documented is thrown, and nothing else is taken for what was signed or encrypted.</summary>
public class MutationTests
{
    private const int Rounds = 2000;

    private static readonly byte[] Content = "The content of a message."u8.ToArray();
    private static readonly KemPrivateKey Key = KemAlgorithm.MLKem512.GenerateKey();
    private static readonly KemPrivateKey EcKey = KemAlgorithm.EcdhP256.GenerateKey();
    private static readonly KemPrivateKey RsaKey = KemAlgorithm.RsaOaep2048.GenerateKey();

    [Fact]
    public void Read_MessageChangedAtRandom_ThrowsWhatIsDocumentedOrGivesTheContent()
    {
        CmsSigningKey[] signers = [TestCertificates.NewSigner(SignatureAlgorithm.EcdsaP256Sha256), TestCertificates.NewSigner(SignatureAlgorithm.MLDsa44)];
        using MemoryStream stream = new();
        CmsSignedMessage.Sign(new MemoryStream(Content), stream, signers, new CmsSigningOptions { SigningTime = DateTimeOffset.UtcNow });
        Mutate([CmsSignedMessage.Sign(Content, signers), stream.ToArray()], message =>
        {
            CmsSignedMessage read = CmsSignedMessage.Read(message);
            return read.Signatures.Any(signature => signature.Status == CmsSignatureStatus.Valid) ? read.Content.ToArray() : Content;
        });
    }

    [Fact]
    public void Decrypt_MessageChangedAtRandom_ThrowsWhatIsDocumentedOrGivesTheContent()
    {
        X509Certificate2[] recipients =
        [
            TestCertificates.For(Key), TestCertificates.For(RsaKey), TestCertificates.For(EcKey.PublicKey.ExportSubjectPublicKeyInfo(), "curve", X509KeyUsageFlags.KeyAgreement),
        ];
        using MemoryStream stream = new();
        CmsEnvelope.Encrypt(new MemoryStream(Content), stream, recipients);
        byte[][] messages = [CmsEnvelope.Encrypt(Content, recipients), stream.ToArray()];
        foreach (KemPrivateKey key in new[] { Key, EcKey, RsaKey })
            Mutate(messages, message => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(key)));
    }

    [Fact]
    public void Decrypt_UnauthenticatedMessageChangedAtRandom_ThrowsWhatIsDocumented()
    {
        byte[] message = CmsEnvelope.Encrypt(Content, [TestCertificates.For(Key)], CmsContentProtection.EncryptedOnly);
        Mutate([message], changed =>
        {
            CmsEnvelope.Decrypt(changed, new CmsDecryptionKey(Key), CmsContentProtection.EncryptedOnly);
            return Content;
        });
    }

    private static void Mutate(byte[][] messages, Func<byte[], byte[]> read)
    {
        Random random = new(1);
        int taken = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] message = Change([.. messages[round % messages.Length]], random);
            try
            {
                Assert.Equal(Content, read(message));
                taken++;
            }
            catch (Exception exception) when (exception is CryptographicException or NotSupportedException)
            {
                continue;
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"round {round}: {exception}\n{Convert.ToHexString(message)}");
            }
        }

        Assert.True(taken < Rounds);
    }

    private static byte[] Change(byte[] message, Random random)
    {
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int position = random.Next(4) == 0 ? random.Next(message.Length) : random.Next(Math.Min(message.Length, 200));
            int length = Math.Min(random.Next(1, 40), message.Length - position);
            switch (random.Next(6))
            {
                case 0:
                    message[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    message[position] = (byte)random.Next(256);
                    break;
                case 2:
                    message[position] = new byte[] { 0, 0x80, 0xFF, 0x30, 0x31, 0xA0, 0x24, 0x04, 0x84, 0x1F }[random.Next(10)];
                    break;
                case 3:
                    message = [.. message[..position], .. message[(position + length)..], 0];
                    break;
                case 4:
                    message = [.. message[..position], .. message[position..(position + length)], .. message[position..]];
                    break;
                default:
                    random.NextBytes(message.AsSpan(position, Math.Min(length, 4)));
                    break;
            }
        }

        return message;
    }
}
