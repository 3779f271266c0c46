using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>What both sides of a handshake need: records, transcript, keys, the deadline, and one way out for every failure.</summary>
internal sealed class HandshakeSession(Stream stream, TimeSpan recordTimeout) : IDisposable
{
    private readonly long startedAt = Stopwatch.GetTimestamp();
    private bool established;

    internal RecordLayer Records { get; } = new(stream);

    internal Transcript Transcript { get; } = new();

    internal KeySchedule Keys { get; } = new();

    /// <summary>Runs one side's handshake under its deadline. Every failure becomes a <see cref="HandshakeException"/>, after the peer
    /// was told.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    internal async Task<SecureChannel> RunAsync(
        Func<CancellationToken, Task<ChannelDescription>> flow, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        HandshakeException failure;
        try
        {
            ChannelDescription description = await flow(deadline.Token);
            Records.AcceptPlainAlerts = false;
            SecureChannel channel = new(stream, Records, description, recordTimeout, Stopwatch.GetElapsedTime(startedAt));
            established = true;
            return channel;
        }
        catch (HandshakeException error)
        {
            failure = error;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            failure = new HandshakeException(HandshakeReason.Timeout, $"no complete handshake within {timeout.TotalSeconds:0.##} s", error);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            failure = new HandshakeException(HandshakeReason.Transport, "the connection failed", error);
        }
        catch (CryptographicException error)
        {
            failure = new HandshakeException(HandshakeReason.InternalError, "a cryptographic operation failed", error);
        }

        if (!failure.ReportedByPeer && failure.Reason != HandshakeReason.Transport)
            await Records.TrySendAlertAsync(failure.Reason, drain: failure.Reason is not (HandshakeReason.Timeout or HandshakeReason.Truncated));
        throw failure;
    }

    /// <summary>Adds a message to the flight and to the transcript.</summary>
    internal void Send(byte[] message)
    {
        Transcript.Append(message);
        Records.Add(RecordType.Handshake, message);
    }

    /// <summary>Reads the next message; it is not in the transcript yet.</summary>
    internal async ValueTask<byte[]> ReceiveAsync(CancellationToken cancellationToken)
    {
        (RecordType type, ReadOnlyMemory<byte> content) = await Records.ReadAsync(cancellationToken);
        if (type == RecordType.Handshake)
            return content.ToArray();
        throw type == RecordType.Alert
            ? new HandshakeException(HandshakeReason.Truncated, "the peer closed the connection within the handshake")
            : new HandshakeException(HandshakeReason.UnexpectedMessage, $"a handshake message was expected, a record of type {(int)type} came");
    }

    /// <summary>Signs the transcript and adds certificate and signature to the flight.</summary>
    internal void SendProof(Role signer, HandshakeIdentity identity)
    {
        Send(new Certificate(identity.Subject, identity.SubjectPublicKeyInfo).Encode());
        Send(Authentication.Sign(signer, identity, Transcript.Current()).Encode());
    }

    /// <summary>Reads and checks the signature that follows a certificate.</summary>
    internal async ValueTask CheckProofAsync(Role signer, SignaturePublicKey key, CancellationToken cancellationToken)
    {
        byte[] message = await ReceiveAsync(cancellationToken);
        Authentication.Verify(signer, key, CertificateVerify.Decode(message), Transcript.Current());
        Transcript.Append(message);
    }

    /// <summary>Adds this side's Finished to the flight.</summary>
    internal void SendFinished(Role sender) => Send(Message.Frame(MessageType.Finished, Keys.FinishedMac(sender, Transcript.Current())));

    /// <summary>Reads and checks the peer's Finished.</summary>
    internal async ValueTask CheckFinishedAsync(Role sender, CancellationToken cancellationToken)
    {
        byte[] message = await ReceiveAsync(cancellationToken);
        Authentication.CheckFinished(message, Keys.FinishedMac(sender, Transcript.Current()));
        Transcript.Append(message);
    }

    /// <summary>Zeroes what the handshake needed; the records live on in the channel if there is one.</summary>
    public void Dispose()
    {
        Transcript.Dispose();
        Keys.Dispose();
        if (!established)
            Records.Dispose();
    }
}
