using System.Runtime.CompilerServices;
using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;

namespace PqCrypto;

/// <summary>The known-answer tests of the algorithms of our own, which run before the first use of each.</summary>
/// <remarks>An answer is everything that a run over fixed inputs gives, in a row; what is kept here is its SHA3-256. The answers of ML-KEM and ML-DSA are
/// computed again by BouncyCastle in the tests, those of round 3 over the reference kernels. Nothing in here is secret.</remarks>
internal static class KnownAnswers
{
    /// <summary>The test of X25519, shared by all that use it.</summary>
    internal static SelfTest X25519 { get; } = OfCurve(KernelSelector.Curves[0]);

    /// <summary>The test of a built-in algorithm; hybrids have those of their parts. Null where all of it is the platform's.</summary>
    internal static SelfTest? Of(BuiltInKem kem, KemScheme scheme) => kem switch
    {
        BuiltInKem.X25519 => X25519,
        BuiltInKem.XWing or BuiltInKem.X25519MLKem768 => OfParts(scheme, KemAlgorithm.MLKem768, X25519),
        BuiltInKem.SecP256r1MLKem768 => OfParts(scheme, KemAlgorithm.MLKem768),
        BuiltInKem.SecP384r1MLKem1024 => OfParts(scheme, KemAlgorithm.MLKem1024),
        _ when DigestOf(kem) is { } digest =>
            new SelfTest(scheme.Description.Name, () => Compare(scheme.Description.Name, Answer(scheme), digest)),
        _ => null,
    };

    /// <summary>The tests of the parts of a hybrid.</summary>
    internal static SelfTest OfParts(KemScheme scheme, KemAlgorithm mlKem, params SelfTest[] others) =>
        new(scheme.Description.Name, test: null, [mlKem.Scheme.SelfTest, .. others]);

    /// <summary>The tests of the parts of a composite.</summary>
    internal static SelfTest OfParts(SignatureScheme scheme, SignatureAlgorithm mlDsa) => new(scheme.Description.Name, test: null, mlDsa.Scheme.SelfTest);

    /// <summary>The test of a built-in algorithm; null where it is the platform's.</summary>
    internal static SelfTest? Of(BuiltInSignature signature, SignatureScheme scheme) => DigestOf(signature) is not { } digest
        ? null
        : new SelfTest(scheme.Description.Name, () => Compare(scheme.Description.Name, Answer(scheme), digest));

    /// <summary>The test of one implementation of X25519.</summary>
    internal static SelfTest OfCurve(CurveKernels curve) => new("X25519", () => TestX25519(curve));

    /// <summary>SHA3-256 of <see cref="Answer(KemScheme)"/>.</summary>
    internal static string? DigestOf(BuiltInKem kem) => kem switch
    {
        BuiltInKem.MLKem512 => "6e12b40ca069294d97a056c77f1e9db8ea483a8922f14cbce67f9f0c88e409ff",
        BuiltInKem.MLKem768 => "48f973fbddc4f8d5472291a0442e66caa4e83c0f16bea2cf15fe76c387e4f312",
        BuiltInKem.MLKem1024 => "490a1aa832d7f4dd18c55a250854e93b3bce74a86bf2f95513c03dabd81eda68",
        BuiltInKem.Kyber512Round3 => "e670a05ebb9316896d5ebfb8ed24c5ea854ea07d98931ff7a3c7d5d11531b83d",
        BuiltInKem.Kyber768Round3 => "f5dc3dd5a2041b9b0c56ab5038811ed8f3dd7b496f3243aa2df2c968cd874fdb",
        BuiltInKem.Kyber1024Round3 => "a989159e5c570a63edd3db2eaf3439572a63d3a22f7cfc1e5d75f7f85c73de48",
        _ => null,
    };

    /// <summary>SHA3-256 of <see cref="Answer(SignatureScheme)"/>.</summary>
    internal static string? DigestOf(BuiltInSignature signature) => signature switch
    {
        BuiltInSignature.MLDsa44 => "d343e0407f322281700f76b7c9907cfd677914a287e34286e53b027a8bacba4a",
        BuiltInSignature.MLDsa65 => "9df1bde2029fd8c2b0e1cef774be00ffc5737a4826fa6392f2252e5e46cd04e7",
        BuiltInSignature.MLDsa87 => "5861c2184d39600f30b11922f04540b146233234b22618ef4ccab0ea8cac1f33",
        BuiltInSignature.Dilithium2Round3 => "efedeb7127feb7b538e727f3aa8c3d3d60ded622b194b4c805d9456dc2ab0fbe",
        BuiltInSignature.Dilithium3Round3 => "38444692c9947887c8a2722cef7f493d230aa1fb38ea0d62d5d5119a2d8b9708",
        BuiltInSignature.Dilithium5Round3 => "c6a9b911feb1e75f0f9ac453f7ded735d2dffbd2cc35ea90f573ae5a324544ce",
        _ => null,
    };

