using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>A formatted message M' in two pieces, or its representative mu. Public.</summary>
internal readonly ref struct FormattedMessage
{
    /// <summary>A formatted message.</summary>
    /// <param name="prefix">Mode, context and object identifier.</param>
    /// <param name="rest">The message or its hash.</param>
    internal FormattedMessage(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> rest)
    {
        Prefix = prefix;
        Rest = rest;
    }

    /// <summary>The representative of a message that is not at hand.</summary>
    /// <param name="mu">64 bytes.</param>
    internal FormattedMessage(ReadOnlySpan<byte> mu)
    {
        Rest = mu;
        IsRepresented = true;
    }

    /// <summary>The first piece.</summary>
    internal ReadOnlySpan<byte> Prefix { get; }

    /// <summary>The second piece, or mu.</summary>
    internal ReadOnlySpan<byte> Rest { get; }

    /// <summary>Whether this is mu.</summary>
    internal bool IsRepresented { get; }

    /// <summary>Bytes of both pieces, which together can be more than a span holds.</summary>
    internal long Length => (long)Prefix.Length + Rest.Length;

    /// <summary>Copies both pieces.</summary>
    internal void CopyTo(Span<byte> target)
    {
        Prefix.CopyTo(target);
        Rest.CopyTo(target[Prefix.Length..]);
    }
}

/// <summary>From a message to its representative mu. All of it is public.</summary>
internal static class MessageEncoding<TVariant, TKernels>
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    /// <summary>Longest prefix of a formatted message in bytes.</summary>
    internal const int MaxPrefixSizeInBytes = 2 + SignatureOptions.MaxContextSizeInBytes + PreHashFunction.OidSizeInBytes;

    /// <summary>Longest part of a formatted message that is not the message itself, in bytes.</summary>
    internal const int MaxFormatSizeInBytes = MaxPrefixSizeInBytes + PreHashFunction.MaxSizeInBytes;

    private const int MuSize = 64;

    /// <summary>Writes what stands before the message, or before its hash, in M': mode, length of the context, context, object identifier.</summary>
    /// <param name="options">Context and pre-hash.</param>
    /// <param name="prefix">Room for <see cref="MaxPrefixSizeInBytes"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The context is too long, or the pre-hash is none of the twelve.</exception>
    /// <remarks>FIPS 204, Algorithm 2 (ML-DSA.Sign), FIPS 204, Algorithm 3 (ML-DSA.Verify), FIPS 204, Algorithm 4 (HashML-DSA.Sign) and
    /// FIPS 204, Algorithm 5 (HashML-DSA.Verify): the formatting, which is the same for signing and verifying.</remarks>
    internal static int WritePrefix(SignatureOptions options, Span<byte> prefix)
    {
        if (!TVariant.FramesMessages)
            return 0;
        ReadOnlySpan<byte> context = options.Context.Span;
        if (context.Length > SignatureOptions.MaxContextSizeInBytes)
            throw Errors.ContextTooLong(nameof(options), context.Length);
        prefix[0] = options.PreHash == PreHash.None ? (byte)0 : (byte)1;
        prefix[1] = (byte)context.Length;
        context.CopyTo(prefix[2..]);
        int length = 2 + context.Length;
        if (options.PreHash == PreHash.None)
            return length;
        PreHashFunction.WriteOid(options.PreHash, prefix[length..]);
        return length + PreHashFunction.OidSizeInBytes;
    }

    /// <summary>Formats a message: what is hashed behind tr.</summary>
    /// <param name="data">The message.</param>
    /// <param name="options">Context and pre-hash.</param>
    /// <param name="buffer">Room for <see cref="MaxFormatSizeInBytes"/> bytes; the result lies in it and in the message.</param>
    internal static FormattedMessage Format(ReadOnlySpan<byte> data, SignatureOptions options, Span<byte> buffer)
    {
        int length = WritePrefix(options, buffer);
        ReadOnlySpan<byte> prefix = buffer[..length];
        if (options.PreHash == PreHash.None)
            return new FormattedMessage(prefix, data);
        Span<byte> digest = buffer.Slice(length, PreHashFunction.SizeInBytes(options.PreHash));
        PreHashFunction.HashData<TKernels>(options.PreHash, data, digest);
        return new FormattedMessage(prefix, digest);
    }

    /// <summary>Gives mu of a message.</summary>
    /// <param name="tr">The hash of the public key.</param>
    /// <param name="message">The message, or mu itself.</param>
    /// <param name="mu">Receives 64 bytes.</param>
    /// <remarks>FIPS 204, Algorithm 7 (ML-DSA.Sign_internal), L6, and FIPS 204, Algorithm 8 (ML-DSA.Verify_internal), L7.</remarks>
    internal static void Represent(ReadOnlySpan<byte> tr, FormattedMessage message, Span<byte> mu)
    {
        if (message.IsRepresented)
        {
            message.CopyTo(mu);
            return;
        }

        using Workspace workspace = Workspace.Rent();
        Sponge<TKernels> sponge = new(SpongeKind.Shake256, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(tr);
        sponge.Absorb(message.Prefix);
        sponge.Absorb(message.Rest);
        sponge.Squeeze(mu[..MuSize]);
    }
}

/// <summary>Computes mu of a message that arrives piece by piece.</summary>
internal sealed class MuDigest<TVariant, TKernels> : MessageDigest
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    private readonly byte[] start;
    private readonly IPreHash? preHash;
    private readonly Sha3<TKernels> hash = new(SpongeKind.Shake256);

    /// <summary>Starts a computation.</summary>
    /// <param name="tr">The hash of the public key. Public.</param>
    /// <param name="options">Context and pre-hash.</param>
    internal MuDigest(ReadOnlySpan<byte> tr, SignatureOptions options)
    {
        Span<byte> prefix = stackalloc byte[MessageEncoding<TVariant, TKernels>.MaxPrefixSizeInBytes];
        int length = MessageEncoding<TVariant, TKernels>.WritePrefix(options, prefix);
        start = [.. tr, .. prefix[..length]];
        if (options.PreHash != PreHash.None)
            preHash = PreHashFunction.Create<TKernels>(options.PreHash);
        PreHashSizeInBytes = preHash is null ? 0 : PreHashFunction.SizeInBytes(options.PreHash);
        hash.Append(start);
    }

    /// <inheritdoc/>
    public override int SizeInBytes => 64;

    private int PreHashSizeInBytes { get; }

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> data)
    {
        if (preHash is null)
            hash.Append(data);
        else
            preHash.Append(data);
    }

    /// <inheritdoc/>
    public override void Finish(Span<byte> digest)
    {
        if (preHash is not null)
        {
            Span<byte> hashed = stackalloc byte[PreHashFunction.MaxSizeInBytes];
            hashed = hashed[..PreHashSizeInBytes];
            preHash.Finish(hashed);
            hash.Append(hashed);
        }

        hash.Finish(digest);
        hash.Append(start);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            preHash?.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
