using BenchmarkDotNet.Attributes;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;

namespace PqCrypto.Benchmarks;

/// <summary>Every operation of every algorithm and implementation, each line in a process of its own, with allocations.</summary>
/// <remarks>Signatures of ML-DSA go through their list of messages in turn, so that the mean is the figure.</remarks>
[MedianColumn]
[MemoryDiagnoser]
public class CatalogBenchmarks
{
    private Work work = null!;
    private int number;

    /// <summary>What the lines are.</summary>
    public static IEnumerable<string> Names => OperationCatalog.All.Select(operation => operation.ToString());

    /// <summary>The line, such as "ML-KEM-768 encapsulate (PqCrypto)".</summary>
    [ParamsSource(nameof(Names))]
    public string Operation { get; set; } = "";

    /// <summary>Makes the keys.</summary>
    [GlobalSetup]
    public void Setup() => work = OperationCatalog.All.Single(operation => operation.ToString() == Operation).Prepare();

    /// <summary>Does it once; lists of messages in turn.</summary>
    [Benchmark]
    public void Run()
    {
        work.Once(number);
        number = number + 1 == work.Cases ? 0 : number + 1;
    }
}
