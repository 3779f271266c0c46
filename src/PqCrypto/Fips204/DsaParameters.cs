namespace PqCrypto.Fips204;

/// <summary>A parameter set (FIPS 204, Table 1); ML-DSA and Dilithium round 3 share them.</summary>
internal interface IDsaParameters
{
    /// <summary>Rows of the matrix.</summary>
    static abstract int K { get; }

    /// <summary>Columns of the matrix.</summary>
    static abstract int L { get; }

    /// <summary>Bound of the secret coefficients: 2 or 4.</summary>
    static abstract int Eta { get; }

    /// <summary>Coefficients of the challenge that are not zero.</summary>
    static abstract int Tau { get; }

    /// <summary>Bound of the mask coefficients: 2^17 or 2^19.</summary>
    static abstract int Gamma1 { get; }

    /// <summary>Half the width of a step of the high parts.</summary>
    static abstract int Gamma2 { get; }

    /// <summary>Hints at most.</summary>
    static abstract int Omega { get; }

    /// <summary>Collision strength of the commitment hash in bits.</summary>
    static abstract int Lambda { get; }

    /// <summary>NIST security category, which is also the number in the name of the round-3 form.</summary>
    static abstract int SecurityCategory { get; }
}

/// <summary>ML-DSA-44 (FIPS 204, Table 1).</summary>
internal readonly struct MLDsa44Parameters : IDsaParameters
{
    /// <inheritdoc/>
    public static int K => 4;

    /// <inheritdoc/>
    public static int L => 4;

    /// <inheritdoc/>
    public static int Eta => 2;

    /// <inheritdoc/>
    public static int Tau => 39;

    /// <inheritdoc/>
    public static int Gamma1 => 1 << 17;

    /// <inheritdoc/>
    public static int Gamma2 => 95232;      // = (q - 1) / 88

    /// <inheritdoc/>
    public static int Omega => 80;

    /// <inheritdoc/>
    public static int Lambda => 128;

    /// <inheritdoc/>
    public static int SecurityCategory => 2;
}

/// <summary>ML-DSA-65 (FIPS 204, Table 1).</summary>
internal readonly struct MLDsa65Parameters : IDsaParameters
{
    /// <inheritdoc/>
    public static int K => 6;

    /// <inheritdoc/>
    public static int L => 5;

    /// <inheritdoc/>
    public static int Eta => 4;

    /// <inheritdoc/>
    public static int Tau => 49;

    /// <inheritdoc/>
    public static int Gamma1 => 1 << 19;

    /// <inheritdoc/>
    public static int Gamma2 => 261888;     // = (q - 1) / 32

    /// <inheritdoc/>
    public static int Omega => 55;

    /// <inheritdoc/>
    public static int Lambda => 192;

    /// <inheritdoc/>
    public static int SecurityCategory => 3;
}

/// <summary>ML-DSA-87 (FIPS 204, Table 1).</summary>
internal readonly struct MLDsa87Parameters : IDsaParameters
{
    /// <inheritdoc/>
    public static int K => 8;

    /// <inheritdoc/>
    public static int L => 7;

    /// <inheritdoc/>
    public static int Eta => 2;

    /// <inheritdoc/>
    public static int Tau => 60;

    /// <inheritdoc/>
    public static int Gamma1 => 1 << 19;

    /// <inheritdoc/>
    public static int Gamma2 => 261888;     // = (q - 1) / 32

    /// <inheritdoc/>
    public static int Omega => 75;

    /// <inheritdoc/>
    public static int Lambda => 256;

    /// <inheritdoc/>
    public static int SecurityCategory => 5;
}

/// <summary>Numbers that follow from a parameter set and a variant; sizes in bytes (FIPS 204, Tables 1 and 2).</summary>
internal static class DsaSizes<TParams, TVariant>
    where TParams : struct, IDsaParameters
    where TVariant : struct, IDsaVariant
{
    /// <summary>A public seed, a private seed, or K.</summary>
    internal const int Seed = 32;

    /// <summary>A message representative, a mask seed or rho'.</summary>
    internal const int Mu = 64;

    /// <summary>Bits of a coefficient of t1.</summary>
    internal const int T1Bits = 10;

    /// <summary>Bits of a coefficient of t0, d in the standard.</summary>
    internal const int T0Bits = 13;

    /// <summary>Largest value of a coefficient of t0.</summary>
    internal const int T0High = 1 << (T0Bits - 1);

    /// <summary>Bound of the coefficients of c * s1 and c * s2.</summary>
    internal static int Beta => TParams.Tau * TParams.Eta;

    /// <summary>Bits of a coefficient of s1 or s2: bitlen(2 * eta).</summary>
    internal static int SecretBits => TParams.Eta == 2 ? 3 : 4;

    /// <summary>Bits of a coefficient of z: 1 + bitlen(gamma1 - 1).</summary>
    internal static int ZBits => TParams.Gamma1 == 1 << 17 ? 18 : 20;

    /// <summary>Bits of a coefficient of w1: bitlen((q - 1) / (2 * gamma2) - 1).</summary>
    internal static int W1Bits => TParams.Gamma2 == 95232 ? 6 : 4;

    /// <summary>One packed polynomial of t1.</summary>
    internal static int T1Polynomial => 32 * T1Bits;

    /// <summary>One packed polynomial of t0.</summary>
    internal static int T0Polynomial => 32 * T0Bits;

    /// <summary>One packed polynomial of s1 or s2.</summary>
    internal static int SecretPolynomial => 32 * SecretBits;

    /// <summary>One packed polynomial of z.</summary>
    internal static int ZPolynomial => 32 * ZBits;

    /// <summary>One packed polynomial of w1.</summary>
    internal static int W1Polynomial => 32 * W1Bits;

    /// <summary>The public key.</summary>
    internal static int PublicKey => Seed + TParams.K * T1Polynomial;

    /// <summary>The hash of the public key.</summary>
    internal static int Tr => TVariant.TrSizeInBytes;

    /// <summary>Where tr begins in a private key; rho and K come before it.</summary>
    internal static int TrStart => 2 * Seed;

    /// <summary>Where s1 and then s2 begin in a private key.</summary>
    internal static int SecretsStart => TrStart + Tr;

    /// <summary>Where t0 begins in a private key.</summary>
    internal static int T0Start => SecretsStart + (TParams.L + TParams.K) * SecretPolynomial;

    /// <summary>The expanded private key.</summary>
    internal static int PrivateKey => T0Start + TParams.K * T0Polynomial;

    /// <summary>The commitment hash.</summary>
    internal static int Commitment => TVariant.CommitmentSizeInBytes<TParams>();

    /// <summary>Where the hints begin in a signature.</summary>
    internal static int HintStart => Commitment + TParams.L * ZPolynomial;

    /// <summary>The signature.</summary>
    internal static int Signature => HintStart + TParams.Omega + TParams.K;
}
