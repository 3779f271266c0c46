// Signatures that KeyContainers calls; each goes away when its own file arrives.
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

internal readonly ref struct Spki
{
    internal AlgorithmIdentifier Algorithm { get; init; }

    internal ReadOnlySpan<byte> SubjectPublicKey { get; init; }

    internal static byte[] Encode(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> subjectPublicKey) => throw new NotSupportedException();

    internal static Spki Decode(ReadOnlySpan<byte> source) => throw new NotSupportedException();
}

internal readonly ref struct Pkcs8
{
    internal AlgorithmIdentifier Algorithm { get; init; }

    internal ReadOnlySpan<byte> PrivateKey { get; init; }

    internal ReadOnlySpan<byte> PublicKey { get; init; }

    internal bool HasPublicKey { get; init; }

    internal static SecretBuffer Encode(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> privateKey) => throw new NotSupportedException();

    internal static Pkcs8 Decode(ReadOnlySpan<byte> source) => throw new NotSupportedException();
}

internal readonly ref struct SeedOrExpandedKey
{
    internal ReadOnlySpan<byte> Seed { get; init; }

    internal ReadOnlySpan<byte> Expanded { get; init; }

    /// <summary>An empty seed gives the expanded form, an empty expanded key the seed form.</summary>
    internal static SecretBuffer Encode(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> expanded) => throw new NotSupportedException();

    internal static SeedOrExpandedKey Decode(ReadOnlySpan<byte> content, int seedSize, int expandedSize) => throw new NotSupportedException();

    /// <summary>The content of one OCTET STRING with nothing after it (RFC 8410).</summary>
    internal static ReadOnlySpan<byte> DecodeOctetString(ReadOnlySpan<byte> content) => throw new NotSupportedException();
}

internal static class EncryptedPkcs8
{
    internal const int RandomnessSizeInBytes = 32;

    internal static byte[] Encrypt(ReadOnlySpan<byte> pkcs8, ReadOnlySpan<char> password, PbeParameters parameters, ReadOnlySpan<byte> randomness) => throw new NotSupportedException();

    internal static SecretBuffer Decrypt(ReadOnlySpan<byte> source, ReadOnlySpan<char> password) => throw new NotSupportedException();
}

internal static class Pem
{
    internal static byte[] DecodePublicKey(ReadOnlySpan<char> source, string parameterName) => throw new NotSupportedException();

    internal static SecretBuffer DecodePrivateKey(ReadOnlySpan<char> source, string parameterName) => throw new NotSupportedException();

    internal static byte[] DecodeEncryptedPrivateKey(ReadOnlySpan<char> source, string parameterName) => throw new NotSupportedException();
}
