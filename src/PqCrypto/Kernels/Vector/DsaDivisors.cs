using PqCrypto.Kernels.Tables;

namespace PqCrypto.Kernels.Vector;

/// <summary>Division by alpha = 2 * gamma2 as constants, so that the code for each of the two gamma2 has them in its instructions.</summary>
/// <remarks>alpha is an odd number times a power of two. A shift divides by the power, a product of 16 bits by the odd number; that the quotient
/// is exact for each value modulo q is tested for each value modulo q.</remarks>
internal interface IDsaDivisor
{
    /// <summary>gamma2.</summary>
    static abstract int Gamma2 { get; }

    /// <summary>m = (q - 1) / alpha, the number of values of the high part.</summary>
    static abstract int Count { get; }

    /// <summary>How many factors two alpha has.</summary>
    static abstract int Twos { get; }

    /// <summary>The reciprocal of the odd factor, times 2^16 and <see cref="FactorShift"/> more twos, rounded up.</summary>
    static abstract int Factor { get; }

    /// <inheritdoc cref="Factor"/>
    static abstract int FactorShift { get; }
}

/// <summary>gamma2 = (q - 1) / 88, of ML-DSA-44: alpha = 93 * 2^11.</summary>
internal readonly struct DsaSmallDivisor : IDsaDivisor
{
    internal const int SmallGamma2 = (DsaField.Q - 1) / 88;

    /// <inheritdoc/>
    public static int Gamma2 => SmallGamma2;

    /// <inheritdoc/>
    public static int Count => 44;

    /// <inheritdoc/>
    public static int Twos => 11;

    /// <inheritdoc/>
    public static int Factor => 22551;              // = ceil(2^21 / 93)

    /// <inheritdoc/>
    public static int FactorShift => 5;
}

/// <summary>gamma2 = (q - 1) / 32, of ML-DSA-65 and 87: alpha = 1023 * 2^9.</summary>
internal readonly struct DsaLargeDivisor : IDsaDivisor
{
    internal const int LargeGamma2 = (DsaField.Q - 1) / 32;

    /// <inheritdoc/>
    public static int Gamma2 => LargeGamma2;

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    public static int Twos => 9;

    /// <inheritdoc/>
    public static int Factor => 16401;              // = ceil(2^24 / 1023)

    /// <inheritdoc/>
    public static int FactorShift => 8;
}
