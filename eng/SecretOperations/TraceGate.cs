using System.Runtime.CompilerServices;

namespace PqCrypto.SecretOperations;

/// <summary>Runs operations with two secrets each and compares their traces.</summary>
/// <param name="pairs">Pairs of secrets for each operation.</param>
/// <param name="inputs">Among how many public inputs they are divided.</param>
internal sealed class TraceGate(int pairs, int inputs) : IDisposable
{
    private const int Attempts = 4;
    private const int WarmUps = 10;

    private readonly Trace reference = new();
    private readonly Trace other = new();
    private readonly Comparison comparison = new();

    /// <summary>Instructions that were observed.</summary>
    internal long Steps { get; private set; }

    /// <summary>Pairs that were compared.</summary>
    internal int Pairs { get; private set; }

    /// <summary>Operations that were observed.</summary>
    internal int Operations { get; private set; }

    /// <summary>Operations of which traces differ.</summary>
    internal int Findings { get; private set; }

    /// <summary>Operations with wrong answers, or that cannot be compared, since two runs with the same secret differ.</summary>
    internal int Faults { get; private set; }

    /// <summary>Comparisons that were repeated: something else than the secret differed.</summary>
    internal int Repetitions { get; private set; }

    /// <summary>What differed where a comparison was repeated last, in words.</summary>
    internal string? LastRepetition { get; private set; }

    /// <summary>Instructions at different addresses.</summary>
    internal int Places => comparison.Places;

    /// <summary>Observes an operation.</summary>
    /// <returns>What differs with the secret, in words; null where nothing does.</returns>
    internal string? Observe(Operation operation)
    {
        Random random = new(20240813);
        Operations++;
        for (int input = 0; input < inputs; input++)
        {
            byte[][] secrets = operation.Prepare(random, 1 + (pairs / inputs));
            if (!operation.Record(secrets[0]))
                return Fault("a wrong answer");
            if (Compare(operation, secrets) is string difference)
                return difference;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reference.Dispose();
        other.Dispose();
    }

    /// <summary>Compares the traces of all secrets with that of the first. All runs are called from here, so that the stack is the same.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string? Compare(Operation operation, byte[][] secrets)
    {
        for (int i = 0; i < WarmUps; i++)
            Run(operation, secrets[0], 0, null);
        for (int i = 0; i < secrets.Length; i++)                    // the first one is compared with itself
        {
            string? difference = null;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                if (i == 0 || attempt != 0)                         // it may be something else than the secret that has changed since
                    Run(operation, secrets[0], 0, reference);
                if (!Run(operation, secrets[i], i, other))
                    return Fault("a wrong answer, or not all that was declassified is used");
                difference = comparison.FindDifference(reference, other);
                if (difference is null)
                    break;
                Repetitions++;
                LastRepetition = difference;
            }

            if (difference is not null && i == 0)
                return Fault($"two runs with one secret differ: {difference}");
            if (difference is not null)
            {
                Findings++;
                return difference;
            }

            Pairs += i == 0 ? 0 : 1;
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Run(Operation operation, byte[] secret, int number, Trace? trace)
    {
        bool isRight = Stepper.Run(operation, secret, trace) & operation.IsRight(number);
        operation.Unload();
        Steps += trace?.Steps ?? 0;
        return isRight;
    }

    private string Fault(string what)
    {
        Faults++;
        return what;
    }
}
