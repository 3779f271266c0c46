using System.Text.Json;

namespace PqCrypto.Tests.Vectors;

/// <summary>The accumulated digests of 100 and 10 000 iterations; vectors/accumulated-digests.json says where they come from. The longer runs are a
/// command, eng/Accumulated.</summary>
/// <remarks>One class per parameter set, so that they run side by side.</remarks>
public abstract class AccumulatedTests
{
    private static readonly Lazy<JsonElement> Digests = new(() => OwnVectors.ReadJson("accumulated-digests.json"));

    protected static void MatchMLKem(KemAlgorithm algorithm, int iterations)
    {
        KemRunDigests actual = AccumulatedRuns.MLKem(algorithm, iterations);
        Assert.Equal(Digest("ml-kem-with-private-key", algorithm.Name, iterations), actual.WithPrivateKey);
        Assert.Equal(Digest("ml-kem-without-private-key", algorithm.Name, iterations), actual.WithoutPrivateKey);
        if (iterations == 10_000)
            Assert.Equal(Digest("ml-kem-text-pq-crystals", algorithm.Name, iterations), actual.Text);
    }

    protected static void MatchMLKemNative(KemAlgorithm algorithm) =>
        Assert.Equal(Digest("ml-kem-text-mlkem-native", algorithm.Name, 100), AccumulatedRuns.MLKemNative(algorithm));

    protected static void MatchMLDsa(SignatureAlgorithm algorithm, int iterations) =>
        Assert.Equal(Digest("ml-dsa", algorithm.Name, iterations), AccumulatedRuns.MLDsa(algorithm, iterations));

    private static string Digest(string run, string algorithm, int iterations) =>
        Digests.Value.GetProperty(run).GetProperty("digests").GetProperty(algorithm).Text($"{iterations}");
}

public class AccumulatedMLKem512Tests : AccumulatedTests
{
    [Theory, InlineData(100), InlineData(10_000)]
    public void MLKem512_LongRun_GivesPublishedDigests(int iterations) => MatchMLKem(KemAlgorithm.MLKem512, iterations);

    [Fact]
    public void MLKem512_MLKemNativeRun_GivesPublishedDigest() => MatchMLKemNative(KemAlgorithm.MLKem512);
}

public class AccumulatedMLKem768Tests : AccumulatedTests
{
    [Theory, InlineData(100), InlineData(10_000)]
    public void MLKem768_LongRun_GivesPublishedDigests(int iterations) => MatchMLKem(KemAlgorithm.MLKem768, iterations);

    [Fact]
    public void MLKem768_MLKemNativeRun_GivesPublishedDigest() => MatchMLKemNative(KemAlgorithm.MLKem768);
}

public class AccumulatedMLKem1024Tests : AccumulatedTests
{
    [Theory, InlineData(100), InlineData(10_000)]
    public void MLKem1024_LongRun_GivesPublishedDigests(int iterations) => MatchMLKem(KemAlgorithm.MLKem1024, iterations);

    [Fact]
    public void MLKem1024_MLKemNativeRun_GivesPublishedDigest() => MatchMLKemNative(KemAlgorithm.MLKem1024);
}

public class AccumulatedMLDsa44Tests : AccumulatedTests
{
    [Theory, InlineData(100), InlineData(10_000)]
    public void MLDsa44_LongRun_GivesPublishedDigest(int iterations) => MatchMLDsa(SignatureAlgorithm.MLDsa44, iterations);
}

public class AccumulatedMLDsa65Tests : AccumulatedTests
{
    [Theory, InlineData(100), InlineData(10_000)]
    public void MLDsa65_LongRun_GivesPublishedDigest(int iterations) => MatchMLDsa(SignatureAlgorithm.MLDsa65, iterations);
}

public class AccumulatedMLDsa87Tests : AccumulatedTests
{
    [Theory, InlineData(100), InlineData(10_000)]
    public void MLDsa87_LongRun_GivesPublishedDigest(int iterations) => MatchMLDsa(SignatureAlgorithm.MLDsa87, iterations);
}
