using PqCrypto.Samples.Handshake;

namespace PqCrypto.Fuzz;

/// <summary>The messages of the handshake sample, its records, and whole conversations in which the peer's side is the input. The first byte chooses.
/// A refusal is a <see cref="HandshakeException"/>; no conversation succeeds, since each side draws randomness of its own.</summary>
internal static class HandshakeMessages
{
    private const int Records = 8;
    private const int Server = 9;
    private const int Client = 10;
    private const int Choices = 11;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Func<byte[], byte[]>[] Recode =
    [
        message => ClientHello.Decode(message).Encode(),
        message => ServerHello.Decode(message).Encode(),
        message => HelloRetry.Decode(message).Encode(),
        message => EncryptedExtensions.Decode(message).Encode(),
        message => CertificateRequest.Decode(message).Encode(),
        message => Certificate.Decode(message).Encode(),
        message => CertificateVerify.Decode(message).Encode(),
        message => Message.Frame(MessageType.Finished, Message.Body(message, MessageType.Finished)),
    ];

    private static readonly HandshakePolicy Policy = new(
        "fuzz", [KemAlgorithm.X25519MLKem768, KemAlgorithm.MLKem768, KemAlgorithm.X25519], [SignatureAlgorithm.MLDsa44]);

    private static readonly Lazy<HandshakeIdentity> Identity =
        new(() => new HandshakeIdentity("server", SignatureAlgorithm.MLDsa44.ImportPrivateSeed(Seeds.Counting(32))));

    internal static void Try(byte[] data)
    {
        if (data.Length == 0)
            return;
        int choice = data[0] % Choices;
        byte[] rest = data[1..];
        try
        {
            switch (choice)
            {
                case Records:
                    ReadRecords(rest);
                    break;
                case Server:
                    HandshakeServer.AcceptAsync(new Peer(rest), ServerOptions()).GetAwaiter().GetResult();
                    Oracle.True(false, "a server agreed with a client that does not know its randomness");
                    break;
                case Client:
                    HandshakeClient.ConnectAsync(new Peer(rest), ClientOptions()).GetAwaiter().GetResult();
                    Oracle.True(false, "a client agreed with a server that does not know its key");
                    break;
                default:
                    Oracle.Equal(rest, Recode[choice](rest), "a message is written otherwise than it was read");
                    break;
            }
        }
        catch (HandshakeException)
        {
            return;
        }
    }

    internal static IEnumerable<byte[]> Inputs()
    {
        string[] exchanges = [.. Policy.KeyExchanges.Select(algorithm => algorithm.Name)];
        string[] signatures = [.. Policy.Signatures.Select(algorithm => algorithm.Name)];
        byte[] random = Seeds.Counting(ClientHello.RandomSizeInBytes);
        KeyShare[] shares = [.. Policy.KeyExchanges.Select(algorithm =>
        {
            using KemPrivateKey key = algorithm.GenerateKey();
            return new KeyShare(algorithm.Name, key.PublicKey.ExportPublicKey());
        })];
        ClientHello hello = new(random, Now.ToUnixTimeMilliseconds(), exchanges, signatures, [shares[0]]);
        ClientHello classical = hello with { KeyExchanges = [exchanges[2]], Shares = [shares[2]] };
        ClientHello without = hello with { Shares = [] };
        ServerHello answer = new(random, exchanges[0], Seeds.Counting(Policy.KeyExchanges[0].CiphertextSizeInBytes));
        HelloRetry retry = new(exchanges[2]);
        byte[] proof = new CertificateVerify(signatures[0], Seeds.Counting(100)).Encode();
        byte[] certificate = new Certificate("server", Seeds.Counting(100)).Encode();
        byte[][] messages =
        [
            hello.Encode(), answer.Encode(), retry.Encode(), new EncryptedExtensions(exchanges, signatures).Encode(),
            new CertificateRequest(signatures).Encode(), certificate, proof, Message.Frame(MessageType.Finished, random),
        ];
        for (int i = 0; i < messages.Length; i++)
            yield return [(byte)i, .. messages[i]];
        yield return [0, .. classical.Encode()];
        yield return [5, .. Certificate.None.Encode()];
        yield return [Records, .. Record(proof), .. Record(certificate), 21, 0, 1, 0];
        byte[] secret = [24, 0, 40, .. new byte[40]];
        yield return [Server, .. Record(hello.Encode()), .. secret];
        yield return [Server, .. Record(classical.Encode()), .. secret];
        yield return [Server, .. Record(without.Encode()), .. Record(hello.Encode()), .. secret];
        yield return [Server, .. Record(without.Encode()), 21, 0, 1, 40];
        yield return [Client, .. Record(answer.Encode()), .. secret];
        ServerHello second = answer with { KeyExchange = exchanges[2], Ciphertext = random };
        yield return [Client, .. Record(retry.Encode()), .. Record(second.Encode()), .. secret];
        yield return [Client, 21, 0, 1, 0];
    }

    private static byte[] Record(byte[] message) => [22, (byte)(message.Length >> 8), (byte)message.Length, .. message];

    private static void ReadRecords(byte[] stream)
    {
        using RecordLayer records = new(new Peer(stream));
        long read = 0;
        while (true)        // ends with an exception, at the latest with the input
        {
            (_, ReadOnlyMemory<byte> content) = records.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            read += RecordLayer.HeaderSizeInBytes + content.Length;
            Oracle.True(content.Length <= RecordLayer.MaxContentSizeInBytes && read <= stream.Length, "more was read than came");
        }
    }

    private static HandshakeServerOptions ServerOptions() => new()
    {
        Policy = Policy,
        Identities = [Identity.Value],
        ReplayGuard = new ReplayGuard(TimeSpan.FromMinutes(2), 16, new Clock()),
        ClientAuthentication = ClientAuthentication.Optional,
        ClientKeys = [Identity.Value.PublicKey],
    };

    private static HandshakeClientOptions ClientOptions() => new()
    {
        Policy = Policy,
        ServerKeys = [Identity.Value.PublicKey],
        Clock = new Clock(),
        HandshakeTimeout = TimeSpan.FromMinutes(1),
    };

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>A peer that has said all it will say, and takes everything.</summary>
    private sealed class Peer(byte[] says) : Stream
    {
        private int position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int size = int.Min(buffer.Length, says.Length - position);
            says.AsSpan(position, size).CopyTo(buffer);
            position += size;
            return size;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
