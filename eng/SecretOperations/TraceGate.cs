using System.Runtime.CompilerServices;

namespace PqCrypto.SecretOperations;

/// <summary>Runs operations with two secrets each and compares their traces.</summary>
/// <param name="pairs">Pairs of secrets for each operation.</param>
/// <param name="inputs">Among how many public inputs they are divided.</param>
internal sealed class TraceGate(int pairs, int inputs) : IDisposable
{
    private const int Attempts = 4;
    private const int WarmUps = 10;
    private const int Settling = 30;        // runs after which the collector has forgotten what the making of a recorder allocated

    private readonly Trace trace = new();
    private readonly Log reference = new();
    private readonly Log other = new();
    private readonly HashSet<ulong> places = new(1 << 17);      // so large that no operation moves when it grows
    private Recorder? recorder;

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

    /// <summary>What differed where a comparison was repeated last for an operation, in words.</summary>
    internal string? LastRepetition { get; private set; }

    /// <summary>Instructions at different addresses.</summary>
    internal int Places => places.Count;

    /// <summary>Observes an operation.</summary>
    /// <returns>What differs with the secret, in words; null where nothing does.</returns>
    internal string? Observe(Operation operation)
    {
        Random random = new(20240813);
        Operations++;
        LastRepetition = null;
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
        trace.Dispose();
        reference.Dispose();
        other.Dispose();
        Forget();
    }

    /// <summary>Compares what is recorded with all secrets with that of the first, and this with its steps.</summary>
    /// <remarks>All runs are called from here, so that the stack is the same.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string? Compare(Operation operation, byte[][] secrets)
    {
        Forget();
        for (int i = 0; i < secrets.Length; i++)
        {
            string? difference = null;
            for (int attempt = 0; attempt < Attempts; attempt++)    // it may be something else than the secret that has changed since
            {
                // looking for names borrows arrays from a pool, which drops them after a while, and then all that lies behind them moves
                Func<ulong, string> nameOf = attempt == Attempts - 1 ? Symbols.Describe : Symbols.Text;
                bool isRight = true;
                difference = null;
                if (i == 0 || attempt > 1)
                {
                    for (int run = 0; run < WarmUps; run++)
                        Run(operation, secrets[0], 0, null, null, other);
                    isRight &= Run(operation, secrets[0], 0, trace, null, other);
                    difference = Learn();
                    for (int run = 0; recorder is not null && (run == 0 || (difference is not null && run < Settling)); run++)
                    {
                        isRight &= Run(operation, secrets[0], 0, null, recorder, reference);
                        difference = Log.FindDifference(recorder.Blocks, other, reference, run == Settling - 1 ? nameOf : Symbols.Text);
                    }
                }
                else if (attempt > 0)
                {
                    isRight &= Run(operation, secrets[0], 0, null, recorder, reference);
                }

                if (i != 0 && difference is null)
                {
                    isRight &= Run(operation, secrets[i], i, null, recorder, other);
                    difference = Log.FindDifference(recorder!.Blocks, reference, other, nameOf);
                }

                if (!isRight)
                    return Fault("a wrong answer, or not all that was declassified is used");
                if (difference is null)
                    break;
                Repetitions++;
                LastRepetition = difference;
            }

            if (difference is not null && i == 0)
                return Fault($"a run by steps and its record differ: {difference}");
            if (difference is not null)
            {
                Findings++;
                return difference;
            }

            Steps += trace.Steps;
            Pairs += i == 0 ? 0 : 1;
        }

        return null;
    }

    /// <summary>Makes a recorder for the code that this trace and earlier ones went through, and puts into a log what it must record.</summary>
    /// <returns>Why it cannot be recorded, in words; null where it can.</returns>
    private string? Learn()
    {
        if (trace.Steps == 0)
            return "there are no steps";
        if (trace.IsCut)
            return "there are more instructions than room for them";
        if (recorder is not null && recorder.Blocks.Write(trace, other))
            return null;                                            // it need not be made again, which would change where everything lies
        Blocks? earlier = recorder is { Blocks.IsCurrent: true } ? recorder.Blocks : null;
        Forget();
        Blocks blocks = new(trace, earlier);
        places.UnionWith(blocks.Addresses);
        if (blocks.Scattered is Blocks.Place place)
            return $"{Symbols.Describe(place.Instruction.IP)} takes its addresses from a vector";
        recorder = new Recorder(blocks);
        blocks.Write(trace, other);
        return null;
    }

    private void Forget()
    {
        recorder?.Dispose();
        recorder = null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Run(Operation operation, byte[] secret, int number, Trace? trace, Recorder? recorder, Log log)
    {
        bool isRight = Stepper.Run(operation, secret, trace, recorder, log) & operation.IsRight(number);
        operation.Unload();
        return isRight;
    }

    private string Fault(string what)
    {
        Faults++;
        return what;
    }
}
