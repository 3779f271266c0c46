using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace PqCrypto.Interop.Tests.BouncyCastle;

/// <summary>The hybrid KEMs against compositions of BouncyCastle's ML-KEM with its X25519 and its elliptic curves.</summary>
public sealed class HybridTests
{
    private const int Rounds = 50;

    [Fact]
    public void X25519MLKem768_Secrets_ArriveBothWays()
    {
        for (int round = 0; round < Rounds; round++)
        {
            using KemPrivateKey ours = KemAlgorithm.X25519MLKem768.GenerateKey();
            byte[] raw = ours.ExportPrivateKey();
            byte[] share = ours.PublicKey.ExportPublicKey();
            MLKemPrivateKeyParameters mlKem = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, raw[..64]);
            Assert.Equal(share[..1184], mlKem.GetPublicKeyEncoded());
            Assert.Equal(share[1184..], X25519Public(raw[64..]));

            using SharedSecret sent = ours.PublicKey.Encapsulate(out byte[] ciphertext);
            Assert.Equal(sent.ToArray(), (byte[])[.. MLKemTests.Decapsulate(mlKem, ciphertext[..1088]), .. X25519Agree(raw[64..], ciphertext[1088..])]);

            byte[] scalar = Deterministic.Bytes("scalar", round, 32);
            (byte[] mlKemCiphertext, byte[] mlKemSecret) = MLKemTests.Encapsulate(mlKem.GetPublicKey(), Deterministic.Bytes("m", round, 32));
            using SharedSecret received = ours.Decapsulate([.. mlKemCiphertext, .. X25519Public(scalar)]);
            Assert.Equal((byte[])[.. mlKemSecret, .. X25519Agree(scalar, share[1184..])], received.ToArray());
        }
    }

    [Fact]
    public void XWing_Secrets_ArriveBothWays()
    {
        for (int round = 0; round < Rounds; round++)
        {
            byte[] seed = Deterministic.Bytes("X-Wing", round, 32);
            using KemPrivateKey ours = KemAlgorithm.XWing.ImportPrivateSeed(seed);
            byte[] expanded = new byte[96];
            ShakeDigest shake = new(256);
            shake.BlockUpdate(seed);
            shake.OutputFinal(expanded);
            MLKemPrivateKeyParameters mlKem = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, expanded[..64]);
            byte[] publicKey = X25519Public(expanded[64..]);
            Assert.Equal((byte[])[.. mlKem.GetPublicKeyEncoded(), .. publicKey], ours.PublicKey.ExportPublicKey());

            using SharedSecret sent = ours.PublicKey.Encapsulate(out byte[] ciphertext);
            byte[] mlKemSecret = MLKemTests.Decapsulate(mlKem, ciphertext[..1088]);
            Assert.Equal(Combine(mlKemSecret, X25519Agree(expanded[64..], ciphertext[1088..]), ciphertext[1088..], publicKey), sent.ToArray());

            byte[] scalar = Deterministic.Bytes("scalar", round, 32);
            byte[] ephemeral = X25519Public(scalar);
            (byte[] mlKemCiphertext, mlKemSecret) = MLKemTests.Encapsulate(mlKem.GetPublicKey(), Deterministic.Bytes("m", round, 32));
            using SharedSecret received = ours.Decapsulate([.. mlKemCiphertext, .. ephemeral]);
            Assert.Equal(Combine(mlKemSecret, X25519Agree(scalar, publicKey), ephemeral, publicKey), received.ToArray());
        }
    }

    [Theory]
    [InlineData("SecP256r1MLKEM768", "secp256r1", "ML-KEM-768", 65, 32)]
    [InlineData("SecP384r1MLKEM1024", "secp384r1", "ML-KEM-1024", 97, 48)]
    public void NistHybrids_Secrets_ArriveBothWays(string name, string curveName, string mlKemName, int pointSize, int scalarSize)
    {
        X9ECParameters x9 = SecNamedCurves.GetByName(curveName);
        ECDomainParameters curve = new(x9);
        for (int round = 0; round < Rounds; round++)
        {
            using KemPrivateKey ours = MLKemTests.Find(name).GenerateKey();
            byte[] raw = ours.ExportPrivateKey();
            byte[] share = ours.PublicKey.ExportPublicKey();
            ECPrivateKeyParameters scalar = new(new BigInteger(1, raw[..scalarSize]), curve);
            MLKemPrivateKeyParameters mlKem = MLKemPrivateKeyParameters.FromSeed(MLKemTests.Theirs(mlKemName), raw[scalarSize..]);
            Assert.Equal(share[..pointSize], curve.G.Multiply(scalar.D).Normalize().GetEncoded(false));
            Assert.Equal(share[pointSize..], mlKem.GetPublicKeyEncoded());

            using SharedSecret sent = ours.PublicKey.Encapsulate(out byte[] ciphertext);
            Assert.Equal(
                sent.ToArray(), (byte[])[.. Agree(scalar, ciphertext[..pointSize], scalarSize), .. MLKemTests.Decapsulate(mlKem, ciphertext[pointSize..])]);

            ECPrivateKeyParameters ephemeral = new(new BigInteger(1, Deterministic.Bytes(curveName, round, scalarSize - 1)), curve);
            byte[] point = curve.G.Multiply(ephemeral.D).Normalize().GetEncoded(false);
            (byte[] mlKemCiphertext, byte[] mlKemSecret) = MLKemTests.Encapsulate(mlKem.GetPublicKey(), Deterministic.Bytes("m", round, 32));
            using SharedSecret received = ours.Decapsulate([.. point, .. mlKemCiphertext]);
            Assert.Equal((byte[])[.. Agree(ephemeral, share[..pointSize], scalarSize), .. mlKemSecret], received.ToArray());
        }

        byte[] Agree(ECPrivateKeyParameters own, byte[] peer, int size)
        {
            ECDHBasicAgreement agreement = new();
            agreement.Init(own);
            return agreement.CalculateAgreement(new ECPublicKeyParameters(curve.Curve.DecodePoint(peer), curve)).ToByteArrayUnsigned() is { } secret
                ? [.. new byte[size - secret.Length], .. secret]
                : [];
        }
    }

    /// <summary>draft-connolly-cfrg-xwing-kem, section 5.3.</summary>
    private static byte[] Combine(byte[] mlKemSecret, byte[] x25519Secret, byte[] x25519Ciphertext, byte[] x25519PublicKey)
    {
        Sha3Digest sha3 = new(256);
        byte[] input = [.. mlKemSecret, .. x25519Secret, .. x25519Ciphertext, .. x25519PublicKey, 0x5C, 0x2E, 0x2F, 0x2F, 0x5E, 0x5C];
        sha3.BlockUpdate(input);
        byte[] secret = new byte[32];
        sha3.DoFinal(secret);
        return secret;
    }

    private static byte[] X25519Public(byte[] scalar)
    {
        byte[] point = new byte[32];
        X25519.ScalarMultBase(scalar, 0, point, 0);
        return point;
    }

    private static byte[] X25519Agree(byte[] scalar, byte[] peer)
    {
        byte[] secret = new byte[32];
        X25519.ScalarMult(scalar, 0, peer, 0, secret, 0);
        return secret;
    }
}
