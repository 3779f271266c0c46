using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Kernels.Vector;

/// <content>FIPS 202, section 3.2. Word x + 5y of each state is the lane A[x, y] of the standard.</content>
internal readonly partial struct VectorKernels<TWidth, TVector>
{
    /// <inheritdoc/>
    public static int KeccakLanes => Unsafe.SizeOf<TVector>() / sizeof(ulong);

    /// <inheritdoc/>
    public static void KeccakPermuteOne(Span<ulong> state) => ReferenceKernels.KeccakPermute(state);

    /// <inheritdoc/>
    public static void KeccakPermute(Span<ulong> states)
    {
        ref States s = ref Unsafe.As<ulong, States>(ref MemoryMarshal.GetReference(states[..(KeccakLane.Words * KeccakLanes)]));
        if (TWidth.HasManyRegisters)
            PermuteInRegisters(ref s);
        else
            PermuteInMemory(ref s);
    }

    /// <summary>The schedule for 32 registers: 25 hold the states, theta takes six more.</summary>
    /// <remarks>One round makes a turn: 24 of them written out would exceed what the compiler optimises. The letters name the rows y = 0 to 4:
    /// b, g, k, m, t before the step chi, e, f, h, n, p after it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PermuteInRegisters(ref States s)
    {
        TVector b0 = s[0], b1 = s[1], b2 = s[2], b3 = s[3], b4 = s[4];
        TVector g0 = s[5], g1 = s[6], g2 = s[7], g3 = s[8], g4 = s[9];
        TVector k0 = s[10], k1 = s[11], k2 = s[12], k3 = s[13], k4 = s[14];
        TVector m0 = s[15], m1 = s[16], m2 = s[17], m3 = s[18], m4 = s[19];
        TVector t0 = s[20], t1 = s[21], t2 = s[22], t3 = s[23], t4 = s[24];

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

        s[0] = b0; s[1] = b1; s[2] = b2; s[3] = b3; s[4] = b4;
        s[5] = g0; s[6] = g1; s[7] = g2; s[8] = g3; s[9] = g4;
        s[10] = k0; s[11] = k1; s[12] = k2; s[13] = k3; s[14] = k4;
        s[15] = m0; s[16] = m1; s[17] = m2; s[18] = m3; s[19] = m4;
        s[20] = t0; s[21] = t1; s[22] = t2; s[23] = t3; s[24] = t4;
    }

    /// <summary>The schedule for 16 registers: the states go from memory to memory in each round, and back in the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void PermuteInMemory(ref States s)
    {
        Unsafe.SkipInit(out States copy);
        ReadOnlySpan<ulong> constants = ReferenceKernels.RoundConstants;
        for (int round = 0; round + 1 < constants.Length; round += 2)
        {
            Round(ref s, ref copy, constants[round]);
            Round(ref copy, ref s, constants[round + 1]);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref copy, 1)));
    }

    /// <summary>One round: theta by columns, then the other steps row by row, so that a parity vector and one row are all that is alive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref States a, ref States e, ulong constant)
    {
        TVector c0 = TWidth.Xor3(TWidth.Xor3(a[0], a[5], a[10]), a[15], a[20]);
        TVector c1 = TWidth.Xor3(TWidth.Xor3(a[1], a[6], a[11]), a[16], a[21]);
        TVector c2 = TWidth.Xor3(TWidth.Xor3(a[2], a[7], a[12]), a[17], a[22]);
        TVector c3 = TWidth.Xor3(TWidth.Xor3(a[3], a[8], a[13]), a[18], a[23]);
        TVector c4 = TWidth.Xor3(TWidth.Xor3(a[4], a[9], a[14]), a[19], a[24]);
        TVector d0 = TWidth.Xor(c4, TWidth.RotateLeft64(c1, 1));
        TVector d1 = TWidth.Xor(c0, TWidth.RotateLeft64(c2, 1));
        TVector d2 = TWidth.Xor(c1, TWidth.RotateLeft64(c3, 1));
        TVector d3 = TWidth.Xor(c2, TWidth.RotateLeft64(c4, 1));
        TVector d4 = TWidth.Xor(c3, TWidth.RotateLeft64(c0, 1));

        TVector r0 = TWidth.Xor(a[0], d0);
        TVector r1 = TWidth.RotateLeft64(TWidth.Xor(a[6], d1), 44);
        TVector r2 = TWidth.RotateLeft64(TWidth.Xor(a[12], d2), 43);
        TVector r3 = TWidth.RotateLeft64(TWidth.Xor(a[18], d3), 21);
        TVector r4 = TWidth.RotateLeft64(TWidth.Xor(a[24], d4), 14);
        e[0] = TWidth.Xor(TWidth.Chi(r0, r1, r2), TWidth.Repeat64(constant));
        e[1] = TWidth.Chi(r1, r2, r3);
        e[2] = TWidth.Chi(r2, r3, r4);
        e[3] = TWidth.Chi(r3, r4, r0);
        e[4] = TWidth.Chi(r4, r0, r1);

        r0 = TWidth.RotateLeft64(TWidth.Xor(a[3], d3), 28);
        r1 = TWidth.RotateLeft64(TWidth.Xor(a[9], d4), 20);
        r2 = TWidth.RotateLeft64(TWidth.Xor(a[10], d0), 3);
        r3 = TWidth.RotateLeft64(TWidth.Xor(a[16], d1), 45);
        r4 = TWidth.RotateLeft64(TWidth.Xor(a[22], d2), 61);
        e[5] = TWidth.Chi(r0, r1, r2);
        e[6] = TWidth.Chi(r1, r2, r3);
        e[7] = TWidth.Chi(r2, r3, r4);
        e[8] = TWidth.Chi(r3, r4, r0);
        e[9] = TWidth.Chi(r4, r0, r1);

        r0 = TWidth.RotateLeft64(TWidth.Xor(a[1], d1), 1);
        r1 = TWidth.RotateLeft64(TWidth.Xor(a[7], d2), 6);
        r2 = TWidth.RotateLeft64(TWidth.Xor(a[13], d3), 25);
        r3 = TWidth.RotateLeft64(TWidth.Xor(a[19], d4), 8);
        r4 = TWidth.RotateLeft64(TWidth.Xor(a[20], d0), 18);
        e[10] = TWidth.Chi(r0, r1, r2);
        e[11] = TWidth.Chi(r1, r2, r3);
        e[12] = TWidth.Chi(r2, r3, r4);
        e[13] = TWidth.Chi(r3, r4, r0);
        e[14] = TWidth.Chi(r4, r0, r1);

        r0 = TWidth.RotateLeft64(TWidth.Xor(a[4], d4), 27);
        r1 = TWidth.RotateLeft64(TWidth.Xor(a[5], d0), 36);
        r2 = TWidth.RotateLeft64(TWidth.Xor(a[11], d1), 10);
        r3 = TWidth.RotateLeft64(TWidth.Xor(a[17], d2), 15);
        r4 = TWidth.RotateLeft64(TWidth.Xor(a[23], d3), 56);
        e[15] = TWidth.Chi(r0, r1, r2);
        e[16] = TWidth.Chi(r1, r2, r3);
        e[17] = TWidth.Chi(r2, r3, r4);
        e[18] = TWidth.Chi(r3, r4, r0);
        e[19] = TWidth.Chi(r4, r0, r1);

        r0 = TWidth.RotateLeft64(TWidth.Xor(a[2], d2), 62);
        r1 = TWidth.RotateLeft64(TWidth.Xor(a[8], d3), 55);
        r2 = TWidth.RotateLeft64(TWidth.Xor(a[14], d4), 39);
        r3 = TWidth.RotateLeft64(TWidth.Xor(a[15], d0), 41);
        r4 = TWidth.RotateLeft64(TWidth.Xor(a[21], d1), 2);
        e[20] = TWidth.Chi(r0, r1, r2);
        e[21] = TWidth.Chi(r1, r2, r3);
        e[22] = TWidth.Chi(r2, r3, r4);
        e[23] = TWidth.Chi(r3, r4, r0);
        e[24] = TWidth.Chi(r4, r0, r1);
    }

    /// <summary>As many states as a vector has lanes: one vector for each word. Secret.</summary>
    [InlineArray(KeccakLane.Words)]
    private struct States
    {
        private TVector first;
    }
}
