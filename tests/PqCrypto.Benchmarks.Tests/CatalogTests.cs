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
        Assert.All(measurements, line => Assert.InRange(line.Samples.Count, 5, 7));
        Assert.Equal(measurements[0].Samples.Count, measurements[1].Samples.Count);
        Assert.All(measurements.SelectMany(line => line.Samples), sample => Assert.True(sample > 0));
        Assert.Equal(0, measurements.Single(line => line.Implementation == Operation.Ours).AllocatedBytes);
    }
}
