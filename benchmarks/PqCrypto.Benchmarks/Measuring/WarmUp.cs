using System.Diagnostics;
using System.Runtime;

namespace PqCrypto.Benchmarks.Measuring;

/// <summary>Runs everything until the compiler has done with it: code begins unoptimised, and a peer that was measured there would look
/// slow.</summary>
internal static class WarmUp
{
    private const int RoundMilliseconds = 10;
    private const int FewestRounds = 8;
    private const int MostRounds = 60;
    private const int QuietRounds = 4;
    private const double Progress = 0.97;       // a round that gains 3 % or less gains nothing
    private const double SlowMicroseconds = 50_000;

    /// <summary>Warms up, and tells how it ended.</summary>
    /// <param name="all">What is to be measured.</param>
    /// <param name="mostRounds">After how many rounds it ends though something still gets faster. What takes 50 ms and more, such as an RSA key, is not
    /// repeated after two.</param>
    public static string Run(IReadOnlyList<Passes> all, int mostRounds = MostRounds)
    {
        Stopwatch watch = Stopwatch.StartNew();
        double[] best = [.. Enumerable.Repeat(double.MaxValue, all.Count)];
        int[] bestRound = new int[all.Count];
        int compiledRound = 0;
        int round = 0;
        while (round < FewestRounds || (round - Math.Max(compiledRound, bestRound.Max()) < QuietRounds && round < mostRounds))
        {
            round++;
            long compiled = JitInfo.GetCompiledMethodCount();
            for (int i = 0; i < all.Count; i++)
            {
                if (round > 2 && best[i] > SlowMicroseconds)
                    continue;
                double least = all[i].Warm(RoundMilliseconds);
                if (least < best[i] * Progress)
                    bestRound[i] = round;
                best[i] = Math.Min(best[i], least);
            }

            Thread.Sleep(20);                   // a processor for the compiler where there is only one
            if (JitInfo.GetCompiledMethodCount() != compiled)
                compiledRound = round;
        }

        int still = round - bestRound.Max();
        return $"{(still >= QuietRounds ? "Settled" : "NOT SETTLED")} after {round} rounds, {watch.Elapsed.TotalSeconds:F1} s: "
            + $"no time fell in the last {still}, nothing was compiled in the last {round - compiledRound}.";
    }
}
