using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>What a record carries. Protected records say so outside and carry the true type inside.</summary>
internal enum RecordType
{
    Alert = 21,
    Handshake = 22,
    ApplicationData = 23,
    Protected = 24,
}

/// <summary>Cuts the stream into records: type, length in two bytes, content; from the key exchange on encrypted and authenticated.</summary>
/// <remarks>One reader and one writer at a time. Lengths are checked before anything is read for them, so a peer cannot make this side
/// allocate or wait for more than one record.</remarks>
internal sealed class RecordLayer(Stream stream) : IDisposable
{
    internal const int HeaderSizeInBytes = 3;
    internal const int MaxContentSizeInBytes = 1 << 14;
    internal const int OverheadSizeInBytes = 1 + TrafficKeys.TagSizeInBytes;    // the inner type and the tag

    private const int MaxRecordSizeInBytes = HeaderSizeInBytes + MaxContentSizeInBytes + OverheadSizeInBytes;
    private const int MaxDrainSizeInBytes = 4 * MaxRecordSizeInBytes;
    private static readonly TimeSpan AlertTimeout = TimeSpan.FromMilliseconds(250);

    private readonly byte[] input = new byte[MaxRecordSizeInBytes];
    private readonly byte[] content = GC.AllocateArray<byte>(MaxContentSizeInBytes + 1, pinned: true);      // plaintext, zeroed by Dispose
    private readonly MemoryStream output = new();
    private readonly byte[] plain = GC.AllocateArray<byte>(MaxContentSizeInBytes + 1, pinned: true);
    private readonly byte[] sealedRecord = new byte[MaxRecordSizeInBytes];
    private TrafficKeys? readKeys;
    private TrafficKeys? writeKeys;
    private int inputStart;
    private int inputEnd;

    /// <summary>Bytes handed to the stream.</summary>
    internal long BytesSent { get; private set; }

    /// <summary>Bytes of the records read so far; what has arrived beyond them does not count yet.</summary>
    internal long BytesReceived { get; private set; }

    /// <summary>Whether an unprotected alert still ends the connection with its reason; after the handshake only a protected one does.</summary>
    internal bool AcceptPlainAlerts { get; set; } = true;

    /// <summary>From now on what is read is protected with these keys.</summary>
    internal void ReadWith(TrafficKeys keys)
    {
        readKeys?.Dispose();
        readKeys = keys;
    }

    /// <summary>From now on what is written is protected with these keys.</summary>
    internal void WriteWith(TrafficKeys keys)
    {
        writeKeys?.Dispose();
        writeKeys = keys;
    }

    /// <summary>Adds a record to what the next <see cref="FlushAsync"/> sends.</summary>
    internal void Add(RecordType type, ReadOnlySpan<byte> payload)
    {
        if (payload.Length is 0 or > MaxContentSizeInBytes)
            throw new HandshakeException(HandshakeReason.RecordOverflow, $"a record of {payload.Length} bytes cannot be sent");
        if (writeKeys is null)
        {
            WriteHeader(sealedRecord, type, payload.Length);
            output.Write(sealedRecord, 0, HeaderSizeInBytes);
            output.Write(payload);
            return;
        }

        payload.CopyTo(plain);
        plain[payload.Length] = (byte)type;
        int bodySize = payload.Length + OverheadSizeInBytes;
        WriteHeader(sealedRecord, RecordType.Protected, bodySize);
        Span<byte> record = sealedRecord;
        writeKeys.Protect(record[..HeaderSizeInBytes], plain.AsSpan(0, payload.Length + 1), record.Slice(HeaderSizeInBytes, bodySize));
        output.Write(sealedRecord, 0, HeaderSizeInBytes + bodySize);
    }

