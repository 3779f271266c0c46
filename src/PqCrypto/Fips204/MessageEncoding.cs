using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>From a message to its representative mu. All of it is public.</summary>
internal static class MessageEncoding<TVariant, TKernels>
    where TVariant : struct, IDsaVariant
    where TKernels : struct, IKernels
{
    /// <summary>Longest prefix of a formatted message in bytes.</summary>
    internal const int MaxPrefixSizeInBytes = 2 + SignatureOptions.MaxContextSizeInBytes + PreHashFunction.OidSizeInBytes;

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

    /// <summary>Computes mu of a message.</summary>
    /// <param name="tr">The hash of the public key.</param>
    /// <param name="data">The message.</param>
    /// <param name="options">Context and pre-hash.</param>
    /// <param name="mu">Receives 64 bytes.</param>
    internal static void Represent(ReadOnlySpan<byte> tr, ReadOnlySpan<byte> data, SignatureOptions options, Span<byte> mu)
    {
        Span<byte> prefix = stackalloc byte[MaxPrefixSizeInBytes];
        prefix = prefix[..WritePrefix(options, prefix)];
        if (options.PreHash == PreHash.None)
        {
            RepresentFormatted(tr, prefix, data, mu);
            return;
        }

        Span<byte> digest = stackalloc byte[PreHashFunction.MaxSizeInBytes];
        digest = digest[..PreHashFunction.SizeInBytes(options.PreHash)];
        PreHashFunction.HashData<TKernels>(options.PreHash, data, digest);
        RepresentFormatted(tr, prefix, digest, mu);
    }

    /// <summary>Computes mu of a message that was formatted before: M' is the prefix followed by the rest.</summary>
    /// <remarks>FIPS 204, Algorithm 7 (ML-DSA.Sign_internal), L6, and FIPS 204, Algorithm 8 (ML-DSA.Verify_internal), L7.</remarks>
    internal static void RepresentFormatted(ReadOnlySpan<byte> tr, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> rest, Span<byte> mu)
    {
        using Workspace workspace = Workspace.Rent();
        Sponge<TKernels> sponge = new(SpongeKind.Shake256, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(tr);
        sponge.Absorb(prefix);
        sponge.Absorb(rest);
        sponge.Squeeze(mu);
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
