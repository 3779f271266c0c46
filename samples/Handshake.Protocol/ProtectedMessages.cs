namespace PqCrypto.Samples.Handshake;

/// <summary>The server's offer: its whole policy, so that the client can check that the choice is what both policies lead to.</summary>
internal sealed record EncryptedExtensions(string[] KeyExchanges, string[] Signatures)
{
    internal byte[] Encode() => Message.Frame(MessageType.EncryptedExtensions, new WireWriter().Names(KeyExchanges).Names(Signatures).Written);

    internal static EncryptedExtensions Decode(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(Message.Body(message, MessageType.EncryptedExtensions));
        EncryptedExtensions extensions = new(reader.Names(), reader.Names());
        reader.End();
        return extensions;
    }
}

/// <summary>The server asks who the client is, and says which signature algorithms it can check.</summary>
internal sealed record CertificateRequest(string[] Signatures)
{
    internal byte[] Encode() => Message.Frame(MessageType.CertificateRequest, new WireWriter().Names(Signatures).Written);

    internal static CertificateRequest Decode(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(Message.Body(message, MessageType.CertificateRequest));
        CertificateRequest request = new(reader.Names());
        reader.End();
        return request;
    }
}

/// <summary>A self-described key: a name and a SubjectPublicKeyInfo. Nobody vouches for it; it counts only if the reader has it pinned. Both fields
/// empty: no certificate.</summary>
internal sealed record Certificate(string Subject, byte[] SubjectPublicKeyInfo)
{
    internal static Certificate None { get; } = new(string.Empty, []);

    internal bool IsNone => Subject.Length == 0 && SubjectPublicKeyInfo.Length == 0;

    internal byte[] Encode() => Message.Frame(MessageType.Certificate, new WireWriter().Text(Subject).Vector(SubjectPublicKeyInfo).Written);

    internal static Certificate Decode(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(Message.Body(message, MessageType.Certificate));
        Certificate certificate = new(reader.Text(), reader.Vector().ToArray());
        reader.End();
        return certificate;
    }
}

/// <summary>The signature over the transcript so far.</summary>
internal sealed record CertificateVerify(string Algorithm, byte[] Signature)
{
    internal byte[] Encode() => Message.Frame(MessageType.CertificateVerify, new WireWriter().Text(Algorithm).Vector(Signature).Written);

    internal static CertificateVerify Decode(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(Message.Body(message, MessageType.CertificateVerify));
        CertificateVerify verify = new(reader.Text(), reader.Vector().ToArray());
        reader.End();
        return verify;
    }
}
