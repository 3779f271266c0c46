using System.Buffers;

namespace PqCrypto;

/// <summary>A message on its way to a signature: hashed piece by piece where the scheme can, collected whole where it cannot.</summary>
internal sealed class PendingMessage : IDisposable
{
    private readonly MessageDigest? digest;
    private readonly ArrayBufferWriter<byte>? collected;

    /// <summary>Starts an empty message for a key.</summary>
    internal PendingMessage(SignaturePublicKey key, SignatureOptions options)
    {
        digest = key.State.CreateDigest(options);
        if (digest is null)
            collected = new ArrayBufferWriter<byte>();
    }

    /// <summary>Work on a whole message.</summary>
    internal delegate TResult WholeMessage<in TContext, out TResult>(ReadOnlySpan<byte> whole, TContext context);

    /// <summary>Length of the digest; null where the message is collected.</summary>
    internal int? DigestSizeInBytes => digest?.SizeInBytes;

    /// <summary>Takes in the next piece.</summary>
    internal void Append(ReadOnlySpan<byte> data)
    {
        if (digest is not null)
            digest.Append(data);
        else
            collected!.Write(data);
    }

    /// <summary>Writes the digest and starts over.</summary>
    internal void Finish(Span<byte> destination)
    {
        digest!.Finish(destination);
    }

    /// <summary>Hands the collected message to some work and starts over, whether the work succeeds or not.</summary>
    internal TResult TakeWhole<TContext, TResult>(TContext context, WholeMessage<TContext, TResult> work)
    {
        try
        {
            return work(collected!.WrittenSpan, context);
        }
        finally
        {
            collected!.ResetWrittenCount();
        }
    }

    /// <summary>Releases the digest.</summary>
    public void Dispose() => digest?.Dispose();
}
