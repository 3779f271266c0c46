using System.Net.Sockets;

namespace PqCrypto.Samples.Handshake;

/// <summary>The encrypted connection that a handshake has made: records of AES-256-GCM both ways, ended by close_notify.</summary>
/// <remarks>One reader and one writer at a time, which may be different threads. After an error the channel is of no further use. Dispose says
/// close_notify, zeroes the keys and closes the stream.</remarks>
public sealed class SecureChannel : IAsyncDisposable
{
    private readonly Stream stream;
    private readonly RecordLayer records;
    private readonly TimeSpan recordTimeout;

    /// <summary>Held by whoever makes and sends a record: a reader that fails tells the peer, perhaps while a writer is at work.</summary>
    private readonly SemaphoreSlim sending = new(1, 1);
    private ReadOnlyMemory<byte> unread;
    private bool peerClosed;
    private bool closed;
    private bool disposed;

    /// <summary>Why the channel cannot be used any more; a call in the other direction meets it too, perhaps on another thread.</summary>
    private volatile HandshakeException? failure;

    internal SecureChannel(Stream stream, RecordLayer records, ChannelDescription description, TimeSpan recordTimeout, TimeSpan handshakeTime)
    {
        this.stream = stream;
        this.records = records;
        this.recordTimeout = recordTimeout;
        Description = description;
        HandshakeTime = handshakeTime;
        HandshakeBytesSent = records.BytesSent;
        HandshakeBytesReceived = records.BytesReceived;
    }

    /// <summary>The largest piece that travels in one record.</summary>
    public static int MaxRecordContentSizeInBytes => RecordLayer.MaxContentSizeInBytes;

    /// <summary>What was negotiated, and who the peer is.</summary>
    public ChannelDescription Description { get; }

    /// <summary>Name of the key exchange.</summary>
    public string KeyExchange => Description.KeyExchange;

    /// <summary>Name of the algorithm that the server has signed with.</summary>
    public string ServerSignature => Description.ServerSignature;

    /// <summary>How long the handshake took on this side.</summary>
    public TimeSpan HandshakeTime { get; }

    /// <summary>Bytes that this side has put on the wire for the handshake, record headers included.</summary>
    public long HandshakeBytesSent { get; }

    /// <summary>Bytes that this side has taken from the wire for the handshake.</summary>
    public long HandshakeBytesReceived { get; }

    /// <summary>Bytes sent so far, the handshake included.</summary>
    public long BytesSent => records.BytesSent;

    /// <summary>Bytes received so far, the handshake included.</summary>
    public long BytesReceived => records.BytesReceived;

    /// <summary>Sends bytes, in as many records as they need.</summary>
    /// <param name="data">What to send. Secret on the wire.</param>
    /// <param name="cancellationToken">Ends the sending, and with it the channel.</param>
    /// <exception cref="HandshakeException">The peer does not take it in time, the connection failed, or the key is used up.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (closed)
            throw new InvalidOperationException("The channel was closed for writing.");
        for (; !data.IsEmpty; data = data[Math.Min(data.Length, MaxRecordContentSizeInBytes)..])
            await SendRecordAsync(RecordType.ApplicationData, data[..Math.Min(data.Length, MaxRecordContentSizeInBytes)], cancellationToken);
    }

    /// <summary>Receives bytes.</summary>
    /// <param name="destination">Receives what has arrived; at least one byte long.</param>
    /// <param name="cancellationToken">Ends the waiting, and with it the channel.</param>
    /// <returns>How many bytes; 0 when the peer has said that nothing more comes.</returns>
    /// <exception cref="HandshakeException">The connection ended without close_notify (truncated), a record does not authenticate, nothing came in
    /// time, or the peer has told a failure: a refused client identity among them.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (unread.IsEmpty && !peerClosed)
            unread = await ReceiveRecordAsync(cancellationToken);
        int size = Math.Min(destination.Length, unread.Length);
        unread[..size].CopyTo(destination);
        unread = unread[size..];
        return size;
    }

    /// <summary>Receives exactly as many bytes as asked for.</summary>
    /// <exception cref="HandshakeException">As <see cref="ReadAsync"/>; truncated too when the peer closes before.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        while (!destination.IsEmpty)
        {
            int read = await ReadAsync(destination, cancellationToken);
            if (read == 0)
                throw new HandshakeException(HandshakeReason.Truncated, "the peer closed the channel within what it was sending");
            destination = destination[read..];
        }
    }

    /// <summary>Says that nothing more comes from this side (close_notify); reading goes on.</summary>
    /// <exception cref="HandshakeException">As <see cref="WriteAsync"/>.</exception>
    public async ValueTask CloseWriteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (closed)
            return;
        closed = true;
        await SendRecordAsync(RecordType.Alert, new byte[] { (byte)HandshakeReason.None }, cancellationToken);
    }

    /// <summary>Ends the channel: close_notify as far as the peer takes it in a short time, then the keys are zeroed and the stream is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        if (!closed && failure is null)
            await TryTellAsync(HandshakeReason.None);
        records.Dispose();
        await stream.DisposeAsync();
    }

    private async ValueTask SendRecordAsync(RecordType type, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await GuardAsync(
            async token =>
            {
                await sending.WaitAsync(token);
                try
                {
                    records.Add(type, content.Span);
                    await records.FlushAsync(token);
                    return content;
                }
                finally
                {
                    sending.Release();
                }
            },
            "to be taken",
            cancellationToken);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReceiveRecordAsync(CancellationToken cancellationToken)
    {
        (RecordType type, ReadOnlyMemory<byte> content) = await GuardAsync(async token => await records.ReadAsync(token), "to come", cancellationToken);
        if (type == RecordType.ApplicationData)
            return content;
        if (type != RecordType.Alert)
            throw await FailAsync(new HandshakeException(HandshakeReason.UnexpectedMessage, $"a record of type {(int)type} came after the handshake"));
        peerClosed = true;                                      // of the alerts only close_notify gets here
        return default;
    }

    /// <summary>Gives a step its deadline, and its failures their reason.</summary>
    private async ValueTask<T> GuardAsync<T>(Func<CancellationToken, ValueTask<T>> step, string awaited, CancellationToken cancellationToken)
    {
        if (failure is { } before)
            throw new HandshakeException(before.Reason, "the channel has failed before", before);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(recordTimeout);
        try
        {
            return await step(deadline.Token);
        }
        catch (HandshakeException error)
        {
            throw await FailAsync(error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            string message = $"a record takes more than {recordTimeout.TotalSeconds:0.##} s {awaited}";
            throw await FailAsync(new HandshakeException(HandshakeReason.Timeout, message, error));
        }
        catch (OperationCanceledException)
        {
            failure = new HandshakeException(HandshakeReason.Transport, "a call on the channel was cancelled");
            throw;
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            throw await FailAsync(new HandshakeException(HandshakeReason.Transport, "the connection failed", error));
        }
    }

    private async ValueTask<HandshakeException> FailAsync(HandshakeException error)
    {
        failure = error;
        if (!error.ReportedByPeer && error.Reason is not (HandshakeReason.Transport or HandshakeReason.KeyExhausted))
            await TryTellAsync(error.Reason);
        return error;
    }

    /// <summary>Tells the peer that this side ends, unless a writer is in the middle of a record: an alert cannot follow a part of one.</summary>
    private async ValueTask TryTellAsync(HandshakeReason reason)
    {
        if (!await sending.WaitAsync(TimeSpan.Zero))
            return;
        try
        {
            await records.TrySendAlertAsync(reason, drain: false);
        }
        finally
        {
            sending.Release();
        }
    }
}
