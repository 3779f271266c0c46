using System.Reflection;
using PqCrypto.Tests.Extension;
using Xunit.Sdk;

namespace PqCrypto.Tests.Api;

/// <summary>All algorithms under test: the built-in ones, and those plugged in through the public extension point.</summary>
internal static class Subjects
{
    internal static IReadOnlyList<KemSubject> Kems { get; } =
    [
        .. KemAlgorithm.All.Select(algorithm => new KemSubject(algorithm, isBuiltIn: true)),
        new KemSubject(KemAlgorithm.Create(new X448Scheme()), isBuiltIn: false),
        .. MoreKems.Select(name => new KemSubject(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm) ? algorithm : null!, isBuiltIn: true)),
    ];

    internal static IReadOnlyList<SignatureSubject> Signatures { get; } =
    [
        .. SignatureAlgorithm.All.Select(algorithm => new SignatureSubject(algorithm, isBuiltIn: true)),
        new SignatureSubject(SignatureAlgorithm.Create(new Ed25519Scheme()), isBuiltIn: false),
        .. Composites.Select(name => new SignatureSubject(CompositeAlgorithms.Signatures.Single(algorithm => algorithm.Name == name), isBuiltIn: true)),
        new SignatureSubject(CompositeAlgorithms.Create("MLDSA44-Ed25519-SHA512", new Ed25519Scheme()), isBuiltIn: false),
    ];

    /// <summary>Composites with raw keys and without, and one of the CFRG's hybrids.</summary>
    private static string[] MoreKems => ["MLKEM768-X25519-SHA3-256", "MLKEM1024-ECDH-P384-SHA3-256", "MLKEM768-RSA2048-SHA3-256", "MLKEM768-P256"];

    /// <summary>One composite of each kind: keys of one length, and keys of varying lengths.</summary>
    private static string[] Composites => ["MLDSA65-ECDSA-P256-SHA512", "MLDSA44-RSA2048-PSS-SHA256"];

    internal static IReadOnlyList<AlgorithmSubject> All { get; } = [.. Kems, .. Signatures];
}

/// <summary>Runs a theory once for every algorithm of the parameter's kind.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlgorithmsAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        Type kind = testMethod.GetParameters()[0].ParameterType;
        return Subjects.All.Where(kind.IsInstanceOfType).Select(subject => new object[] { subject });
    }
}
