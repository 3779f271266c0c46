using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Tests.Encoding;

public class Pkcs8Tests
{
    [Theory]
    [InlineData(Oids.MLKem512, 64, 1632, 86, 1660, 1730)]
    [InlineData(Oids.MLKem768, 64, 2400, 86, 2428, 2498)]
    [InlineData(Oids.MLKem1024, 64, 3168, 86, 3196, 3266)]
    [InlineData(Oids.MLDsa44, 32, 2560, 54, 2588, 2626)]
    [InlineData(Oids.MLDsa65, 32, 4032, 54, 4060, 4098)]
    [InlineData(Oids.MLDsa87, 32, 4896, 54, 4924, 4962)]
    public void Encode_EveryForm_HasPublishedSizeAndIsReadBack(string oid, int seedSize, int expandedSize, int seedTotal, int expandedTotal, int bothTotal)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(seedSize);
        byte[] expanded = RandomNumberGenerator.GetBytes(expandedSize);
        (PrivateKeyForm, int)[] forms =
            [(PrivateKeyForm.Seed, seedTotal), (PrivateKeyForm.Expanded, expandedTotal), (PrivateKeyForm.SeedAndExpanded, bothTotal)];
        foreach ((PrivateKeyForm form, int total) in forms)
        {
            using SecretBuffer choice = SeedOrExpandedKey.Encode(form, seed, expanded);
            byte[] encoded = Encode(new AlgorithmIdentifier(oid, default), choice.Bytes);
            Assert.Equal(total, encoded.Length);

            Pkcs8Parts parts = Pkcs8.Decode(encoded);
            Assert.Equal(oid, parts.Algorithm.Oid);
            Assert.True(parts.Algorithm.Parameters.IsEmpty);
            Assert.False(parts.HasPublicKey);
            SeedAndExpandedKey key = SeedOrExpandedKey.Decode(parts.PrivateKey, seedSize, expandedSize);
            Assert.Equal(form != PrivateKeyForm.Expanded, key.HasSeed);
            Assert.Equal(form != PrivateKeyForm.Seed, key.HasExpandedKey);
            Assert.Equal(key.HasSeed ? seed : [], key.Seed.ToArray());
            Assert.Equal(key.HasExpandedKey ? expanded : [], key.ExpandedKey.ToArray());
        }
    }

    [Theory]
    [InlineData(Oids.MLDsa65, 32, "3034020100300B060960864801650304031204228020")]
    [InlineData(Oids.MLKem768, 64, "3054020100300B060960864801650304040204428040")]
    public void Encode_Seed_IsPublishedPrefixAndSeed(string oid, int seedSize, string prefix)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(seedSize);
        using SecretBuffer choice = SeedOrExpandedKey.Encode(PrivateKeyForm.Seed, seed, default);
        Assert.Equal(prefix + Convert.ToHexString(seed), Convert.ToHexString(Encode(new AlgorithmIdentifier(oid, default), choice.Bytes)));
    }

    [Fact]
    public void Decode_PlatformKeys_AreReadAndWrittenTheSame()
    {
        using RSA rsa = RSA.Create(2048);
        byte[] encoded = rsa.ExportPkcs8PrivateKey();
        Pkcs8Parts parts = Pkcs8.Decode(encoded);
        Assert.Equal(Oids.Rsa, parts.Algorithm.Oid);
        Assert.Equal([5, 0], parts.Algorithm.Parameters.ToArray());
        Assert.Equal(rsa.ExportRSAPrivateKey(), parts.PrivateKey.ToArray());
        Assert.Equal(encoded, Encode(parts.Algorithm, parts.PrivateKey));
    }

    [Fact]
    public void Decode_EveryCutAndWrongLengthForm_Throws()
    {
        using SecretBuffer choice = SeedOrExpandedKey.Encode(PrivateKeyForm.Seed, new byte[32], default);
        byte[] version1 = Encode(new AlgorithmIdentifier(Oids.MLDsa44, default), choice.Bytes);
        byte[] version2 = Convert.FromHexString("3019020101300B0609608648016503040311040201028103000304");
        Assert.Equal([3, 4], Pkcs8.Decode(version2).PublicKey.ToArray());
        foreach ((string name, byte[] wrong) in DerTree.WrongOrCut(version1).Concat(DerTree.WrongOrCut(version2)))
            AssertRefused(name, wrong);
    }

    [Theory]
    [InlineData("020100", "", "", true)]
    [InlineData("020101", "", "81020001", true)]
    [InlineData("020101", "A0123010060A2B0601040182370D030231020400", "81020001", true)]   // attributes and a public key
    [InlineData("020100", "A0123010060A2B0601040182370D030231020400", "", true)]                // attributes only
    [InlineData("020100", "A000", "", true)]
    [InlineData("020101", "", "", false)]                    // version 1 without its public key
    [InlineData("020100", "", "81020001", false)]            // version 0 with a public key
    [InlineData("020102", "", "81020001", false)]
    [InlineData("0201FF", "", "", false)]
    [InlineData("02020000", "", "", false)]                  // an INTEGER with padding
    [InlineData("0200", "", "", false)]
    [InlineData("0209010000000000000000", "", "", false)]
    [InlineData("0A0100", "", "", false)]                    // an ENUMERATED
    [InlineData("", "", "", false)]
    [InlineData("020101", "", "810107", false)]              // unused bits of nothing
    [InlineData("020101", "", "81020180", false)]
    [InlineData("020101", "", "8100", false)]
    [InlineData("020101", "", "A10403020001", false)]        // EXPLICIT
    [InlineData("020101", "", "8102000181020001", false)]    // twice
    [InlineData("020101", "", "81020001A000", false)]        // in the wrong order
    [InlineData("020100", "A0023000", "", false)]            // an attribute without a type
    [InlineData("020100", "A00806062B0601040182", "", false)]
    [InlineData("020100", "A0133011060A2B0601040182370D03023103048100", "", false)]   // BER inside an attribute
    [InlineData("020100", "8000", "", false)]
    [InlineData("020100", "A200", "", false)]
    public void Decode_VersionAndOptionalFields_AreCheckedTogether(string version, string attributes, string publicKey, bool accepted)
    {
        byte[] fields = Convert.FromHexString(version + "300B060960864801650304031104020102" + attributes + publicKey);
        byte[] encoded = [0x30, (byte)fields.Length, .. fields];
        if (!accepted)
        {
            AssertRefused(version + attributes + publicKey, encoded);
            return;
        }

        Pkcs8Parts parts = Pkcs8.Decode(encoded);
        Assert.Equal([1, 2], parts.PrivateKey.ToArray());
        Assert.Equal(publicKey.Length != 0, parts.HasPublicKey);
        Assert.Equal(publicKey.Length != 0 ? [1] : [], parts.PublicKey.ToArray());
    }

    [Theory]
    [InlineData("", 4, 6)]
    [InlineData("800401020304", 4, 6)]
    [InlineData("0406010203040506", 4, 6)]
    [InlineData("300E0404010203040406010203040506", 4, 6)]
    public void DecodeChoice_EveryCutAndWrongLengthForm_Throws(string good, int seedSize, int expandedSize)
    {
        byte[] encoded = Convert.FromHexString(good);
        if (encoded.Length != 0)
            Assert.True(SeedOrExpandedKey.Decode(encoded, seedSize, expandedSize) is { HasSeed: true } or { HasExpandedKey: true });
        else
            AssertChoiceRefused("empty", encoded, seedSize, expandedSize);
        foreach ((string name, byte[] wrong) in encoded.Length == 0 ? [] : DerTree.WrongOrCut(encoded))
            AssertChoiceRefused(name, wrong, seedSize, expandedSize);
    }

    [Theory]
    [InlineData("01020304")]                              // a bare seed
    [InlineData("010203040506")]                          // a bare expanded key
    [InlineData("040401020304")]                          // a seed under the tag of an expanded key
    [InlineData("8006010203040506")]                      // an expanded key under the tag of a seed
    [InlineData("8003010203")]
    [InlineData("80050102030405")]
    [InlineData("04050102030405")]
    [InlineData("040701020304050607")]
    [InlineData("A006040401020304")]                 // EXPLICIT
    [InlineData("2406040401020304")]                 // a constructed OCTET STRING
    [InlineData("3006040401020304")]                 // both, without the expanded key
    [InlineData("30080406010203040506")]                  // both, without the seed
    [InlineData("300E0406010203040506040401020304")] // both, in the wrong order
    [InlineData("300E8004010203040406010203040506")]      // both, the seed under its own tag
    [InlineData("300D04030102030406010203040506")]
    [InlineData("300D04040102030404050102030405")]
    [InlineData("0406010203040506800401020304")]
    public void DecodeChoice_AnotherForm_Throws(string encoded) => AssertChoiceRefused(encoded, Convert.FromHexString(encoded), 4, 6);

    [Fact]
    public void EncodeChoice_Default_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedOrExpandedKey.Encode(PrivateKeyForm.Default, new byte[4], new byte[6]));

    [Fact]
    public void CurvePrivateKey_OwnForm_IsReadBackAndEveryOtherThrows()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        using SecretBuffer encoded = CurvePrivateKey.Encode(key);
        byte[] der = encoded.Bytes.ToArray();
        Assert.Equal("0420" + Convert.ToHexString(key), Convert.ToHexString(der));
        Assert.Equal(key, CurvePrivateKey.Decode(der, 32).ToArray());
        foreach ((string name, byte[] wrong) in DerTree.WrongOrCut(der).Append(("31 bytes", [4, 31, .. new byte[31]])))
        {
            Exception? thrown = Record.Exception(() => CurvePrivateKey.Decode(wrong, 32).Length);
            Assert.True(thrown?.GetType() == typeof(CryptographicException), $"{name}: {thrown}");
        }
    }

    private static byte[] Encode(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> privateKey)
    {
        using SecretBuffer encoded = Pkcs8.Encode(algorithm, privateKey);
        return encoded.Bytes.ToArray();
    }

    private static void AssertRefused(string name, byte[] encoded)
    {
        Exception? thrown = Record.Exception(() =>
        {
            if (!Pkcs8.Decode(encoded).Algorithm.Parameters.IsEmpty)
                throw new CryptographicException("parameters");
        });
        Assert.True(thrown?.GetType() == typeof(CryptographicException), $"{name}: {thrown}");
    }

    private static void AssertChoiceRefused(string name, byte[] encoded, int seedSize, int expandedSize)
    {
        Exception? thrown = Record.Exception(() => SeedOrExpandedKey.Decode(encoded, seedSize, expandedSize).HasSeed);
        Assert.True(thrown?.GetType() == typeof(CryptographicException), $"{name}: {thrown}");
    }
}
