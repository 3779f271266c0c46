using System.Reflection;
using System.Text;

namespace PqCrypto.Tests.House;

/// <summary>Renders what an assembly shows to its users: types and members that are public or protected, in order.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Render(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            if (text.Length != 0)
                text.Append('\n');
            text.Append(Header(type)).Append('\n');
            IEnumerable<string> members = type.IsEnum ? EnumMembers(type) : type.GetMembers(Declared).SelectMany(Member).Order(StringComparer.Ordinal);
            foreach (string member in members.Distinct())
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        List<string> bases = [];
        if (type.BaseType is Type parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            bases.Add(Name(parent));
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        if (!type.IsEnum)
            bases.AddRange(type.GetInterfaces().Except(inherited).Where(implemented => implemented.IsPublic).Select(Name).Order(StringComparer.Ordinal));
        return $"{kind} {type.Namespace}.{Name(type)}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static IEnumerable<string> EnumMembers(Type type) =>
        Enum.GetNames(type).Select(name => $"{name} = {Convert.ChangeType(Enum.Parse(type, name), Enum.GetUnderlyingType(type))}");

    private static IEnumerable<string> Member(MemberInfo member)
    {
        switch (member)
        {
            case FieldInfo field when IsVisible(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly):
                yield return $"{(field.IsPublic ? "public " : "protected ")}{(field.IsStatic ? "static " : "")}"
                    + (field.IsLiteral ? "const " : field.IsInitOnly ? "readonly " : "")
                    + $"{Name(field.FieldType)}{Mark(Nullability.Create(field).ReadState, field.FieldType)} {field.Name}";
                break;
            case ConstructorInfo constructor when Visible(constructor):
                yield return $"{Modifiers(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})";
                break;
            case MethodInfo method when Visible(method) && !IsWrittenByCompiler(method)
                && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)):
                yield return $"{Modifiers(method)}{Name(method.ReturnType)}{Mark(Nullability.Create(method.ReturnParameter).ReadState, method.ReturnType)} {method.Name}"
                    + $"{GenericArguments(method.GetGenericArguments())}({Parameters(method)})";
                break;
            case PropertyInfo { Name: not "EqualityContract" } property when property.GetAccessors(nonPublic: true).Any(Visible):
                MethodInfo shown = property.GetAccessors(nonPublic: true).First(Visible);
                yield return $"{Modifiers(shown)}{Name(property.PropertyType)}{Mark(Nullability.Create(property).ReadState, property.PropertyType)} {property.Name} "
                    + $"{{ {Accessors(property)}}}";
                break;
            case EventInfo:
                throw new NotSupportedException("There are no events here.");
            default:
                break;
        }
    }

    private static string Accessors(PropertyInfo property)
    {
        string text = property.GetMethod is MethodInfo getter && Visible(getter) ? "get; " : "";
        if (property.SetMethod is not MethodInfo setter || !Visible(setter))
            return text;
        bool init = setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");
        return text + (init ? "init; " : "set; ");
    }

    /// <summary>Whether a method is one of those that every record has.</summary>
    private static bool IsWrittenByCompiler(MethodInfo method) => method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute));

    private static bool Visible(MethodBase method) => IsVisible(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsVisible(bool isPublic, bool isProtected) => isPublic || isProtected;

    private static string Modifiers(MethodBase method)
    {
        string access = (method.IsPublic ? "public " : "protected ") + (method.IsStatic ? "static " : "");
        if (method is MethodInfo replacing && replacing.GetBaseDefinition() != replacing)
            return access + "override ";
        return access + (method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "");
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string prefix = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? (parameter.IsIn ? "in " : "ref ") : "";
        string value = !parameter.HasDefaultValue ? "" : " = " + (parameter.DefaultValue switch
        {
            null => parameter.ParameterType.IsValueType ? "default" : "null",
            string quoted => $"\"{quoted}\"",
            bool truth => truth ? "true" : "false",
            object other => other.ToString(),
        });
        return $"{prefix}{Name(parameter.ParameterType)}{Mark(Nullability.Create(parameter).WriteState, parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is Type inner)
            return Name(inner) + "?";
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        string name = type.Name.Split('`')[0] + GenericArguments(type.GetGenericArguments());
        return type.DeclaringType is Type outer && !type.IsGenericParameter ? $"{Name(outer)}.{name}" : name;
    }

    private static string GenericArguments(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";

    private static string Mark(NullabilityState state, Type type) => state == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
}
