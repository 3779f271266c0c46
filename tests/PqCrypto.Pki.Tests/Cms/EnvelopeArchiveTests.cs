using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Pki.Tests.Cms;

/// <summary>Messages with KEM recipients that others made: the example of the RFC, and the archives.</summary>
public class EnvelopeArchiveTests
{
    private static readonly byte[] KeyDerivation = Convert.FromHexString("300D060B2A864886F70D01091003");      // id-alg-hkdf-with-sha...

    [SharedFact]
    public void Messages_OfOtherImplementations_AreDecryptedAndRefusedWhenChanged()
    {
        (int authenticated, int encrypted) = (0, 0);
        HashSet<string> algorithms = [];
        foreach (string archive in Directory.EnumerateFiles(SharedVectors.PathOf("hybrid/interop-cms"), "*.zip"))
        {
            Dictionary<string, byte[]> files = Archive.Read(archive);
            foreach ((string name, byte[] message) in files.Where(file => file.Key.Contains("_kemri_", StringComparison.Ordinal)))
            {
                string stem = name[..name.IndexOf("_kemri_", StringComparison.Ordinal)];
                bool isAuthenticated = name.Contains("_auth_", StringComparison.Ordinal);
                _ = isAuthenticated ? authenticated++ : encrypted++;
                algorithms.Add(stem);
                CmsContentProtection protection = isAuthenticated ? CmsContentProtection.Authenticated : CmsContentProtection.EncryptedOnly;
                using KemPrivateKey privateKey = PkiAlgorithms.ImportKemPrivateKey(files[$"{stem}_priv.der"]);
                CmsDecryptionKey key = new(privateKey, X509CertificateLoader.LoadCertificate(files[$"{stem}_ee.der"]));
                Assert.Equal(files["expected_plaintext.txt"], CmsEnvelope.Decrypt(message, key, protection));
                Assert.Equal(files["expected_plaintext.txt"], CmsEnvelope.Decrypt(message, new CmsDecryptionKey(privateKey), protection));
                message[message.AsSpan().IndexOf(KeyDerivation) - 1] ^= 1;      // the last byte of the ciphertext of the KEM
                Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, key, protection));
            }
        }

        Assert.Equal((30, 33), (authenticated, encrypted));      // = 15 algorithms of bc with and without keying material, 3 of cht
        Assert.Equal(15, algorithms.Count);
    }

    [SharedFact]
    public void Example_OfTheRfc_IsDecrypted()
    {
        using KemPrivateKey privateKey = KemPrivateKey.ImportFromPem(File.ReadAllText(SharedVectors.PathOf("hybrid/cms/ml-kem-512/ML-KEM-512-seed.priv")));
        X509Certificate2 certificate = X509Certificate2.CreateFromPem(File.ReadAllText(SharedVectors.PathOf("hybrid/cms/ml-kem-512/ML-KEM-512.pem")));
        byte[] message = SignedArchiveTests.ReadPem("hybrid/cms/ml-kem-512/ML-KEM-512.cms");
        byte[] expected = File.ReadAllBytes(SharedVectors.PathOf("hybrid/cms/ml-kem-512/plaintext.txt"));
        Assert.Equal(expected, CmsEnvelope.Decrypt(message, new CmsDecryptionKey(privateKey, certificate)));      // named by its subject key identifier
        message[^1] ^= 1;
        Assert.Throws<CryptographicException>(() => CmsEnvelope.Decrypt(message, new CmsDecryptionKey(privateKey, certificate)));
    }
}
