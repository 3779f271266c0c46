using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Durability;
using PqCrypto.Samples.Migration.Storage;

namespace PqCrypto.Samples.Migration.Keys;

/// <summary>Where the passphrase of a store's private keys comes from.</summary>
public static class Passphrase
{
    /// <summary>The environment variable that is asked when there is no option.</summary>
    public const string EnvironmentVariable = "PQSTORE_PASSPHRASE";

    private const int GeneratedSizeInBytes = 32;

    /// <summary>Takes the option, else the environment variable, else the store's own file.</summary>
    /// <param name="option">The option, or null.</param>
    /// <param name="paths">Where the store's file is.</param>
    /// <param name="isGenerated">Whether it is the one that this program made.</param>
    /// <returns>The passphrase, secret; or null when there is none.</returns>
    public static string? Find(string? option, StorePaths paths, out bool isGenerated)
    {
        isGenerated = false;
        string? given = string.IsNullOrEmpty(option) ? Environment.GetEnvironmentVariable(EnvironmentVariable) : option;
        if (!string.IsNullOrEmpty(given))
            return given;
        isGenerated = File.Exists(paths.Passphrase);
        return isGenerated ? File.ReadAllText(paths.Passphrase).TrimEnd('\r', '\n') : null;
    }

    /// <summary>Makes a passphrase and keeps it in the store, readable by its owner only.</summary>
    /// <returns>The passphrase. Secret.</returns>
    public static string Generate(StorePaths paths, DurableSteps steps)
    {
        string passphrase = Convert.ToBase64String(RandomNumberGenerator.GetBytes(GeneratedSizeInBytes));
        AtomicFile.Write(paths.Passphrase, System.Text.Encoding.ASCII.GetBytes(passphrase + "\n"), steps);
        return passphrase;
    }
}
