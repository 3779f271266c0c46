using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PqCrypto.Fips180;

/// <summary>The functions of SHA-2 that the platform lacks, incremental. For public data: nothing is zeroed.</summary>
internal static class Sha2
{
    /// <summary>Starts SHA-224. FIPS 180-4, section 6.3.</summary>
    internal static Sha2<uint, Words32> Sha224() => new(Sha2Constants.Sha224Initial, digestSizeInBytes: 28);

    /// <summary>Starts SHA-512/224 or SHA-512/256, whose initial values are computed from their names. FIPS 180-4, section 5.3.6.</summary>
    /// <param name="digestSizeInBytes">28 or 32.</param>
    internal static Sha2<ulong, Words64> Sha512T(int digestSizeInBytes)
    {
        Span<ulong> initial = stackalloc ulong[8];
        for (int i = 0; i < initial.Length; i++)
            initial[i] = Sha2Constants.Sha512Initial[i] ^ 0xA5A5A5A5A5A5A5A5;
        Sha2<ulong, Words64> generator = new(initial, digestSizeInBytes: 64);
        generator.Append(digestSizeInBytes == 28 ? "SHA-512/224"u8 : "SHA-512/256"u8);
        Span<byte> digest = stackalloc byte[64];
        generator.Finish(digest);
        for (int i = 0; i < initial.Length; i++)
            initial[i] = BinaryPrimitives.ReadUInt64BigEndian(digest[(8 * i)..]);
        return new Sha2<ulong, Words64>(initial, digestSizeInBytes);
    }
}

/// <summary>What distinguishes the functions on 32-bit words from those on 64-bit words. FIPS 180-4, sections 4.1 and 4.2.</summary>
/// <typeparam name="TWord">The word.</typeparam>
internal interface ISha2Words<TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    /// <summary>Rounds of one block.</summary>
    static abstract int Rounds { get; }

    /// <summary>The round constant K_t.</summary>
    static abstract TWord RoundConstant(int t);

    /// <summary>The function with a capital sigma and index 0.</summary>
    static abstract TWord Sum0(TWord x);

    /// <summary>The function with a capital sigma and index 1.</summary>
    static abstract TWord Sum1(TWord x);

    /// <summary>The function with a small sigma and index 0.</summary>
    static abstract TWord Sigma0(TWord x);

    /// <summary>The function with a small sigma and index 1.</summary>
    static abstract TWord Sigma1(TWord x);
}

/// <summary>The functions of SHA-224 and SHA-256.</summary>
internal readonly struct Words32 : ISha2Words<uint>
{
    /// <inheritdoc/>
    public static int Rounds => 64;

    /// <inheritdoc/>
    public static uint RoundConstant(int t) => (uint)(Sha2Constants.Rounds[t] >> 32);

    /// <inheritdoc/>
    public static uint Sum0(uint x) => uint.RotateRight(x, 2) ^ uint.RotateRight(x, 13) ^ uint.RotateRight(x, 22);

    /// <inheritdoc/>
    public static uint Sum1(uint x) => uint.RotateRight(x, 6) ^ uint.RotateRight(x, 11) ^ uint.RotateRight(x, 25);

    /// <inheritdoc/>
    public static uint Sigma0(uint x) => uint.RotateRight(x, 7) ^ uint.RotateRight(x, 18) ^ (x >> 3);

    /// <inheritdoc/>
    public static uint Sigma1(uint x) => uint.RotateRight(x, 17) ^ uint.RotateRight(x, 19) ^ (x >> 10);
}

/// <summary>The functions of SHA-512 and its truncations.</summary>
internal readonly struct Words64 : ISha2Words<ulong>
{
    /// <inheritdoc/>
    public static int Rounds => 80;

    /// <inheritdoc/>
    public static ulong RoundConstant(int t) => Sha2Constants.Rounds[t];

    /// <inheritdoc/>
    public static ulong Sum0(ulong x) => ulong.RotateRight(x, 28) ^ ulong.RotateRight(x, 34) ^ ulong.RotateRight(x, 39);

    /// <inheritdoc/>
    public static ulong Sum1(ulong x) => ulong.RotateRight(x, 14) ^ ulong.RotateRight(x, 18) ^ ulong.RotateRight(x, 41);

    /// <inheritdoc/>
    public static ulong Sigma0(ulong x) => ulong.RotateRight(x, 1) ^ ulong.RotateRight(x, 8) ^ (x >> 7);

    /// <inheritdoc/>
    public static ulong Sigma1(ulong x) => ulong.RotateRight(x, 19) ^ ulong.RotateRight(x, 61) ^ (x >> 6);
}

