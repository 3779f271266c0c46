using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PqCrypto.Fips180;

/// <summary>The constants of FIPS 180-4 that both word sizes share.</summary>
internal static class Sha2Constants
{
    /// <summary>The round constants of the functions on 64-bit words; their upper halves are those of the functions on 32-bit words.</summary>
    internal static ReadOnlySpan<ulong> Rounds =>       // = first 64 bits of the fractional parts of the cube roots of the first 80 primes
    [
        0x428A2F98D728AE22, 0x7137449123EF65CD, 0xB5C0FBCFEC4D3B2F, 0xE9B5DBA58189DBBC, 0x3956C25BF348B538,
        0x59F111F1B605D019, 0x923F82A4AF194F9B, 0xAB1C5ED5DA6D8118, 0xD807AA98A3030242, 0x12835B0145706FBE,
        0x243185BE4EE4B28C, 0x550C7DC3D5FFB4E2, 0x72BE5D74F27B896F, 0x80DEB1FE3B1696B1, 0x9BDC06A725C71235,
        0xC19BF174CF692694, 0xE49B69C19EF14AD2, 0xEFBE4786384F25E3, 0x0FC19DC68B8CD5B5, 0x240CA1CC77AC9C65,
        0x2DE92C6F592B0275, 0x4A7484AA6EA6E483, 0x5CB0A9DCBD41FBD4, 0x76F988DA831153B5, 0x983E5152EE66DFAB,
        0xA831C66D2DB43210, 0xB00327C898FB213F, 0xBF597FC7BEEF0EE4, 0xC6E00BF33DA88FC2, 0xD5A79147930AA725,
        0x06CA6351E003826F, 0x142929670A0E6E70, 0x27B70A8546D22FFC, 0x2E1B21385C26C926, 0x4D2C6DFC5AC42AED,
        0x53380D139D95B3DF, 0x650A73548BAF63DE, 0x766A0ABB3C77B2A8, 0x81C2C92E47EDAEE6, 0x92722C851482353B,
        0xA2BFE8A14CF10364, 0xA81A664BBC423001, 0xC24B8B70D0F89791, 0xC76C51A30654BE30, 0xD192E819D6EF5218,
        0xD69906245565A910, 0xF40E35855771202A, 0x106AA07032BBD1B8, 0x19A4C116B8D2D0C8, 0x1E376C085141AB53,
        0x2748774CDF8EEB99, 0x34B0BCB5E19B48A8, 0x391C0CB3C5C95A63, 0x4ED8AA4AE3418ACB, 0x5B9CCA4F7763E373,
        0x682E6FF3D6B2B8A3, 0x748F82EE5DEFB2FC, 0x78A5636F43172F60, 0x84C87814A1F0AB72, 0x8CC702081A6439EC,
        0x90BEFFFA23631E28, 0xA4506CEBDE82BDE9, 0xBEF9A3F7B2C67915, 0xC67178F2E372532B, 0xCA273ECEEA26619C,
        0xD186B8C721C0C207, 0xEADA7DD6CDE0EB1E, 0xF57D4F7FEE6ED178, 0x06F067AA72176FBA, 0x0A637DC5A2C898A6,
        0x113F9804BEF90DAE, 0x1B710B35131C471B, 0x28DB77F523047D84, 0x32CAAB7B40C72493, 0x3C9EBE0A15C9BEBC,
        0x431D67C49C100D4C, 0x4CC5D4BECB3E42B6, 0x597F299CFC657E2A, 0x5FCB6FAB3AD6FAEC, 0x6C44198C4A475817,
    ];

    /// <summary>The initial value of SHA-512.</summary>
    internal static ReadOnlySpan<ulong> Sha512Initial =>    // = first 64 bits of the fractional parts of the square roots of the first 8 primes
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    /// <summary>The initial value of SHA-224.</summary>
    internal static ReadOnlySpan<uint> Sha224Initial =>     // = second 32 bits of the fractional parts of the square roots of the 9th to 16th primes
    [
        0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4,
    ];
}

/// <summary>An incremental SHA-224, which the platform lacks. For public data: nothing is zeroed.</summary>
/// <remarks>FIPS 180-4, section 6.3.</remarks>
internal struct Sha224
{
    /// <summary>Length of the result in bytes.</summary>
    internal const int SizeInBytes = 28;

    private const int BlockSize = 64;

    private Words state;
    private Block block;
    private int buffered;
    private ulong total;

