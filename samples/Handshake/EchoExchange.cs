using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake.Program;

/// <summary>What client and server do over a channel: the file goes there, comes back, and is the same.</summary>
internal static class EchoExchange
{
    internal const long MaxFileSizeInBytes = 1L << 30;

    /// <summary>The client's side.</summary>
    /// <exception cref="IOException">Something else came back.</exception>
    internal static async Task<long> SendAndCompareAsync(SecureChannel channel, string path, CancellationToken cancellationToken)
    {
        string returned = Path.GetTempFileName();
        try
        {
            long size = await channel.SendFileAsync(path, cancellationToken);
            await channel.CloseWriteAsync(cancellationToken);
            await channel.ReceiveFileAsync(returned, MaxFileSizeInBytes, cancellationToken);
            await ExpectEndAsync(channel, cancellationToken);
            string sent = await DigestAsync(path, cancellationToken);
            if (sent != await DigestAsync(returned, cancellationToken))
                throw new IOException("The file that came back differs from the one that was sent.");
            return size;
        }
        finally
        {
            File.Delete(returned);
        }
    }

    /// <summary>The server's side.</summary>
    internal static async Task<long> EchoAsync(SecureChannel channel, CancellationToken cancellationToken)
    {
        string received = Path.GetTempFileName();
        try
        {
            long size = await channel.ReceiveFileAsync(received, MaxFileSizeInBytes, cancellationToken);
            await ExpectEndAsync(channel, cancellationToken);
            await channel.SendFileAsync(received, cancellationToken);
            await channel.CloseWriteAsync(cancellationToken);
            return size;
        }
        finally
        {
            File.Delete(received);
        }
    }

    /// <summary>The end is part of the content: without close_notify this throws.</summary>
    private static async Task ExpectEndAsync(SecureChannel channel, CancellationToken cancellationToken)
    {
        if (await channel.ReadAsync(new byte[1], cancellationToken) != 0)
            throw new IOException("More came than the file.");
    }

    private static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
