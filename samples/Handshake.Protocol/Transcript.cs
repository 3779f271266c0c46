using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>The running hash over every handshake message, in the order in which both sides saw them. Public.</summary>
/// <remarks>Both offers are in it. Whoever changes one changes every key, signature and MAC that follows (RFC 8446, section 4.4.1).</remarks>
internal sealed class Transcript : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(KeySchedule.Hash);

    /// <summary>Takes in a message with its header.</summary>
    internal void Append(ReadOnlySpan<byte> message) => hash.AppendData(message);

    /// <summary>The hash of the messages so far; the transcript goes on.</summary>
    internal byte[] Current() => hash.GetCurrentHash();

    /// <summary>After a retry: the first hello is replaced by its hash, as a message of its own type.</summary>
    internal void ReplaceByHash()
    {
        byte[] first = hash.GetHashAndReset();
        hash.AppendData(Message.Frame(MessageType.MessageHash, first));
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