    /// <summary>Starts a computation.</summary>
    public Sha224() => Sha2Constants.Sha224Initial.CopyTo(state);

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
    /// <param name="digest">Receives <see cref="SizeInBytes"/> bytes.</param>
    internal void Finish(Span<byte> digest)
    {
        Span<byte> bytes = block;
        bytes[buffered++] = 0x80;
        bytes[buffered..].Clear();
        if (buffered > BlockSize - 8)
        {
            Compress();
            bytes.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes[(BlockSize - 8)..], total << 3);
        Compress();
        for (int i = 0; i < SizeInBytes / 4; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], state[i]);
    }

    /// <summary>One block. FIPS 180-4, section 6.2.2.</summary>
    private void Compress()
    {
        Span<uint> w = stackalloc uint[64];
        ReadOnlySpan<byte> bytes = block;
        for (int t = 0; t < 16; t++)
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * t)..]);
        for (int t = 16; t < 64; t++)
        {
            uint s0 = BitOperations.RotateRight(w[t - 15], 7) ^ BitOperations.RotateRight(w[t - 15], 18) ^ (w[t - 15] >> 3);
            uint s1 = BitOperations.RotateRight(w[t - 2], 17) ^ BitOperations.RotateRight(w[t - 2], 19) ^ (w[t - 2] >> 10);
            w[t] = s1 + w[t - 7] + s0 + w[t - 16];
        }

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < 64; t++)
        {
            uint sum1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            uint t1 = h + sum1 + ((e & f) ^ (~e & g)) + (uint)(Sha2Constants.Rounds[t] >> 32) + w[t];
            uint sum0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            uint t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
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
    private struct Words
    {
        private uint first;
    }

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte first;
    }
}

/// <summary>An incremental SHA-512/t, which the platform lacks. For public data: nothing is zeroed.</summary>
/// <remarks>FIPS 180-4, sections 6.6 and 6.7.</remarks>
internal struct Sha512T
{
    private const int BlockSize = 128;

    private readonly int sizeInBytes;
    private Words state;
    private Block block;
    private int buffered;
    private ulong total;

    /// <summary>Starts SHA-512/224 or SHA-512/256: computes the initial value from the function's name. FIPS 180-4, section 5.3.6.</summary>
    /// <param name="sizeInBytes">Length of the result: 28 or 32.</param>
    internal Sha512T(int sizeInBytes)
    {
        this.sizeInBytes = sizeInBytes;
        for (int i = 0; i < 8; i++)
            state[i] = Sha2Constants.Sha512Initial[i] ^ 0xA5A5A5A5A5A5A5A5;
        Append(sizeInBytes == 28 ? "SHA-512/224"u8 : "SHA-512/256"u8);
        Pad();
        total = 0;
    }

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
    /// <param name="digest">Receives 28 or 32 bytes.</param>
    internal void Finish(Span<byte> digest)
    {
        Pad();
        Span<byte> whole = stackalloc byte[64];
        for (int i = 0; i < 8; i++)
            BinaryPrimitives.WriteUInt64BigEndian(whole[(8 * i)..], state[i]);
        whole[..sizeInBytes].CopyTo(digest);
    }

    /// <summary>Ends the message. FIPS 180-4, section 5.1.2; the upper half of the 128-bit length stays zero.</summary>
    private void Pad()
    {
        Span<byte> bytes = block;
        bytes[buffered++] = 0x80;
        bytes[buffered..].Clear();
        if (buffered > BlockSize - 16)
        {
            Compress();
            bytes.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes[(BlockSize - 8)..], total << 3);
        Compress();
    }

    /// <summary>One block. FIPS 180-4, section 6.4.2.</summary>
    private void Compress()
    {
        Span<ulong> w = stackalloc ulong[80];
        ReadOnlySpan<byte> bytes = block;
        for (int t = 0; t < 16; t++)
            w[t] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(8 * t)..]);
        for (int t = 16; t < 80; t++)
        {
            ulong s0 = BitOperations.RotateRight(w[t - 15], 1) ^ BitOperations.RotateRight(w[t - 15], 8) ^ (w[t - 15] >> 7);
            ulong s1 = BitOperations.RotateRight(w[t - 2], 19) ^ BitOperations.RotateRight(w[t - 2], 61) ^ (w[t - 2] >> 6);
            w[t] = s1 + w[t - 7] + s0 + w[t - 16];
        }

        ulong a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < 80; t++)
        {
            ulong sum1 = BitOperations.RotateRight(e, 14) ^ BitOperations.RotateRight(e, 18) ^ BitOperations.RotateRight(e, 41);
            ulong t1 = h + sum1 + ((e & f) ^ (~e & g)) + Sha2Constants.Rounds[t] + w[t];
            ulong sum0 = BitOperations.RotateRight(a, 28) ^ BitOperations.RotateRight(a, 34) ^ BitOperations.RotateRight(a, 39);
            ulong t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
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
    private struct Words
    {
        private ulong first;
    }

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte first;
    }
}
