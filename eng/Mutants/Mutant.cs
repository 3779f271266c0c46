using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PqCrypto.Mutants;

/// <summary>One change of the library's source.</summary>
/// <param name="Id">Its name, which stays while the place and its text stay.</param>
/// <param name="Node">The expression or statement that is changed.</param>
/// <param name="Replacement">What stands there instead; for a statement any number of statements.</param>
internal sealed record Mutant(string Id, SyntaxNode Node, string Replacement)
{
    /// <summary>The number by which the built library knows it.</summary>
    internal int Number { get; set; }

    /// <summary>The file, relative to the library's folder; of PqCrypto.Pki with that name before it.</summary>
    internal string File => Node.SyntaxTree.FilePath;

    /// <summary>The line in the file, counted from 1.</summary>
    internal int Line => Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>The bug class, for a mutant that stands for one.</summary>
    internal BugClass? Bug { get; init; }

    /// <summary>Whether it lies in code that some processors have and others have not.</summary>
    internal bool IsForSomeProcessors => Node.Ancestors().Any(around => around switch
    {
        IfStatementSyntax choice => CandidateFinder.IsChoiceOfTheProcessor(choice.Condition),
        ConditionalExpressionSyntax choice => CandidateFinder.IsChoiceOfTheProcessor(choice.Condition),
        BlockSyntax block => block.Statements.OfType<IfStatementSyntax>().Any(choice => CandidateFinder.IsChoiceOfTheProcessor(choice.Condition)),
        _ => false,
    });

    /// <summary>What is changed, in one line.</summary>
    public override string ToString() => $"{File}:{Line}: {OneLine(Node.ToString())} => {OneLine(Replacement)}";

    private static string OneLine(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "nothing" : line.Length <= 60 ? line : $"{line[..28]} .. {line[^28..]}";
    }
}
