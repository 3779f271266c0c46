using System.Security.Cryptography;
using PqCrypto.Classical;

namespace PqCrypto.Tests.Classical;

/// <summary>X25519 against RFC 7748 and BouncyCastle.</summary>
public sealed class X25519Tests
{
    public static TheoryData<string> SmallOrderPoints => [.. X25519Points.SmallOrder];

    [Theory]
    [InlineData(
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData(
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void Multiply_Rfc7748Vector_MatchesResult(string scalar, string u, string expected)
    {
        byte[] result = new byte[32];
        X25519.Multiply(Convert.FromHexString(scalar), Convert.FromHexString(u), result);
        Assert.Equal(expected, Convert.ToHexStringLower(result));
    }

    [Fact]
    public void Multiply_Rfc7748KeyExchange_AgreesOnBothSides()
    {
        byte[] a = Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        byte[] b = Convert.FromHexString("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] publicA = new byte[32], publicB = new byte[32], secretA = new byte[32], secretB = new byte[32];
        X25519.MultiplyBase(a, publicA);
        X25519.MultiplyBase(b, publicB);
        X25519.Multiply(a, publicB, secretA);
        X25519.Multiply(b, publicA, secretB);
        Assert.Equal("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a", Convert.ToHexStringLower(publicA));
        Assert.Equal("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", Convert.ToHexStringLower(publicB));
        Assert.Equal("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", Convert.ToHexStringLower(secretA));
        Assert.Equal(secretA, secretB);
    }

    [Fact]
    public void Multiply_ThousandIterations_MatchRfc7748()
    {
        byte[] k = new byte[32], u = new byte[32], result = new byte[32];
        k[0] = u[0] = 9;
        for (int i = 0; i < 1000; i++)
        {
            X25519.Multiply(k, u, result);
            k.CopyTo(u, 0);
            result.CopyTo(k, 0);
            if (i == 0)
                Assert.Equal("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", Convert.ToHexStringLower(k));
        }

        Assert.Equal("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Convert.ToHexStringLower(k));
    }

    [Theory]
    [MemberData(nameof(SmallOrderPoints))]
    public void Multiply_SmallOrderPoint_GivesZero(string point)
    {
        byte[] u = Convert.FromHexString(point);
        byte[] scalar = RandomNumberGenerator.GetBytes(32);
        byte[] result = RandomNumberGenerator.GetBytes(32);
        X25519.Multiply(scalar, u, result);
        Assert.Equal(new byte[32], result);

        u[31] |= 0x80;
        X25519.Multiply(scalar, u, result);
        Assert.Equal(new byte[32], result);
    }

    [Theory]
    [MemberData(nameof(SmallOrderPoints))]
    public void AgreeAndAgreeOnce_SmallOrderPoint_IsAnError(string point)
    {
        byte[] u = Convert.FromHexString(point), ephemeral = new byte[32], secret = new byte[32];
        using DiffieHellmanKey key = X25519Group.Instance.GenerateKey(RandomNumberGenerator.GetBytes(32));
        Assert.Throws<CryptographicException>(() => key.Agree("test", u, secret));
        Assert.Throws<CryptographicException>(
            () => X25519Group.Instance.AgreeOnce("test", RandomNumberGenerator.GetBytes(32), u, ephemeral, secret));
    }

    [Fact]
    public void Multiply_RandomAndExtremeInputs_MatchesBouncyCastle()
    {
        Random random = new(7748);
        byte[] scalar = new byte[32], u = new byte[32], actual = new byte[32], expected = new byte[32];
        for (int i = 0; i < 500; i++)
        {
            random.NextBytes(scalar);
            random.NextBytes(u);
            if (i < 64)
                u.AsSpan(1).Fill(0xFF);         // around p and 2^255, with and without the top bit
            if (i < 32)
                u[31] = 0x7F;
            if (i % 10 == 0)
                scalar.AsSpan().Fill((byte)random.Next(256));
            X25519.Multiply(scalar, u, actual);
            Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMult(scalar, 0, u, 0, expected, 0);
            Assert.Equal(expected, actual);
            X25519.MultiplyBase(scalar, actual);
            Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMultBase(scalar, 0, expected, 0);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Multiply_ResultOverInput_IsTheSame()
    {
        byte[] scalar = RandomNumberGenerator.GetBytes(32), u = RandomNumberGenerator.GetBytes(32), expected = new byte[32];
        byte[] scalarBefore = [.. scalar];
        X25519.Multiply(scalar, u, expected);
        Assert.Equal(scalarBefore, scalar);
        X25519.Multiply(scalar, u, u);
        Assert.Equal(expected, u);
    }

    [Fact]
    public void Multiply_AfterWarmUp_AllocatesNothing()
    {
        byte[] scalar = RandomNumberGenerator.GetBytes(32), result = new byte[32];
        X25519.MultiplyBase(scalar, result);
        Assert.Equal(0, Api.AllocationTests.Measure(() => X25519.MultiplyBase(scalar, result)));
    }
}
