using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PqCrypto.ColdStart;

/// <summary>The programs that are measured, each in a process of its own. What one does not call is not loaded.</summary>
internal static class Programs
{
    internal const string Empty = "empty";
    internal const string Random = "random";
    internal const string Exchange = "exchange";
    internal const string ExchangeAndVerify = "exchange-and-verify";

    /// <summary>One draw from the platform's random generator, which every key exchange needs: on Linux it loads OpenSSL.</summary>
    /// <returns>The exit code.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int RunRandom() => RandomNumberGenerator.GetBytes(32).Length == 32 ? 0 : 1;

    /// <summary>Both sides of one key exchange.</summary>
    /// <returns>The exit code: 0 where both have the same secret.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int RunExchange()
    {
        using KemPrivateKey key = KemAlgorithm.X25519MLKem768.GenerateKey();
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        using SharedSecret received = key.Decapsulate(ciphertext);
        return received.FixedTimeEquals(sent) ? 0 : 1;
    }

    /// <summary>One verification with ML-DSA-65.</summary>
    /// <param name="file">Public key and signature, one after the other, of an empty message.</param>
    /// <returns>The exit code: 0 where the signature is valid.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int RunVerify(string file)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        SignatureAlgorithm algorithm = SignatureAlgorithm.MLDsa65;
        SignaturePublicKey key = algorithm.ImportPublicKey(bytes[..algorithm.PublicKeySizeInBytes]);
        return key.Verify([], bytes[algorithm.PublicKeySizeInBytes..]) ? 0 : 1;
    }

    /// <summary>Writes the file that <see cref="RunVerify"/> reads.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void WriteSigned(string file)
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        File.WriteAllBytes(file, [.. key.PublicKey.ExportPublicKey(), .. key.Sign([])]);
    }
}
