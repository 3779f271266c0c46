using System.Text.Json;
using PqCrypto.Fips204;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Reference;
using PqCrypto.Tests.Conformance;
using MLDsa = PqCrypto.Fips204.MLDsa;

namespace PqCrypto.Tests.Vectors;

/// <summary>The messages that signing is timed with take as many attempts as the geometric law says, whatever the kernels.</summary>
public class SigningMessageTests
{
    [Theory, MemberData(nameof(EveryKernelSetTests.Signatures), MemberType = typeof(EveryKernelSetTests))]
    public void SignCounted_OwnMessages_TakeAttemptsOfTheGeometricLaw(string set, string name)
    {
        JsonElement list = OwnVectors.ReadJson($"signing/{name}.json");
        double mean = list.GetProperty("meanAttempts").GetDouble();
        int[] attempts = KernelSets.Run(set, new Attempts(name, Texts(list.GetProperty("messages"))));
        Assert.Equal(mean, attempts.Average(), 1e-12);
        for (int k = 1; k <= attempts.Max(); k++)
        {
            double share = 1 - Math.Pow(1 - (1 / mean), k);
            Assert.Equal((int)Math.Floor((attempts.Length * share) + 0.5), attempts.Count(taken => taken <= k));
        }
    }

    /// <summary>Another list of the same purpose, made by others.</summary>
    [SharedTheory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public void SignCounted_OutsideMessages_TakeAsManyAttemptsWithinTwoPercent(string name)
    {
        double mean = OwnVectors.ReadJson($"signing/{name}.json").GetProperty("meanAttempts").GetDouble();
        string[] outside = Texts(SharedVectors.ReadJson($"signing-benchmark/{name}.json"));
        int[] attempts = new Attempts(name, outside).Visit<ReferenceKernels>();
        Assert.InRange(attempts.Average() / mean, 0.98, 1.02);
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>Signs messages with the key from a zero seed, deterministically and with an empty context.</summary>
    private sealed class Attempts(string name, string[] messages) : IKernelVisitor<int[]>
    {
        public int[] Visit<TKernels>()
            where TKernels : struct, IKernels => name switch
            {
                "ML-DSA-44" => Count<MLDsa44Parameters, TKernels>(),
                "ML-DSA-65" => Count<MLDsa65Parameters, TKernels>(),
                "ML-DSA-87" => Count<MLDsa87Parameters, TKernels>(),
                _ => throw new ArgumentOutOfRangeException(nameof(name)),
            };

        private int[] Count<TParams, TKernels>()
            where TParams : struct, IDsaParameters
            where TKernels : struct, IKernels
        {
            using SignaturePrivateKeyState state = new MLDsaScheme<TParams, MLDsa, TKernels>().ImportPrivateSeed(new byte[32]);
            MLDsaPrivateKey<TParams, MLDsa, TKernels> key = (MLDsaPrivateKey<TParams, MLDsa, TKernels>)state;
            byte[] signature = new byte[DsaSizes<TParams, MLDsa>.Signature];
            return [.. messages.Select(message => key.SignCounted(Mu(state, message), default, signature).Attempts)];
        }

        private static byte[] Mu(SignaturePrivateKeyState key, string message)
        {
            byte[] mu = new byte[64];
            using MessageDigest digest = key.PublicKey.CreateDigest(SignatureOptions.Default)!;
            digest.Append(System.Text.Encoding.ASCII.GetBytes(message));
            digest.Finish(mu);
            return mu;
        }
    }
}
