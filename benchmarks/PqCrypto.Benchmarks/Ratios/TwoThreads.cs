using System.Diagnostics;
using PqCrypto.Benchmarks.Measuring;

namespace PqCrypto.Benchmarks.Ratios;

/// <summary>What two threads, each with its own key, do together in the time in which one does its part: 2 where they share nothing.</summary>
internal static class TwoThreads
{
    private const int Windows = 40;
    private const int WindowMilliseconds = 25;

    /// <summary>Shares no memory: what the machine has to give at the time.</summary>
    internal const string Nothing = "an empty loop";

    /// <summary>What is gained: the median over windows, and the most, which is what counts where other programs want the processors too.</summary>
    internal sealed record Gain(string Operation, double Median, double Most);

    public static IEnumerable<Gain> All(string only)
    {
        (string, Func<Action<int>>)[] operations = [("ML-KEM-768 decaps", Decaps), ("ML-DSA-65 sign", Sign), (Nothing, DoNothing)];
        foreach ((string name, Func<Action<int>> make) in operations)
        {
            if (name == Nothing || name.Contains(only, StringComparison.OrdinalIgnoreCase))
                yield return Measure(name, make(), make());
        }
    }

    /// <summary>One thread and two take windows in turn.</summary>
    private static Gain Measure(string name, Action<int> first, Action<int> second)
    {
        double alone = 0;
        List<double> gains = [];
        for (int window = 0; window < Windows; window++)
        {
            alone = Math.Max(alone, Throughput(first));
            gains.Add(Throughput(first, second));
        }

        return new Gain(name, Statistics.Median(gains) / alone, gains.Max() / alone);
    }

    /// <summary>Operations in a window, all threads together.</summary>
    private static double Throughput(params Action<int>[] operations)
    {
        using Barrier barrier = new(operations.Length);
        double[] rates = new double[operations.Length];
        Thread[] threads = [.. operations.Select((operation, index) => new Thread(() =>
        {
            barrier.SignalAndWait();
            long start = Stopwatch.GetTimestamp();
            int count = 0;
            for (; Stopwatch.GetElapsedTime(start).TotalMilliseconds < WindowMilliseconds; count++)
                operation(count);
            rates[index] = count / Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return rates.Sum();
    }

    private static Action<int> DoNothing() => _ => Thread.SpinWait(100);

    private static Action<int> Decaps()
    {
        KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        byte[] ciphertext = new byte[KemAlgorithm.MLKem768.CiphertextSizeInBytes];
        byte[] secret = new byte[KemAlgorithm.MLKem768.SharedSecretSizeInBytes];
        key.PublicKey.Encapsulate(ciphertext, secret);
        return _ => key.Decapsulate(ciphertext, secret);
    }

    private static Action<int> Sign()
    {
        byte[][] messages = SigningMessages.Own("ML-DSA-65");
        SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.ImportPrivateSeed(new byte[32]);
        byte[] signature = new byte[SignatureAlgorithm.MLDsa65.MaxSignatureSizeInBytes];
        SignatureOptions deterministic = new() { Deterministic = true };
        return i => key.Sign(messages[i % messages.Length], signature, deterministic);
    }
}
