using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Tests.Encoding;

public class SpkiTests
{
    [Theory]
    [InlineData(Oids.MLKem512, 800, 822, "30820332300B06096086480165030404010382032100")]
    [InlineData(Oids.MLKem768, 1184, 1206, "308204B2300B0609608648016503040402038204A100")]
    [InlineData(Oids.MLKem1024, 1568, 1590, "30820632300B06096086480165030404030382062100")]
    [InlineData(Oids.MLDsa44, 1312, 1334, "30820532300B06096086480165030403110382052100")]
    [InlineData(Oids.MLDsa65, 1952, 1974, "308207B2300B0609608648016503040312038207A100")]
    [InlineData(Oids.MLDsa87, 2592, 2614, "30820A32300B060960864801650304031303820A2100")]
    public void Encode_KeyOfParameterSet_IsPublishedHeaderAndKey(string oid, int size, int total, string header)
    {
        byte[] key = RandomNumberGenerator.GetBytes(size);
        byte[] encoded = Spki.Encode(new AlgorithmIdentifier(oid, default), key);
        Assert.Equal(total, encoded.Length);
        Assert.Equal(header + Convert.ToHexString(key), Convert.ToHexString(encoded));

        SpkiContent content = Spki.Decode(encoded);
        Assert.Equal(oid, content.Algorithm.Oid);
        Assert.True(content.Algorithm.Parameters.IsEmpty);
        Assert.Equal(key, content.SubjectPublicKey.ToArray());
    }

    [Fact]
    public void Decode_PlatformEcKey_GivesCurveAndPointAndIsWrittenTheSame()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] encoded = key.ExportSubjectPublicKeyInfo();
        SpkiContent content = Spki.Decode(encoded);
        Assert.Equal(Oids.EcPublicKey, content.Algorithm.Oid);
        Assert.Equal("06082A8648CE3D030107", Convert.ToHexString(content.Algorithm.Parameters));
        Assert.Equal(65, content.SubjectPublicKey.Length);
        Assert.Equal(encoded, Spki.Encode(content.Algorithm, content.SubjectPublicKey));
    }

    [Fact]
    public void Decode_EveryCutAndWrongLengthForm_Throws()
    {
        foreach ((string name, byte[] wrong) in DerTree.WrongOrCut(Spki.Encode(new AlgorithmIdentifier(Oids.XWing, default), new byte[200])))
            AssertRefused(name, wrong);
    }

    [Fact]
    public void Decode_NullParameters_GivesThemForTheCallerToRefuse()
    {
        SpkiContent content = Spki.Decode(Spki.Encode(new AlgorithmIdentifier(Oids.MLKem512, [5, 0]), [1, 2, 3]));
        Assert.Equal([5, 0], content.Algorithm.Parameters.ToArray());
    }

    [Theory]
    [InlineData("3010300B0609608648016503040401030101")]   // 1 unused bit of no byte
    [InlineData("3011300B060960864801650304040103020180")]      // 1 unused bit
    [InlineData("3011300B06096086480165030404010302FF80")]
    [InlineData("300F300B06096086480165030404010300")]          // no byte for the number of unused bits
    [InlineData("3011300B060960864801650304040104020080")]      // an OCTET STRING
    [InlineData("3015300B06096086480165030404012306030200800000")]   // a constructed BIT STRING
    [InlineData("3015300F06096086480165030404010500050003020080")]   // two values of parameters
    [InlineData("3014300E060960864801650304040105810003020080")]   // parameters with a long length
    [InlineData("3009300406028001030100")]                      // an object identifier with padding
    [InlineData("300730020600030100")]                     // an empty object identifier
    public void Decode_WrongContent_Throws(string encoded) =>
        AssertRefused(encoded, Convert.FromHexString(encoded));

    [Fact]
    public void Decode_ParametersNestedWithoutEnd_Throws()
    {
        byte[] parameters = [5, 0];
        for (int i = 0; i < 50; i++)
            parameters = [0x30, (byte)parameters.Length, .. parameters];
        AssertRefused("deep", Spki.Encode(new AlgorithmIdentifier(Oids.MLKem512, parameters), [1]));
    }

    private static void AssertRefused(string name, byte[] encoded)
    {
        Exception? thrown = Record.Exception(() =>
        {
            if (!Spki.Decode(encoded).Algorithm.Parameters.IsEmpty)
                throw new CryptographicException("parameters");
        });
        Assert.True(thrown?.GetType() == typeof(CryptographicException), $"{name}: {thrown}");
    }
}
