using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PqCrypto.Mutants;

/// <summary>A library with all mutants in it, of which an environment variable chooses one at run time.</summary>
/// <remarks>The class that reads the variable is initialised before any other code of the library runs. The compiler at run time then takes its
/// fields for constants, so that mutants which are not chosen leave no trace in the kernels.</remarks>
internal sealed class MutatedLibrary
{
    /// <summary>The type that is added to each library.</summary>
    internal const string SwitchType = "PqCrypto.MutantSwitch";

    /// <summary>The environment variable with the number of the mutant; 0 or absent for none.</summary>
    internal const string NumberVariable = "PQCRYPTO_MUTANT";

    /// <summary>The environment variable that has the library write down which mutants are reached.</summary>
    internal const string RecordVariable = "PQCRYPTO_MUTANT_RECORD";

    private const string Annotation = "mutant";

    private static readonly System.Text.Encoding Utf8 = System.Text.Encoding.UTF8;

    /// <summary>Candidates for each mutant that is taken, of a file's.</summary>
    private const int Density = 44;

    private readonly Assembly library;
    private readonly CSharpCompilation original;
    private readonly Dictionary<string, List<Mutant>> candidates;
    private readonly List<Mutant> bugs;
    private readonly Dictionary<string, int> quotas;

    /// <summary>The sources that a project has from elsewhere.</summary>
    private static IEnumerable<string> Linked(string project) =>
        XDocument.Load(project).Descendants("Compile").Select(item => (string)item.Attribute("Include")!);

