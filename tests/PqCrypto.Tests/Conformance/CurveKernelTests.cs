using System.Security.Cryptography;
using PqCrypto.Classical;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;
using PqCrypto.Tests.Classical;
using BouncyX25519 = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace PqCrypto.Tests.Conformance;

/// <summary>Every implementation of Curve25519 that the machine can run, in one process.</summary>
public sealed class CurveKernelTests
{
    public static TheoryData<string> Supported => [.. KernelSelector.Curves.Select(curve => curve.Name)];

    [Theory, MemberData(nameof(Supported))]
    public void Multiply_Rfc7748_MatchesVectors(string name)
    {
        CurveKernels curve = Find(name);
        byte[] k = new byte[32], u = new byte[32];
        k[0] = u[0] = 9;
        for (int i = 0; i < 1000; i++)
        {
            byte[] clamped = [.. k];
            X25519.Clamp(clamped);
            byte[] result = new byte[32];
            curve.Multiply(clamped, u, result);
            (u, k) = (k, result);
            if (i == 0)
                Assert.Equal("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", Convert.ToHexStringLower(k));
        }

        Assert.Equal("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Convert.ToHexStringLower(k));
    }

    [Theory, MemberData(nameof(Supported))]
    public void Multiply_RandomAndExtremeInputs_MatchesBouncyCastle(string name)
    {
        CurveKernels curve = Find(name);
        Random random = new(7748);
        byte[] u = new byte[32], expected = new byte[32], expectedBase = new byte[32];
        for (int i = 0; i < 500; i++)
        {
            byte[] scalar = Scalar(random, i);
            random.NextBytes(u);
            if (i < 64)
                u.AsSpan(1).Fill(0xFF);         // around p and 2^255, with and without the top bit
            if (i < 32)
                u[31] = 0x7F;
            BouncyX25519.ScalarMult(scalar, 0, u, 0, expected, 0);
            BouncyX25519.ScalarMultBase(scalar, 0, expectedBase, 0);

            byte[] result = new byte[32], baseResult = new byte[32];
            curve.Multiply(scalar, u, result);
            Assert.Equal(expected, result);
            curve.MultiplyBase(scalar, baseResult);
            Assert.Equal(expectedBase, baseResult);
            curve.MultiplyBoth(scalar, u, result, baseResult);
            Assert.Equal(expectedBase, result);
            Assert.Equal(expected, baseResult);
        }
    }

    /// <summary>Scalars all of whose digits of four bits are the same, so that each entry of the table of multiples is taken, for each weight.</summary>
    [Theory, MemberData(nameof(Supported))]
    public void MultiplyBase_EveryDigit_IsTheLadderOnNine(string name)
    {
        CurveKernels curve = Find(name);
        byte[] nine = new byte[32], expected = new byte[32], actual = new byte[32];
        nine[0] = 9;
        for (int low = 0; low < 16; low++)
        {
            for (int high = 0; high < 16; high++)
            {
                byte[] scalar = new byte[32];
                scalar.AsSpan().Fill((byte)(low | (high << 4)));
                X25519.Clamp(scalar);
                KernelSelector.Curves[^1].Multiply(scalar, nine, expected);
                curve.MultiplyBase(scalar, actual);
                Assert.Equal(expected, actual);
                curve.Multiply(scalar, nine, actual);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory, MemberData(nameof(Supported))]
    public void Multiply_SmallOrderPoint_GivesZeroAndTheBasePointsProductStays(string name)
    {
        CurveKernels curve = Find(name);
        foreach (string point in X25519Points.SmallOrder)
        {
            byte[] u = Convert.FromHexString(point), scalar = Scalar(new Random(8), 1), zero = new byte[32];
            byte[] result = RandomNumberGenerator.GetBytes(32), baseResult = new byte[32], expectedBase = new byte[32];
            curve.Multiply(scalar, u, result);
            Assert.Equal(zero, result);
            BouncyX25519.ScalarMultBase(scalar, 0, expectedBase, 0);
            RandomNumberGenerator.Fill(result);
            curve.MultiplyBoth(scalar, u, baseResult, result);
            Assert.Equal(zero, result);
            Assert.Equal(expectedBase, baseResult);
        }
    }

    [Theory, MemberData(nameof(Supported))]
    public void Multiply_NonCanonicalU_IsTakenModuloP(string name)
    {
        CurveKernels curve = Find(name);
        byte[] scalar = Scalar(new Random(9), 1), expected = new byte[32], actual = new byte[32];
        for (int small = 0; small < 19; small++)
        {
            byte[] canonical = new byte[32], other = new byte[32];
            canonical[0] = (byte)small;
            (QuadFields.P + small).TryWriteBytes(other, out _, isUnsigned: true);
            curve.Multiply(scalar, canonical, expected);
            curve.Multiply(scalar, other, actual);
            Assert.Equal(expected, actual);
            other[31] |= 0x80;
            curve.Multiply(scalar, other, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory, MemberData(nameof(Supported))]
    public void EveryOperation_AfterWarmUp_AllocatesNothing(string name)
    {
        CurveKernels curve = Find(name);
        byte[] scalar = Scalar(new Random(10), 1), u = RandomNumberGenerator.GetBytes(32), first = new byte[32], second = new byte[32];
        curve.MultiplyBoth(scalar, u, first, second);
        Assert.Equal(0, Api.AllocationTests.Measure(() =>
        {
            curve.Multiply(scalar, u, first);
            curve.MultiplyBase(scalar, first);
            curve.MultiplyBoth(scalar, u, first, second);
        }));
    }

    private static CurveKernels Find(string name) => KernelSelector.Curves.Single(curve => curve.Name == name);

    private static byte[] Scalar(Random random, int n)
    {
        byte[] scalar = new byte[32];
        random.NextBytes(scalar);
        if (n % 10 == 0)
            scalar.AsSpan().Fill((byte)random.Next(256));
        X25519.Clamp(scalar);
        return scalar;
    }
}
