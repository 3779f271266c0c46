using PqCrypto.Base;
using PqCrypto.Kernels;

namespace PqCrypto.Fips202;

/// <summary>A SHA-3 or SHAKE computation as an object, for messages that arrive piece by piece over many calls.</summary>
/// <remarks>The state lies in unmovable memory and is zeroed by Dispose. For one thread at a time.</remarks>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal sealed class Sha3<TKernels> : IDisposable
    where TKernels : struct, IKernels
{
    private readonly SpongeKind kind;
    private readonly SecretBuffer states = new(Sponge<TKernels>.StateSizeInWords * sizeof(ulong));
    private int position;

    /// <summary>Starts a computation.</summary>
    /// <param name="kind">Which function.</param>
    internal Sha3(SpongeKind kind) => this.kind = kind;

    /// <summary>Takes in the next piece of the message.</summary>
    /// <param name="data">Any number of bytes. Secret.</param>
    internal void Append(ReadOnlySpan<byte> data)
    {
        Sponge<TKernels> sponge = new(kind, states.As<ulong>(), position);
        sponge.Absorb(data);
        position = sponge.Position;
    }

    /// <summary>Writes the result and starts over for the next message.</summary>
    /// <param name="output">Receives the digest, or as much as is wanted of a SHAKE output. Secret.</param>
    internal void Finish(Span<byte> output)
    {
        Sponge<TKernels> sponge = new(kind, states.As<ulong>(), position);
        sponge.Squeeze(output);
        states.Bytes.Clear();
        position = 0;
    }

    /// <summary>Zeroes and frees the state.</summary>
    public void Dispose() => states.Dispose();
}
