using System.Security.Cryptography;
using PqCrypto.Fips203;
using PqCrypto.Hybrid;
using PqCrypto.Kernels.Reference;
using PqCrypto.Tests.Classical;
using MLKem = PqCrypto.Fips203.MLKem;

namespace PqCrypto.Tests.Hybrid;

/// <summary>The hybrid TLS groups: layouts against an outside composition, and every bad share of the right length.</summary>
public sealed class TlsHybridTests
{
    private static readonly MLKemScheme<MLKem768Parameters, MLKem, ReferenceKernels> MLKem768 = new();

    private static readonly Dictionary<string, Layout> Layouts = new()
    {
        ["X25519MLKEM768"] = new(TlsHybridScheme.X25519MLKem768(MLKem768), "ML-KEM-768", "X25519", 32, 32, MLKemFirst: true),
        ["SecP256r1MLKEM768"] = new(TlsHybridScheme.SecP256r1MLKem768(MLKem768), "ML-KEM-768", "P-256", 32, 65, MLKemFirst: false),
        ["SecP384r1MLKEM1024"] = new(
            TlsHybridScheme.SecP384r1MLKem1024(new MLKemScheme<MLKem1024Parameters, MLKem, ReferenceKernels>()),
            "ML-KEM-1024",
            "P-384",
            48,
            97,
            MLKemFirst: false),
    };

    public static TheoryData<string> Names => [.. Layouts.Keys];

    public static TheoryData<string> CurveNames => ["SecP256r1MLKEM768", "SecP384r1MLKEM1024"];

