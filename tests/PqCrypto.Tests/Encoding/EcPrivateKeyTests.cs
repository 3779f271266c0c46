using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Tests.Encoding;

public class EcPrivateKeyTests
{
    private const string P256 = "06082A8648CE3D030107";
    private const string P384 = "06052B81040022";

    [Fact]
    public void Decode_PlatformKey_GivesScalarAndPoint()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
        byte[] scalar = new byte[32];
        byte[]? point = EcPrivateKey.Decode(key.ExportECPrivateKey(), Oids.CurveP256, 32, scalar);
        Assert.Equal(parameters.D, scalar);
        Assert.Equal([4, .. parameters.Q.X!, .. parameters.Q.Y!], point);

        using SecretBuffer written = EcPrivateKey.Encode(scalar, point, Oids.CurveP256);
        Assert.Equal(key.ExportECPrivateKey(), written.Bytes.ToArray());
    }

    [Fact]
    public void Encode_InsidePkcs8_IsReadByThePlatform()
    {
        using ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
        using SecretBuffer content = EcPrivateKey.Encode(parameters.D!, [4, .. parameters.Q.X!, .. parameters.Q.Y!], curveOid: null);
        using SecretBuffer encoded = Pkcs8.Encode(new AlgorithmIdentifier(Oids.EcPublicKey, Convert.FromHexString(P384)), content.Bytes);
        using ECDiffieHellman read = ECDiffieHellman.Create();
        read.ImportPkcs8PrivateKey(encoded.Bytes, out int used);
        Assert.Equal(encoded.Bytes.Length, used);
        Assert.Equal(parameters.D, read.ExportParameters(includePrivateParameters: true).D);
    }

    [Fact]
    public void Decode_EveryCutAndWrongLengthForm_Throws()
    {
        using SecretBuffer encoded = EcPrivateKey.Encode(new byte[32], new byte[65], Oids.CurveP256);
        foreach ((string name, byte[] wrong) in DerTree.WrongOrCut(encoded.Bytes.ToArray()))
            AssertRefused(name, wrong, 32);
    }

    [Theory]
    [InlineData("020101", "04020102", "", "", true)]
    [InlineData("020101", "04020102", "A00A" + P256, "", true)]
    [InlineData("020101", "04020102", "", "A10403020005", true)]
    [InlineData("020101", "04020102", "A00A" + P256, "A10403020005", true)]
    [InlineData("020100", "04020102", "", "", false)]
    [InlineData("020102", "04020102", "", "", false)]
    [InlineData("020101", "040101", "", "", false)]
    [InlineData("020101", "0403010203", "", "", false)]
    [InlineData("020101", "04020102", "A007" + P384, "", false)]                       // another curve
    [InlineData("020101", "04020102", "A0023000", "", false)]                          // parameters that are not a name
    [InlineData("020101", "04020102", "A00C" + P256 + "0500", "", false)]
    [InlineData("020101", "04020102", "A000", "", false)]
    [InlineData("020101", "04020102", "", "A10403020105", false)]                      // unused bits
    [InlineData("020101", "04020102", "", "A106030200050500", false)]
    [InlineData("020101", "04020102", "", "81020005", false)]                     // IMPLICIT
    [InlineData("020101", "04020102", "A10403020005", "A00A" + P256, false)]           // in the wrong order
    public void Decode_Fields_AreChecked(string version, string privateKey, string parameters, string publicKey, bool accepted)
    {
        byte[] fields = Convert.FromHexString(version + privateKey + parameters + publicKey);
        byte[] encoded = [0x30, (byte)fields.Length, .. fields];
        if (!accepted)
        {
            AssertRefused(version + privateKey + parameters + publicKey, encoded, 2);
            return;
        }

        byte[] scalar = new byte[2];
        byte[]? point = EcPrivateKey.Decode(encoded, Oids.CurveP256, 2, scalar);
        Assert.Equal([1, 2], scalar);
        Assert.Equal(publicKey.Length != 0 ? [5] : null, point);
    }

    private static void AssertRefused(string name, byte[] encoded, int scalarSize)
    {
        byte[] scalar = new byte[scalarSize];
        scalar.AsSpan().Fill(0xAA);
        Exception? thrown = Record.Exception(() => EcPrivateKey.Decode(encoded, Oids.CurveP256, scalarSize, scalar));
        Assert.True(thrown?.GetType() == typeof(CryptographicException), $"{name}: {thrown}");
        Assert.All(scalar, octet => Assert.Equal(0xAA, octet));
    }
}