    /// <summary>Runs a KEM over the seed 00 01 02 ..., whose bytes go on as the randomness of the encapsulation.</summary>
    /// <returns>Public key, private key, ciphertext, secret of the sender, secret of the receiver, and secret of the ciphertext with the lowest bit of its last
    /// byte flipped.</returns>
    internal static byte[] Answer(KemScheme scheme)
    {
        KemDescription sizes = scheme.Description;
        byte[] input = Counting(sizes.PrivateSeedSizeInBytes + sizes.EncapsulationRandomnessSizeInBytes);
        byte[] answer = new byte[
            sizes.PublicKeySizeInBytes + sizes.PrivateKeySizeInBytes + sizes.CiphertextSizeInBytes + (3 * sizes.SharedSecretSizeInBytes)];
        Span<byte> rest = answer;
        Span<byte> publicKey = Next(ref rest, sizes.PublicKeySizeInBytes);
        Span<byte> privateKey = Next(ref rest, sizes.PrivateKeySizeInBytes);
        Span<byte> ciphertext = Next(ref rest, sizes.CiphertextSizeInBytes);

        using KemPrivateKeyState key = scheme.ImportPrivateSeed(input.AsSpan(..sizes.PrivateSeedSizeInBytes));
        key.PublicKey.ExportPublicKey(publicKey);
        key.ExportPrivateKey(privateKey);
        scheme.ImportPublicKey(publicKey)
            .Encapsulate(input.AsSpan(sizes.PrivateSeedSizeInBytes..), ciphertext, Next(ref rest, sizes.SharedSecretSizeInBytes));
        key.Decapsulate(ciphertext, Next(ref rest, sizes.SharedSecretSizeInBytes));
        ciphertext[^1] ^= 1;
        key.Decapsulate(ciphertext, Next(ref rest, sizes.SharedSecretSizeInBytes));
        ciphertext[^1] ^= 1;
        return answer;
    }

    /// <summary>Runs a signature scheme over the seed 00 01 02 ..., which is the message as well.</summary>
    /// <returns>Public key, private key, deterministic signature, 1 for its verification, and 0 for that of the signature with the lowest bit of its first
    /// byte flipped.</returns>
    internal static byte[] Answer(SignatureScheme scheme)
    {
        SignatureDescription sizes = scheme.Description;
        byte[] seed = Counting(sizes.PrivateSeedSizeInBytes);
        byte[] answer = new byte[sizes.PublicKeySizeInBytes + sizes.PrivateKeySizeInBytes + sizes.MaxSignatureSizeInBytes + 2];
        Span<byte> rest = answer;
        Span<byte> publicKey = Next(ref rest, sizes.PublicKeySizeInBytes);
        Span<byte> privateKey = Next(ref rest, sizes.PrivateKeySizeInBytes);
        Span<byte> signature = Next(ref rest, sizes.MaxSignatureSizeInBytes);

        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(seed);
        key.PublicKey.ExportPublicKey(publicKey);
        key.ExportPrivateKey(privateKey);
        key.Sign(seed, SignatureOptions.Default, randomness: default, signature);
        SignaturePublicKeyState verifier = scheme.ImportPublicKey(publicKey);
        rest[0] = Convert.ToByte(verifier.Verify(seed, signature, SignatureOptions.Default));
        signature[0] ^= 1;
        rest[1] = Convert.ToByte(verifier.Verify(seed, signature, SignatureOptions.Default));
        signature[0] ^= 1;
        return answer;
    }

    /// <summary>Whether sums of doubles are rounded to nearest on this thread.</summary>
    /// <param name="one">1; an argument, so that the processor computes and not the compiler.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool RoundsToNearest(double one)
    {
        double next = Math.BitIncrement(one);
        double step = next - one;
        return one + (step * 0.25) == one && one + (step * 0.75) == next;       // upwards fails the first; downwards and to zero the second
    }

    /// <summary>The keys and the secret of RFC 7748, section 6.1, by each of the three operations; and first of all the rounding mode.</summary>
    private static void TestX25519(CurveKernels curve)
    {
        const string Name = "X25519";
        if (curve.NeedsNearestRounding && !RoundsToNearest(1))
            throw Errors.SelfCheck(Name, "the floating-point rounding mode of this thread is not to nearest");
        byte[] a = Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        byte[] b = Convert.FromHexString("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] publicA = Convert.FromHexString("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        byte[] publicB = Convert.FromHexString("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        byte[] secret = Convert.FromHexString("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        Classical.X25519.Clamp(a);
        Classical.X25519.Clamp(b);

        byte[] ephemeral = new byte[publicA.Length];
        byte[] product = new byte[secret.Length];
        curve.MultiplyBase(a, ephemeral);
        curve.Multiply(a, publicB, product);
        bool isRight = ephemeral.AsSpan().SequenceEqual(publicA) && product.AsSpan().SequenceEqual(secret);
        curve.MultiplyBoth(b, publicA, ephemeral, product);
        isRight &= ephemeral.AsSpan().SequenceEqual(publicB) && product.AsSpan().SequenceEqual(secret);
        if (!isRight)
            throw Errors.SelfCheck(Name, "a key or secret is not that of RFC 7748, section 6.1");
    }

    private static void Compare(string algorithm, byte[] answer, string digest)
    {
        if (KernelSelector.Best.Accept(new Digest(answer)) != digest)
            throw Errors.SelfCheck(algorithm, "a key, ciphertext, secret, signature or verdict is not the known answer");
    }

    private static byte[] Counting(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)i;
        return bytes;
    }

    private static Span<byte> Next(ref Span<byte> rest, int length)
    {
        Span<byte> next = rest[..length];
        rest = rest[length..];
        return next;
    }

    /// <summary>SHA3-256 in hexadecimal digits.</summary>
    private sealed class Digest(byte[] answer) : IKernelVisitor<string>
    {
        private const int SizeInBytes = 32;

        public string Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            using Workspace workspace = Workspace.Rent();
            LaneGroup<TKernels> hash = new(workspace, maxStreams: 1, answer.Length + SizeInBytes);
            int digest = hash.Add(SpongeKind.Sha3_256, SizeInBytes, answer);
            hash.Run();
            return Convert.ToHexStringLower(hash.Output(digest));
        }
    }
}
