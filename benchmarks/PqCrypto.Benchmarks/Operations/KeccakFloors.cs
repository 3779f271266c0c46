namespace PqCrypto.Benchmarks.Operations;

/// <summary>The longest chain of Keccak permutations that depend on each other, of each operation: what no implementation can be faster than.</summary>
internal static class KeccakFloors
{
    /// <summary>What the permutation stands under in the catalogue.</summary>
    public const string Keccak = "Keccak-f[1600]";

    private static readonly Dictionary<(string Algorithm, string Operation), int> Chains = new()
    {
        [("ML-KEM-512", Operation.GenerateKey)] = 10,
        [("ML-KEM-512", Operation.EncapsulateToBytes)] = 9,
        [("ML-KEM-512", Operation.Decapsulate)] = 6,
        [("ML-KEM-768", Operation.GenerateKey)] = 15,
        [("ML-KEM-768", Operation.EncapsulateToBytes)] = 11,
        [("ML-KEM-768", Operation.Decapsulate)] = 9,
        [("ML-KEM-1024", Operation.GenerateKey)] = 20,
        [("ML-KEM-1024", Operation.EncapsulateToBytes)] = 15,
        [("ML-KEM-1024", Operation.Decapsulate)] = 12,
        [("ML-DSA-44", Operation.GenerateKey)] = 23,
        [("ML-DSA-44", Operation.Sign)] = 67,
        [("ML-DSA-44", Operation.VerifyFromBytes)] = 20,
        [("ML-DSA-65", Operation.GenerateKey)] = 33,
        [("ML-DSA-65", Operation.Sign)] = 87,
        [("ML-DSA-65", Operation.VerifyFromBytes)] = 27,
        [("ML-DSA-87", Operation.GenerateKey)] = 49,
        [("ML-DSA-87", Operation.Sign)] = 95,
        [("ML-DSA-87", Operation.VerifyFromBytes)] = 42,
    };

    /// <summary>Permutations in a row; 0 where nobody counted.</summary>
    public static int Of(string algorithm, string operation) => Chains.GetValueOrDefault((algorithm, operation));
}