    /// <summary>Reads the sources and finds the mutants.</summary>
    /// <param name="folder">The folder of the projects.</param>
    /// <param name="library">The library as it is.</param>
    /// <param name="classes">The bug classes of this library.</param>
    /// <param name="hasGeneric">Whether it has generic mutants too.</param>
    internal MutatedLibrary(string folder, Assembly library, IEnumerable<BugClass> classes, bool hasGeneric)
    {
        this.library = library;
        string name = library.GetName().Name!;
        string source = Path.Combine(folder, name);
        string start = hasGeneric ? string.Empty : $"{name}/";      // tells the files of the libraries apart
        CSharpParseOptions options = new(LanguageVersion.Latest, DocumentationMode.None);
        string[] files = [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
            .. Linked(Path.Combine(source, $"{name}.csproj"))];
        SyntaxTree[] trees =
            [.. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(source, file)), options, start + file, Utf8))];
        string platform = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] beside = [.. library.GetReferencedAssemblies().Select(part => Path.Combine(AppContext.BaseDirectory, $"{part.Name}.dll"))];
        original = CSharpCompilation.Create(
            name,
            [.. trees, CSharpSyntaxTree.ParseText(Attributes(), options, "Attributes.cs", Utf8)],
            Directory.EnumerateFiles(platform, "System.*.dll").Append(Path.Combine(platform, "netstandard.dll"))
                .Concat(beside.Where(File.Exists)).Where(IsManaged).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable,
                deterministic: true));
        bugs = [.. classes.Select(Locate)];
        candidates = [];
        quotas = [];
        foreach (SyntaxTree tree in trees.Where(tree => hasGeneric && !Scope.IsLeftOut(tree.FilePath)))
        {
            CandidateFinder finder = new(original.GetSemanticModel(tree));
            finder.Visit(tree.GetRoot());
            candidates[tree.FilePath] = [.. finder.Found.OrderBy(
                mutant => mutant.Id[(mutant.Id.IndexOf('-', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal)];
            quotas[tree.FilePath] = finder.Found.Count == 0 ? 0 : Math.Max(1, finder.Found.Count / Density);
        }
    }

    /// <summary>How many generic mutants there could be.</summary>
    internal int Candidates { get; private set; }

    /// <summary>Compiles the library with its mutants.</summary>
    /// <param name="assembly">The path that the assembly is written to.</param>
    /// <param name="before">How many mutants other libraries have.</param>
    /// <returns>The mutants.</returns>
    internal IReadOnlyList<Mutant> Build(string assembly, int before)
    {
        Candidates = candidates.Values.Sum(list => list.Count);
        while (true)
        {
            List<Mutant> mutants = [.. bugs, .. candidates.SelectMany(file => file.Value.Take(quotas[file.Key]))];
            for (int i = 0; i < mutants.Count; i++)
                mutants[i].Number = before + i + 1;
            CSharpCompilation compilation = original.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
                SwitchText(before + mutants.Count), (CSharpParseOptions)original.SyntaxTrees[0].Options, "MutantSwitch.cs", Utf8));
            foreach (IGrouping<SyntaxTree, Mutant> group in mutants.GroupBy(mutant => mutant.Node.SyntaxTree))
            {
                SyntaxNode? root = new Rewriter(group, original.GetSemanticModel(group.Key)).Visit(group.Key.GetRoot());
                CSharpParseOptions options = (CSharpParseOptions)group.Key.Options;
                compilation = compilation.ReplaceSyntaxTree(
                    group.Key, CSharpSyntaxTree.Create((CSharpSyntaxNode)root!, options, group.Key.FilePath, Utf8));
            }

            using FileStream output = File.Create(assembly);
            Diagnostic[] errors = [.. compilation.Emit(output).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
            if (errors.Length == 0)
                return mutants;
            HashSet<int> broken = [.. errors.SelectMany(NumbersAt)];
            Mutant[] blamed = [.. mutants.Where(mutant => broken.Contains(mutant.Number))];
            if (blamed.All(mutant => mutant.Bug is not null))
                throw new InvalidDataException($"{string.Join(", ", blamed.Select(mutant => mutant.Id))}: {errors[0]}");
            foreach (Mutant mutant in blamed.Where(mutant => mutant.Bug is null))
                candidates[mutant.File].Remove(mutant);
        }
    }

    /// <summary>The innermost mutant around an error, or else the first one in it, or else those in the member around it.</summary>
    private static IEnumerable<int> NumbersAt(Diagnostic error)
    {
        SyntaxNode? node = error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan);
        SyntaxNode? member = node?.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault();
        int[] around = [.. Numbers(node?.AncestorsAndSelf())];
        int[] inside = [.. Numbers(node?.DescendantNodes())];
        int[] blamed = around.Length > 0 ? around[..1] : inside.Length > 0 ? inside[..1] : [.. Numbers(member?.DescendantNodes())];
        return blamed.Length > 0 ? blamed : throw new InvalidDataException($"The sources do not compile: {error}");

        static IEnumerable<int> Numbers(IEnumerable<SyntaxNode>? nodes) => (nodes ?? [])
            .SelectMany(place => place.GetAnnotations(Annotation)).Select(annotation => int.Parse(annotation.Data!, CultureInfo.InvariantCulture));
    }

    private Mutant Locate(BugClass bug)
    {
        SyntaxTree tree = original.SyntaxTrees.SingleOrDefault(tree => tree.FilePath == bug.File)
            ?? throw new InvalidDataException($"{bug.Id}: there is no {bug.File}.");
        string text = tree.GetText().ToString();
        int start = Once(text, bug.Context, bug) + Once(bug.Context, bug.Original, bug);
        TextSpan span = new(start, bug.Original.Length);
        SyntaxNode? node = tree.GetRoot().DescendantNodes(span).LastOrDefault(
            node => node.Span == span && node is ExpressionSyntax or StatementSyntax);
        return node is null
            ? throw new InvalidDataException($"{bug.Id}: what is changed is neither an expression nor a statement.")
            : new Mutant(bug.Id, node, bug.Replacement) { Bug = bug };
    }

    private static int Once(string text, string part, BugClass bug)
    {
        int first = text.IndexOf(part, StringComparison.Ordinal);
        return first >= 0 && text.IndexOf(part, first + 1, StringComparison.Ordinal) < 0
            ? first
            : throw new InvalidDataException($"{bug.Id}: '{part}' does not occur exactly once any more; the mutant has to follow the source.");
    }

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>What the library's project says outside of its sources.</summary>
    private string Attributes()
    {
        StringBuilder text = new();
        string[] spaces = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        foreach (string name in spaces)
            text.AppendLine(CultureInfo.InvariantCulture, $"global using {name};");
        foreach (InternalsVisibleToAttribute friend in library.GetCustomAttributes<InternalsVisibleToAttribute>())
            text.AppendLine(CultureInfo.InvariantCulture,
                $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend.AssemblyName}\")]");
        string version = library.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        text.AppendLine(CultureInfo.InvariantCulture, $"[assembly: System.Reflection.AssemblyVersion(\"{library.GetName().Version}\")]");
        text.AppendLine(CultureInfo.InvariantCulture, $"[assembly: System.Reflection.AssemblyInformationalVersion(\"{version}\")]");
        return text.ToString();
    }

    private static string SwitchText(int count) => $$"""
        namespace PqCrypto;

        internal static class MutantSwitch
        {
            internal static readonly int Active = int.TryParse(Environment.GetEnvironmentVariable("{{NumberVariable}}"), out int number) ? number : 0;
            internal static readonly bool Records = Environment.GetEnvironmentVariable("{{RecordVariable}}") is not null;
            internal static readonly byte[] Reached = new byte[{{count + 1}}];
            internal static readonly byte[] Once = new byte[{{count + 1}}];
            private static readonly byte[] Ever = new byte[{{count + 1}}];

            internal static bool Reach(int number)
            {
                Reached[number] = 1;
                if (Ever[number] == 0)
                {
                    Ever[number] = 1;
                    string stack = new System.Diagnostics.StackTrace().ToString();
                    Once[number] = (byte)(stack.Contains(".cctor") || stack.Contains("Lazy") ? 1 : 0);
                }

                return false;
            }

            [System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Initialise() =>
                System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(MutantSwitch).TypeHandle);
        }
        """;

    /// <summary>Puts mutants beside the pieces that they change.</summary>
    private sealed class Rewriter(IEnumerable<Mutant> mutants, SemanticModel model) : CSharpSyntaxRewriter
    {
        private readonly ILookup<SyntaxNode, Mutant> byNode = mutants.ToLookup(mutant => mutant.Node);

        public override SyntaxNode? Visit(SyntaxNode? node)
        {
            SyntaxNode? result = base.Visit(node);
            if (node is null || result is null || !byNode.Contains(node))
                return result;
            foreach (Mutant mutant in byNode[node])
            {
                string number = mutant.Number.ToString(CultureInfo.InvariantCulture);
                string isChosen = $"global::{SwitchType}.Active == {number} || global::{SwitchType}.Records && global::{SwitchType}.Reach({number})";
                string original = result.WithoutTrivia().ToFullString();
                SyntaxNode changed = node is StatementSyntax
                    ? SyntaxFactory.ParseStatement($"{{ if ({isChosen}) {{ {mutant.Replacement} }} else {original} }}")
                    : SyntaxFactory.ParseExpression($"({Cast(node)}(({isChosen}) ? ({mutant.Replacement}) : ({original})))");
                // the text is parsed anew: the annotations of mutants inside are put back by their places
                result = Annotate(changed, result, original, number).WithTriviaFrom(result);
            }

            return result;
        }

        private static SyntaxNode Annotate(SyntaxNode changed, SyntaxNode inner, string innerText, string number)
        {
            int start = changed.ToFullString().LastIndexOf(innerText, StringComparison.Ordinal);
            int before = inner.SpanStart;
            Dictionary<SyntaxNode, string> numbers = [];
            foreach (SyntaxNode annotated in inner.GetAnnotatedNodes(Annotation))
            {
                TextSpan span = new(annotated.SpanStart - before + start, annotated.Span.Length);
                SyntaxNode? place = changed.DescendantNodes().FirstOrDefault(node => node.Span == span && node.RawKind == annotated.RawKind);
                if (place is not null)
                    numbers[place] = annotated.GetAnnotations(Annotation).First().Data!;
            }

            return changed
                .ReplaceNodes(
                    numbers.Keys,
                    (place, rewritten) => rewritten.WithAdditionalAnnotations(new SyntaxAnnotation(Annotation, numbers[place])))
                .WithAdditionalAnnotations(new SyntaxAnnotation(Annotation, number));
        }

        /// <summary>A constant takes types by itself that a choice of two does not.</summary>
        private string Cast(SyntaxNode node)
        {
            if (!model.GetConstantValue(node).HasValue)
                return string.Empty;
            ITypeSymbol? type = model.GetTypeInfo(node).ConvertedType;
            return type is null ? string.Empty : $"({type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})";
        }
    }
}
