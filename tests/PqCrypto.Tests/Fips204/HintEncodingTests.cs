using PqCrypto.Fips204.Algebra;
using Codec = PqCrypto.Fips204.Encoding<PqCrypto.Fips204.MLDsa44Parameters, PqCrypto.Fips204.MLDsa, PqCrypto.Kernels.Reference.ReferenceKernels>;

namespace PqCrypto.Tests.Fips204;

/// <summary>Hints have exactly one encoding (FIPS 204, Algorithms 20 and 21); everything else is refused.</summary>
public sealed class HintEncodingTests
{
    private const int Omega = 80;
    private const int K = 4;

    [Fact]
    public void HintBitUnpack_RandomHints_ReversesPacking()
    {
        Random random = new(20);
        for (int turn = 0; turn < 200; turn++)
        {
            RingPoly[] h = new RingPoly[K];
            int ones = turn == 0 ? 0 : turn == 1 ? Omega : random.Next(Omega + 1);
            for (int placed = 0; placed < ones;)
            {
                ref int coefficient = ref h[turn % 5 == 0 ? 2 : random.Next(K)][random.Next(256)];
                placed += 1 - coefficient;
                coefficient = 1;
            }

            byte[] y = new byte[Omega + K];
            Codec.HintBitPack(h, y);
            RingPoly[] unpacked = new RingPoly[K];
            Assert.True(Codec.HintBitUnpack(y));
            for (int row = 0; row < K; row++)
                Codec.HintBitUnpackRow(y, row, unpacked[row]);
            Assert.Equal(((ReadOnlySpan<RingPoly>)h).Coefficients().ToArray(), ((ReadOnlySpan<RingPoly>)unpacked).Coefficients().ToArray());
        }
    }

    [Fact]
    public void HintBitUnpack_PolynomialsWithoutHints_AreValid()
    {
        Assert.True(Unpacks([], [0, 0, 0, 0]));
        Assert.True(Unpacks([7], [0, 0, 0, 1]));
        Assert.True(Unpacks([0, 255], [2, 2, 2, 2]));
        Assert.True(Unpacks([9, 9], [1, 2, 2, 2]));         // the same position in two polynomials
    }

    [Fact]
    public void HintBitUnpack_MalformedHints_AreRefused()
    {
        Assert.False(Unpacks([9, 9], [2, 2, 2, 2]));        // repeated
        Assert.False(Unpacks([0, 0], [2, 2, 2, 2]));
        Assert.False(Unpacks([9, 8], [2, 2, 2, 2]));        // falling
        Assert.False(Unpacks([1, 9, 8], [1, 3, 3, 3]));
        Assert.False(Unpacks([1, 2], [2, 1, 2, 2]));        // totals fall
        Assert.False(Unpacks([1, 2], [2, 2, 2, 0]));
        Assert.False(Unpacks([1, 2, 3], [2, 2, 2, 2]));     // padding not zero, right behind the last hint
        Assert.False(Unpacks([1], [0, 0, 0, 0]));
        byte[] rising = [.. Enumerable.Range(1, Omega).Select(i => (byte)i)];
        Assert.True(Unpacks(rising, [Omega, Omega, Omega, Omega]));
        Assert.False(Unpacks(rising, [Omega, Omega, Omega, Omega + 1]));    // more than omega
        Assert.False(Unpacks(rising, [Omega + 1, Omega + 1, Omega + 1, Omega + 1]));
        Assert.False(Unpacks(rising, [255, 255, 255, 255]));
        Assert.False(Unpacks(rising, [Omega, Omega, Omega, Omega - 1]));
    }

    [Fact]
    public void HintBitUnpack_OneBytePastTheLastHint_MustBeZeroAtEveryPosition()
    {
        for (int position = 1; position < Omega; position++)
        {
            byte[] positions = new byte[Omega];
            positions[0] = 5;
            positions[position] = 200;
            Assert.False(Unpacks(positions, [1, 1, 1, 1]));
        }
    }

    [Fact]
    public void Verify_MalformedHints_ReturnsFalse()
    {
        SignatureScheme scheme = DsaSchemes.Create("ML-DSA-44");
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(6));
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        int start = signature.Length - Omega - K;
        int total = signature[^1];
        Assert.InRange(total, 2, Omega - 1);
        Assert.True(key.PublicKey.Verify([1], signature, SignatureOptions.Default));

        byte[] padded = [.. signature];                     // both change nothing of the hints that a lax decoder would see
        padded[start + total] = padded[start + total - 1];
        Assert.False(key.PublicKey.Verify([1], padded, SignatureOptions.Default));
        byte[] repeated = [.. padded];
        repeated[^1]++;
        Assert.False(key.PublicKey.Verify([1], repeated, SignatureOptions.Default));
        byte[] swapped = [.. signature];
        int first = Enumerable.Range(0, K).First(i => signature[^(K - i)] >= 2) == 0 ? 0 : signature[start + Omega];
        (swapped[start + first], swapped[start + first + 1]) = (swapped[start + first + 1], swapped[start + first]);
        Assert.False(key.PublicKey.Verify([1], swapped, SignatureOptions.Default));
    }

    private static bool Unpacks(byte[] positions, byte[] totals)
    {
        byte[] y = new byte[Omega + K];
        positions.CopyTo(y, 0);
        totals.CopyTo(y, Omega);
        return Codec.HintBitUnpack(y);
    }
}
