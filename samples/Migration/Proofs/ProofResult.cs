namespace PqCrypto.Samples.Migration.Proofs;

/// <summary>What a proof has found.</summary>
public sealed class ProofResult
{
    /// <summary>Documents whose signatures, wraps and sealed content are all good.</summary>
    public int Verified { get; set; }

    /// <summary>Documents that were decrypted to their end.</summary>
    public int Opened { get; set; }

    /// <summary>Documents that are equal to the plain file they were made from.</summary>
    public int EqualToOriginal { get; set; }

    /// <summary>Documents that the old program opens, with the same content.</summary>
    public int OpenedByOldReader { get; set; }

    /// <summary>Documents that the old program cannot open any more, as the policy wants it.</summary>
    public int ClosedToOldReader { get; set; }

    /// <summary>What is wrong.</summary>
    public IList<string> Problems { get; } = [];

    /// <summary>What is worth knowing and not wrong.</summary>
    public IList<string> Notes { get; } = [];

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsGood => Problems.Count == 0;
}
