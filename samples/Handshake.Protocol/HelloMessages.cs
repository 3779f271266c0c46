namespace PqCrypto.Samples.Handshake;

/// <summary>A public key for one key exchange.</summary>
internal sealed record KeyShare(string KeyExchange, byte[] PublicKey);

/// <summary>The client's offer: everything it would accept, best first, and public keys for its first choices.</summary>
internal sealed record ClientHello(byte[] Random, long SentAt, string[] KeyExchanges, string[] Signatures, KeyShare[] Shares)
{
    internal const int Version = 0x5101;                        // "Q" and 1: not a TLS version
    internal const int RandomSizeInBytes = 32;

    internal byte[] Encode()
    {
        WireWriter writer = new WireWriter().UInt16(Version).Fixed(Random).Int64(SentAt).Names(KeyExchanges).Names(Signatures).Byte(Shares.Length);
        foreach (KeyShare share in Shares)
            writer.Text(share.KeyExchange).Vector(share.PublicKey);
        return Message.Frame(MessageType.ClientHello, writer.Written);
    }

    internal static ClientHello Decode(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(Message.Body(message, MessageType.ClientHello));
        int version = reader.UInt16();
        if (version != Version)
            throw new HandshakeException(HandshakeReason.ProtocolVersion, $"version 0x{version:X4} is not spoken here, only 0x{Version:X4}");
        byte[] random = reader.Fixed(RandomSizeInBytes).ToArray();
        long sentAt = reader.Int64();
        string[] keyExchanges = reader.Names();
        string[] signatures = reader.Names();
        KeyShare[] shares = new KeyShare[reader.Count()];
        for (int i = 0; i < shares.Length; i++)
            shares[i] = new KeyShare(reader.Text(), reader.Vector().ToArray());
        reader.End();
        IEnumerable<string> shared = shares.Select(share => share.KeyExchange).ToArray();
        if (shared.Distinct(StringComparer.Ordinal).Count() != shares.Length || shared.Except(keyExchanges, StringComparer.Ordinal).Any())
            throw new HandshakeException(HandshakeReason.IllegalParameter, "a share is sent twice, or for a key exchange that is not offered");
        return new ClientHello(random, sentAt, keyExchanges, signatures, shares);
    }

    /// <summary>Whether a second hello says what the first one said, except for the shares.</summary>
    internal bool Repeats(ClientHello first) =>
        Random.AsSpan().SequenceEqual(first.Random) && SentAt == first.SentAt
        && KeyExchanges.SequenceEqual(first.KeyExchanges, StringComparer.Ordinal)
        && Signatures.SequenceEqual(first.Signatures, StringComparer.Ordinal);
}

/// <summary>The server asks for a share of another key exchange of the client's offer.</summary>
internal sealed record HelloRetry(string KeyExchange)
{
    internal byte[] Encode() => Message.Frame(MessageType.HelloRetry, new WireWriter().Text(KeyExchange).Written);

    internal static HelloRetry Decode(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(Message.Body(message, MessageType.HelloRetry));
        HelloRetry retry = new(reader.Text());
        reader.End();
        return retry;
    }
}

/// <summary>The server's choice, and the ciphertext that carries the shared secret.</summary>
internal sealed record ServerHello(byte[] Random, string KeyExchange, byte[] Ciphertext)
{
    internal byte[] Encode() =>
        Message.Frame(MessageType.ServerHello, new WireWriter().Fixed(Random).Text(KeyExchange).Vector(Ciphertext).Written);

    internal static ServerHello Decode(ReadOnlySpan<byte> message)
    {
        WireReader reader = new(Message.Body(message, MessageType.ServerHello));
        ServerHello hello = new(reader.Fixed(ClientHello.RandomSizeInBytes).ToArray(), reader.Text(), reader.Vector().ToArray());
        reader.End();
        return hello;
    }
}
