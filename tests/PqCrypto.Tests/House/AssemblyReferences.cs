using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PqCrypto.Tests.House;

/// <summary>What each outermost type of a compiled assembly refers to: base types, signatures, locals and instructions, nested types included.</summary>
internal sealed class AssemblyReferences
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    private readonly PEReader image;
    private readonly MetadataReader metadata;
    private readonly SortedDictionary<string, SortedSet<string>> types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> members = new(StringComparer.Ordinal);

    private AssemblyReferences(PEReader image)
    {
        this.image = image;
        metadata = image.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
            Read(handle);
    }

    /// <summary>Full name of each type of the assembly, and the full names of the types of the same assembly that it refers to.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Types => types;

    /// <summary>Full name of each type, and the foreign members it uses as Namespace.Type.Member.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> ForeignMembers => members;

    /// <summary>Reads an assembly.</summary>
    public static AssemblyReferences Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using PEReader image = new(file);
        return new AssemblyReferences(image);
    }

    private void Read(TypeDefinitionHandle handle)
    {
        string user = Outermost(handle);
        if (IsGenerated(user))
            return;
        types.TryAdd(user, new SortedSet<string>(StringComparer.Ordinal));
        members.TryAdd(user, new SortedSet<string>(StringComparer.Ordinal));
        Collector found = new(this, user);
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        found.Add(type.BaseType);
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
            found.Add(metadata.GetInterfaceImplementation(implemented).Interface);
        found.Add(type.GetGenericParameters());
        foreach (FieldDefinitionHandle field in type.GetFields())
            metadata.GetFieldDefinition(field).DecodeSignature(found, null);
        foreach (MethodDefinitionHandle method in type.GetMethods())
            Read(metadata.GetMethodDefinition(method), found);
    }

    private void Read(MethodDefinition method, Collector found)
    {
        method.DecodeSignature(found, null);
        found.Add(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
            return;
        MethodBodyBlock body = image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(found, null);
        BlobReader code = body.GetILReader();
        while (code.RemainingBytes != 0)
        {
            int value = code.ReadByte();
            if (value == 0xFE)
                value = (value << 8) | code.ReadByte();
            switch (Operands[value])
            {
                case OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok or OperandType.InlineSig:
                    found.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    private string Outermost(TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        return FullName(type.Namespace, type.Name);
    }

    /// <summary>Whether a type was made by the compiler or by analyzers for the whole assembly.</summary>
    private static bool IsGenerated(string type) =>
        type.Contains('<', StringComparison.Ordinal)
        || type.StartsWith("Microsoft.", StringComparison.Ordinal) || type.StartsWith("System.", StringComparison.Ordinal);

    private string FullName(StringHandle space, StringHandle name) =>
        space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";

    /// <summary>Takes handles and signatures apart and notes every type definition in them.</summary>
    private sealed class Collector(AssemblyReferences owner, string user) : ISignatureTypeProvider<string, object?>
    {
        private MetadataReader Metadata => owner.metadata;

        public void Add(GenericParameterHandleCollection parameters)
        {
            foreach (GenericParameterHandle parameter in parameters)
            {
                foreach (GenericParameterConstraintHandle constraint in Metadata.GetGenericParameter(parameter).GetConstraints())
                    Add(Metadata.GetGenericParameterConstraint(constraint).Type);
            }
        }

        /// <summary>Notes what a handle names; gives the name where it is a type.</summary>
        public string Add(EntityHandle handle)
        {
            if (handle.IsNil)
                return "";
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    return GetTypeFromDefinition(Metadata, (TypeDefinitionHandle)handle, 0);
                case HandleKind.TypeReference:
                    return GetTypeFromReference(Metadata, (TypeReferenceHandle)handle, 0);
                case HandleKind.TypeSpecification:
                    return GetTypeFromSpecification(Metadata, null, (TypeSpecificationHandle)handle, 0);
                case HandleKind.FieldDefinition:
                    return Add(Metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                case HandleKind.MethodDefinition:
                    return Add(Metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                case HandleKind.MethodSpecification:
                    MethodSpecification instance = Metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    instance.DecodeSignature(this, null);
                    return Add(instance.Method);
                case HandleKind.MemberReference:
                    AddMember(Metadata.GetMemberReference((MemberReferenceHandle)handle));
                    return "";
                case HandleKind.StandaloneSignature:
                    Metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(this, null);
                    return "";
                default:
                    throw new NotSupportedException($"A reference of kind {handle.Kind}.");
            }
        }

        private void AddMember(MemberReference member)
        {
            string parent = Add(member.Parent);
            owner.members[user].Add($"{parent}.{Metadata.GetString(member.Name)}");
            if (member.GetKind() == MemberReferenceKind.Method)
                member.DecodeMethodSignature(this, null);
            else
                member.DecodeFieldSignature(this, null);
        }

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            string used = owner.Outermost(handle);
            if (used != user && !IsGenerated(used))
                owner.types[user].Add(used);
            return used;
        }

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            TypeReference type = Metadata.GetTypeReference(handle);
            string name = owner.FullName(type.Namespace, type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}.{name}"
                : name;
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            Metadata.GetTypeSpecification(handle).DecodeSignature(this, null);

        public string GetFunctionPointerType(MethodSignature<string> signature) => "";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

        public string GetArrayType(string elementType, ArrayShape shape) => elementType;

        public string GetByReferenceType(string elementType) => elementType;

        public string GetGenericMethodParameter(object? genericContext, int index) => "";

        public string GetGenericTypeParameter(object? genericContext, int index) => "";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

        public string GetSZArrayType(string elementType) => elementType;
    }
}
