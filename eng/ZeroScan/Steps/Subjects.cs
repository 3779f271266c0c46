namespace PqCrypto.ZeroScan;

/// <summary>What is looked at: every algorithm of our own, or in short one of each kind.</summary>
internal static class Subjects
{
    private const ulong Apart = 1000;

    private static readonly string[] Short = ["ML-KEM-768", "X-Wing", "ML-DSA-65"];

    /// <summary>Lists them.</summary>
    /// <param name="isShort">Whether one of each kind is enough.</param>
    internal static IEnumerable<Subject> All(bool isShort)
    {
        ulong number = 0;
        foreach (KemAlgorithm algorithm in KemAlgorithm.All)
        {
            number += Apart;
            if (IsOwn(algorithm) && (!isShort || Short.Contains(algorithm.Name)))
                yield return KemSubject.Create(algorithm, number);
        }

        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All)
        {
            number += Apart;
            if (algorithm.Family == AlgorithmFamily.PostQuantum && (!isShort || Short.Contains(algorithm.Name)))
                yield return SignatureSubject.Create(algorithm, number);
        }
    }

    /// <summary>Those that the arguments ask for: all, <c>--short</c>, or the one that is named.</summary>
    internal static IEnumerable<Subject> Asked(string[] arguments)
    {
        int only = Array.IndexOf(arguments, "--only") + 1;
        bool isShort = arguments.Contains("--short");
        IEnumerable<Subject> asked = All(isShort).Where(subject => only == 0 || subject.Name == arguments[only]);
        return isShort ? asked.Select(static subject => subject with { Steps = [.. subject.Steps.Where(static step => !step.IsVariant)] }) : asked;
    }

    private static bool IsOwn(KemAlgorithm algorithm) =>
        algorithm.Family == AlgorithmFamily.PostQuantum || algorithm == KemAlgorithm.X25519 || algorithm == KemAlgorithm.X25519MLKem768
        || algorithm == KemAlgorithm.XWing;
}
