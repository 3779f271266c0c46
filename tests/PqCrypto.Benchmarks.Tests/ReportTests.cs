using PqCrypto.Benchmarks.Operations;
using PqCrypto.Benchmarks.Report;

namespace PqCrypto.Benchmarks.Tests;

/// <summary>Every figure of the README and of docs/benchmarks.md that is generated comes from the committed data.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pqcrypto-report-").FullName;

    private static string Root => SourceTree.Root!;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("docs/benchmarks.md")]
    [InlineData("README.md")]
    public void GeneratedPart_Is_WhatTheDataGives(string document)
    {
        ReportPage page = new(Committed(), ColdStart.Read(Path.Combine(Root, ColdStart.Data)));
        string copy = Path.Combine(folder, "copy.md");
        File.Copy(Path.Combine(Root, document), copy);
        ReportPage.Replace(copy, document == "README.md" ? page.WriteSummary() : page.Write());
        Assert.Equal(File.ReadAllText(Path.Combine(Root, document)).ReplaceLineEndings("\n"), File.ReadAllText(copy).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Charts_AreThere_ForLightAndDarkPages()
    {
        new Charts(Committed()).Write(folder);
        string[] names = [.. Directory.EnumerateFiles(folder, "*.svg").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["handshakes-dark.svg", "handshakes-light.svg", "main-dark.svg", "main-light.svg", "peers-dark.svg", "peers-light.svg", "sizes-dark.svg", "sizes-light.svg"], names);
        Assert.All(names, name => Assert.True(File.Exists(Path.Combine(Root, "docs", "benchmarks", name)), name));
    }

    [Fact]
    public void WrittenReport_IsReadAsItWas()
    {
        ReportFile report = Committed();
        string path = Path.Combine(folder, "again.json");
        report.Write(path);
        Assert.Equal(File.ReadAllText(Path.Combine(Root, "docs", "benchmarks", "report.json")).ReplaceLineEndings("\n"), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void CommittedReport_Has_TheMainAlgorithmsAndTheirPeers()
    {
        ReportFile report = Committed();
        foreach (Operation operation in OperationCatalog.Quick.Where(operation => operation.Implementation is Operation.Ours or Operation.BouncyCastle or Operation.Libsodium))
            Assert.NotNull(report.Find(operation.Algorithm, operation.Name, operation.Implementation));
        Assert.Equal(Handshakes.HandshakeKinds.All.Select(kind => kind.Name), report.Handshakes.Select(handshake => handshake.Name));
    }

    [Fact]
    public void Read_OtherFormat_IsRefused()
    {
        string path = Path.Combine(folder, "other.json");
        (Committed() with { Format = ReportFile.CurrentFormat + 1 }).Write(path);
        Assert.Throws<InvalidDataException>(() => ReportFile.Read(path));
    }

    private static ReportFile Committed() => ReportFile.Read(Path.Combine(Root, "docs", "benchmarks", "report.json"));
}
