using System.Security.Cryptography;

namespace PqCrypto.Pki.Parts;

/// <summary>What is wrong with what a peer sent or a file holds. None of it depends on a secret.</summary>
internal static class Malformed
{
    internal static CryptographicException Key(string algorithm, string reason) => new($"The {algorithm} key is malformed: {reason}.");

    internal static CryptographicException Ciphertext(string algorithm, string reason) => new($"The {algorithm} ciphertext is malformed: {reason}.");

    internal static CryptographicException Message(string reason) => new($"The message is malformed: {reason}.");
}
