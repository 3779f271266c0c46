using PqCrypto.Base;

namespace PqCrypto.Hybrid;

/// <summary>How the classical part of a composite lies in the composite's keys: as the algorithm's own standard puts it into SubjectPublicKeyInfo and
/// PKCS#8 where there is such a form (RSA, elliptic curves), raw where there is none.</summary>
/// <remarks>draft-ietf-lamps-pq-composite-sigs-19 and draft-ietf-lamps-pq-composite-kem-15 (serialization).</remarks>
internal static class CompositeParts
{
    /// <summary>Reads a public key.</summary>
    internal static TPublic ImportPublicPart<TDescription, TPublic, TPrivate>(
        this KeyScheme<TDescription, TPublic, TPrivate> part, string composite, ReadOnlySpan<byte> publicKey)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        if (part.ImportOwnSubjectPublicKey(publicKey) is { } own)
            return own;
        CheckLength(composite, "public key", part.Description.PublicKeySizeInBytes, publicKey.Length);
        return part.ImportPublicKey(publicKey);
    }

    /// <summary>Reads a private key. Secret.</summary>
    internal static TPrivate ImportPrivatePart<TDescription, TPublic, TPrivate>(
        this KeyScheme<TDescription, TPublic, TPrivate> part, string composite, ReadOnlySpan<byte> privateKey)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        if (part.ImportOwnPkcs8Content(privateKey) is { } own)
            return own;
        CheckLength(composite, "private key", part.Description.PrivateKeySizeInBytes, privateKey.Length);
        return part.ImportPrivateKey(privateKey);
    }

    /// <summary>Writes a private key. Secret; the caller disposes it.</summary>
    internal static SecretBuffer ExportPart(this PrivateKeyState part, int rawSizeInBytes)
    {
        if (part.ExportOwnPkcs8Content() is { } own)
            return own;
        SecretBuffer raw = new(rawSizeInBytes);
        try
        {
            part.ExportPrivateKey(raw.Bytes);
            return raw;
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    private static void CheckLength(string composite, string what, int expected, int actual)
    {
        if (actual != expected)
            throw Errors.MalformedKey(composite, $"the classical part of its {what} is {expected} bytes; got {actual}");
    }
}
