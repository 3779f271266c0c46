using System.Security.Cryptography;

namespace PqCrypto.Tests.Fips204;

/// <summary>What an expanded private key must satisfy.</summary>
public sealed class ImportTests
{
    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void ImportPrivateKey_Exported_GivesTheSameKeyWithoutSeed(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(1));
        byte[] sk = DsaSchemes.PrivateKey(scheme, key);
        using SignaturePrivateKeyState imported = scheme.ImportPrivateKey(sk);
        Assert.Equal(sk, DsaSchemes.PrivateKey(scheme, imported));
        Assert.Equal(DsaSchemes.PublicKey(scheme, key), DsaSchemes.PublicKey(scheme, imported));
        Assert.Equal(DsaSchemes.Sign(scheme, key, [1]), DsaSchemes.Sign(scheme, imported, [1]));
        byte[] seed = new byte[32];
        key.ExportPrivateSeed(seed);
        Assert.Equal(DsaSchemes.Seed(1), seed);
        Assert.True(key.HasPrivateSeed);
        Assert.False(imported.HasPrivateSeed);
        Assert.Throws<CryptographicException>(() => imported.ExportPrivateSeed(seed));
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void ImportPrivateKey_AnyFlippedBitOutsideK_IsRefused(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(2));
        byte[] sk = DsaSchemes.PrivateKey(scheme, key);
        for (int position = 0; position < sk.Length; position += position is >= 32 and < 64 ? 1 : 13)
        {
            byte[] changed = [.. sk];
            changed[position] ^= (byte)(1 << (position % 8));
            if (position is >= 32 and < 64)
                scheme.ImportPrivateKey(changed).Dispose();         // K is bound to nothing
            else
                Assert.Throws<CryptographicException>(() => scheme.ImportPrivateKey(changed));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void ImportPrivateKey_EachCheck_IsNamed(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
        byte[] sk = DsaSchemes.PrivateKey(scheme, key);
        AssertRefused(scheme, sk, 128, 0xFF, "s1 or s2");           // the largest codes lie outside [-eta, eta]
        AssertRefused(scheme, sk, sk.Length - 1, (byte)(sk[^1] ^ 1), "t0");
        AssertRefused(scheme, sk, 127, (byte)(sk[127] ^ 0x80), "tr");
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void ImportPublicKey_AnyContent_IsAKey(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        foreach (byte value in new byte[] { 0x00, 0x5A, 0xFF })
        {
            byte[] publicKey = new byte[scheme.Description.PublicKeySizeInBytes];
            Array.Fill(publicKey, value);
            byte[] exported = new byte[publicKey.Length];
            scheme.ImportPublicKey(publicKey).ExportPublicKey(exported);
            Assert.Equal(publicKey, exported);
        }
    }

    private static void AssertRefused(SignatureScheme scheme, byte[] sk, int position, byte value, string named)
    {
        byte[] changed = [.. sk];
        changed[position] = value;
        CryptographicException refusal = Assert.Throws<CryptographicException>(() => scheme.ImportPrivateKey(changed));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("FIPS 204", refusal.Message, StringComparison.Ordinal);
    }
}
