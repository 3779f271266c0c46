namespace PqCrypto.Interop.Tests.Package;

/// <summary>The linker that native compilation needs.</summary>
internal static class NativeLinker
{
    private static readonly bool HasClang = IsOnPath("clang");
    private static readonly bool HasGcc = IsOnPath("gcc");

    /// <summary>Why there is none; null where there is one.</summary>
    internal static string? Missing =>
        OperatingSystem.IsWindows() ? "Native compilation is tried on Unix only."
        : HasClang || HasGcc ? null
        : "There is no linker (clang or gcc) for native compilation.";

    /// <summary>What to tell the build of it: clang is the default.</summary>
    internal static string[] Properties => HasClang ? [] : ["-p:CppCompilerAndLinker=gcc", "-p:LinkerFlavor=bfd"];

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>A test that needs a linker, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeLinkerFactAttribute : FactAttribute
{
    public NativeLinkerFactAttribute() => Skip = NativeLinker.Missing;
}

/// <summary>The same for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeLinkerTheoryAttribute : TheoryAttribute
{
    public NativeLinkerTheoryAttribute() => Skip = NativeLinker.Missing;
}
