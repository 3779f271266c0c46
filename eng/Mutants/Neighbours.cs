namespace PqCrypto.Mutants;

/// <summary>Which test classes are near a source file, as the folders of both say.</summary>
internal static class Neighbours
{
    /// <summary>Beginnings of files, and parts of the names of the test classes that are about them, nearest first.</summary>
    private static readonly (string File, string[] Tests)[] All =
    [
        ("PqCrypto.Pki/Cms/", [".Cms.SignedMessage", ".Cms."]),
        ("PqCrypto.Pki/Certificates/", [".Certificates."]),
        ("PqCrypto.Pki/", [".Cms.SignedMessage", ".Certificates."]),
        ("Base/", [".Base.", ".SelfTests.SelfTestTests", ".Api.EntropyFailure", ".Api.KeyDisposal"]),
        ("Classical/X25519", [".Classical.X25519Tests", ".Classical.Dhkem"]),
        ("Classical/Rsa", [".Classical.Rsa", ".Classical.Container", ".Api.KeyDisposal"]),
        ("Classical/Agreement", [".Hybrid.CompositeKem"]),
        ("Classical/", [".Classical."]),
        ("CompositeAlgorithms", [".Hybrid.Composite"]),
        ("Encoding/", [".Encoding.", ".Bcl."]),
        ("Bcl/", [".Bcl."]),
        ("Contracts/", [".Api.KeyFormError"]),
        ("Hpke/", [".Hpke."]),
        ("Fips180/", [".Fips180."]),
        ("Fips202/", [".Fips202."]),
        ("Fips203/", [".Fips203.", ".Vectors.KatKem", ".Vectors.HybridTests"]),
        ("Fips204/", [".Fips204.HintEncoding", ".Fips204.MessageEncoding", ".Vectors.KatMLDsa", ".Fips204."]),
        ("Hybrid/", [".Hybrid.", ".Vectors.HybridTests", ".Extension.", ".Api.KeyDisposal"]),
        (
            "Kernels/Curve25519/",
            [".Conformance.Field25519", ".Classical.X25519Tests", ".Conformance.CurveKernel", ".Conformance.IntegerPair", ".Conformance.QuadField"]),
        ("Kernels/Vector/Kem", [".Conformance.Kem"]),
        ("Kernels/Vector/Dsa", [".Conformance.DsaKernel", ".Conformance.DsaRounding"]),
        ("Kernels/Vector/IWordCompaction", [".Conformance.KemSampling", ".Conformance.DsaSampling"]),
        ("Kernels/Vector/VectorKernels.Fields", [".Conformance.KemPacking", ".Conformance.DsaPacking"]),
        ("Kernels/Vector/Width128.Words", [".Conformance.IntegerPair", ".Conformance.CurveKernel", ".Conformance.Keccak", ".Conformance.Kem"]),
        ("Kernels/Vector/Keccak", [".Conformance.Keccak", ".Fips202."]),
        ("Kernels/Vector/SingleState", [".Conformance.Keccak", ".Fips202."]),
        (
            "Kernels/Vector/Width",
            [".Conformance.Keccak", ".Conformance.Kem", ".Conformance.DsaPacking", ".Conformance.DsaSampling", ".Conformance.DsaKernel"]),
        ("Kernels/Keccak", [".Conformance.Keccak", ".Fips202."]),
        ("Kernels/Tables/Kem", [".Conformance.KemKernel"]),
        ("Kernels/Tables/Dsa", [".Conformance.DsaKernel"]),
        ("Kernels/Tables/", [".Conformance.KernelMemory", ".Conformance.KemPacking", ".Conformance.KemSampling", ".Conformance.DsaPacking", ".Conformance.DsaSampling"]),
        ("Kernels/", [".Conformance.KernelMemory"]),
        ("KeyContainers", [".Encoding.", ".Api.KeyForm", ".Classical.Container"]),
        ("Kem", [".Api.Kem", ".Extension.", ".Api.KeyDisposal", ".Api.Batch", ".Api.KeyForm"]),
        ("Signature", [".Api.Signature", ".Extension.", ".Api.KeyDisposal", ".Api.Batch"]),
        ("SharedSecret", [".Api.SharedSecret"]),
        ("Batch", [".Api.Batch"]),
        ("PairwiseConsistency", [".SelfTests."]),
        ("KnownAnswers", [".SelfTests."]),
        ("", [".Api.SignatureStreaming", ".Api.KemOperation"]),
    ];

    /// <summary>Kernels of which the file's name says which test class has them.</summary>
    private static readonly string[] Kinds = ["Packing", "Sampling", "BoundedSampling", "Rounding", "Challenge"];

    /// <summary>The classes, nearest first.</summary>
    /// <param name="file">A file of the library, relative to its folder.</param>
    internal static string[] Of(string file)
    {
        List<string> parts = [];
        if (file.Contains("Kernels.", StringComparison.Ordinal) && !file.EndsWith("Fields.cs", StringComparison.Ordinal))      // VectorKernels.DsaRounding.cs
        {
            string kernels = file[(file.IndexOf("Kernels.", StringComparison.Ordinal) + "Kernels.".Length)..^3];
            string scheme = kernels.StartsWith("Keccak", StringComparison.Ordinal) ? "Keccak" : kernels[..3];
            string kind = Kinds.FirstOrDefault(kernels.EndsWith) ?? string.Empty;
            parts.Add($".Conformance.{scheme}{kind.Replace("Bounded", string.Empty, StringComparison.Ordinal)}Kernel");
            parts.Add($".Conformance.{scheme}");
        }
        else
        {
            parts.AddRange(All.First(row => file.StartsWith(row.File, StringComparison.Ordinal)).Tests);
        }

        return [.. parts.SelectMany(part => TestHost.Classes.Where(name => name.Contains(part, StringComparison.Ordinal))).Distinct()];
    }
}
