using System.IO.Compression;
using System.Xml.Linq;

namespace PqCrypto.Interop.Tests.Package;

/// <summary>Packs the packages into a temporary folder, twice, and makes fresh projects that use them.</summary>
public sealed class PackedPackages : IDisposable
{
    /// <summary>Unlike any release, so that no cached package is taken for the packed one.</summary>
    public const string Version = "0.0.0-package-test";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>Nothing that an outer build says to its children, and no servers left behind.</summary>
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    private readonly string folder = Repository.CreateTemporaryFolder();

    public PackedPackages()
    {
        First = Pack("first");
        Second = Pack("second");
    }

    /// <summary>Folder of the packages of the first run.</summary>
    public string First { get; }

    /// <summary>Folder of the packages of a second run from nothing.</summary>
    public string Second { get; }

    public static string PathOf(string folder, string package, string extension) => Path.Combine(folder, $"{package}.{Version}.{extension}");

    public static byte[] ReadEntry(string archive, string name)
    {
        using ZipArchive zip = ZipFile.OpenRead(archive);
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw new FileNotFoundException(name, archive);
        using MemoryStream content = new();
        using Stream stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The metadata element of a package's nuspec.</summary>
    public static XElement ReadMetadata(string archive, string package)
    {
        using MemoryStream nuspec = new(ReadEntry(archive, package + ".nuspec"));
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>Makes a console project outside the repository that has the packed packages, and nothing else, as references.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="onlyPacked">Whether no other source of packages is to be asked; native compilation needs the platform's own packages.</param>
    public string CreateConsumer(string name, bool onlyPacked)
    {
        string project = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder, "packages")}" /></config>
              <fallbackPackageFolders>{(onlyPacked ? "<clear />" : $"""<add key="user" value="{UserPackages}" />""")}</fallbackPackageFolders>
              <packageSources>{(onlyPacked ? "<clear />" : string.Empty)}<add key="packed" value="{First}" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="PqCrypto" Version="{Version}" />
                <PackageReference Include="PqCrypto.Testing" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        File.Copy(Path.Combine(Repository.Root!, "tests", "PqCrypto.Interop.Tests", "Package", "Consumer", "Program.cs"), Path.Combine(project, "Program.cs"));
        return project;
    }

    /// <summary>Runs dotnet in a folder and expects success.</summary>
    public static string Dotnet(string folder, params string[] arguments)
    {
        string host = System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        (int exitCode, string output) = Repository.Run(host, arguments, Deadline, folder, Environment);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string UserPackages =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Directory.CreateDirectory(
            Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages")).FullName;

    /// <summary>Packs from nothing, always by way of the same intermediate folder, since its path is part of the build.</summary>
    private string Pack(string name)
    {
        string output = Path.Combine(folder, name);
        string artifacts = Path.Combine(folder, "artifacts");
        foreach (string project in new[] { "PqCrypto", "PqCrypto.Testing", "PqCrypto.Pki", "PqCrypto.IdentityModel", "PqCrypto.Cose" })
        {
            Dotnet(
                Repository.Root!, "pack", Path.Combine("src", project), "-c", "Release", "-o", output, "--artifacts-path", artifacts, "-m:1",
                "-p:Version=" + Version, "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false");
        }

        Directory.Delete(artifacts, recursive: true);
        return output;
    }
}
