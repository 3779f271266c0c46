using System.Buffers;

namespace PqCrypto;

/// <summary>Reads a message stream to its end in pieces.</summary>
internal static class MessageStream
{
    private const int PieceSizeInBytes = 64 * 1024;

    /// <summary>Takes in a piece of a message.</summary>
    internal delegate void Sink(ReadOnlySpan<byte> piece);

    /// <summary>Reads to the end. The message is public: its buffer is not zeroed.</summary>
    internal static void Read(Stream data, Sink sink)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSizeInBytes);
        try
        {
            for (int read = data.Read(buffer); read > 0; read = data.Read(buffer))
                sink(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads to the end, or until the token is cancelled.</summary>
    internal static async ValueTask ReadAsync(Stream data, Sink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSizeInBytes);
        try
        {
            int read;
            do
            {
                read = await data.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();       // the last read too, and streams that ignore the token
                sink(buffer.AsSpan(0, read));
            }
            while (read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
