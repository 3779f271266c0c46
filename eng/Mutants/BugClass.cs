namespace PqCrypto.Mutants;

/// <summary>A mistake that implementations of these algorithms have made, made in this one.</summary>
/// <param name="Id">The class, and a letter where there are several of it.</param>
/// <param name="What">What is wrong then.</param>
/// <param name="File">The file, relative to the library's folder; of PqCrypto.Pki with that name before it.</param>
/// <param name="Context">A piece of the file that occurs there exactly once, and in which the original does.</param>
/// <param name="Original">The expression or statement that is changed.</param>
/// <param name="Replacement">What stands there instead.</param>
internal sealed record BugClass(string Id, string What, string File, string Context, string Original, string Replacement)
{
    /// <summary>For one that gives right answers: the gate that finds it, in a copy of the source tree that has it.</summary>
    internal string? Gate { get; init; }

    /// <summary>What the gate says then; without it, it has ended for another reason.</summary>
    internal string GateSays { get; init; } = string.Empty;

    /// <summary>Test classes that are tried before the others.</summary>
    internal string[] Tests { get; init; } = [];
}
