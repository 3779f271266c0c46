using System.Runtime.InteropServices;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using PqCrypto.Base;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;
using PqCrypto.Tests.Conformance;
using PqCrypto.Tests.Fips203;
using PqCrypto.Tests.Fips204;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Tests.SelfTests;

/// <summary>The answers that algorithms must give before their first use: where they come from, who has to give them, and the rounding mode.</summary>
public sealed class KnownAnswerTests
{
    private const int Upwards = 0x800, Downwards = 0x400, ToZero = 0xC00, ToNearest = 0;       // fenv.h of glibc for x64

    public static TheoryData<string> Own =>
    [
        .. Enum.GetValues<BuiltInKem>().Where(kem => KnownAnswers.DigestOf(kem) is not null).Select(kem => kem.ToString()),
        .. Enum.GetValues<BuiltInSignature>().Where(signature => KnownAnswers.DigestOf(signature) is not null).Select(signature => signature.ToString()),
    ];

    [Fact]
    public void Of_EveryBuiltIn_TestsWhatIsOurOwn()
    {
        SelfTest mlKem768 = KemAlgorithm.MLKem768.Scheme.SelfTest;
        SelfTest mlKem1024 = KemAlgorithm.MLKem1024.Scheme.SelfTest;
        Assert.Equal(12, Own.Count);
        Assert.Same(KnownAnswers.X25519, KemAlgorithm.X25519.Scheme.SelfTest);
        Assert.Equal([mlKem768, KnownAnswers.X25519], KemAlgorithm.XWing.Scheme.SelfTest.Parts);
        Assert.Equal([mlKem768, KnownAnswers.X25519], KemAlgorithm.X25519MLKem768.Scheme.SelfTest.Parts);
        Assert.Equal([mlKem768], KemAlgorithm.SecP256r1MLKem768.Scheme.SelfTest.Parts);
        Assert.Equal([mlKem1024], KemAlgorithm.SecP384r1MLKem1024.Scheme.SelfTest.Parts);
        Assert.All(KemAlgorithm.All, kem => Assert.Equal(!IsOfThePlatform(kem.Name), KnownAnswers.Of(BuiltIn(kem), kem.Scheme) is not null));
        Assert.All(
            SignatureAlgorithm.All,
            signature => Assert.Equal(!IsOfThePlatform(signature.Name), KnownAnswers.Of(BuiltIn(signature), signature.Scheme) is not null));
    }

    [Theory]
    [InlineData("ML-KEM-512"), InlineData("ML-KEM-768"), InlineData("ML-KEM-1024")]
    public void DigestOf_MLKem_IsThatOfBouncyCastle(string name)
    {
        MLKemParameters set = name switch
        {
            "ML-KEM-512" => MLKemParameters.ml_kem_512,
            "ML-KEM-768" => MLKemParameters.ml_kem_768,
            _ => MLKemParameters.ml_kem_1024,
        };
        byte[] input = Counting(96);
        MLKemPrivateKeyParameters key = MLKemPrivateKeyParameters.FromSeed(set, input[..64]);
        MLKemEncapsulator encapsulator = new(set);
        encapsulator.Init(new ParametersWithRandom(key.GetPublicKey(), new FixedRandom(input[64..])));
        byte[] ciphertext = new byte[encapsulator.EncapsulationLength];
        byte[] secret = new byte[32];
        encapsulator.Encapsulate(ciphertext, secret);
        byte[] changed = [.. ciphertext];
        changed[^1] ^= 1;

        byte[] answer =
        [
            .. key.GetPublicKeyEncoded(), .. key.GetEncoded(), .. ciphertext, .. secret,
            .. Decapsulate(key, ciphertext), .. Decapsulate(key, changed),
        ];

        Assert.Equal(Digest(answer), KnownAnswers.DigestOf(BuiltIn(Find(name))));
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void DigestOf_MLDsa_IsThatOfBouncyCastle(string name)
    {
        MLDsaParameters set = name switch
        {
            "ML-DSA-44" => MLDsaParameters.ml_dsa_44,
            "ML-DSA-65" => MLDsaParameters.ml_dsa_65,
            _ => MLDsaParameters.ml_dsa_87,
        };
        byte[] seed = Counting(32);
        MLDsaPrivateKeyParameters key = MLDsaPrivateKeyParameters.FromSeed(set, seed);
        MLDsaSigner signer = new(set, deterministic: true);
        signer.Init(true, key);
        signer.BlockUpdate(seed, 0, seed.Length);

        byte[] answer = [.. key.GetPublicKeyEncoded(), .. key.GetEncoded(), .. signer.GenerateSignature(), 1, 0];

        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        Assert.Equal(Digest(answer), KnownAnswers.DigestOf(BuiltIn(algorithm)));
    }

    [Theory, MemberData(nameof(KernelSets.Supported), MemberType = typeof(KernelSets))]
    public void Require_EveryKernelSet_Passes(string set) => Assert.Equal(12, KernelSets.Run(set, new Passes()));

    [Fact]
    public void Require_EveryCurve_Passes() =>
        Assert.All(KernelSelector.Curves, curve => KnownAnswers.OfCurve(curve).Require());

    [Fact]
    public void RoundsToNearest_EveryMode_IsTold()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return;
        Assert.True(In(ToNearest, () => KnownAnswers.RoundsToNearest(1)));
        Assert.False(In(Upwards, () => KnownAnswers.RoundsToNearest(1)));
        Assert.False(In(Downwards, () => KnownAnswers.RoundsToNearest(1)));
        Assert.False(In(ToZero, () => KnownAnswers.RoundsToNearest(1)));
    }

