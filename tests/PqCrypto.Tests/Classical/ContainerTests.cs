using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Classical;

namespace PqCrypto.Tests.Classical;

/// <summary>The containers of classical keys against the platform's own readers and writers.</summary>
public sealed class ContainerTests
{
    private static readonly byte[] Message = "a message"u8.ToArray();

    public static TheoryData<string> Curves => ["P-256", "P-384"];

    public static TheoryData<int> Sizes => [2048, 3072, 4096];

    [Theory]
    [MemberData(nameof(Curves))]
    public void EcKeys_PlatformContainers_AreReadAndWrittenTheSame(string curve)
    {
        using ECDiffieHellman platform = ECDiffieHellman.Create(CurveOf(curve));
        byte[] spki = platform.ExportSubjectPublicKeyInfo(), pkcs8 = platform.ExportPkcs8PrivateKey();

        KemPublicKeyState kemPublic = KeyContainers.ImportSubjectPublicKeyInfo([Dhkem(curve)], spki, out _);
        using KemPrivateKeyState kem = KeyContainers.ImportPkcs8([Dhkem(curve)], pkcs8, out _);
        Assert.Equal(spki, KeyContainers.ExportSubjectPublicKeyInfo(Dhkem(curve), kemPublic));
        Assert.Equal(spki, KeyContainers.ExportSubjectPublicKeyInfo(Dhkem(curve), kem.PublicKey));
        Assert.Equal(pkcs8, Export(Dhkem(curve), kem));

        SignaturePublicKeyState ecdsaPublic = KeyContainers.ImportSubjectPublicKeyInfo([EcdsaOf(curve)], spki, out _);
        using SignaturePrivateKeyState ecdsa = KeyContainers.ImportPkcs8([EcdsaOf(curve)], pkcs8, out _);
        Assert.Equal(spki, KeyContainers.ExportSubjectPublicKeyInfo(EcdsaOf(curve), ecdsaPublic));
        Assert.Equal(pkcs8, Export(EcdsaOf(curve), ecdsa));
        byte[] signature = new byte[104];
        int length = ecdsa.Sign(Message, SignatureOptions.Default, [], signature);
        Assert.True(ecdsaPublic.Verify(Message, signature.AsSpan(0, length), SignatureOptions.Default));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void EcKeys_OwnContainers_AreReadByThePlatform(string curve)
    {
        using SignaturePrivateKeyState key = EcdsaOf(curve).GenerateKey([]);
        using ECDsa platform = ECDsa.Create();
        platform.ImportPkcs8PrivateKey(Export(EcdsaOf(curve), key), out _);
        byte[] signature = platform.SignData(
            Message, curve == "P-256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        Assert.True(key.PublicKey.Verify(Message, signature, SignatureOptions.Default));
        Assert.Equal(platform.ExportSubjectPublicKeyInfo(), KeyContainers.ExportSubjectPublicKeyInfo(EcdsaOf(curve), key.PublicKey));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void EcKeys_OfTheOtherCurve_AreRefused(string curve)
    {
        string other = curve == "P-256" ? "P-384" : "P-256";
        using ECDiffieHellman platform = ECDiffieHellman.Create(CurveOf(other));
        byte[] spki = platform.ExportSubjectPublicKeyInfo(), pkcs8 = platform.ExportPkcs8PrivateKey();
        Assert.Throws<CryptographicException>(() => KeyContainers.ImportSubjectPublicKeyInfo([Dhkem(curve)], spki, out _));
        Assert.Throws<CryptographicException>(() => KeyContainers.ImportPkcs8([Dhkem(curve)], pkcs8, out _));
        Assert.Throws<CryptographicException>(() => KeyContainers.ImportPkcs8([EcdsaOf(curve)], pkcs8, out _));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void EcKeys_ForeignPublicKeyInside_AreRefused(string curve)
    {
        using KemPrivateKeyState one = Dhkem(curve).GenerateKey([]);
        using KemPrivateKeyState two = Dhkem(curve).GenerateKey([]);
        using SecretBuffer oneContent = one.ExportOwnPkcs8Content()!;
        using SecretBuffer twoContent = two.ExportOwnPkcs8Content()!;
        int pointSize = Dhkem(curve).Description.PublicKeySizeInBytes;
        byte[] mixed = [.. oneContent.Bytes[..^pointSize], .. twoContent.Bytes[^pointSize..]];
        Assert.Throws<CryptographicException>(() => Dhkem(curve).ImportOwnPkcs8Content(mixed));
        Assert.Throws<CryptographicException>(() => EcdsaOf(curve).ImportOwnPkcs8Content(mixed));
        Assert.NotNull(Dhkem(curve).ImportOwnPkcs8Content(oneContent.Bytes));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RsaKeys_PlatformContainers_AreReadAndWrittenTheSame(int size)
    {
        using RSA platform = RSA.Create();
        platform.ImportRSAPrivateKey(RsaTests.KeyOf(size), out _);
        byte[] spki = platform.ExportSubjectPublicKeyInfo(), pkcs8 = platform.ExportPkcs8PrivateKey();
        KemScheme[] kems = [RsaTests.Oaep(2048), RsaTests.Oaep(3072), RsaTests.Oaep(4096)];
        SignatureScheme[] signatures = [RsaTests.Pss(2048), RsaTests.Pss(3072), RsaTests.Pss(4096)];

        KemPublicKeyState kemPublic = KeyContainers.ImportSubjectPublicKeyInfo(kems, spki, out int index);
        Assert.Same(RsaTests.Oaep(size), kems[index]);
        using KemPrivateKeyState kem = KeyContainers.ImportPkcs8(kems, pkcs8, out index);
        Assert.Same(RsaTests.Oaep(size), kems[index]);
        Assert.Equal(spki, KeyContainers.ExportSubjectPublicKeyInfo(kems[index], kemPublic));
        Assert.Equal(pkcs8, Export(kems[index], kem));

        SignaturePublicKeyState pssPublic = KeyContainers.ImportSubjectPublicKeyInfo(signatures, spki, out index);
        Assert.Same(RsaTests.Pss(size), signatures[index]);
        using SignaturePrivateKeyState pss = KeyContainers.ImportPkcs8(signatures, pkcs8, out index);
        Assert.Equal(spki, KeyContainers.ExportSubjectPublicKeyInfo(signatures[index], pssPublic));
        Assert.Equal(pkcs8, Export(signatures[index], pss));
    }

    [Fact]
    public void RsaKeys_OtherModulusLength_IsRefused()
    {
        using RSA platform = RSA.Create(1024);
        KemScheme[] kems = [RsaTests.Oaep(2048), RsaTests.Oaep(3072), RsaTests.Oaep(4096)];
        byte[] spki = platform.ExportSubjectPublicKeyInfo(), pkcs8 = platform.ExportPkcs8PrivateKey();
        Assert.Throws<CryptographicException>(() => KeyContainers.ImportSubjectPublicKeyInfo(kems, spki, out _));
        Assert.Throws<CryptographicException>(() => KeyContainers.ImportPkcs8(kems, pkcs8, out _));
    }

    [Theory]
    [InlineData("1.2.840.113549.1.1.1", "0500", true, true)]
    [InlineData("1.2.840.113549.1.1.1", "", false, false)]
    [InlineData("1.2.840.113549.1.1.7", "", true, false)]
    [InlineData("1.2.840.113549.1.1.10", "", false, true)]
    [InlineData("1.2.840.113549.1.1.11", "0500", false, false)]
    [InlineData(                                                                    // SHA-256, MGF1 with SHA-256, parameters NULL
        "1.2.840.113549.1.1.7",
        "302fa00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500",
        true,
        false)]
    [InlineData(                                                                    // the same with the empty label spelled out
        "1.2.840.113549.1.1.7",
        "3040a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a20f300d06092a864886f70d0101090400",
        true,
        false)]
    [InlineData(                                                                    // a label that is not empty
        "1.2.840.113549.1.1.7",
        "3041a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a210300e06092a864886f70d010109040141",
        false,
        false)]
    [InlineData("1.2.840.113549.1.1.7", "3000", false, false)]                      // the defaults: SHA-1
    [InlineData(                                                                    // SHA-256, MGF1 with SHA-256, salt 32
        "1.2.840.113549.1.1.10",
        "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120",
        false,
        true)]
    [InlineData(                                                                    // salt of at least 33
        "1.2.840.113549.1.1.10",
        "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020121",
        false,
        false)]
    [InlineData(                                                                    // SHA-256, but MGF1 with SHA-384
        "1.2.840.113549.1.1.10",
        "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402020500a203020120",
        false,
        false)]
    [InlineData("1.2.840.113549.1.1.10", "3000", false, false)]
    public void RsaIdentifiers_EachForm_IsReadOrNot(string oid, string parameters, bool oaep, bool pss)
    {
        byte[] encoded = Convert.FromHexString(parameters);
        using RSA platform = RSA.Create();
        platform.ImportRSAPrivateKey(RsaTests.KeyOf(2048), out _);
        byte[] publicKey = platform.ExportRSAPublicKey();
        AlgorithmIdentifier identifier = new(oid, encoded);
        Assert.Equal(oaep, RsaOaepScheme.Oaep2048.ReadsSubjectPublicKey(identifier, publicKey));
        Assert.Equal(oaep, RsaOaepScheme.Oaep2048.ReadsPkcs8(identifier, RsaTests.KeyOf(2048)));
        Assert.Equal(pss, RsaSignatureScheme.Pss2048Sha256.ReadsSubjectPublicKey(identifier, publicKey));
        Assert.Equal(pss, RsaSignatureScheme.Pss2048Sha256.ReadsPkcs8(identifier, RsaTests.KeyOf(2048)));
        Assert.False(RsaSignatureScheme.Pss3072Sha256.ReadsSubjectPublicKey(identifier, publicKey));
    }

    [Fact]
    public void X25519Keys_BouncyCastleContainers_AreReadAndWrittenTheSame()
    {
        Org.BouncyCastle.Crypto.Parameters.X25519PrivateKeyParameters outside = new(new Org.BouncyCastle.Security.SecureRandom());
        byte[] spki = Org.BouncyCastle.X509.SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(outside.GeneratePublicKey()).GetDerEncoded();
        KemScheme scheme = DhkemScheme.X25519HkdfSha256;
        byte[] pkcs8 = [.. Convert.FromHexString("302e020100300506032b656e04220420"), .. outside.GetEncoded()];   // RFC 8410, section 7
        using KemPrivateKeyState key = KeyContainers.ImportPkcs8([scheme], pkcs8, out _);
        Assert.Equal(spki, KeyContainers.ExportSubjectPublicKeyInfo(scheme, key.PublicKey));
        Assert.Equal(spki, KeyContainers.ExportSubjectPublicKeyInfo(scheme, KeyContainers.ImportSubjectPublicKeyInfo([scheme], spki, out _)));
        Assert.Equal(pkcs8, Export(scheme, key));
        byte[] withNull = [0x30, (byte)(spki[1] + 2), 0x30, (byte)(spki[3] + 2), .. spki.AsSpan(4, spki[3]), 5, 0, .. spki.AsSpan(4 + spki[3])];
        Assert.Throws<CryptographicException>(() => KeyContainers.ImportSubjectPublicKeyInfo([scheme], withNull, out _));
    }

    private static byte[] Export<TDescription, TPublic, TPrivate>(KeyScheme<TDescription, TPublic, TPrivate> scheme, TPrivate key)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using SecretBuffer encoded = KeyContainers.ExportPkcs8(scheme, key, PrivateKeyForm.Default);
        return encoded.Bytes.ToArray();
    }

    private static ECCurve CurveOf(string curve) => curve == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384;

    private static DhkemScheme Dhkem(string curve) => curve == "P-256" ? DhkemScheme.P256HkdfSha256 : DhkemScheme.P384HkdfSha384;

    private static EcdsaScheme EcdsaOf(string curve) => curve == "P-256" ? EcdsaScheme.P256Sha256 : EcdsaScheme.P384Sha384;
}
