using System.Diagnostics;
using System.Security.Cryptography;

namespace PqCrypto.SecretOperations;

/// <summary>Tests whether an operation takes longer with one secret than with others.</summary>
/// <param name="seconds">How long it is measured.</param>
/// <remarks>In the manner of dudect (Reparaz, Balasch and Verbauwhede, 2017): of two classes, chosen at random before each run, one has always the
/// same secret, the other each time another; what interrupts lengthen is left out by quantiles.</remarks>
internal sealed class TimingGate(double seconds)
{
    private const int Rounds = 3;
    private const int Others = 64;
    private const int WarmUps = 300;
    private const int First = 1000;

    private static readonly double[] Quantiles = [0.5, 0.75, 0.9, 1];

    /// <summary>Runs that were measured.</summary>
    internal long Runs { get; private set; }

    /// <summary>The median of three times the largest |t|.</summary>
    internal double Measure(Operation operation)
    {
        byte[][] secrets = operation.Prepare(new Random(20240813), 1 + Others);
        if (!operation.Record(secrets[0]))
            throw new InvalidOperationException($"{operation.Name} gave a wrong answer.");
        for (int i = 0; i < WarmUps; i++)
            Time(operation, secrets, i & 1, i % Others);
        double[] t = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
            t[round] = Round(operation, secrets);
        Array.Sort(t);
        return t[Rounds / 2];
    }

    private double Round(Operation operation, byte[][] secrets)
    {
        long start = Stopwatch.GetTimestamp();
        double[] first = new double[First];
        for (int i = 0; i < First; i++)
            first[i] = Time(operation, secrets, RandomNumberGenerator.GetInt32(2), RandomNumberGenerator.GetInt32(Others));
        Array.Sort(first);
        double[] limits = Array.ConvertAll(Quantiles, quantile => quantile == 1 ? double.PositiveInfinity : first[(int)(quantile * First)]);
        Welch[] tests = [.. limits.Select(static _ => new Welch())];
        do
        {
            int which = RandomNumberGenerator.GetInt32(2);
            double time = Time(operation, secrets, which, RandomNumberGenerator.GetInt32(Others));
            for (int i = 0; i < tests.Length; i++)
            {
                if (time <= limits[i])
                    tests[i].Add(which, time);
            }

            Runs++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds / Rounds);

        return tests.Max(static test => double.Abs(test.T));
    }

    /// <summary>Runs once.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="secrets">The secret of class 0, and those of class 1.</param>
    /// <param name="which">The class. It selects by a mask, so that both classes read the same memory.</param>
    /// <param name="other">Which of class 1.</param>
    private static double Time(Operation operation, byte[][] secrets, int which, int other)
    {
        byte[] zero = secrets[0];
        byte[] one = secrets[1 + other];
        int mask = -which;
        for (int i = 0; i < zero.Length; i++)
            operation.Secret[i] = (byte)(zero[i] ^ (mask & (zero[i] ^ one[i])));
        Tape.Play();
        operation.Load();
        long start = Stopwatch.GetTimestamp();
        operation.Run();
        long end = Stopwatch.GetTimestamp();
        Tape.Stop();
        operation.Unload();
        return end - start;
    }
}
