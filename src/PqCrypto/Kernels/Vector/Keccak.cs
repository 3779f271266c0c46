using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels.Vector;

/// <summary>What the permutation of FIPS 202 needs of a vector whose lanes of 64 bits belong to as many states.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IKeccakWidth<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether there are 32 vector registers, enough for a whole Keccak state and its parities, or only 16.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>Reads one word of each state.</summary>
    static abstract TVector Load(ref ulong words);

    /// <summary>Writes one word of each state.</summary>
    static abstract void Store(TVector vector, ref ulong words);

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Repeat64(ulong value);

    /// <summary>a XOR b.</summary>
    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>a XOR b XOR c.</summary>
    static abstract TVector Xor3(TVector a, TVector b, TVector c);

    /// <summary>a XOR (NOT b AND c): the step chi of Keccak.</summary>
    static abstract TVector Chi(TVector a, TVector b, TVector c);

    /// <summary>Rotates each lane to the left.</summary>
    static abstract TVector RotateLeft64(TVector a, [ConstantExpected] byte count);
}

/// <summary>Keccak-f[1600] on as many states at once as a vector has lanes (FIPS 202, section 3.2).</summary>
/// <remarks>Word x + 5y of each state is the lane A[x, y] of the standard.</remarks>
/// <typeparam name="TWidth">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static class Keccak<TWidth, TVector>
    where TWidth : struct, IKeccakWidth<TVector>
    where TVector : unmanaged
{
    /// <summary>Permutes the first states of several that lie interleaved.</summary>
    /// <param name="states">Word w of state l lies at w * lanes + l. Secret.</param>
    /// <param name="lanes">How many states are interleaved, at least as many as a vector has lanes; the others are left alone. Public.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Permute(Span<ulong> states, int lanes)
    {
        ref ulong first = ref MemoryMarshal.GetReference(states[..(KeccakLane.Words * lanes)]);
        if (TWidth.HasManyRegisters)
        {
            PermuteInRegisters(ref first, lanes);
        }
        else
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(lanes, Own);
            PermuteInMemory(ref first);
        }
    }

    /// <summary>States in a vector: a constant for the compiler, so that words in memory have constant addresses.</summary>
    private static int Own
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.SizeOf<TVector>() / sizeof(ulong);
    }

    /// <summary>The schedule for 32 registers: 25 hold the states, theta takes six more.</summary>
    /// <remarks>One round makes a turn: 24 of them written out would exceed what the compiler optimises. The letters name the rows y = 0 to 4:
    /// b, g, k, m, t before the step chi, e, f, h, n, p after it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void PermuteInRegisters(ref ulong states, int lanes)
    {
        TVector b0 = Load(ref states, 0, lanes), b1 = Load(ref states, 1, lanes), b2 = Load(ref states, 2, lanes);
        TVector b3 = Load(ref states, 3, lanes), b4 = Load(ref states, 4, lanes);
        TVector g0 = Load(ref states, 5, lanes), g1 = Load(ref states, 6, lanes), g2 = Load(ref states, 7, lanes);
        TVector g3 = Load(ref states, 8, lanes), g4 = Load(ref states, 9, lanes);
        TVector k0 = Load(ref states, 10, lanes), k1 = Load(ref states, 11, lanes), k2 = Load(ref states, 12, lanes);
        TVector k3 = Load(ref states, 13, lanes), k4 = Load(ref states, 14, lanes);
        TVector m0 = Load(ref states, 15, lanes), m1 = Load(ref states, 16, lanes), m2 = Load(ref states, 17, lanes);
        TVector m3 = Load(ref states, 18, lanes), m4 = Load(ref states, 19, lanes);
        TVector t0 = Load(ref states, 20, lanes), t1 = Load(ref states, 21, lanes), t2 = Load(ref states, 22, lanes);
        TVector t3 = Load(ref states, 23, lanes), t4 = Load(ref states, 24, lanes);

        foreach (ulong constant in ReferenceKernels.RoundConstants)
        {
            // theta: add to each lane the parities of the column before and, rotated, of the column after
            TVector c0 = TWidth.Xor3(TWidth.Xor3(b0, g0, k0), m0, t0);
            TVector c1 = TWidth.Xor3(TWidth.Xor3(b1, g1, k1), m1, t1);
            TVector c2 = TWidth.Xor3(TWidth.Xor3(b2, g2, k2), m2, t2);
            TVector c3 = TWidth.Xor3(TWidth.Xor3(b3, g3, k3), m3, t3);
            TVector c4 = TWidth.Xor3(TWidth.Xor3(b4, g4, k4), m4, t4);
            TVector d = TWidth.RotateLeft64(c1, 1);
            b0 = TWidth.Xor3(b0, c4, d); g0 = TWidth.Xor3(g0, c4, d); k0 = TWidth.Xor3(k0, c4, d);
            m0 = TWidth.Xor3(m0, c4, d); t0 = TWidth.Xor3(t0, c4, d);
            d = TWidth.RotateLeft64(c2, 1);
            b1 = TWidth.Xor3(b1, c0, d); g1 = TWidth.Xor3(g1, c0, d); k1 = TWidth.Xor3(k1, c0, d);
            m1 = TWidth.Xor3(m1, c0, d); t1 = TWidth.Xor3(t1, c0, d);
            d = TWidth.RotateLeft64(c3, 1);
            b2 = TWidth.Xor3(b2, c1, d); g2 = TWidth.Xor3(g2, c1, d); k2 = TWidth.Xor3(k2, c1, d);
            m2 = TWidth.Xor3(m2, c1, d); t2 = TWidth.Xor3(t2, c1, d);
            d = TWidth.RotateLeft64(c4, 1);
            b3 = TWidth.Xor3(b3, c2, d); g3 = TWidth.Xor3(g3, c2, d); k3 = TWidth.Xor3(k3, c2, d);
            m3 = TWidth.Xor3(m3, c2, d); t3 = TWidth.Xor3(t3, c2, d);
            d = TWidth.RotateLeft64(c0, 1);
            b4 = TWidth.Xor3(b4, c3, d); g4 = TWidth.Xor3(g4, c3, d); k4 = TWidth.Xor3(k4, c3, d);
            m4 = TWidth.Xor3(m4, c3, d); t4 = TWidth.Xor3(t4, c3, d);

            // rho and pi: rotate each lane by its offset and take it from where pi finds it; chi and iota: one row at a time
            g1 = TWidth.RotateLeft64(g1, 44); k2 = TWidth.RotateLeft64(k2, 43); m3 = TWidth.RotateLeft64(m3, 21); t4 = TWidth.RotateLeft64(t4, 14);
            TVector e0 = TWidth.Xor(TWidth.Chi(b0, g1, k2), TWidth.Repeat64(constant)), e1 = TWidth.Chi(g1, k2, m3), e2 = TWidth.Chi(k2, m3, t4);
            TVector e3 = TWidth.Chi(m3, t4, b0), e4 = TWidth.Chi(t4, b0, g1);
            b3 = TWidth.RotateLeft64(b3, 28); g4 = TWidth.RotateLeft64(g4, 20); k0 = TWidth.RotateLeft64(k0, 3);
            m1 = TWidth.RotateLeft64(m1, 45); t2 = TWidth.RotateLeft64(t2, 61);
            TVector f0 = TWidth.Chi(b3, g4, k0), f1 = TWidth.Chi(g4, k0, m1), f2 = TWidth.Chi(k0, m1, t2);
            TVector f3 = TWidth.Chi(m1, t2, b3), f4 = TWidth.Chi(t2, b3, g4);
            b1 = TWidth.RotateLeft64(b1, 1); g2 = TWidth.RotateLeft64(g2, 6); k3 = TWidth.RotateLeft64(k3, 25);
            m4 = TWidth.RotateLeft64(m4, 8); t0 = TWidth.RotateLeft64(t0, 18);
            TVector h0 = TWidth.Chi(b1, g2, k3), h1 = TWidth.Chi(g2, k3, m4), h2 = TWidth.Chi(k3, m4, t0);
            TVector h3 = TWidth.Chi(m4, t0, b1), h4 = TWidth.Chi(t0, b1, g2);
            b4 = TWidth.RotateLeft64(b4, 27); g0 = TWidth.RotateLeft64(g0, 36); k1 = TWidth.RotateLeft64(k1, 10);
            m2 = TWidth.RotateLeft64(m2, 15); t3 = TWidth.RotateLeft64(t3, 56);
            TVector n0 = TWidth.Chi(b4, g0, k1), n1 = TWidth.Chi(g0, k1, m2), n2 = TWidth.Chi(k1, m2, t3);
            TVector n3 = TWidth.Chi(m2, t3, b4), n4 = TWidth.Chi(t3, b4, g0);
            b2 = TWidth.RotateLeft64(b2, 62); g3 = TWidth.RotateLeft64(g3, 55); k4 = TWidth.RotateLeft64(k4, 39);
            m0 = TWidth.RotateLeft64(m0, 41); t1 = TWidth.RotateLeft64(t1, 2);
            TVector p0 = TWidth.Chi(b2, g3, k4), p1 = TWidth.Chi(g3, k4, m0), p2 = TWidth.Chi(k4, m0, t1);
            TVector p3 = TWidth.Chi(m0, t1, b2), p4 = TWidth.Chi(t1, b2, g3);
            b0 = e0; b1 = e1; b2 = e2; b3 = e3; b4 = e4;
            g0 = f0; g1 = f1; g2 = f2; g3 = f3; g4 = f4;
            k0 = h0; k1 = h1; k2 = h2; k3 = h3; k4 = h4;
            m0 = n0; m1 = n1; m2 = n2; m3 = n3; m4 = n4;
            t0 = p0; t1 = p1; t2 = p2; t3 = p3; t4 = p4;
        }

        Store(b0, ref states, 0, lanes); Store(b1, ref states, 1, lanes); Store(b2, ref states, 2, lanes);
        Store(b3, ref states, 3, lanes); Store(b4, ref states, 4, lanes);
        Store(g0, ref states, 5, lanes); Store(g1, ref states, 6, lanes); Store(g2, ref states, 7, lanes);
        Store(g3, ref states, 8, lanes); Store(g4, ref states, 9, lanes);
        Store(k0, ref states, 10, lanes); Store(k1, ref states, 11, lanes); Store(k2, ref states, 12, lanes);
        Store(k3, ref states, 13, lanes); Store(k4, ref states, 14, lanes);
        Store(m0, ref states, 15, lanes); Store(m1, ref states, 16, lanes); Store(m2, ref states, 17, lanes);
        Store(m3, ref states, 18, lanes); Store(m4, ref states, 19, lanes);
        Store(t0, ref states, 20, lanes); Store(t1, ref states, 21, lanes); Store(t2, ref states, 22, lanes);
        Store(t3, ref states, 23, lanes); Store(t4, ref states, 24, lanes);
    }

    /// <summary>The schedule for 16 registers: the states go from memory to memory in each round, and back in the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void PermuteInMemory(ref ulong states)
    {
        Unsafe.SkipInit(out States copy);
        ref ulong second = ref Unsafe.As<States, ulong>(ref copy);
        ReadOnlySpan<ulong> constants = ReferenceKernels.RoundConstants;
        for (int round = 0; round + 1 < constants.Length; round += 2)
        {
            Round(ref states, ref second, constants[round]);
            Round(ref second, ref states, constants[round + 1]);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref copy, 1)));
    }

    /// <summary>One round: theta by columns, then the other steps row by row, so that a parity vector and one row are all that is alive.</summary>
    /// <remarks>It goes from a to e.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong a, ref ulong e, ulong constant)
    {
        TVector c0 = TWidth.Xor3(TWidth.Xor3(Load(ref a, 0, Own), Load(ref a, 5, Own), Load(ref a, 10, Own)), Load(ref a, 15, Own), Load(ref a, 20, Own));
        TVector c1 = TWidth.Xor3(TWidth.Xor3(Load(ref a, 1, Own), Load(ref a, 6, Own), Load(ref a, 11, Own)), Load(ref a, 16, Own), Load(ref a, 21, Own));
        TVector c2 = TWidth.Xor3(TWidth.Xor3(Load(ref a, 2, Own), Load(ref a, 7, Own), Load(ref a, 12, Own)), Load(ref a, 17, Own), Load(ref a, 22, Own));
        TVector c3 = TWidth.Xor3(TWidth.Xor3(Load(ref a, 3, Own), Load(ref a, 8, Own), Load(ref a, 13, Own)), Load(ref a, 18, Own), Load(ref a, 23, Own));
        TVector c4 = TWidth.Xor3(TWidth.Xor3(Load(ref a, 4, Own), Load(ref a, 9, Own), Load(ref a, 14, Own)), Load(ref a, 19, Own), Load(ref a, 24, Own));
        TVector d0 = TWidth.Xor(c4, TWidth.RotateLeft64(c1, 1));
        TVector d1 = TWidth.Xor(c0, TWidth.RotateLeft64(c2, 1));
        TVector d2 = TWidth.Xor(c1, TWidth.RotateLeft64(c3, 1));
        TVector d3 = TWidth.Xor(c2, TWidth.RotateLeft64(c4, 1));
        TVector d4 = TWidth.Xor(c3, TWidth.RotateLeft64(c0, 1));

        TVector r0 = TWidth.Xor(Load(ref a, 0, Own), d0);
        TVector r1 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 6, Own), d1), 44);
        TVector r2 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 12, Own), d2), 43);
        TVector r3 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 18, Own), d3), 21);
        TVector r4 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 24, Own), d4), 14);
        Store(TWidth.Xor(TWidth.Chi(r0, r1, r2), TWidth.Repeat64(constant)), ref e, 0, Own);
        Store(TWidth.Chi(r1, r2, r3), ref e, 1, Own);
        Store(TWidth.Chi(r2, r3, r4), ref e, 2, Own);
        Store(TWidth.Chi(r3, r4, r0), ref e, 3, Own);
        Store(TWidth.Chi(r4, r0, r1), ref e, 4, Own);

        r0 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 3, Own), d3), 28);
        r1 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 9, Own), d4), 20);
        r2 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 10, Own), d0), 3);
        r3 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 16, Own), d1), 45);
        r4 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 22, Own), d2), 61);
        Store(TWidth.Chi(r0, r1, r2), ref e, 5, Own);
        Store(TWidth.Chi(r1, r2, r3), ref e, 6, Own);
        Store(TWidth.Chi(r2, r3, r4), ref e, 7, Own);
        Store(TWidth.Chi(r3, r4, r0), ref e, 8, Own);
        Store(TWidth.Chi(r4, r0, r1), ref e, 9, Own);

        r0 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 1, Own), d1), 1);
        r1 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 7, Own), d2), 6);
        r2 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 13, Own), d3), 25);
        r3 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 19, Own), d4), 8);
        r4 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 20, Own), d0), 18);
        Store(TWidth.Chi(r0, r1, r2), ref e, 10, Own);
        Store(TWidth.Chi(r1, r2, r3), ref e, 11, Own);
        Store(TWidth.Chi(r2, r3, r4), ref e, 12, Own);
        Store(TWidth.Chi(r3, r4, r0), ref e, 13, Own);
        Store(TWidth.Chi(r4, r0, r1), ref e, 14, Own);

        r0 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 4, Own), d4), 27);
        r1 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 5, Own), d0), 36);
        r2 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 11, Own), d1), 10);
        r3 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 17, Own), d2), 15);
        r4 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 23, Own), d3), 56);
        Store(TWidth.Chi(r0, r1, r2), ref e, 15, Own);
        Store(TWidth.Chi(r1, r2, r3), ref e, 16, Own);
        Store(TWidth.Chi(r2, r3, r4), ref e, 17, Own);
        Store(TWidth.Chi(r3, r4, r0), ref e, 18, Own);
        Store(TWidth.Chi(r4, r0, r1), ref e, 19, Own);

        r0 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 2, Own), d2), 62);
        r1 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 8, Own), d3), 55);
        r2 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 14, Own), d4), 39);
        r3 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 15, Own), d0), 41);
        r4 = TWidth.RotateLeft64(TWidth.Xor(Load(ref a, 21, Own), d1), 2);
        Store(TWidth.Chi(r0, r1, r2), ref e, 20, Own);
        Store(TWidth.Chi(r1, r2, r3), ref e, 21, Own);
        Store(TWidth.Chi(r2, r3, r4), ref e, 22, Own);
        Store(TWidth.Chi(r3, r4, r0), ref e, 23, Own);
        Store(TWidth.Chi(r4, r0, r1), ref e, 24, Own);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(ref ulong states, int word, int lanes) => TWidth.Load(ref Unsafe.Add(ref states, word * lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector vector, ref ulong states, int word, int lanes) =>
        TWidth.Store(vector, ref Unsafe.Add(ref states, word * lanes));

    /// <summary>Room for as many states as a vector has lanes. Secret.</summary>
    [InlineArray(KeccakLane.Words)]
    private struct States
    {
        private TVector first;
    }
}
