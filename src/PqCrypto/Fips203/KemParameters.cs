namespace PqCrypto.Fips203;

/// <summary>The parameters that tell the three sets apart (FIPS 203, Table 2). Public constants.</summary>
internal interface IKemParameters
{
    /// <summary>Rank of the module: polynomials in a vector.</summary>
    static abstract int K { get; }

    /// <summary>Noise width of s, e and y.</summary>
    static abstract int Eta1 { get; }

    /// <summary>Noise width of e1 and e2.</summary>
    static abstract int Eta2 { get; }

    /// <summary>Bits kept of a coefficient of u.</summary>
    static abstract int Du { get; }

    /// <summary>Bits kept of a coefficient of v.</summary>
    static abstract int Dv { get; }

    /// <summary>The NIST security category.</summary>
    static abstract int SecurityCategory { get; }
}

/// <summary>ML-KEM-512 (FIPS 203, Table 2).</summary>
internal readonly struct MLKem512Parameters : IKemParameters
{
    /// <inheritdoc/>
    public static int K => 2;

    /// <inheritdoc/>
    public static int Eta1 => 3;

    /// <inheritdoc/>
    public static int Eta2 => 2;

    /// <inheritdoc/>
    public static int Du => 10;

    /// <inheritdoc/>
    public static int Dv => 4;

    /// <inheritdoc/>
    public static int SecurityCategory => 1;
}

/// <summary>ML-KEM-768 (FIPS 203, Table 2).</summary>
internal readonly struct MLKem768Parameters : IKemParameters
{
    /// <inheritdoc/>
    public static int K => 3;

    /// <inheritdoc/>
    public static int Eta1 => 2;

    /// <inheritdoc/>
    public static int Eta2 => 2;

    /// <inheritdoc/>
    public static int Du => 10;

    /// <inheritdoc/>
    public static int Dv => 4;

    /// <inheritdoc/>
    public static int SecurityCategory => 3;
}

/// <summary>ML-KEM-1024 (FIPS 203, Table 2).</summary>
internal readonly struct MLKem1024Parameters : IKemParameters
{
    /// <inheritdoc/>
    public static int K => 4;

    /// <inheritdoc/>
    public static int Eta1 => 2;

    /// <inheritdoc/>
    public static int Eta2 => 2;

    /// <inheritdoc/>
    public static int Du => 11;

    /// <inheritdoc/>
    public static int Dv => 5;

    /// <inheritdoc/>
    public static int SecurityCategory => 5;
}

/// <summary>Sizes in bytes that follow from a parameter set (FIPS 203, Table 3).</summary>
/// <typeparam name="TParams">The parameter set.</typeparam>
internal static class KemSizes<TParams>
    where TParams : struct, IKemParameters
{
    /// <summary>Length of every seed, message, hash and shared secret.</summary>
    internal const int Symmetric = 32;

    /// <summary>Length of a polynomial that is encoded with 12 bits a coefficient.</summary>
    internal const int Polynomial = 384;                // = 256 * 12 / 8

    /// <summary>Length of a private seed d || z.</summary>
    internal const int PrivateSeed = 64;                // = 2 * 32

    /// <summary>Length of a vector that is encoded with 12 bits a coefficient: of t in ek and of s in dk.</summary>
    internal static int Vector => Polynomial * TParams.K;

    /// <summary>Length of an encapsulation key.</summary>
    internal static int EncapsulationKey => Vector + Symmetric;

    /// <summary>Length of a decapsulation key.</summary>
    internal static int DecapsulationKey => Vector + EncapsulationKey + (2 * Symmetric);

    /// <summary>Length of the first part of a ciphertext, which holds u.</summary>
    internal static int C1 => 32 * TParams.Du * TParams.K;

    /// <summary>Length of a ciphertext.</summary>
    internal static int Ciphertext => C1 + (32 * TParams.Dv);
}
