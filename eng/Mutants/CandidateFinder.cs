using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PqCrypto.Mutants;

/// <summary>Finds the generic mutants of one file: another operator, a constant or a bound that is off by one, arguments exchanged, a condition
/// turned round, a statement removed.</summary>
internal sealed class CandidateFinder(SemanticModel model) : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, string> Operators = new()
    {
        [SyntaxKind.AddExpression] = "-",
        [SyntaxKind.SubtractExpression] = "+",
        [SyntaxKind.MultiplyExpression] = "+",
        [SyntaxKind.DivideExpression] = "*",
        [SyntaxKind.ModuloExpression] = "/",
        [SyntaxKind.BitwiseAndExpression] = "|",
        [SyntaxKind.BitwiseOrExpression] = "&",
        [SyntaxKind.ExclusiveOrExpression] = "|",
        [SyntaxKind.LeftShiftExpression] = ">>",
        [SyntaxKind.RightShiftExpression] = "<<",
        [SyntaxKind.UnsignedRightShiftExpression] = ">>",
        [SyntaxKind.LessThanExpression] = "<=",
        [SyntaxKind.LessThanOrEqualExpression] = "<",
        [SyntaxKind.GreaterThanExpression] = ">=",
        [SyntaxKind.GreaterThanOrEqualExpression] = ">",
        [SyntaxKind.EqualsExpression] = "!=",
        [SyntaxKind.NotEqualsExpression] = "==",
        [SyntaxKind.LogicalAndExpression] = "||",
        [SyntaxKind.LogicalOrExpression] = "&&",
        [SyntaxKind.AddAssignmentExpression] = "-=",
        [SyntaxKind.SubtractAssignmentExpression] = "+=",
        [SyntaxKind.AndAssignmentExpression] = "|=",
        [SyntaxKind.OrAssignmentExpression] = "&=",
        [SyntaxKind.ExclusiveOrAssignmentExpression] = "|=",
        [SyntaxKind.LeftShiftAssignmentExpression] = ">>=",
        [SyntaxKind.RightShiftAssignmentExpression] = "<<=",
    };

    /// <summary>Parts of the names of operations, and what they become.</summary>
    private static readonly (string Part, string Other)[] Operations =
    [
        ("AndNot", "And"), ("And", "Or"), ("Xor", "Or"), ("Or", "And"), ("Add", "Subtract"), ("Subtract", "Add"), ("MultiplyLow", "MultiplyHigh"),
        ("MultiplyHighRound", "MultiplyHigh"), ("ShiftRightSigned", "ShiftRight"), ("ShiftRight", "ShiftLeft"), ("ShiftLeft", "ShiftRight"),
        ("RotateLeft", "RotateRight"), ("LowerHalves", "UpperHalves"), ("UpperHalves", "LowerHalves"), ("Transpose64", "Transpose32"),
        ("Transpose128", "Transpose64"), ("Separate", "Interleave"), ("Interleave", "Separate"), ("Min", "Max"), ("Little", "Big"), ("Big", "Little"),
    ];

    /// <summary>Operations whose arguments may be exchanged.</summary>
    private static readonly string[] Symmetric = ["Add", "And", "Or", "Xor", "Multiply", "Min", "Max", "Equal", "Product", "High"];

    /// <summary>What a processor is asked, and a width about it.</summary>
    private static readonly string[] Abilities =
        ["IsSupported", "IsHardwareAccelerated", "HasManyRegisters", "HasRotation64", "HasShorterKeccak", "IsHalved"];

    private readonly Dictionary<string, int> occurrences = [];

    /// <summary>What was found.</summary>
    internal List<Mutant> Found { get; } = [];

    public override void Visit(SyntaxNode? node)
    {
        if (node is null || IsLeftOut(node))
            return;
        switch (node)
        {
            case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.NumericLiteralExpression) && IsIntegral(literal):
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when IsNamedConstant((ExpressionSyntax)node):
                AddConstant((ExpressionSyntax)node);
                break;
            case BinaryExpressionSyntax binary when Operators.TryGetValue(binary.Kind(), out string? other) && !IsText(binary):
                Add("operator", binary, $"{binary.Left} {other} {binary.Right}");
                break;
            case PrefixUnaryExpressionSyntax prefix when IsSign(prefix):
                Add("operator", prefix, prefix.Operand.ToString());
                break;
            case ConditionalExpressionSyntax choice when !IsChoiceOfTheProcessor(choice.Condition):
                Add("exchange", choice, $"{choice.Condition} ? {choice.WhenFalse} : {choice.WhenTrue}");
                break;
            case InvocationExpressionSyntax call:
                AddCall(call);
                break;
            case IfStatementSyntax check when !IsChoiceOfTheProcessor(check.Condition):
                bool isGuard = check.Statement is ThrowStatementSyntax or ReturnStatementSyntax;
                Add("condition", check.Condition, isGuard ? "false" : $"!({check.Condition})");
                break;
            case ExpressionStatementSyntax statement:
                AddStatement(statement);
                break;
        }

        base.Visit(node);
    }

    /// <summary>Whether a piece of the source has nothing to mutate: what is not compiled into code, what only debug builds do, what an error says,
    /// and what the library tells of itself.</summary>
    private bool IsLeftOut(SyntaxNode node) => node switch
    {
        AttributeListSyntax or EnumDeclarationSyntax or PatternSyntax or SwitchLabelSyntax or InterpolatedStringExpressionSyntax => true,
        ThrowStatementSyntax or ThrowExpressionSyntax => true,
        CollectionExpressionSyntax => true,                         // a table of constants, which lies in the image
        TypeSyntax when node is not (IdentifierNameSyntax or GenericNameSyntax) => true,
        FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
        LocalDeclarationStatementSyntax local => local.Modifiers.Any(SyntaxKind.ConstKeyword),
        EqualsValueClauseSyntax { Parent: ParameterSyntax } => true,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } => true,
        InvocationExpressionSyntax call => call.Expression.ToString().Split('.') is ["Errors" or "Bounds" or "Debug" or "GC" or "Declassify", ..],
        MethodDeclarationSyntax method => method.Identifier.Text is "Describe",
        PropertyDeclarationSyntax property => property.Identifier.Text is "Name" or "Needs" or "SecurityCategory",
        ExpressionSyntax { Parent: IfStatementSyntax choice } condition => choice.Condition == condition && IsChoiceOfTheProcessor(condition),
        ExpressionSyntax { Parent: ConditionalExpressionSyntax choice } condition =>
            choice.Condition == condition && IsChoiceOfTheProcessor(condition),
        _ => false,
    };

    private void AddConstant(ExpressionSyntax constant)
    {
        if (constant.Parent is CastExpressionSyntax or PrefixUnaryExpressionSyntax || IsLeftOut(constant.Parent!))
            return;
        bool isZero = model.GetConstantValue(constant).Value is object value && Convert.ToDecimal(value, null) == 0;
        string changed = isZero || constant.SpanStart % 2 == 0 ? $"{constant} + 1" : $"{constant} - 1";
        Add("constant", constant, changed);
    }

    private void AddCall(InvocationExpressionSyntax call)
    {
        SimpleNameSyntax? name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            SimpleNameSyntax simple => simple,
            _ => null,
        };
        if (name is null)
            return;
        string text = name.Identifier.Text;
        (string part, string other) = Operations.FirstOrDefault(
            pair => text.StartsWith(pair.Part, StringComparison.Ordinal) || text.Contains(pair.Part + '6'));
        string before = call.ToString()[..(name.SpanStart - call.SpanStart)];
        if (part is not null)
            Add("operation", call, $"{before}{text.Replace(part, other, StringComparison.Ordinal)}{call.ArgumentList}");
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (arguments.Count >= 2 && arguments.All(argument => argument.NameColon is null) && !Symmetric.Any(text.Contains)
            && SymbolEqualityComparer.Default.Equals(TypeOf(arguments[0]), TypeOf(arguments[1])))
        {
            string exchanged = string.Join(", ", new[] { arguments[1], arguments[0] }.Concat(arguments.Skip(2)));
            Add("exchange", call, $"{call.Expression}({exchanged})");
        }
    }

    private void AddStatement(ExpressionStatementSyntax statement)
    {
        if (IsLeftOut(statement.Expression))
            return;
        if (statement.Expression is AssignmentExpressionSyntax assignment && Operators.TryGetValue(assignment.Kind(), out string? other))
            Add("operator", statement, $"{assignment.Left} {other} {assignment.Right};");
        Add("statement", statement, string.Empty);
    }

    private void Add(string kind, SyntaxNode node, string replacement)
    {
        if (node.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any())
            return;                                                 // a variable that is declared there is needed behind it
        string member = node.Ancestors().OfType<MemberDeclarationSyntax>().First() switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            var declaration => declaration.Kind().ToString(),
        };
        string place = $"{node.SyntaxTree.FilePath}|{member}|{kind}|{string.Join(' ', node.ToString().Split())}|{replacement}";
        occurrences.TryGetValue(place, out int before);
        occurrences[place] = before + 1;
        byte[] hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{place}|{before}"));
        Found.Add(new Mutant($"{kind}-{Convert.ToHexStringLower(hash)[..8]}", node, replacement));
    }

    /// <summary>Whether a condition asks what the processor can do. Both ways give the same.</summary>
    internal static bool IsChoiceOfTheProcessor(ExpressionSyntax condition) => Abilities.Any(condition.ToString().Contains);

    private bool IsIntegral(ExpressionSyntax expression) =>
        model.GetTypeInfo(expression).Type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    private bool IsNamedConstant(ExpressionSyntax name) =>
        name.Parent is not (MemberAccessExpressionSyntax or NameColonSyntax or NameEqualsSyntax)
        && model.GetSymbolInfo(name).Symbol
            is IFieldSymbol { IsConst: true, ContainingType.TypeKind: not TypeKind.Enum } or ILocalSymbol { IsConst: true }
        && IsIntegral(name);

    private bool IsText(BinaryExpressionSyntax binary) => model.GetTypeInfo(binary).Type?.SpecialType == SpecialType.System_String;

    private static bool IsSign(PrefixUnaryExpressionSyntax prefix) =>
        prefix.IsKind(SyntaxKind.LogicalNotExpression) || prefix.IsKind(SyntaxKind.BitwiseNotExpression)
        || prefix.IsKind(SyntaxKind.UnaryMinusExpression);

    private ITypeSymbol? TypeOf(ArgumentSyntax argument) =>
        argument.RefKindKeyword.IsKind(SyntaxKind.None) ? model.GetTypeInfo(argument.Expression).Type : null;
}
