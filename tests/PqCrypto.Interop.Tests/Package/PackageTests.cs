using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Xml.Linq;

namespace PqCrypto.Interop.Tests.Package;

/// <summary>What is packed, and that a fresh project that restores it works.</summary>
public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private const string NarrowKernels = "PQCRYPTO001";

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    [Theory]
    [InlineData("PqCrypto")]
    [InlineData("PqCrypto.Testing")]
    [InlineData("PqCrypto.Pki")]
    [InlineData("PqCrypto.IdentityModel")]
    [InlineData("PqCrypto.Cose")]
    public void Package_Content_IsLibraryDocumentationReadmeAndLicence(string name)
    {
        string package = PackedPackages.PathOf(packages.First, name, "nupkg");
        XElement metadata = PackedPackages.ReadMetadata(package, name);

        Assert.NotEmpty(PackedPackages.ReadEntry(package, $"lib/net10.0/{name}.dll"));
        Assert.NotEmpty(PackedPackages.ReadEntry(package, $"lib/net10.0/{name}.xml"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root!, "src", name, "PACKAGE.md")), PackedPackages.ReadEntry(package, "README.md"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("expression", Element(metadata, "license").Attribute("type")?.Value);
        Assert.NotEmpty(Value(metadata, "description"));
        using ZipArchive zip = ZipFile.OpenRead(package);
        Assert.All(
            zip.Entries.Where(entry => entry.FullName.StartsWith("lib/", StringComparison.Ordinal)),
            entry => Assert.StartsWith($"lib/net10.0/{name}.", entry.FullName, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PqCrypto")]
    [InlineData("PqCrypto.Testing")]
    [InlineData("PqCrypto.Pki")]
    [InlineData("PqCrypto.IdentityModel")]
    [InlineData("PqCrypto.Cose")]
    public void SymbolPackage_Content_IsThePdb(string name) =>
        Assert.NotEmpty(PackedPackages.ReadEntry(PackedPackages.PathOf(packages.First, name, "snupkg"), $"lib/net10.0/{name}.pdb"));

    [Fact]
    public void Package_Dependencies_AreNoneForTheCore_AndTheCoreForOthers()
    {
        string[] core = Dependencies("PqCrypto");
        string[] testing = Dependencies("PqCrypto.Testing");

        Assert.Empty(core);
        Assert.Equal(["PqCrypto"], testing);
        Assert.Equal(["BouncyCastle.Cryptography", "PqCrypto", "System.Security.Cryptography.Pkcs"], Dependencies("PqCrypto.Pki").Order(StringComparer.Ordinal));
        Assert.Equal(["Microsoft.IdentityModel.JsonWebTokens", "PqCrypto"], Dependencies("PqCrypto.IdentityModel").Order(StringComparer.Ordinal));
        Assert.Equal(["PqCrypto", "System.Formats.Cbor"], Dependencies("PqCrypto.Cose").Order(StringComparer.Ordinal));

        string[] Dependencies(string name) =>
        [
            .. PackedPackages.ReadMetadata(PackedPackages.PathOf(packages.First, name, "nupkg"), name)
                .Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value),
        ];
    }

    [Theory]
    [InlineData("PqCrypto")]
    [InlineData("PqCrypto.Testing")]
    [InlineData("PqCrypto.Pki")]
    [InlineData("PqCrypto.IdentityModel")]
    [InlineData("PqCrypto.Cose")]
    public void Package_PackedTwice_HoldsEqualBytes(string name)
    {
        foreach (string entry in new[] { $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" })
        {
            Assert.Equal(
                PackedPackages.ReadEntry(PackedPackages.PathOf(packages.First, name, "nupkg"), entry),
                PackedPackages.ReadEntry(PackedPackages.PathOf(packages.Second, name, "nupkg"), entry));
        }

        string pdb = $"lib/net10.0/{name}.pdb";
        Assert.Equal(
            PackedPackages.ReadEntry(PackedPackages.PathOf(packages.First, name, "snupkg"), pdb),
            PackedPackages.ReadEntry(PackedPackages.PathOf(packages.Second, name, "snupkg"), pdb));
    }

    [Fact]
    public void FreshProject_UnderTheJit_RunsAHandshake()
    {
        string project = packages.CreateConsumer("UnderJit", onlyPacked: true);
        string output = PackedPackages.Dotnet(project, "run", "-c", "Release");

        Assert.Contains("agreed True, authentic True, forged False, algorithms 27 of 27", output, StringComparison.Ordinal);
    }

    /// <summary>Without a named instruction set, native code for x64 has no more than 128 bits, and the package says so.</summary>
    [NativeLinkerFact]
    public void FreshProject_AsNativeProgram_RunsAHandshakeAndWarnsOfNarrowKernels()
    {
        (string build, string output) = RunNative("AsNative");

        Assert.Contains("kernels 128-bit", output, StringComparison.Ordinal);
        Assert.Equal(IsX64, build.Contains($"warning {NarrowKernels}", StringComparison.Ordinal));
    }

    [NativeLinkerTheory]
    [InlineData("x86-64-v2", "128-bit")]
    [InlineData("x86-64-v3", "AVX2")]
    [InlineData("x86-64-v4", "AVX-512")]
    public void FreshProject_AsNativeProgramOfAnInstructionSet_RunsItsKernelsWithoutWarning(string instructionSet, string kernels)
    {
        // what the processor has not, the program would refuse to start with
        if (!IsX64 || (kernels == "AVX2" && !Avx2.IsSupported) || (kernels == "AVX-512" && !(Avx512BW.IsSupported && Avx512F.VL.IsSupported)))
            return;
        (string build, string output) = RunNative("As" + instructionSet.Replace('-', '_'), "-p:IlcInstructionSet=" + instructionSet);

        Assert.Contains("kernels " + kernels, output, StringComparison.Ordinal);
        Assert.DoesNotContain(NarrowKernels, build, StringComparison.Ordinal);
    }

    private (string Build, string Output) RunNative(string name, params string[] properties)
    {
        string project = packages.CreateConsumer(name, onlyPacked: false);
        string build = PackedPackages.Dotnet(
            project, ["publish", "-c", "Release", "-o", "out", "-p:PublishAot=true", "-p:StripSymbols=false", .. NativeLinker.Properties, .. properties]);
        (int exitCode, string output) = Repository.Run(Path.Combine(project, "out", name), [], TimeSpan.FromMinutes(2), project);

        Assert.Equal(0, exitCode);
        Assert.Contains("agreed True, authentic True, forged False, algorithms 27 of 27", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(project, "out", name + ".dll")));
        return (build, output);
    }

    private static XElement Element(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name);

    private static string Value(XElement metadata, string name) => Element(metadata, name).Value;
}
