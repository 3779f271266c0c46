using PqCrypto.Samples.Migration.Durability;

namespace PqCrypto.Samples.Migration.Storage;

/// <summary>How a store is opened.</summary>
public sealed record StoreOptions
{
    /// <summary>The passphrase, or null to look in the environment and the store. Secret.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The PBKDF2 iterations for keys that are made now; null for what suits the passphrase.</summary>
    public int? KeyIterations { get; init; }

    /// <summary>Counts what reaches the disk.</summary>
    public DurableSteps Steps { get; init; } = new();
}
