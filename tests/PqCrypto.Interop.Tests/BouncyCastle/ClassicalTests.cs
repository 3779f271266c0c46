using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PqCrypto.Interop.Tests.BouncyCastle;

/// <summary>RSA, ECDSA and DHKEM against BouncyCastle, keys crossing over in their containers.</summary>
public sealed class ClassicalTests
{
    [Theory]
    [InlineData("ECDSA-P256-SHA256", "SHA-256withECDSA", 100)]
    [InlineData("ECDSA-P384-SHA384", "SHA-384withECDSA", 100)]
    [InlineData("RSA-PSS-2048-SHA256", "SHA-256withRSAandMGF1", 100)]
    [InlineData("RSA-PSS-3072-SHA256", "SHA-256withRSAandMGF1", 50)]
    [InlineData("RSA-PSS-4096-SHA384", "SHA-384withRSAandMGF1", 20)]
    public void Signatures_OfManyMessages_VerifyBothWays(string name, string theirName, int rounds)
    {
        using SignaturePrivateKey ours = MLDsaTests.Find(name).GenerateKey();
        AsymmetricKeyParameter theirPrivate = PrivateKeyFactory.CreateKey(ours.ExportPkcs8PrivateKey());
        AsymmetricKeyParameter theirPublic = PublicKeyFactory.CreateKey(ours.PublicKey.ExportSubjectPublicKeyInfo());
        for (int round = 0; round < rounds; round++)
        {
            byte[] message = Deterministic.Bytes("message", round, round * 17);
            byte[] ourSignature = ours.Sign(message);
            ISigner signer = SignerUtilities.InitSigner(theirName, true, theirPrivate, new SecureRandom());
            signer.BlockUpdate(message, 0, message.Length);
            byte[] theirSignature = signer.GenerateSignature();
            ISigner verifier = SignerUtilities.InitSigner(theirName, false, theirPublic, null);
            verifier.BlockUpdate(message, 0, message.Length);

            Assert.True(verifier.VerifySignature(ourSignature));
            Assert.True(ours.PublicKey.Verify(message, theirSignature));
            theirSignature[^1] ^= 1;
            Assert.False(ours.PublicKey.Verify(message, theirSignature));
        }
    }

    [Theory]
    [InlineData("RSA-OAEP-2048", 50)]
    [InlineData("RSA-OAEP-3072", 20)]
    [InlineData("RSA-OAEP-4096", 10)]
    public void RsaOaep_Secrets_ArriveBothWays(string name, int rounds)
    {
        using KemPrivateKey ours = MLKemTests.Find(name).GenerateKey();
        AsymmetricKeyParameter theirPrivate = PrivateKeyFactory.CreateKey(ours.ExportPkcs8PrivateKey());
        AsymmetricKeyParameter theirPublic = PublicKeyFactory.CreateKey(ours.PublicKey.ExportSubjectPublicKeyInfo());
        for (int round = 0; round < rounds; round++)
        {
            using SharedSecret sent = ours.PublicKey.Encapsulate(out byte[] ciphertext);
            Assert.Equal(sent.ToArray(), Oaep(false, theirPrivate, ciphertext));

            byte[] secret = Deterministic.Bytes("secret", round, 32);
            using SharedSecret received = ours.Decapsulate(Oaep(true, theirPublic, secret));
            Assert.Equal(secret, received.ToArray());
        }
    }

    [Fact]
    public void RsaOaep_PlaintextThatIsNot32Bytes_CountsAsRejected()
    {
        using KemPrivateKey ours = KemAlgorithm.RsaOaep2048.GenerateKey();
        AsymmetricKeyParameter theirPublic = PublicKeyFactory.CreateKey(ours.PublicKey.ExportSubjectPublicKeyInfo());
        foreach (int length in new[] { 0, 1, 16, 31, 33, 64, 190 })
        {
            byte[] plaintext = Deterministic.Bytes("plaintext", length, length);
            byte[] ciphertext = Oaep(true, theirPublic, plaintext);
            using SharedSecret received = ours.Decapsulate(ciphertext);
            using SharedSecret again = ours.Decapsulate(ciphertext);

            Assert.True(received.FixedTimeEquals(again));
            Assert.NotEqual(plaintext, received.ToArray());
            Assert.NotEqual(0, received.ToArray().AsSpan().IndexOfAnyExcept((byte)0) + 1);
        }
    }

