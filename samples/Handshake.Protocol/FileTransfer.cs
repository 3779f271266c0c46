using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>Files over a channel: eight bytes of length, then the content.</summary>
public static class FileTransfer
{
    /// <summary>Sends a file.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the sending, and with it the channel.</param>
    /// <returns>The file's length in bytes.</returns>
    /// <exception cref="HandshakeException">As <see cref="SecureChannel.WriteAsync"/>.</exception>
    /// <exception cref="IOException">The file cannot be read, or shrinks meanwhile.</exception>
    public static async Task<long> SendFileAsync(this SecureChannel channel, string path, CancellationToken cancellationToken = default)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true);
        long length = file.Length;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(SecureChannel.MaxRecordContentSizeInBytes);
        try
        {
            BinaryPrimitives.WriteInt64BigEndian(buffer, length);
            await channel.WriteAsync(buffer.AsMemory(0, sizeof(long)), cancellationToken);
            for (long rest = length; rest > 0;)
            {
                Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(rest, SecureChannel.MaxRecordContentSizeInBytes));
                await file.ReadExactlyAsync(piece, cancellationToken);
                await channel.WriteAsync(piece, cancellationToken);
                rest -= piece.Length;
            }
        }
        finally
        {
            Return(buffer);
        }

        return length;
    }

    /// <summary>Receives a file. It appears under its name only when it is complete.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="path">Where to put it; a file that is there is replaced.</param>
    /// <param name="maxSizeInBytes">The largest file to accept.</param>
    /// <param name="cancellationToken">Ends the receiving.</param>
    /// <returns>The file's length in bytes.</returns>
    /// <exception cref="HandshakeException">The file is too large, or as <see cref="SecureChannel.ReadAsync"/>: truncation among them.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task<long> ReceiveFileAsync(
        this SecureChannel channel, string path, long maxSizeInBytes, CancellationToken cancellationToken = default)
    {
        string partial = path + ".part";
        byte[] buffer = ArrayPool<byte>.Shared.Rent(SecureChannel.MaxRecordContentSizeInBytes);
        try
        {
            await channel.ReadExactlyAsync(buffer.AsMemory(0, sizeof(long)), cancellationToken);
            long length = BinaryPrimitives.ReadInt64BigEndian(buffer);
            if (length < 0 || length > maxSizeInBytes)
            {
                throw new HandshakeException(
                    HandshakeReason.RecordOverflow, $"a file of {length} bytes is announced; at most {maxSizeInBytes} are accepted");
            }

            await using (FileStream file = new(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, useAsync: true))
            {
                for (long rest = length; rest > 0;)
                {
                    Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(rest, SecureChannel.MaxRecordContentSizeInBytes));
                    await channel.ReadExactlyAsync(piece, cancellationToken);
                    await file.WriteAsync(piece, cancellationToken);
                    rest -= piece.Length;
                }
            }

            File.Move(partial, path, overwrite: true);
            return length;
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
        finally
        {
            Return(buffer);
        }
    }

    private static void Return(byte[] buffer)
    {
        CryptographicOperations.ZeroMemory(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