    [Theory]
    [InlineData("X25519MLKEM768", 0x11EC, 1216, 96, 1120, 64, 3)]
    [InlineData("SecP256r1MLKEM768", 0x11EB, 1249, 96, 1153, 64, 3)]
    [InlineData("SecP384r1MLKEM1024", 0x11ED, 1665, 112, 1665, 80, 5)]
    public void Description_EachGroup_IsRegisteredSizes(
        string name, int group, int publicKey, int privateKey, int ciphertext, int secret, int category)
    {
        KemDescription description = Layouts[name].Scheme.Description;
        Assert.Equal(name, description.Name);
        Assert.Equal((ushort)group, description.TlsNamedGroup);
        Assert.Equal(publicKey, description.PublicKeySizeInBytes);
        Assert.Equal(privateKey, description.PrivateKeySizeInBytes);
        Assert.Equal(ciphertext, description.CiphertextSizeInBytes);
        Assert.Equal(secret, description.SharedSecretSizeInBytes);
        Assert.Equal(category, description.SecurityCategory);
        Assert.Equal(0, description.PrivateSeedSizeInBytes);
        Assert.Null(description.Oid);
        Assert.False(Layouts[name].Scheme.HasContainers);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AllSteps_FixedKeys_MatchOutsideComposition(string name)
    {
        Layout layout = Layouts[name];
        for (int i = 0; i < 3; i++)
        {
            byte[] seed = RandomNumberGenerator.GetBytes(64), scalar = layout.NewScalar(), ephemeral = layout.NewScalar();
            using KemPrivateKeyState key = layout.Scheme.ImportPrivateKey(layout.Join(seed, scalar));
            byte[] raw = new byte[64 + layout.ScalarSize];
            key.ExportPrivateKey(raw);
            Assert.Equal(layout.Join(seed, scalar), raw);

            OutsideMLKem mlKem = new(layout.MLKem, seed);
            byte[] publicKey = PublicKeyOf(layout, key);
            Assert.Equal(layout.Join(mlKem.PublicKey, layout.OutsidePoint(scalar)), publicKey);

            byte[] ciphertext = new byte[layout.Scheme.Description.CiphertextSizeInBytes];
            byte[] sent = new byte[layout.Scheme.Description.SharedSecretSizeInBytes], got = [.. sent];
            layout.Scheme.ImportPublicKey(publicKey).Encapsulate([.. RandomNumberGenerator.GetBytes(32), .. ephemeral], ciphertext, sent);
            (byte[] ctM, byte[] ctT) = layout.Cut(ciphertext);
            Assert.Equal(layout.OutsidePoint(ephemeral), ctT);
            Assert.Equal(layout.Join(mlKem.Decapsulate(ctM), layout.OutsideAgreement(scalar, ctT)), sent);
            key.Decapsulate(ciphertext, got);
            Assert.Equal(sent, got);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GenerateKey_DrawnRandomness_RoundTrips(string name)
    {
        Layout layout = Layouts[name];
        KemDescription description = layout.Scheme.Description;
        using KemPrivateKeyState key = Generate(layout);
        byte[] ciphertext = new byte[description.CiphertextSizeInBytes], sent = new byte[description.SharedSecretSizeInBytes], got = [.. sent];
        key.PublicKey.Encapsulate(RandomNumberGenerator.GetBytes(description.EncapsulationRandomnessSizeInBytes), ciphertext, sent);
        key.Decapsulate(ciphertext, got);
        Assert.Equal(sent, got);

        byte[] raw = new byte[description.PrivateKeySizeInBytes];
        key.ExportPrivateKey(raw);
        using KemPrivateKeyState again = layout.Scheme.ImportPrivateKey(raw);
        Assert.Equal(PublicKeyOf(layout, key), PublicKeyOf(layout, again));
        again.Decapsulate(ciphertext, got);
        Assert.Equal(sent, got);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decapsulate_FlippedMLKemPart_ChangesOnlyItsHalf(string name)
    {
        Layout layout = Layouts[name];
        using KemPrivateKeyState key = Generate(layout);
        byte[] ciphertext = Encapsulate(layout, key, out byte[] sent), got = [.. sent];
        (byte[] ctM, byte[] ctT) = layout.Cut(ciphertext);
        ctM[100] ^= 1;
        key.Decapsulate(layout.Join(ctM, ctT), got);
        (byte[] sentM, byte[] sentT) = layout.CutSecret(sent);
        (byte[] gotM, byte[] gotT) = layout.CutSecret(got);
        Assert.NotEqual(sentM, gotM);
        Assert.Equal(sentT, gotT);
    }

    [Theory]
    [MemberData(nameof(CurveNames))]
    public void ImportAndDecapsulate_BadPoints_AreRefused(string name)
    {
        Layout layout = Layouts[name];
        using KemPrivateKeyState key = Generate(layout);
        byte[] publicKey = PublicKeyOf(layout, key), ciphertext = Encapsulate(layout, key, out byte[] secret);
        (byte[] ekM, byte[] point) = layout.Cut(publicKey);
        foreach (byte[] bad in NistGroupTests.BadPoints(layout.Curve, point))
            Assert.Throws<CryptographicException>(() => layout.Scheme.ImportPublicKey(layout.Join(ekM, bad)));
        (byte[] ctM, byte[] ctT) = layout.Cut(ciphertext);
        foreach (byte[] bad in NistGroupTests.BadPoints(layout.Curve, ctT))
            Assert.Throws<CryptographicException>(() => key.Decapsulate(layout.Join(ctM, bad), secret));
    }

    [Theory]
    [MemberData(nameof(CurveNames))]
    public void ImportAndDecapsulate_SwappedHalves_AreRefused(string name)
    {
        Layout layout = Layouts[name];
        using KemPrivateKeyState key = Generate(layout);
        byte[] ciphertext = Encapsulate(layout, key, out byte[] secret);
        (byte[] ekM, byte[] point) = layout.Cut(PublicKeyOf(layout, key));
        Assert.Throws<CryptographicException>(() => layout.Scheme.ImportPublicKey([.. ekM, .. point]));
        (byte[] ctM, byte[] ctT) = layout.Cut(ciphertext);
        Assert.Throws<CryptographicException>(() => key.Decapsulate([.. ctM, .. ctT], secret));
    }

    [Fact]
    public void Decapsulate_X25519SwappedHalves_GivesAnotherSecret()
    {
        Layout layout = Layouts["X25519MLKEM768"];
        using KemPrivateKeyState key = Generate(layout);
        byte[] ciphertext = Encapsulate(layout, key, out byte[] sent), got = [.. sent];
        (byte[] ctM, byte[] ctT) = layout.Cut(ciphertext);
        key.Decapsulate([.. ctT, .. ctM], got);
        Assert.NotEqual(layout.CutSecret(sent).MLKem, layout.CutSecret(got).MLKem);
        Assert.NotEqual(layout.CutSecret(sent).Classical, layout.CutSecret(got).Classical);
    }

    [Fact]
    public void EncapsulateAndDecapsulate_ZeroX25519Secret_IsAnError()
    {
        Layout layout = Layouts["X25519MLKEM768"];
        using KemPrivateKeyState key = Generate(layout);
        byte[] ciphertext = Encapsulate(layout, key, out byte[] secret);
        (byte[] ctM, _) = layout.Cut(ciphertext);
        Assert.Throws<CryptographicException>(() => key.Decapsulate(layout.Join(ctM, new byte[32]), secret));
        (byte[] ekM, _) = layout.Cut(PublicKeyOf(layout, key));
        KemPublicKeyState bad = layout.Scheme.ImportPublicKey(layout.Join(ekM, new byte[32]));
        Assert.Throws<CryptographicException>(() => bad.Encapsulate(RandomNumberGenerator.GetBytes(64), ciphertext, secret));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ImportPublicKey_CoefficientAboveTheModulus_IsRefused(string name)
    {
        Layout layout = Layouts[name];
        using KemPrivateKeyState key = Generate(layout);
        (byte[] ekM, byte[] point) = layout.Cut(PublicKeyOf(layout, key));
        ekM[0] = 0x01;                                          // 3329 = 0xD01, the modulus itself
        ekM[1] = (byte)((ekM[1] & 0xF0) | 0x0D);
        Assert.Throws<CryptographicException>(() => layout.Scheme.ImportPublicKey(layout.Join(ekM, point)));
        ekM[0] = 0x00;
        Assert.NotNull(layout.Scheme.ImportPublicKey(layout.Join(ekM, point)));
    }

    [Theory]
    [MemberData(nameof(CurveNames))]
    public void ImportPrivateKey_ScalarZeroOrOrder_IsRefused(string name)
    {
        Layout layout = Layouts[name];
        byte[] seed = RandomNumberGenerator.GetBytes(64);
        Assert.Throws<CryptographicException>(() => layout.Scheme.ImportPrivateKey(layout.Join(seed, new byte[layout.ScalarSize])));
        Assert.Throws<CryptographicException>(() => layout.Scheme.ImportPrivateKey(layout.Join(seed, Outside.Order(layout.Curve))));
    }

    [Fact]
    public void X25519MLKem768_AfterWarmUp_AllocatesNothing()
    {
        Layout layout = Layouts["X25519MLKEM768"];
        using KemPrivateKeyState key = Generate(layout);
        byte[] randomness = RandomNumberGenerator.GetBytes(64), ciphertext = new byte[1120], secret = new byte[64];
        OutsideMLKem.AssertNoAllocation(() =>
        {
            key.PublicKey.Encapsulate(randomness, ciphertext, secret);
            key.Decapsulate(ciphertext, secret);
        });
    }

    private static KemPrivateKeyState Generate(Layout layout) =>
        layout.Scheme.GenerateKey(RandomNumberGenerator.GetBytes(layout.Scheme.Description.KeyGenerationRandomnessSizeInBytes));

    private static byte[] PublicKeyOf(Layout layout, KemPrivateKeyState key)
    {
        byte[] publicKey = new byte[layout.Scheme.Description.PublicKeySizeInBytes];
        key.PublicKey.ExportPublicKey(publicKey);
        return publicKey;
    }

    private static byte[] Encapsulate(Layout layout, KemPrivateKeyState key, out byte[] secret)
    {
        KemDescription description = layout.Scheme.Description;
        byte[] ciphertext = new byte[description.CiphertextSizeInBytes];
        secret = new byte[description.SharedSecretSizeInBytes];
        key.PublicKey.Encapsulate(RandomNumberGenerator.GetBytes(description.EncapsulationRandomnessSizeInBytes), ciphertext, secret);
        return ciphertext;
    }

    /// <summary>A group and the order of its parts, stated independently of the library.</summary>
    private sealed record Layout(KemScheme Scheme, string MLKem, string Curve, int ScalarSize, int PointSize, bool MLKemFirst)
    {
        internal byte[] Join(byte[] mlKem, byte[] classical) => MLKemFirst ? [.. mlKem, .. classical] : [.. classical, .. mlKem];

        internal (byte[] MLKem, byte[] Classical) Cut(byte[] whole) => Cut(whole, PointSize);

        internal (byte[] MLKem, byte[] Classical) CutSecret(byte[] whole) => Cut(whole, whole.Length - 32);

        internal byte[] NewScalar()
        {
            byte[] scalar = RandomNumberGenerator.GetBytes(ScalarSize);
            scalar[0] &= 0x7F;                                  // below either order
            return scalar;
        }

        internal byte[] OutsidePoint(byte[] scalar) =>
            Curve == "X25519" ? Outside.X25519PublicKey(scalar) : Outside.EcPublicKey(Curve, scalar);

        internal byte[] OutsideAgreement(byte[] scalar, byte[] peer) =>
            Curve == "X25519" ? Outside.X25519Agreement(scalar, peer) : Outside.EcAgreement(Curve, scalar, peer);

        private (byte[] MLKem, byte[] Classical) Cut(byte[] whole, int classicalSize) => MLKemFirst
            ? (whole[..^classicalSize], whole[^classicalSize..])
            : (whole[classicalSize..], whole[..classicalSize]);
    }
}
