namespace PqCrypto.Samples.Migration.Measurements;

/// <summary>What an algorithm costs: three operations, what travels, and what stays.</summary>
/// <param name="Name">The algorithm.</param>
/// <param name="Generate">Making a key pair, in microseconds.</param>
/// <param name="Outward">Encapsulating or signing, in microseconds.</param>
/// <param name="Inward">Decapsulating or verifying, in microseconds.</param>
/// <param name="Sent">A public key, and a ciphertext or signature, in bytes.</param>
/// <param name="Stored">What every document keeps of it, in bytes: ciphertext and wrapped key, or signature.</param>
public sealed record AlgorithmCost(string Name, double Generate, double Outward, double Inward, int Sent, int Stored)
{
    /// <summary>Both sides of a use, in microseconds: encapsulate and decapsulate, or sign and verify.</summary>
    public double Both => Outward + Inward;

    /// <summary>Side by side: everything is done and sent twice.</summary>
    public static AlgorithmCost Together(AlgorithmCost first, AlgorithmCost second) => new(
        $"{first.Name} + {second.Name}",
        first.Generate + second.Generate,
        first.Outward + second.Outward,
        first.Inward + second.Inward,
        first.Sent + second.Sent,
        first.Stored + second.Stored);
}
