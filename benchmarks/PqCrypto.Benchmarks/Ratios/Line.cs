using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>One line of the table: an operation, and what it is compared with.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Ours">How this library does it.</param>
/// <param name="Theirs">How the peer does it; null where there is none.</param>
internal sealed record Line(string Name, Work Ours, Work? Theirs = null)
{
    /// <summary>The peer.</summary>
    public string Peer { get; init; } = "BouncyCastle";

    /// <summary>The ratio to reach with each kernel set.</summary>
    public Required Required { get; init; } = Required.Nothing;

    /// <summary>The length of the longest chain of permutations; 0 where nobody counted.</summary>
    public int Latencies { get; init; }
}

/// <summary>The ratio to the peer that is required of each kernel set; null where nothing is.</summary>
internal sealed record Required(double? Avx512, double? Avx2, double? Bits128)
{
    public static Required Nothing { get; } = new(null, null, null);

    /// <summary>The same time, but for 2 %.</summary>
    public static Required Same { get; } = new(1.02, 1.02, 1.02) { AtLeast = 0.98 };

    /// <summary>The smallest ratio that is right: two figures that ought to agree may differ in either direction.</summary>
    public double AtLeast { get; init; }

    /// <summary>The same of every kernel set.</summary>
    public static Required Always(double ratio) => new(ratio, ratio, ratio);

    /// <summary>The ratio for the set in use.</summary>
    public double? InUse => PqCryptoRuntime.Kernels switch
    {
        "AVX-512 with VBMI2" or "AVX-512" => Avx512,
        "AVX2" => Avx2,
        "128-bit" => Bits128,
        _ => null,
    };
}
