namespace PqCrypto.Samples.Handshake;

/// <summary>The kinds of handshake message, with the numbers of RFC 8446 where it has them.</summary>
internal enum MessageType
{
    ClientHello = 1,
    ServerHello = 2,
    HelloRetry = 6,
    EncryptedExtensions = 8,
    Certificate = 11,
    CertificateRequest = 13,
    CertificateVerify = 15,
    Finished = 20,
    MessageHash = 254,
}

/// <summary>The frame of a handshake message: type, length in three bytes, body. One record carries exactly one message.</summary>
internal static class Message
{
    internal const int HeaderSizeInBytes = 4;

    /// <summary>Puts a body into its frame.</summary>
    internal static byte[] Frame(MessageType type, ReadOnlySpan<byte> body)
    {
        byte[] message = new byte[HeaderSizeInBytes + body.Length];
        message[0] = (byte)type;
        message[1] = (byte)(body.Length >> 16);
        message[2] = (byte)(body.Length >> 8);
        message[3] = (byte)body.Length;
        body.CopyTo(message.AsSpan(HeaderSizeInBytes));
        return message;
    }

    /// <summary>The type of a framed message.</summary>
    /// <exception cref="HandshakeException">The frame does not fit the record.</exception>
    internal static MessageType Type(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderSizeInBytes || ((message[1] << 16) | (message[2] << 8) | message[3]) != message.Length - HeaderSizeInBytes)
            throw new HandshakeException(HandshakeReason.DecodeError, "a record does not hold exactly one message");
        return (MessageType)message[0];
    }

    /// <summary>The body of a framed message of the one type that may come here.</summary>
    /// <exception cref="HandshakeException">It is another type.</exception>
    internal static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> message, MessageType expected)
    {
        MessageType type = Type(message);
        if (type != expected)
            throw new HandshakeException(HandshakeReason.UnexpectedMessage, $"{expected} was expected, {type} came");
        return message[HeaderSizeInBytes..];
    }
}
