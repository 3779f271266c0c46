namespace PqCrypto.Mutants;

/// <summary>The bug classes seen in implementations of these algorithms, each as one change of this library or several.</summary>
/// <remarks>K are those of ML-KEM, D of ML-DSA, C of hybrids, composites, certificates and messages, F of formats.</remarks>
internal static partial class BugClasses
{
    private const string Core = "Fips203/MLKemCore.cs";
    private const string Constant = "Base/ConstantTime.cs";

    /// <summary>A change that changes nothing, on no list: the run has to say so.</summary>
    internal static BugClass Planted { get; } = new("planted", "nothing", Constant, "return (byte)((any - 1) >> 31);", "any - 1", "any + -1")
    {
        Tests = ["PqCrypto.Tests.Classical.X25519Tests"],
    };

    internal static IReadOnlyList<BugClass> All => [.. OfCore, .. Pki];

    internal static IReadOnlyList<BugClass> OfCore => [.. MLKem, .. MLDsa, .. Formats];

    private static BugClass[] MLKem { get; } =
    [
        new("K1", "a secret is divided by q", "Kernels/Reference/ReferenceKernels.KemArithmetic.cs",
            "return (int)(((a * Factor) + (1L << 36)) >> 37);",
            "(int)(((a * Factor) + (1L << 36)) >> 37)",
            // by a value that is always q, which the compiler cannot know: by a constant it multiplies in these methods, which it always optimises
            "(int)(((a + (0 * Factor) + (KemZetas.Q / 2) + ((long)KemZetas.Q << 40)) / (KemZetas.Q + ((a + (1L << 40)) >> 41))) - (1L << 40))")
        {
            Gate = "eng/ct-nodiv",
            GateSays = " divides: ",
        },
        new("K2", "a mask becomes a branch", Constant,
            "destination[i] = (byte)(whenClear[i] ^ (mask & (whenSet[i] ^ whenClear[i])));",
            "destination[i] = (byte)(whenClear[i] ^ (mask & (whenSet[i] ^ whenClear[i])));",
            "if (mask != 0) destination[i] = whenSet[i]; else destination[i] = whenClear[i];")
        {
            Gate = "eng/ct-memcheck",
            GateSays = " reports and 0 faults in ",
        },
        new("K3", "the comparison after re-encryption leaves out the last 32 bytes", Core,
            "byte equal = ConstantTime.EqualMask(Ciphertext(ciphertexts, i), reencrypted);",
            "ConstantTime.EqualMask(Ciphertext(ciphertexts, i), reencrypted)",
            "ConstantTime.EqualMask(Ciphertext(ciphertexts, i)[..^32], reencrypted[..^32])"),
        new("K3b", "the comparison knows ciphertexts of at most 1536 bytes", Core,
            "byte equal = ConstantTime.EqualMask(Ciphertext(ciphertexts, i), reencrypted);",
            "ConstantTime.EqualMask(Ciphertext(ciphertexts, i), reencrypted)",
            "ConstantTime.EqualMask(Ciphertext(ciphertexts, i)[..int.Min(1536, reencrypted.Length)], "
            + "reencrypted[..int.Min(1536, reencrypted.Length)])"),
        new("K3c", "the comparison takes whole words and leaves the last bytes out", Constant,
            "for (int i = aWords.Length * sizeof(ulong); i < a.Length; i++)", "i < a.Length", "false"),
        new("K4", "the selection does nothing: every ciphertext is accepted", Core,
            "ConstantTime.Select(equal, accepted,", "equal", "byte.MaxValue"),
        new("K4b", "the selection works on the first half of a secret only", Constant,
            "mask & (whenSet[i] ^ whenClear[i])", "mask", "(i < 16 ? mask : byte.MaxValue)"),
        new("K5", "the modulus check of an encapsulation key is missing", Core,
            "if (ByteCodec<TKernels>.ByteDecode12(source[..KemSizes<TParams>.Vector], workspace.Take<NttPoly>(TParams.K)) != 0)",
            "ByteCodec<TKernels>.ByteDecode12(source[..KemSizes<TParams>.Vector], workspace.Take<NttPoly>(TParams.K)) != 0", "false"),
        new("K5b", "an expanded private key brings in an encapsulation key that fails the modulus check", Core,
            "EncapsulationKey ek = ImportEncapsulationKey(encodedEk);", "ImportEncapsulationKey(encodedEk)",
            "ImportEncapsulationKey(new byte[encodedEk.Length]) is var zero && encodedEk.TryCopyTo(zero.Encoded) ? zero : zero"),
        new("K5c", "the modulus check remembers the last polynomial only", "Fips203/Algebra/ByteCodec.cs",
            "reduced |= TKernels.KemDecode12(bytes.Slice(i * Encoded12, Encoded12), f[i].Coefficients());",
            "reduced |= TKernels.KemDecode12(bytes.Slice(i * Encoded12, Encoded12), f[i].Coefficients());",
            "reduced = TKernels.KemDecode12(bytes.Slice(i * Encoded12, Encoded12), f[i].Coefficients());"),
        new("K5d", "the modulus check lets q itself pass", "Kernels/Reference/ReferenceKernels.KemPacking.cs",
            "int firstBelow = (first - KemZetas.Q) >> 31;", "first - KemZetas.Q", "first - KemZetas.Q - 1"),
        new("K5e", "s of an expanded private key is not checked", Core,
            "if (Declassify.Value(notReduced, DeclassifyReason.ImportVerdict) != 0)",
            "Declassify.Value(notReduced, DeclassifyReason.ImportVerdict) != 0", "false"),
        new("K6", "the hash in an expanded private key is not checked", Core,
            "if (Declassify.Value(sameHash, DeclassifyReason.ImportVerdict) == 0)",
            "Declassify.Value(sameHash, DeclassifyReason.ImportVerdict) == 0", "false"),
        new("K7", "the comparison stops at a byte that is zero", Constant,
            "difference |= aWords[i] ^ bWords[i];", "difference |= aWords[i] ^ bWords[i];",
            "difference |= aWords[i] ^ bWords[i]; if ((byte)(aWords[i] >> 56) == 0) break;"),
        new("K8", "a matrix entry that needs more than 504 bytes stays short", "Fips203/Algebra/Sampling.cs",
            "while (filled < Polynomials.Degree)             // L4", "filled < Polynomials.Degree", "false"),
        new("K8b", "a matrix entry is continued once and no more, to 672 bytes", "Fips203/Algebra/Sampling.cs",
            "filled = TKernels.KemSampleUniform(block, coefficients, filled);",
            "filled = TKernels.KemSampleUniform(block, coefficients, filled);",
            "_ = TKernels.KemSampleUniform(block, coefficients, filled); filled = Polynomials.Degree;"),
        new("K9", "the scalar Keccak rotates one lane by one bit too few", "Kernels/Reference/ReferenceKernels.Keccak.cs",
            "r0 = b0 ^ d0; r1 = BitOperations.RotateLeft(g1 ^ d1, 44);", "44", "43"),
        new("K9b", "the 128-bit Keccak negates the wrong operand of chi", "Kernels/Vector/Width128.cs",
            "a ^ Vector128.AndNot(c, b);", "Vector128.AndNot(c, b)", "Vector128.AndNot(b, c)"),
        new("K10", "an imported private key forgets z", Core,
            "source[^32..].CopyTo(dk.Z);", "source[^32..].CopyTo(dk.Z);", string.Empty),
        new("K10b", "a generated private key forgets z", Core,
            "seeds.Slice(i * KemSizes<TParams>.PrivateSeed, KemSizes<TParams>.PrivateSeed).CopyTo(keys[i].Seed);",
            "seeds.Slice(i * KemSizes<TParams>.PrivateSeed, KemSizes<TParams>.PrivateSeed).CopyTo(keys[i].Seed);",
            "seeds.Slice(i * KemSizes<TParams>.PrivateSeed, 32).CopyTo(keys[i].Seed);"),
    ];
}
