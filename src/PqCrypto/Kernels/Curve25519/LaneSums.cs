namespace PqCrypto.Kernels.Curve25519;

/// <summary>What becomes of the four products of a multiplication of quads: sums and differences within the lanes 0 and 1, and within 2 and 3.</summary>
/// <remarks>Lanes 0 and 2 are even, 1 and 3 odd. Each lane of the result is the even product of its pair or zero, plus or minus the odd product or
/// zero; the product of the lane itself always counts. Each field has a byte for each lane, that of lane 0 lowest.</remarks>
internal readonly struct LaneSums
{
    /// <summary>0xFF where the even product counts.</summary>
    internal readonly uint Even;

    /// <summary>0xFF where the odd product counts.</summary>
    internal readonly uint Odd;

    /// <summary>0xFF where the odd product is subtracted; a part of <see cref="Odd"/>.</summary>
    internal readonly uint Negated;

    private LaneSums(uint even, uint odd, uint negated)
    {
        Even = even;
        Odd = odd;
        Negated = negated;
    }

    /// <summary>Whether products are added up in the lanes 0 and 1.</summary>
    internal bool AreInFirstPair => (((Even ^ None.Even) | (Odd ^ None.Odd)) & 0xFFFF) != 0;

    /// <summary>What becomes of the products in the lanes 2 and 3, as if they were those in the lanes 0 and 1.</summary>
    internal LaneSums SecondPair => new(Even >> 16, Odd >> 16, Negated >> 16);

    /// <summary>The products as they are: e0, o0, e1, o1 in terms of the two pairs (e0, o0) and (e1, o1).</summary>
    internal static LaneSums None => new(even: 0x00FF00FF, odd: 0xFF00FF00, negated: 0);

    /// <summary>e0 + o0, e0 - o0, e1, e1 - o1.</summary>
    internal static LaneSums SumDifferenceFirstDifference => new(even: 0xFFFFFFFF, odd: 0xFF00FFFF, negated: 0xFF00FF00);

    /// <summary>e0 - o0, e0 + o0, e1 + o1, e1 - o1.</summary>
    internal static LaneSums DifferenceSumSumDifference => new(even: 0xFFFFFFFF, odd: 0xFFFFFFFF, negated: 0xFF0000FF);

    /// <summary>e0 - o0, e0 + o0, e1 - o1, e1 + o1.</summary>
    internal static LaneSums DifferencesAndSums => new(even: 0xFFFFFFFF, odd: 0xFFFFFFFF, negated: 0x00FF00FF);

    /// <summary>e0 + o0, e0 - o0, e1, o1.</summary>
    internal static LaneSums SumDifferenceFirstSecond => new(even: 0x00FFFFFF, odd: 0xFF00FFFF, negated: 0x0000FF00);
}
