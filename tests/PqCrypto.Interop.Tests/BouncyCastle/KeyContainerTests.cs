using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace PqCrypto.Interop.Tests.BouncyCastle;

/// <summary>SubjectPublicKeyInfo and PKCS#8 cross over both ways in every form.</summary>
public sealed class KeyContainerTests
{
    [Theory, MemberData(nameof(MLKemTests.Names), MemberType = typeof(MLKemTests))]
    public void MLKem_EveryForm_IsReadByTheOtherSide(string name)
    {
        for (int round = 0; round < 10; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 64);
            using KemPrivateKey ours = MLKemTests.Find(name).ImportPrivateSeed(seed);
            MLKemPrivateKeyParameters theirs = MLKemPrivateKeyParameters.FromSeed(MLKemTests.Theirs(name), seed);
            byte[] theirSpki = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(theirs.GetPublicKey()).GetDerEncoded();

            Assert.Equal(theirSpki, ours.PublicKey.ExportSubjectPublicKeyInfo());
            foreach ((MLKemPrivateKeyParameters.Format format, PrivateKeyForm form) in new[]
            {
                (MLKemPrivateKeyParameters.Format.SeedOnly, PrivateKeyForm.Seed),
                (MLKemPrivateKeyParameters.Format.EncodingOnly, PrivateKeyForm.Expanded),
                (MLKemPrivateKeyParameters.Format.SeedAndEncoding, PrivateKeyForm.SeedAndExpanded),
            })
            {
                byte[] theirDer = PrivateKeyInfoFactory.CreatePrivateKeyInfo(theirs.WithPreferredFormat(format)).GetDerEncoded();
                using KemPrivateKey read = KemPrivateKey.ImportPkcs8PrivateKey(theirDer);
                MLKemPrivateKeyParameters readByThem = (MLKemPrivateKeyParameters)PrivateKeyFactory.CreateKey(ours.ExportPkcs8PrivateKey(form));

                Assert.Equal(theirDer, ours.ExportPkcs8PrivateKey(form));
                Assert.Equal(ours.ExportPrivateKey(), read.ExportPrivateKey());
                Assert.Equal(theirs.GetEncoded(), readByThem.GetEncoded());
            }
        }
    }

    [Theory, MemberData(nameof(MLDsaTests.Names), MemberType = typeof(MLDsaTests))]
    public void MLDsa_EveryForm_IsReadByTheOtherSide(string name)
    {
        for (int round = 0; round < 10; round++)
        {
            byte[] seed = Deterministic.Bytes(name, round, 32);
            using SignaturePrivateKey ours = MLDsaTests.Find(name).ImportPrivateSeed(seed);
            MLDsaPrivateKeyParameters theirs = MLDsaPrivateKeyParameters.FromSeed(MLDsaTests.Theirs(name), seed);
            byte[] theirSpki = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(theirs.GetPublicKey()).GetDerEncoded();

            Assert.Equal(theirSpki, ours.PublicKey.ExportSubjectPublicKeyInfo());
            foreach ((MLDsaPrivateKeyParameters.Format format, PrivateKeyForm form) in new[]
            {
                (MLDsaPrivateKeyParameters.Format.SeedOnly, PrivateKeyForm.Seed),
                (MLDsaPrivateKeyParameters.Format.EncodingOnly, PrivateKeyForm.Expanded),
                (MLDsaPrivateKeyParameters.Format.SeedAndEncoding, PrivateKeyForm.SeedAndExpanded),
            })
            {
                byte[] theirDer = PrivateKeyInfoFactory.CreatePrivateKeyInfo(theirs.WithPreferredFormat(format)).GetDerEncoded();
                using SignaturePrivateKey read = SignaturePrivateKey.ImportPkcs8PrivateKey(theirDer);
                MLDsaPrivateKeyParameters readByThem = (MLDsaPrivateKeyParameters)PrivateKeyFactory.CreateKey(ours.ExportPkcs8PrivateKey(form));

                Assert.Equal(theirDer, ours.ExportPkcs8PrivateKey(form));
                Assert.Equal(ours.ExportPrivateKey(), read.ExportPrivateKey());
                Assert.Equal(theirs.GetEncoded(), readByThem.GetEncoded());
            }
        }
    }

    [Fact]
    public void Classical_KeysOfBouncyCastle_AreRead()
    {
        SecureRandom random = new();
        RsaKeyPairGenerator rsa = new();
        rsa.Init(new KeyGenerationParameters(random, 2048));
        ECKeyPairGenerator ec = new();
        ec.Init(new ECKeyGenerationParameters(Org.BouncyCastle.Asn1.Sec.SecObjectIdentifiers.SecP256r1, random));
        X25519KeyPairGenerator x25519 = new();
        x25519.Init(new X25519KeyGenerationParameters(random));

        AssertRead(rsa.GenerateKeyPair(), "RSA-OAEP-2048");
        AssertRead(ec.GenerateKeyPair(), "DHKEM-P256-HKDF-SHA256");
        AssertRead(x25519.GenerateKeyPair(), "DHKEM-X25519-HKDF-SHA256");

        static void AssertRead(AsymmetricCipherKeyPair pair, string name)
        {
            using KemPrivateKey key = KemPrivateKey.ImportPkcs8PrivateKey(PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private).GetDerEncoded());
            KemPublicKey publicKey = KemPublicKey.ImportSubjectPublicKeyInfo(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded());

            Assert.Equal(name, key.Algorithm.Name);
            Assert.Equal(publicKey, key.PublicKey);
        }
    }
}
