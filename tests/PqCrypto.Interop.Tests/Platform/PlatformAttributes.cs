using System.Security.Cryptography;

namespace PqCrypto.Interop.Tests.Platform;

/// <summary>A theory that needs the platform's ML-KEM, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlatformMLKemTheoryAttribute : TheoryAttribute
{
    public PlatformMLKemTheoryAttribute() => Skip = MLKem.IsSupported ? null : "The platform's cryptography has no ML-KEM (MLKem.IsSupported is false).";
}

/// <summary>A theory that needs the platform's ML-DSA, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlatformMLDsaTheoryAttribute : TheoryAttribute
{
    public PlatformMLDsaTheoryAttribute() => Skip = MLDsa.IsSupported ? null : "The platform's cryptography has no ML-DSA (MLDsa.IsSupported is false).";
}
