namespace PqCrypto.Tests.Vectors;

/// <summary>No case of the five ACVP sets is left out: the rows of the theories are counted.</summary>
public class AcvpCountTests
{
    [SharedFact]
    public void Theories_AllSets_RunEveryCaseOnce()
    {
        Assert.Equal(75, Distinct(AcvpMLKemTests.KeyGen));
        Assert.Equal(165, Distinct(
            AcvpMLKemTests.Encapsulation,
            AcvpMLKemTests.Decapsulation,
            AcvpMLKemTests.EncapsulationKeyCheck,
            AcvpMLKemTests.DecapsulationKeyCheck));
        Assert.Equal(75, Distinct(AcvpMLDsaKeyGenTests.KeyGen));
        Assert.Equal(360, Distinct(AcvpMLDsaSigGenTests.External, AcvpMLDsaSigGenTests.Internal));
        Assert.Equal(180, Distinct(AcvpMLDsaSigVerTests.External, AcvpMLDsaSigVerTests.Internal));   // together 855
    }

    private static int Distinct(params IEnumerable<object[]>[] theories)
    {
        List<object> ids = [.. theories.SelectMany(theory => theory).Select(row => row[0])];
        Assert.Equal(ids.Count, ids.Distinct().Count());
        return ids.Count;
    }
}
