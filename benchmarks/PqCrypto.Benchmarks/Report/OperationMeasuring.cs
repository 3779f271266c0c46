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
    private const double WarmUpMilliseconds = 40;
    private const int PauseMilliseconds = 20;       // a processor for the compiler where there is only one

    /// <summary>Warms up all, then measures subject by subject.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="seconds">For how long each one is measured.</param>
    /// <param name="mostPasses">After how many passes it ends earlier.</param>
    /// <param name="progress">Told of each subject that is done, and how many there are.</param>
    public static IReadOnlyList<Measurement> Run(IReadOnlyList<Operation> operations, double seconds, int mostPasses, Action<string, int> progress)
    {
        IGrouping<string, Operation>[] subjects = [.. operations.GroupBy(operation => operation.Subject)];
        List<Measurement> measurements = [];
        foreach (IGrouping<string, Operation> subject in subjects)
        {
            progress(subject.Key, subjects.Length);
            (Operation Operation, Work Work, Passes Passes)[] all = [.. subject.Select(operation =>
            {
                Work work = operation.Prepare();
                return (operation, work, new Passes(work));
            })];
            Settle([.. all.Select(item => item.Passes)]);
            TakeTurns([.. all.Select(item => item.Passes)], seconds * all.Length, mostPasses);
            measurements.AddRange(all.Select(item => new Measurement(
                item.Operation.Algorithm,
                item.Operation.Name,
                item.Operation.Implementation,
                Allocation.Of(item.Work),
                [.. item.Passes.Samples.Select(sample => Math.Round(sample, Digits))])));
        }

        return measurements;
    }

    /// <summary>Runs rounds until none of the operations gets faster any more: the compiler has done with them.</summary>
    private static void Settle(Passes[] all)
    {
        const int fewest = 4, most = 25, quiet = 4;
        const double gain = 0.97;       // less than 3 % is none
        double[] best = [.. Enumerable.Repeat(double.MaxValue, all.Length)];
        for (int round = 0, still = 0; round < most && (round < fewest || still < quiet); round++)
        {
            bool faster = false;
            for (int i = 0; i < all.Length; i++)
            {
                double least = all[i].Warm(WarmUpMilliseconds / all.Length);
                faster |= least < best[i] * gain;
                best[i] = Math.Min(best[i], least);
            }

            still = faster ? 0 : still + 1;
            Thread.Sleep(PauseMilliseconds);
        }
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
