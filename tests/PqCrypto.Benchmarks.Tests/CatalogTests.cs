using System.Security.Cryptography;
using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Operations;
using PqCrypto.Benchmarks.Report;

namespace PqCrypto.Benchmarks.Tests;

/// <summary>What can be measured runs at all, and is complete.</summary>
public class CatalogTests
{
    public static TheoryData<string> Subjects => [.. OperationCatalog.All.Select(operation => operation.Subject).Distinct()];

    [Theory, MemberData(nameof(Subjects))]
    public void Operation_OfEveryImplementation_Runs(string subject)
    {
        foreach (Operation operation in OperationCatalog.All.Where(operation => operation.Subject == subject))
        {
            Work work = operation.Prepare();
            work.Before?.Invoke(0);
            work.Once(0);
            if (work.Cases > 1)
                work.Once(work.Cases - 1);
        }
    }

    /// <summary>The committed report and <c>.ci/run</c> have them by OpenSSL 3.5.</summary>
    [Fact]
    public void PlatformOperations_OfMLKemAndMLDsa_Run_WhereThePlatformHasThem()
    {
        Operation[] all = [.. OperationCatalog.All.Where(operation => operation.Implementation == Operation.Platform)];
        Operation[] kems = [.. all.Where(operation => operation.Algorithm.StartsWith("ML-KEM", StringComparison.Ordinal))];
        Operation[] signatures = [.. all.Where(operation => operation.Algorithm.StartsWith("ML-DSA", StringComparison.Ordinal))];
        Assert.Equal(MLKem.IsSupported ? 12 : 0, kems.Length);
        Assert.Equal(MLDsa.IsSupported ? 12 : 0, signatures.Length);
        foreach (Operation operation in kems.Concat(signatures))
        {
            Work work = operation.Prepare();
            work.Before?.Invoke(0);
            work.Once(0);
        }
    }

    [Fact]
    public void Catalog_Has_EveryOperationOfEveryAlgorithm()
    {
        HashSet<string> ours = [.. OperationCatalog.All.Where(operation => operation.Implementation == Operation.Ours).Select(operation => operation.Subject)];
        IEnumerable<string> kems = KemAlgorithm.All.Concat(CompositeAlgorithms.Kems).SelectMany(algorithm =>
            new[] { Operation.GenerateKey, Operation.EncapsulateToBytes, Operation.Encapsulate, Operation.Decapsulate }.Select(name => $"{algorithm.Name} {name}"));
        IEnumerable<string> signatures = SignatureAlgorithm.All.Concat(CompositeAlgorithms.Signatures).SelectMany(algorithm =>
            new[] { Operation.GenerateKey, Operation.Sign, Operation.VerifyFromBytes, Operation.Verify }.Select(name => $"{algorithm.Name} {name}"));
        Assert.Superset(kems.Concat(signatures).ToHashSet(), ours);
        Assert.Equal(OperationCatalog.All.Count, OperationCatalog.All.Select(operation => operation.ToString()).Distinct().Count());
        Assert.All(OperationCatalog.Quick, operation => Assert.Contains(operation, OperationCatalog.All));
    }

    [Fact]
    public void Widths_HaveBothSidesOfEachOperation()
    {
        Assert.All(OperationCatalog.Widths.Where(operation => operation.Algorithm != KeccakFloors.Keccak).GroupBy(operation => operation.Subject), subject => Assert.Equal(2, subject.Count()));
        Assert.Equal(11, OperationCatalog.Widths.Count(operation => operation.Implementation == Operation.Ours));
    }

    [Fact]
    public void Join_PutsTheRoundsOfAnOperationTogether()
    {
        Measurement first = new("A", "b", "C", 1, [[1, 2, 3]]), second = first with { Rounds = [[7, 8, 9]] }, other = first with { Algorithm = "D" };
        IReadOnlyList<Measurement> joined = Measurement.Join([[first, other], [second]]);
        Assert.Equal(["A b", "D b"], joined.Select(line => line.Subject));
        Assert.Equal([2, 8], joined[0].Medians);
        Assert.Equal(5, joined[0].Median);
        Assert.Equal([0.5, 1], joined[0].RatiosTo(first with { Rounds = [[2, 4, 6], [7, 8, 9]] }));
    }

    [Fact]
    public void Run_OfTwoOperations_GivesSamplesThatBelongTogether()
    {
        Operation[] operations =
        [
            .. OperationCatalog.All.Where(operation => operation.Subject == "ML-KEM-512 decapsulate" && operation.Implementation is (Operation.Ours or Operation.BouncyCastle)),
        ];
        List<string> told = [];
        IReadOnlyList<Measurement> measurements = OperationMeasuring.Run(operations, seconds: 0.01, mostPasses: 7, (name, count) => told.Add($"{name} {count}"));
        Assert.Equal(["ML-KEM-512 decapsulate 1"], told);
        Assert.Equal(2, measurements.Count);
        Assert.All(measurements, line => Assert.InRange(Assert.Single(line.Rounds).Count, 5, 7));
        Assert.Equal(measurements[0].Rounds[0].Count, measurements[1].Rounds[0].Count);
        Assert.All(measurements.SelectMany(line => line.Rounds[0]), sample => Assert.True(sample > 0));
        Assert.Equal(0, measurements.Single(line => line.Implementation == Operation.Ours).AllocatedBytes);
    }
}