    /// <summary>Sends the records that were added, in one write.</summary>
    internal async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = output.GetBuffer().AsMemory(0, (int)output.Length);
        output.SetLength(0);
        BytesSent += bytes.Length;
        await stream.WriteAsync(bytes, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads one record.</summary>
    /// <returns>Its type and content; the content is valid until the next call.</returns>
    /// <exception cref="HandshakeException">Truncated, too long, does not authenticate, or an alert that tells a failure.</exception>
    internal async ValueTask<(RecordType Type, ReadOnlyMemory<byte> Content)> ReadAsync(CancellationToken cancellationToken)
    {
        await FillAsync(HeaderSizeInBytes, cancellationToken);
        int size = CheckedSize();
        await FillAsync(HeaderSizeInBytes + size, cancellationToken);
        (RecordType type, ReadOnlyMemory<byte> payload) = Open(input.AsSpan(inputStart, HeaderSizeInBytes + size));
        inputStart += HeaderSizeInBytes + size;
        BytesReceived += HeaderSizeInBytes + size;
        if (type == RecordType.Alert)
            ThrowUnlessClose(payload.Span);
        return (type, payload);
    }

    /// <summary>Tells the peer why this side gives up, as far as that is possible in a short time, and takes in what the peer was still sending:
    /// closing a socket over unread bytes would destroy the alert.</summary>
    internal async ValueTask TrySendAlertAsync(HandshakeReason reason, bool drain)
    {
        using CancellationTokenSource deadline = new(AlertTimeout);
        try
        {
            output.SetLength(0);
            Add(RecordType.Alert, [(byte)reason]);
            await FlushAsync(deadline.Token);
            if (drain && stream is NetworkStream network)
                network.Socket.Shutdown(SocketShutdown.Send);   // else two sides that fail at once would wait for each other here
            for (int drained = 0; drain && drained < MaxDrainSizeInBytes;)
            {
                int read = await stream.ReadAsync(input, deadline.Token);
                if (read == 0)
                    break;
                drained += read;
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException or HandshakeException)
        {
            return;                                             // the peer is gone or does not listen: the caller reports his own error
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        readKeys?.Dispose();
        writeKeys?.Dispose();
        CryptographicOperations.ZeroMemory(content);
        CryptographicOperations.ZeroMemory(plain);
        output.Dispose();
    }

    private static void WriteHeader(Span<byte> destination, RecordType type, int size)
    {
        destination[0] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)size);
    }

    private static void ThrowUnlessClose(ReadOnlySpan<byte> alert)
    {
        if (alert.Length != 1)
            throw new HandshakeException(HandshakeReason.DecodeError, "an alert is one byte");
        HandshakeReason reason = (HandshakeReason)alert[0];
        if (reason == HandshakeReason.None)
            return;
        string text = Enum.IsDefined(reason) ? reason.ToString() : $"code {alert[0]}";
        throw new HandshakeException(reason, $"the peer ended the connection ({text})") { ReportedByPeer = true };
    }

    private async ValueTask FillAsync(int needed, CancellationToken cancellationToken)
    {
        if (inputStart > 0 && inputStart + needed > input.Length)
        {
            input.AsSpan(inputStart, inputEnd - inputStart).CopyTo(input);
            inputEnd -= inputStart;
            inputStart = 0;
        }

        while (inputEnd - inputStart < needed)
        {
            int read = await stream.ReadAsync(input.AsMemory(inputEnd), cancellationToken);
            if (read == 0)
            {
                throw new HandshakeException(
                    HandshakeReason.Truncated,
                    inputEnd == inputStart ? "the connection ended without close_notify" : "the connection ended within a record");
            }

            inputEnd += read;
        }
    }

    /// <summary>The length of the record at hand, checked before a byte of it is awaited.</summary>
    private int CheckedSize()
    {
        RecordType type = (RecordType)input[inputStart];
        int size = BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(inputStart + 1));
        bool isProtected = type == RecordType.Protected;
        if (!isProtected && type is not (RecordType.Alert or RecordType.Handshake))
            throw new HandshakeException(HandshakeReason.UnexpectedMessage, $"0x{input[inputStart]:x2} begins no record of this protocol");
        if (isProtected != readKeys is not null && !(type == RecordType.Alert && AcceptPlainAlerts))
        {
            throw new HandshakeException(
                HandshakeReason.UnexpectedMessage, isProtected ? "a protected record came before there are keys" : "an unprotected record came");
        }

        if (size > (isProtected ? MaxContentSizeInBytes + OverheadSizeInBytes : MaxContentSizeInBytes))
        {
            throw new HandshakeException(
                HandshakeReason.RecordOverflow, $"a record announces {size} bytes; at most {MaxContentSizeInBytes} of content are allowed");
        }

        if (size <= (isProtected ? OverheadSizeInBytes : 0))
            throw new HandshakeException(HandshakeReason.DecodeError, "a record without content");
        return size;
    }

    private (RecordType Type, ReadOnlyMemory<byte> Content) Open(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> body = record[HeaderSizeInBytes..];
        if ((RecordType)record[0] != RecordType.Protected)
        {
            body.CopyTo(content);
            return ((RecordType)record[0], content.AsMemory(0, body.Length));
        }

        int size = body.Length - TrafficKeys.TagSizeInBytes;
        readKeys!.Unprotect(record[..HeaderSizeInBytes], body, content.AsSpan(0, size));
        return ((RecordType)content[size - 1], content.AsMemory(0, size - 1));
    }
}
