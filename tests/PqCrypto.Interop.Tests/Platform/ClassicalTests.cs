using System.Security.Cryptography;

namespace PqCrypto.Interop.Tests.Platform;

/// <summary>Keys of the platform's RSA and elliptic curves are read, and ours by them; signatures and secrets cross over.</summary>
public sealed class ClassicalTests
{
    [Theory]
    [InlineData("DHKEM-P256-HKDF-SHA256", "ECDSA-P256-SHA256", 256)]
    [InlineData("DHKEM-P384-HKDF-SHA384", "ECDSA-P384-SHA384", 384)]
    public void EllipticCurves_KeysOfThePlatform_CrossOver(string kem, string signature, int bits)
    {
        HashAlgorithmName hash = bits == 256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384;
        byte[] data = Deterministic.Bytes("data", bits, 100);
        using ECDsa theirs = ECDsa.Create(bits == 256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        using SignaturePrivateKey ours = SignaturePrivateKey.ImportFromPem(theirs.ExportPkcs8PrivateKeyPem());
        using KemPrivateKey asKem = KemPrivateKey.ImportPkcs8PrivateKey(theirs.ExportPkcs8PrivateKey());
        using ECDsa back = ECDsa.Create();
        back.ImportFromPem(ours.ExportPkcs8PrivateKeyPem());

        Assert.Equal(signature, ours.Algorithm.Name);
        Assert.Equal(kem, asKem.Algorithm.Name);
        Assert.Equal(theirs.ExportSubjectPublicKeyInfo(), ours.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.True(back.VerifyData(data, ours.Sign(data), hash, DSASignatureFormat.Rfc3279DerSequence));
        Assert.True(ours.PublicKey.Verify(data, theirs.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Fact]
    public void Rsa_KeysOfThePlatform_CrossOver()
    {
        byte[] data = Deterministic.Bytes("data", 1, 100);
        using RSA theirs = RSA.Create(2048);
        using SignaturePrivateKey ours = SignaturePrivateKey.ImportPkcs8PrivateKey(theirs.ExportPkcs8PrivateKey());
        using KemPrivateKey asKem = KemPrivateKey.ImportPkcs8PrivateKey(theirs.ExportPkcs8PrivateKey());
        using RSA back = RSA.Create();
        back.ImportFromPem(ours.ExportPkcs8PrivateKeyPem());
        using SharedSecret sent = asKem.PublicKey.Encapsulate(out byte[] ciphertext);

        Assert.Equal(theirs.ExportSubjectPublicKeyInfo(), ours.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.True(back.VerifyData(data, ours.Sign(data), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.True(ours.PublicKey.Verify(data, theirs.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        Assert.Equal(sent.ToArray(), theirs.Decrypt(ciphertext, RSAEncryptionPadding.OaepSHA256));
    }

    [Theory]
    [InlineData("PBES2 by the platform", 1)]
    [InlineData("PBES2 by the platform", 100_000)]
    public void EncryptedKeys_OfThePlatform_CrossOver(string password, int iterations)
    {
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes192Cbc, HashAlgorithmName.SHA384, iterations);
        using ECDsa theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using SignaturePrivateKey ours = SignaturePrivateKey.ImportFromEncryptedPem(theirs.ExportEncryptedPkcs8PrivateKeyPem(password, parameters), password);
        using ECDsa back = ECDsa.Create();
        back.ImportEncryptedPkcs8PrivateKey(password, ours.ExportEncryptedPkcs8PrivateKey(password, parameters), out int read);

        Assert.True(read > 0);
        Assert.Equal(theirs.ExportSubjectPublicKeyInfo(), ours.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(theirs.ExportPkcs8PrivateKey(), back.ExportPkcs8PrivateKey());
    }
}