    [Theory]
    [InlineData("DHKEM-X25519-HKDF-SHA256", 0x0020, 256)]
    [InlineData("DHKEM-P256-HKDF-SHA256", 0x0010, 256)]
    [InlineData("DHKEM-P384-HKDF-SHA384", 0x0011, 384)]
    public void Dhkem_Decapsulate_MatchesTheRfcOverBouncyCastlesAgreementAndHkdf(string name, int kemId, int hashBits)
    {
        for (int round = 0; round < 50; round++)
        {
            using KemPrivateKey ours = MLKemTests.Find(name).GenerateKey();
            AsymmetricKeyParameter theirs = PrivateKeyFactory.CreateKey(ours.ExportPkcs8PrivateKey());
            using SharedSecret sent = ours.PublicKey.Encapsulate(out byte[] ciphertext);
            byte[] agreed = Agree(theirs, ciphertext);
            byte[] publicKey = ours.PublicKey.ExportPublicKey();

            Assert.Equal(ExtractAndExpand(kemId, hashBits, agreed, [.. ciphertext, .. publicKey]), sent.ToArray());
        }
    }

    /// <summary>RFC 9180, section 4.1, over BouncyCastle's HKDF.</summary>
    private static byte[] ExtractAndExpand(int kemId, int hashBits, byte[] agreed, byte[] context)
    {
        IDigest digest = hashBits == 256 ? new Sha256Digest() : new Sha384Digest();
        int size = hashBits / 8;
        byte[] suite = [.. "KEM"u8, (byte)(kemId >> 8), (byte)kemId];
        HMac extract = new(digest);
        extract.Init(new KeyParameter(new byte[size]));
        extract.BlockUpdate([.. "HPKE-v1"u8, .. suite, .. "eae_prk"u8, .. agreed]);
        byte[] prk = new byte[size];
        extract.DoFinal(prk, 0);
        HkdfBytesGenerator expand = new(digest);
        expand.Init(HkdfParameters.SkipExtractParameters(
            prk, (byte[])[(byte)(size >> 8), (byte)size, .. "HPKE-v1"u8, .. suite, .. "shared_secret"u8, .. context]));
        byte[] secret = new byte[size];
        expand.GenerateBytes(secret, 0, size);
        return secret;
    }

    private static byte[] Oaep(bool encrypt, AsymmetricKeyParameter key, byte[] input)
    {
        OaepEncoding oaep = new(new RsaEngine(), new Sha256Digest(), new Sha256Digest(), null);
        oaep.Init(encrypt, new ParametersWithRandom(key, new SecureRandom()));
        return oaep.ProcessBlock(input, 0, input.Length);
    }

    private static byte[] Agree(AsymmetricKeyParameter own, byte[] peer)
    {
        if (own is X25519PrivateKeyParameters x25519)
        {
            byte[] secret = new byte[32];
            x25519.GenerateSecret(new X25519PublicKeyParameters(peer), secret, 0);
            return secret;
        }

        ECPrivateKeyParameters ec = (ECPrivateKeyParameters)own;
        ECDHBasicAgreement agreement = new();
        agreement.Init(ec);
        byte[] unpadded = agreement.CalculateAgreement(new ECPublicKeyParameters(ec.Parameters.Curve.DecodePoint(peer), ec.Parameters)).ToByteArrayUnsigned();
        return [.. new byte[agreement.GetFieldSize() - unpadded.Length], .. unpadded];
    }
}
