using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using PqCrypto.Benchmarks;

namespace PqCrypto.ColdStart;

/// <summary>Times whole processes: what a program takes beyond an empty one of the same file.</summary>
internal static class Measurement
{
    private const int Rounds = 21;

    /// <summary>Measures all programs, in turns, and compares with the goals.</summary>
    /// <param name="data">The file that a line of JSON is added to; null for none.</param>
    /// <returns>The exit code: 0 where the key exchange reaches its goal.</returns>
    internal static int Run(string? data)
    {
        bool isCompiled = RuntimeFeature.IsDynamicCodeCompiled;
        double goal = isCompiled ? 25 : 1;
        string file = Path.GetTempFileName();
        try
        {
            Programs.WriteSigned(file);
            string[][] programs = [[Programs.Empty], [Programs.Random], [Programs.Exchange], [Programs.ExchangeAndVerify, file]];
            double[][] times = [.. programs.Select(_ => new double[Rounds])];
            foreach (string[] program in programs)
                Time(program);                              // the files come into the system's cache
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < programs.Length; i++)
                    times[i][round] = Time(programs[i]);
            }

            double empty = Median(times[0]);
            double random = Median(times[1]) - empty;
            double exchange = Median(times[2]) - empty;
            double verify = Median(times[3]) - empty;
            string compiler = isCompiled ? "JIT" : "NativeAOT";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{compiler}, kernels {PqCryptoRuntime.Kernels}, median of {Rounds} processes: empty {empty:F2} ms; "
                + $"the platform's random generator alone {random:F2} ms more; "
                + $"X25519MLKEM768 GenerateKey + Encapsulate + Decapsulate {exchange:F2} ms more (goal: below {goal}); "
                + $"with an ML-DSA-65 verification {verify:F2} ms more"));
            if (data is not null)
                File.AppendAllText(data, Line(compiler, [empty, random, exchange, verify]));
            return exchange < goal ? 0 : 1;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Milliseconds from the start of a process to its end.</summary>
    private static double Time(string[] program)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, program);
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        double milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program[0]} ended with {process.ExitCode}.");
        return milliseconds;
    }

    /// <summary>A line for benchmarks/PqCrypto.Benchmarks. The serializer is not there in a native program, and no string here needs escapes.</summary>
    private static string Line(string compiler, double[] times)
    {
        string date = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        string[] rounded = [.. times.Select(time => Math.Round(time, 2).ToString(CultureInfo.InvariantCulture))];
        return $$"""
            {"date":"{{date}}","processor":"{{Machine.Processor}}","compiler":"{{compiler}}","kernels":"{{PqCryptoRuntime.Kernels}}","empty":{{rounded[0]}},"random":{{rounded[1]}},"exchange":{{rounded[2]}},"verification":{{rounded[3]}}}

            """;
    }

    private static double Median(double[] times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[Rounds / 2];
    }
}
