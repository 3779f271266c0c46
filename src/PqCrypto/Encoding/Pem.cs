using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>PEM text (RFC 7468) with exactly one key block that fits; blocks with other labels are skipped.</summary>
internal static class Pem
{
    /// <summary>Label of a SubjectPublicKeyInfo.</summary>
    internal const string PublicKey = "PUBLIC KEY";

    /// <summary>Label of a PKCS#8 structure.</summary>
    internal const string PrivateKey = "PRIVATE KEY";

    /// <summary>Label of an encrypted PKCS#8 structure.</summary>
    internal const string EncryptedPrivateKey = "ENCRYPTED PRIVATE KEY";

    /// <summary>Writes one block.</summary>
    /// <param name="label">One of the labels above.</param>
    /// <param name="der">The content. As secret as the label says; handed to the platform.</param>
    /// <returns>The text, which belongs to the caller of the library.</returns>
    internal static string Encode(string label, ReadOnlySpan<byte> der)
    {
        Declassify.Bytes(der, DeclassifyReason.PlatformKey);
        return PemEncoding.WriteString(label, der);
    }

    /// <summary>Whether a text whose key may be of either kind holds a public one.</summary>
    /// <param name="source">The text. As secret as its labels say.</param>
    /// <param name="parameterName">The name of the public parameter, for messages.</param>
    /// <exception cref="ArgumentException">It holds a private key too.</exception>
    internal static bool HoldsPublicKey(ReadOnlySpan<char> source, string parameterName)
    {
        bool isPublic = false, isPrivate = false;
        PemBlocks blocks = new(source);
        while (blocks.MoveNext())
        {
            isPublic |= blocks.Label.SequenceEqual(PublicKey);
            isPrivate |= blocks.Label.SequenceEqual(PrivateKey);
        }

        if (isPublic && isPrivate)
            throw Errors.Pem(parameterName, $"The PEM text has a block '{PublicKey}' and a block '{PrivateKey}'.");
        return isPublic;
    }

    /// <summary>Finds the one block with a label.</summary>
    /// <param name="source">The text. As secret as the label says; handed to the platform.</param>
    /// <param name="label">One of the labels above.</param>
    /// <param name="parameterName">The name of the public parameter, for messages.</param>
    /// <returns>The content of the block; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no such block, or more than one.</exception>
    /// <exception cref="CryptographicException">The block is empty.</exception>
    internal static SecretBuffer Decode(ReadOnlySpan<char> source, string label, string parameterName)
    {
        Declassify.Bytes(source, DeclassifyReason.PlatformKey);
        ReadOnlySpan<char> found = default;
        int size = -1;
        string? other = null;
        PemBlocks blocks = new(source);
        while (blocks.MoveNext())
        {
            if (blocks.Label.SequenceEqual(label))
            {
                if (size >= 0)
                    throw Errors.Pem(parameterName, $"The PEM text has more than one block '{label}'.");
                found = blocks.Base64;
                size = blocks.SizeInBytes;
            }
            else if (blocks.Label.EndsWith("KEY", StringComparison.Ordinal))
            {
                other ??= blocks.Label.ToString();
            }
        }

        return size switch
        {
            < 0 => throw Errors.Pem(parameterName, Missing(label, other)),
            0 => throw Errors.MalformedEncoding($"the PEM block '{label}' is empty"),
            _ => Content(found, size),
        };
    }

    private static SecretBuffer Content(ReadOnlySpan<char> base64, int size)
    {
        SecretBuffer content = new(size);
        if (Convert.TryFromBase64Chars(base64, content.Bytes, out int written) && written == size)
            return content;
        content.Dispose();
        throw Errors.MalformedEncoding("the PEM block is not base64");
    }

    private static string Missing(string label, string? other) => (label, other) switch
    {
        (_, null) => $"The PEM text has no block '{label}'.",
        (PrivateKey, EncryptedPrivateKey) => $"The PEM text has no block '{label}', but an encrypted one; use the import that takes a password.",
        (EncryptedPrivateKey, PrivateKey) => $"The PEM text has no block '{label}', but a plain one; use the import without a password.",
        _ => $"The PEM text has no block '{label}'; it has a block '{other}', which is not read here.",
    };
}
