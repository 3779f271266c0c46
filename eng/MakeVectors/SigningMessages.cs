using System.Text.Json.Nodes;
using PqCrypto.Fips204;
using PqCrypto.Kernels.Reference;
using MLDsa = PqCrypto.Fips204.MLDsa;

namespace PqCrypto.MakeVectors;

/// <summary>Messages to time signing with: the key from a zero seed takes as many attempts for them as the geometric law lets expect.</summary>
/// <remarks>FIPS 204, Table 1, gives means of 4.25, 5.1 and 3.85 attempts from the checks of z and r0 alone. The check of the hints rejects another
/// 1.2, 0.4 and 0.8 % (counted over 80 000 signatures each), which the means below contain.</remarks>
internal static class SigningMessages
{
    /// <summary>How many messages: for this number the rounded law has exactly its mean, for all three.</summary>
    private const int Number = 150;

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Write<MLDsa44Parameters>(folder, SignatureAlgorithm.MLDsa44, mean: 4.30);
        Write<MLDsa65Parameters>(folder, SignatureAlgorithm.MLDsa65, mean: 5.12);
        Write<MLDsa87Parameters>(folder, SignatureAlgorithm.MLDsa87, mean: 3.88);
    }

    /// <summary>Takes message after message where its number of attempts is still wanted.</summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="mean">The mean number of attempts.</param>
    private static void Write<TParams>(string folder, SignatureAlgorithm algorithm, double mean)
        where TParams : struct, IDsaParameters
    {
        List<int> wanted = [.. Enumerable.Range(0, Number).Select(i => Quantile(mean, (i + 0.5) / Number))];
        Func<byte[], int> attemptsOf = Counter<TParams>();
        JsonArray messages = [];
        int tried = 0;
        for (; wanted.Count > 0; tried++)
        {
            string message = $"{algorithm.Name}, message {tried}";
            if (wanted.Remove(attemptsOf(System.Text.Encoding.ASCII.GetBytes(message))))
                messages.Add(message);
        }

        VectorFile.WriteObject(folder, algorithm.Name, new JsonObject
        {
            ["algorithm"] = algorithm.Name,
            ["seed"] = VectorFile.Hex(new byte[algorithm.PrivateSeedSizeInBytes]),
            ["meanAttempts"] = mean,
            ["messages"] = messages,
        });
        Console.WriteLine($"{algorithm.Name}.json: {Number} messages of {tried}");
    }

    /// <summary>The number of attempts that a share of all signatures does not exceed.</summary>
    private static int Quantile(double mean, double share)
    {
        int attempts = 1;
        for (double longer = 1 - (1 / mean); longer > 1 - share; longer *= 1 - (1 / mean))
            attempts++;
        return attempts;
    }

    /// <summary>Counts the attempts of signing a message, deterministically and with an empty context.</summary>
    private static Func<byte[], int> Counter<TParams>()
        where TParams : struct, IDsaParameters
    {
        MLDsaScheme<TParams, MLDsa, ReferenceKernels> scheme = new();
        var key = (MLDsaPrivateKey<TParams, MLDsa, ReferenceKernels>)scheme.ImportPrivateSeed(new byte[scheme.Description.PrivateSeedSizeInBytes]);
        var publicKey = (MLDsaPublicKey<TParams, MLDsa, ReferenceKernels>)key.PublicKey;
        byte[] mu = new byte[64];
        byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
        return message =>
        {
            publicKey.DigestFormatted([0, 0, .. message], mu);         // FIPS 204, Algorithm 2, L10: pure, empty context
            return key.SignCounted(mu, default, signature).Attempts;
        };
    }
}
