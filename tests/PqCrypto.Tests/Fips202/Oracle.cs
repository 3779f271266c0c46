using Org.BouncyCastle.Crypto.Digests;
using PqCrypto.Fips202;

namespace PqCrypto.Tests.Fips202;

/// <summary>SHA-3 and SHAKE by BouncyCastle.</summary>
internal static class Oracle
{
    /// <summary>All functions, by name.</summary>
    internal static IReadOnlyDictionary<string, SpongeKind> Kinds { get; } = new Dictionary<string, SpongeKind>
    {
        ["SHA3-224"] = SpongeKind.Sha3_224,
        ["SHA3-256"] = SpongeKind.Sha3_256,
        ["SHA3-384"] = SpongeKind.Sha3_384,
        ["SHA3-512"] = SpongeKind.Sha3_512,
        ["SHAKE128"] = SpongeKind.Shake128,
        ["SHAKE256"] = SpongeKind.Shake256,
    };

    /// <summary>The longest output of a function that a test may ask for.</summary>
    internal static int MaxOutput(string name) => name.StartsWith("SHAKE", StringComparison.Ordinal) ? 700 : int.Parse(name[5..]) / 8;

    /// <summary>A digest; a hash is cut to the length asked for.</summary>
    internal static byte[] Digest(string name, ReadOnlySpan<byte> input, int outputLength)
    {
        byte[] output = new byte[outputLength];
        if (name.StartsWith("SHAKE", StringComparison.Ordinal))
        {
            ShakeDigest shake = new(int.Parse(name[5..]));
            shake.BlockUpdate(input);
            shake.OutputFinal(output);
            return output;
        }

        Sha3Digest sha3 = new(int.Parse(name[5..]));
        sha3.BlockUpdate(input);
        byte[] whole = new byte[sha3.GetDigestSize()];
        sha3.DoFinal(whole);
        return whole[..outputLength];
    }

    /// <summary>Reproducible bytes.</summary>
    internal static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