/// <summary>One SHA-2 computation. FIPS 180-4, section 6.</summary>
/// <typeparam name="TWord">The word, 32 or 64 bits.</typeparam>
/// <typeparam name="TWords">The functions on that word.</typeparam>
internal struct Sha2<TWord, TWords>
    where TWord : unmanaged, IBinaryInteger<TWord>
    where TWords : struct, ISha2Words<TWord>
{
    private readonly int digestSizeInBytes;
    private State state;
    private Block block;
    private int buffered;
    private ulong total;

    /// <summary>Starts a computation.</summary>
    /// <param name="initial">The initial hash value, 8 words.</param>
    /// <param name="digestSizeInBytes">Length of the result.</param>
    internal Sha2(ReadOnlySpan<TWord> initial, int digestSizeInBytes)
    {
        initial.CopyTo(state);
        this.digestSizeInBytes = digestSizeInBytes;
    }

    private static int WordSize => TWord.Zero.GetByteCount();

    private static int BlockSize => 16 * WordSize;

    /// <summary>Takes in the next piece of the message.</summary>
    /// <param name="data">Any number of bytes. Public.</param>
    internal void Append(ReadOnlySpan<byte> data)
    {
        total += (ulong)data.Length;
        while (!data.IsEmpty)
        {
            int piece = int.Min(BlockSize - buffered, data.Length);
            data[..piece].CopyTo(((Span<byte>)block)[buffered..]);
            data = data[piece..];
            buffered += piece;
            if (buffered == BlockSize)
                Compress();
        }
    }

    /// <summary>Pads and writes the digest; a new value starts the next computation.</summary>
    /// <param name="digest">Receives the digest.</param>
    /// <remarks>FIPS 180-4, section 5.1. The length is two words; what 64 bits cannot hold of it stays zero.</remarks>
    internal void Finish(Span<byte> digest)
    {
        Span<byte> bytes = ((Span<byte>)block)[..BlockSize];
        bytes[buffered++] = 0x80;
        bytes[buffered..].Clear();
        if (buffered > BlockSize - (2 * WordSize))
        {
            Compress();
            bytes.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes[(BlockSize - 8)..], total << 3);
        Compress();
        Span<byte> whole = stackalloc byte[64];
        for (int i = 0; i < 8; i++)
            state[i].WriteBigEndian(whole[(WordSize * i)..]);
        whole[..digestSizeInBytes].CopyTo(digest);
    }

    /// <summary>Takes in one block.</summary>
    /// <remarks>FIPS 180-4, sections 6.2.2 and 6.4.2.</remarks>
    private void Compress()
    {
        Span<TWord> w = stackalloc TWord[TWords.Rounds];
        ReadOnlySpan<byte> bytes = block;
        for (int t = 0; t < 16; t++)
            w[t] = TWord.ReadBigEndian(bytes.Slice(WordSize * t, WordSize), isUnsigned: true);
        for (int t = 16; t < w.Length; t++)
            w[t] = TWords.Sigma1(w[t - 2]) + w[t - 7] + TWords.Sigma0(w[t - 15]) + w[t - 16];

        TWord a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < w.Length; t++)
        {
            TWord t1 = h + TWords.Sum1(e) + ((e & f) ^ (~e & g)) + TWords.RoundConstant(t) + w[t];
            TWord t2 = TWords.Sum0(a) + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
        buffered = 0;
    }

    [InlineArray(8)]
    private struct State
    {
        private TWord first;
    }

    /// <summary>Room for the larger of the two blocks.</summary>
    [InlineArray(128)]
    private struct Block
    {
        private byte first;
    }
}
