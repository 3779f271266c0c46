using System.Diagnostics;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;
using PqCrypto.Benchmarks.Ratios;

namespace PqCrypto.Benchmarks.Report;

/// <summary>Measures operations in one process, implementations of the same in turn, so that what disturbs one disturbs the others.</summary>
internal static class OperationMeasuring
{
    private const int FewestPasses = 5;
    private const int Digits = 4;
    private const int WarmUpRounds = 12;

    /// <summary>Warms up all, then measures subject by subject.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="seconds">For how long each one is measured.</param>
    /// <param name="mostPasses">After how many passes it ends earlier.</param>
    /// <param name="progress">Told of each subject that begins, and how many there are.</param>
    public static IReadOnlyList<Measurement> Run(IReadOnlyList<Operation> operations, double seconds, int mostPasses, Action<string, int> progress)
    {
        (Operation Operation, Work Work, Passes Passes)[] all = [.. operations.Select(operation =>
        {
            Work work = operation.Prepare();
            return (operation, work, new Passes(work));
        })];
        WarmUp.Run([.. all.Select(item => item.Passes)], WarmUpRounds);

        IGrouping<string, (Operation Operation, Work Work, Passes Passes)>[] subjects = [.. all.GroupBy(item => item.Operation.Subject)];
        List<Measurement> measurements = [];
        foreach (IGrouping<string, (Operation Operation, Work Work, Passes Passes)> subject in subjects)
        {
            progress(subject.Key, subjects.Length);
            TakeTurns([.. subject.Select(item => item.Passes)], seconds * subject.Count(), mostPasses);
            measurements.AddRange(subject.Select(item => new Measurement(
                item.Operation.Algorithm,
                item.Operation.Name,
                item.Operation.Implementation,
                Allocation.Of(item.Work),
                [[.. item.Passes.Samples.Select(sample => Math.Round(sample, Digits))]])));
        }

        return measurements;
    }

    private static void TakeTurns(Passes[] all, double seconds, int mostPasses)
    {
        long start = Stopwatch.GetTimestamp();
        for (int pass = 0; pass < FewestPasses || (pass < mostPasses && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds); pass++)
        {
            for (int i = 0; i < all.Length; i++)
                all[(pass + i) % all.Length].Run();
        }
    }
}