    [Fact]
    public void Require_OtherRoundingMode_RefusesCurvesOfDoublesOnly()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return;
        Assert.All(KernelSelector.Curves, curve =>
        {
            Assert.Equal(curve.Name == "doubles", curve.NeedsNearestRounding);
            Assert.Equal(!curve.NeedsNearestRounding, In(Upwards, () => SelfTestTests.Passes(KnownAnswers.OfCurve(curve))));
        });
    }

    internal static BuiltInKem BuiltIn(KemAlgorithm algorithm) => (BuiltInKem)KemAlgorithm.All.ToList().IndexOf(algorithm);

    internal static BuiltInSignature BuiltIn(SignatureAlgorithm algorithm) => (BuiltInSignature)SignatureAlgorithm.All.ToList().IndexOf(algorithm);

    private static bool IsOfThePlatform(string name) =>
        name.StartsWith("RSA", StringComparison.Ordinal) || name.StartsWith("ECDSA", StringComparison.Ordinal) || name.StartsWith("DHKEM-P", StringComparison.Ordinal);

    private static KemAlgorithm Find(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        return algorithm;
    }

    private static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    private static byte[] Decapsulate(MLKemPrivateKeyParameters key, byte[] ciphertext)
    {
        MLKemDecapsulator decapsulator = new(key.Parameters);
        decapsulator.Init(key);
        byte[] secret = new byte[32];
        decapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }

    private static string Digest(byte[] answer)
    {
        Sha3Digest sha3 = new(256);
        sha3.BlockUpdate(answer, 0, answer.Length);
        byte[] digest = new byte[32];
        sha3.DoFinal(digest, 0);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Runs with a rounding mode on a thread of its own.</summary>
    private static bool In(int mode, Func<bool> test)
    {
        bool result = test();       // compiles it while sums are rounded as usual
        Thread thread = new(() =>
        {
            _ = SetRounding(mode);
            result = test();
            _ = SetRounding(ToNearest);
        });
        thread.Start();
        thread.Join();
        return result;
    }

    [DllImport("libm.so.6", EntryPoint = "fesetround"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetRounding(int mode);

    /// <summary>Runs all twelve tests over one kernel set.</summary>
    private sealed class Passes : IKernelVisitor<int>
    {
        public int Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            int passed = 0;
            foreach (KemAlgorithm kem in KemAlgorithm.All.Where(kem => KnownAnswers.DigestOf(BuiltIn(kem)) is not null))
            {
                KnownAnswers.Of(BuiltIn(kem), KemSchemes.Create<TKernels>(kem.Name))!.Require();
                passed++;
            }

            foreach (SignatureAlgorithm signature in SignatureAlgorithm.All.Where(signature => KnownAnswers.DigestOf(BuiltIn(signature)) is not null))
            {
                KnownAnswers.Of(BuiltIn(signature), DsaSchemes.Create<TKernels>(signature.Name))!.Require();
                passed++;
            }

            return passed;
        }
    }
}
