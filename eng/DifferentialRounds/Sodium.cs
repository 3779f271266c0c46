using System.Runtime.InteropServices;

namespace PqCrypto.DifferentialRounds;

/// <summary>ML-KEM-768 and X-Wing of libsodium, whose package brings the library for each system.</summary>
internal static partial class Sodium
{
    private const string Library = "libsodium";

    /// <summary>Null where it can be used, else why not.</summary>
    internal static string? Missing { get; } = Load();

    /// <summary>The library's own version, such as "1.0.22".</summary>
    internal static string Version => Marshal.PtrToStringUTF8(VersionString()) ?? "unknown";

    internal static (byte[] PublicKey, byte[] PrivateKey) GenerateMLKem768(byte[] seed)
    {
        byte[] publicKey = new byte[1184], privateKey = new byte[2400];
        Check(MLKemSeedKeypair(publicKey, privateKey, seed));
        return (publicKey, privateKey);
    }

    /// <summary>Ciphertext and secret; null where the key is refused.</summary>
    internal static byte[]? EncapsulateMLKem768(byte[] publicKey, byte[] m)
    {
        byte[] ciphertext = new byte[1088], secret = new byte[32];
        return MLKemEncapsulate(ciphertext, secret, publicKey, m) == 0 ? [.. ciphertext, .. secret] : null;
    }

    /// <summary>The secret; null where the key is refused.</summary>
    internal static byte[]? DecapsulateMLKem768(byte[] privateKey, byte[] ciphertext)
    {
        byte[] secret = new byte[32];
        return MLKemDecapsulate(secret, ciphertext, privateKey) == 0 ? secret : null;
    }

    internal static (byte[] PublicKey, byte[] PrivateKey) GenerateXWing(byte[] seed)
    {
        byte[] publicKey = new byte[1216], privateKey = new byte[32];
        Check(XWingSeedKeypair(publicKey, privateKey, seed));
        return (publicKey, privateKey);
    }

    /// <inheritdoc cref="EncapsulateMLKem768"/>
    internal static byte[]? EncapsulateXWing(byte[] publicKey, byte[] randomness)
    {
        byte[] ciphertext = new byte[1120], secret = new byte[32];
        return XWingEncapsulate(ciphertext, secret, publicKey, randomness) == 0 ? [.. ciphertext, .. secret] : null;
    }

    /// <inheritdoc cref="DecapsulateMLKem768"/>
    internal static byte[]? DecapsulateXWing(byte[] privateKey, byte[] ciphertext)
    {
        byte[] secret = new byte[32];
        return XWingDecapsulate(secret, ciphertext, privateKey) == 0 ? secret : null;
    }

    private static string? Load()
    {
        try
        {
            return Initialize() >= 0 ? null : "libsodium does not start";
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return failure.Message;
        }
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidDataException("libsodium makes no key");
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "sodium_version_string")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "crypto_kem_mlkem768_seed_keypair")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MLKemSeedKeypair([In, Out] byte[] publicKey, [In, Out] byte[] privateKey, byte[] seed);

    [LibraryImport(Library, EntryPoint = "crypto_kem_mlkem768_enc_deterministic")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MLKemEncapsulate([In, Out] byte[] ciphertext, [In, Out] byte[] secret, byte[] publicKey, byte[] seed);

    [LibraryImport(Library, EntryPoint = "crypto_kem_mlkem768_dec")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MLKemDecapsulate([In, Out] byte[] secret, byte[] ciphertext, byte[] privateKey);

    [LibraryImport(Library, EntryPoint = "crypto_kem_xwing_seed_keypair")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int XWingSeedKeypair([In, Out] byte[] publicKey, [In, Out] byte[] privateKey, byte[] seed);

    [LibraryImport(Library, EntryPoint = "crypto_kem_xwing_enc_deterministic")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int XWingEncapsulate([In, Out] byte[] ciphertext, [In, Out] byte[] secret, byte[] publicKey, byte[] seed);

    [LibraryImport(Library, EntryPoint = "crypto_kem_xwing_dec")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int XWingDecapsulate([In, Out] byte[] secret, byte[] ciphertext, byte[] privateKey);
}
