using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>One handshake of a server, message by message.</summary>
internal sealed class ServerHandshake(HandshakeSession session, HandshakeServerOptions options)
{
    private readonly string[] keyExchanges = Negotiation.KeyExchanges(options.Policy);
    private readonly string[] signatures = Negotiation.SignaturesWithKeys(options.Policy, options.Identities.Select(identity => identity.Algorithm));

    internal async Task<ChannelDescription> RunAsync(CancellationToken cancellationToken)
    {
        byte[] message = await session.ReceiveAsync(cancellationToken);
        ClientHello hello = ClientHello.Decode(message);
        options.ReplayGuard.Admit(hello.Random, hello.SentAt);
        string keyExchange = Negotiation.Choose("key exchange", keyExchanges, hello.KeyExchanges);
        string signature = Negotiation.Choose("signature algorithm", signatures, hello.Signatures);
        session.Transcript.Append(message);

        KeyShare? share = FindShare(hello, keyExchange);
        bool retried = share is null;
        share ??= await RetryAsync(hello, keyExchange, cancellationToken);
        AnswerHello(share);
        HandshakeIdentity identity = options.Identities.First(candidate => candidate.Algorithm.Name == signature);
        bool asksClient = SendServerFlight(identity);
        await session.Records.FlushAsync(cancellationToken);

        session.Keys.EnterApplication(session.Transcript.Current());
        session.Records.WriteWith(session.Keys.ApplicationKeys(Role.Server));
        (string? subject, SignaturePublicKey? clientKey) = asksClient ? await CheckClientAsync(cancellationToken) : (null, null);
        await session.CheckFinishedAsync(Role.Client, cancellationToken);
        session.Records.ReadWith(session.Keys.ApplicationKeys(Role.Client));
        return new ChannelDescription(keyExchange, signature, clientKey?.Algorithm.Name, subject, clientKey, retried);
    }

    private static KeyShare? FindShare(ClientHello hello, string keyExchange) =>
        hello.Shares.FirstOrDefault(share => share.KeyExchange == keyExchange);

    private async ValueTask<KeyShare> RetryAsync(ClientHello first, string keyExchange, CancellationToken cancellationToken)
    {
        session.Transcript.ReplaceByHash();
        session.Send(new HelloRetry(keyExchange).Encode());
        await session.Records.FlushAsync(cancellationToken);
        byte[] message = await session.ReceiveAsync(cancellationToken);
        ClientHello second = ClientHello.Decode(message);
        KeyShare? share = FindShare(second, keyExchange);
        if (share is null || second.Shares.Length != 1 || !second.Repeats(first))
            throw new HandshakeException(HandshakeReason.IllegalParameter, "the second hello is not the first one with the share that was asked for");
        session.Transcript.Append(message);
        return share;
    }

    private void AnswerHello(KeyShare share)
    {
        using SharedSecret secret = Encapsulate(share, out byte[] ciphertext);
        session.Send(new ServerHello(RandomNumberGenerator.GetBytes(ClientHello.RandomSizeInBytes), share.KeyExchange, ciphertext).Encode());
        session.Keys.EnterHandshake(secret, session.Transcript.Current());
        session.Records.WriteWith(session.Keys.HandshakeKeys(Role.Server));
        session.Records.ReadWith(session.Keys.HandshakeKeys(Role.Client));
    }

    private SharedSecret Encapsulate(KeyShare share, out byte[] ciphertext)
    {
        try
        {
            KemAlgorithm algorithm = options.Policy.KeyExchanges.First(candidate => candidate.Name == share.KeyExchange);
            return algorithm.ImportPublicKey(share.PublicKey).Encapsulate(out ciphertext);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new HandshakeException(HandshakeReason.IllegalParameter, $"the client's {share.KeyExchange} share is no public key", error);
        }
    }

    private bool SendServerFlight(HandshakeIdentity identity)
    {
        session.Send(new EncryptedExtensions(keyExchanges, signatures).Encode());
        bool asksClient = options.ClientAuthentication != ClientAuthentication.None;
        if (asksClient)
        {
            string[] accepted = Negotiation.SignaturesWithKeys(options.Policy, options.ClientKeys.Select(key => key.Algorithm));
            session.Send(new CertificateRequest(accepted).Encode());
        }

        session.SendProof(Role.Server, identity);
        session.SendFinished(Role.Server);
        return asksClient;
    }

    private async ValueTask<(string? Subject, SignaturePublicKey? Key)> CheckClientAsync(CancellationToken cancellationToken)
    {
        byte[] message = await session.ReceiveAsync(cancellationToken);
        Certificate certificate = Certificate.Decode(message);
        session.Transcript.Append(message);
        if (certificate.IsNone)
        {
            if (options.ClientAuthentication == ClientAuthentication.Required)
                throw new HandshakeException(HandshakeReason.CertificateRequired, "the client stays anonymous");
            return (null, null);
        }

        IEnumerable<SignaturePublicKey> pinned = options.ClientKeys.Where(candidate => options.Policy.Signatures.Contains(candidate.Algorithm));
        SignaturePublicKey key = Authentication.FindPinned(certificate, pinned);
        await session.CheckProofAsync(Role.Client, key, cancellationToken);
        return (certificate.Subject, key);
    }
}
