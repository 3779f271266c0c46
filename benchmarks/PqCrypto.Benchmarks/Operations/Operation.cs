using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Operations;

/// <summary>One operation of one algorithm, done by one implementation.</summary>
/// <param name="Algorithm">The algorithm, by this library's name.</param>
/// <param name="Name">What is done; one of the names below.</param>
/// <param name="Implementation">By whom.</param>
/// <param name="Prepare">Makes the keys, and tells what to time.</param>
internal sealed record Operation(string Algorithm, string Name, string Implementation, Func<Work> Prepare)
{
    public const string Ours = "PqCrypto";
    public const string Platform = ".NET";
    public const string BouncyCastle = "BouncyCastle";
    public const string Libsodium = "libsodium";
    public const string NSec = "NSec";

    public const string GenerateKey = "generate key";

    /// <summary>To a key that is read from its bytes and used once.</summary>
    public const string EncapsulateToBytes = "encapsulate to new key";
    public const string Encapsulate = "encapsulate";
    public const string Decapsulate = "decapsulate";
    public const string Sign = "sign";
    public const string VerifyFromBytes = "verify with new key";
    public const string Verify = "verify";
    public const string Agree = "agree";

    /// <summary>As many states as the kernels permute together.</summary>
    public const string Permute = "permute all lanes";

    /// <summary>Many at once, on all processors; the time is that of one.</summary>
    public const string GenerateKeys = "generate key, each of 64 at once";
    public const string EncapsulateMany = "encapsulate, each of 64 at once";
    public const string VerifyMany = "verify, each of 64 at once";

    /// <summary>What implementations of the same are compared by.</summary>
    public string Subject => $"{Algorithm} {Name}";

    public override string ToString() => $"{Subject} ({Implementation})";
}
