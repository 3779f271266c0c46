using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>One handshake of a client, message by message.</summary>
internal sealed class ClientHandshake(HandshakeSession session, HandshakeClientOptions options) : IDisposable
{
    private readonly Dictionary<string, KemPrivateKey> shareKeys = new(StringComparer.Ordinal);
    private ClientHello hello = null!;

    internal async Task<ChannelDescription> RunAsync(CancellationToken cancellationToken)
    {
        (ServerHello serverHello, bool retried) = await ExchangeHellosAsync(cancellationToken);
        EnterHandshake(serverHello);

        byte[] message = await session.ReceiveAsync(cancellationToken);
        EncryptedExtensions serverOffer = EncryptedExtensions.Decode(message);
        session.Transcript.Append(message);
        string signature = CheckChoices(serverOffer, serverHello.KeyExchange);

        message = await session.ReceiveAsync(cancellationToken);
        CertificateRequest? request = null;
        if (Message.Type(message) == MessageType.CertificateRequest)
        {
            request = CertificateRequest.Decode(message);
            session.Transcript.Append(message);
            message = await session.ReceiveAsync(cancellationToken);
        }

        Certificate certificate = Certificate.Decode(message);
        SignaturePublicKey serverKey = CheckServer(certificate, signature);
        session.Transcript.Append(message);
        await session.CheckProofAsync(Role.Server, serverKey, cancellationToken);
        await session.CheckFinishedAsync(Role.Server, cancellationToken);

        byte[] untilServerFinished = session.Transcript.Current();
        HandshakeIdentity? identity = SendIdentity(request);
        session.SendFinished(Role.Client);
        await session.Records.FlushAsync(cancellationToken);
        session.Keys.EnterApplication(untilServerFinished);
        session.Records.WriteWith(session.Keys.ApplicationKeys(Role.Client));
        session.Records.ReadWith(session.Keys.ApplicationKeys(Role.Server));
        return new ChannelDescription(serverHello.KeyExchange, signature, identity?.Algorithm.Name, certificate.Subject, serverKey, retried);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (KemPrivateKey key in shareKeys.Values)
            key.Dispose();
    }

    private async ValueTask<(ServerHello Hello, bool Retried)> ExchangeHellosAsync(CancellationToken cancellationToken)
    {
        string[] signatures = Negotiation.SignaturesWithKeys(options.Policy, options.ServerKeys.Select(key => key.Algorithm));
        if (signatures.Length == 0)
        {
            throw new HandshakeException(
                HandshakeReason.NoCommonAlgorithm, $"no pinned server key is of an algorithm that the policy {options.Policy} allows");
        }

        KeyShare[] shares = [.. options.Policy.KeyExchanges.Take(options.KeyShares).Select(MakeShare)];
        hello = new ClientHello(
            RandomNumberGenerator.GetBytes(ClientHello.RandomSizeInBytes),
            options.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Negotiation.KeyExchanges(options.Policy),
            signatures,
            shares);
        session.Send(hello.Encode());
        await session.Records.FlushAsync(cancellationToken);

        byte[] answer = await session.ReceiveAsync(cancellationToken);
        bool retried = Message.Type(answer) == MessageType.HelloRetry;
        if (retried)
        {
            SendSecondHello(answer);
            await session.Records.FlushAsync(cancellationToken);
            answer = await session.ReceiveAsync(cancellationToken);
        }

        ServerHello serverHello = ServerHello.Decode(answer);
        session.Transcript.Append(answer);
        return (serverHello, retried);
    }

    private void SendSecondHello(byte[] answer)
    {
        string wanted = HelloRetry.Decode(answer).KeyExchange;
        KemAlgorithm? algorithm = options.Policy.KeyExchanges.FirstOrDefault(candidate => candidate.Name == wanted);
        if (algorithm is null || shareKeys.ContainsKey(wanted))
            throw new HandshakeException(HandshakeReason.IllegalParameter, "the server asks for a share that was not offered, or that it has");
        session.Transcript.ReplaceByHash();
        session.Transcript.Append(answer);
        Dispose();                                              // the shares of the first hello are not needed any more
        shareKeys.Clear();
        hello = hello with { Shares = [MakeShare(algorithm)] };
        session.Send(hello.Encode());
    }

    private KeyShare MakeShare(KemAlgorithm algorithm)
    {
        KemPrivateKey key = algorithm.GenerateKey();
        shareKeys.Add(algorithm.Name, key);
        return new KeyShare(algorithm.Name, key.PublicKey.ExportPublicKey());
    }

    private void EnterHandshake(ServerHello serverHello)
    {
        if (!shareKeys.TryGetValue(serverHello.KeyExchange, out KemPrivateKey? key))
            throw new HandshakeException(HandshakeReason.IllegalParameter, "the server chose a key exchange for which it has no share");
        using SharedSecret secret = Decapsulate(key, serverHello.Ciphertext);
        session.Keys.EnterHandshake(secret, session.Transcript.Current());
        session.Records.ReadWith(session.Keys.HandshakeKeys(Role.Server));
        session.Records.WriteWith(session.Keys.HandshakeKeys(Role.Client));
    }

    private static SharedSecret Decapsulate(KemPrivateKey key, byte[] ciphertext)
    {
        try
        {
            return key.Decapsulate(ciphertext);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new HandshakeException(HandshakeReason.IllegalParameter, $"the server's {key.Algorithm} share is none", error);
        }
    }

    /// <summary>The choice must be what the two offers lead to; whoever bent an offer on the way is noticed here or in the signature.</summary>
    private string CheckChoices(EncryptedExtensions serverOffer, string keyExchange)
    {
        if (Negotiation.Choose("key exchange", serverOffer.KeyExchanges, hello.KeyExchanges) != keyExchange)
            throw new HandshakeException(HandshakeReason.IllegalParameter, "the server chose another key exchange than the two policies lead to");
        return Negotiation.Choose("signature algorithm", serverOffer.Signatures, hello.Signatures);
    }

    private SignaturePublicKey CheckServer(Certificate certificate, string signature)
    {
        SignaturePublicKey key = Authentication.FindPinned(certificate, options.ServerKeys);
        if (key.Algorithm.Name != signature)
            throw new HandshakeException(HandshakeReason.IllegalParameter, "the server's key is of another algorithm than the two policies lead to");
        if (options.ServerSubject is not null && options.ServerSubject != certificate.Subject)
            throw new HandshakeException(HandshakeReason.UntrustedKey, "the server shows another name than expected");
        return key;
    }

    private HandshakeIdentity? SendIdentity(CertificateRequest? request)
    {
        if (request is null)
            return null;
        if (options.Identity is { } identity && options.Policy.Signatures.Contains(identity.Algorithm)
            && request.Signatures.Contains(identity.Algorithm.Name, StringComparer.Ordinal))
        {
            session.SendProof(Role.Client, identity);
            return identity;
        }

        session.Send(Certificate.None.Encode());
        return null;
    }
}
