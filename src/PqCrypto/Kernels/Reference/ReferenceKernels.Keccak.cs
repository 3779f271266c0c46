using System.Numerics;
using System.Runtime.CompilerServices;

namespace PqCrypto.Kernels.Reference;

/// <summary>Scalar kernels, written from the standards: the oracle of every test and the last resort of every CPU.</summary>
internal readonly partial struct ReferenceKernels : IKernels
{
    /// <summary>The round constants of the step iota.</summary>
    internal static ReadOnlySpan<ulong> RoundConstants =>        // = rc(j + 7 * round) at bit 2^j - 1 (FIPS 202, Algorithm 5)
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <inheritdoc/>
    public static string Name => "reference";

    /// <inheritdoc/>
    public static int KeccakLanes => 1;

    /// <inheritdoc/>
    public static int KeccakFewLanes => 1;

    /// <inheritdoc/>
    public static int KeccakSteadyLanes => 1;

    /// <inheritdoc/>
    public static void KeccakPermuteFew(Span<ulong> states) => KeccakPermute(states);

    /// <inheritdoc/>
    public static void KeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words) =>
        KeccakLane.Copy(states, 1, 0, memory.Slice(targets[0], words * sizeof(ulong)));

    /// <inheritdoc/>
    public static void KeccakPermuteOne(Span<ulong> state) => KeccakPermute(state);

    /// <inheritdoc/>
    /// <remarks>FIPS 202, section 3.2. Word x + 5y of the state is the lane A[x, y]. The letters name the rows y = 0 to 4: b, g, k, m, t before
    /// an even round, e, f, h, n, p before an odd one. Two rounds make a turn and each row is finished before the next is begun, so that
    /// few values are alive at a time: with all rows in flight the same permutation takes twice as long.</remarks>
    public static void KeccakPermute(Span<ulong> states) => KeccakPermute(states, firstRound: 0);

    /// <summary>The last rounds of the permutation: Keccak-p[1600, 24 - firstRound].</summary>
    /// <param name="states">One state.</param>
    /// <param name="firstRound">An even number of rounds to leave out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void KeccakPermute(Span<ulong> states, int firstRound)
    {
        Span<ulong> s = states[..25];
        ulong b0 = s[0], b1 = s[1], b2 = s[2], b3 = s[3], b4 = s[4];
        ulong g0 = s[5], g1 = s[6], g2 = s[7], g3 = s[8], g4 = s[9];
        ulong k0 = s[10], k1 = s[11], k2 = s[12], k3 = s[13], k4 = s[14];
        ulong m0 = s[15], m1 = s[16], m2 = s[17], m3 = s[18], m4 = s[19];
        ulong t0 = s[20], t1 = s[21], t2 = s[22], t3 = s[23], t4 = s[24];

        ReadOnlySpan<ulong> constants = RoundConstants;
        for (int round = firstRound; round + 1 < constants.Length; round += 2)
        {
            // theta: add to each lane the parities of the column before and, rotated, of the column after
            // rho and pi: rotate each lane by its offset and move it to row 2x + 3y, column y; chi and iota: one row at a time
            ulong c0, c1, c2, c3, c4, d0, d1, d2, d3, d4, r0, r1, r2, r3, r4;
            ulong e0, e1, e2, e3, e4, f0, f1, f2, f3, f4, h0, h1, h2, h3, h4, n0, n1, n2, n3, n4, p0, p1, p2, p3, p4;
            c0 = b0 ^ g0 ^ k0 ^ m0 ^ t0; c1 = b1 ^ g1 ^ k1 ^ m1 ^ t1; c2 = b2 ^ g2 ^ k2 ^ m2 ^ t2;
            c3 = b3 ^ g3 ^ k3 ^ m3 ^ t3; c4 = b4 ^ g4 ^ k4 ^ m4 ^ t4;
            d0 = c4 ^ BitOperations.RotateLeft(c1, 1); d1 = c0 ^ BitOperations.RotateLeft(c2, 1); d2 = c1 ^ BitOperations.RotateLeft(c3, 1);
            d3 = c2 ^ BitOperations.RotateLeft(c4, 1); d4 = c3 ^ BitOperations.RotateLeft(c0, 1);
            r0 = b0 ^ d0; r1 = BitOperations.RotateLeft(g1 ^ d1, 44); r2 = BitOperations.RotateLeft(k2 ^ d2, 43);
            r3 = BitOperations.RotateLeft(m3 ^ d3, 21); r4 = BitOperations.RotateLeft(t4 ^ d4, 14);
            e0 = r0 ^ (~r1 & r2) ^ constants[round]; e1 = r1 ^ (~r2 & r3); e2 = r2 ^ (~r3 & r4); e3 = r3 ^ (~r4 & r0); e4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(b3 ^ d3, 28); r1 = BitOperations.RotateLeft(g4 ^ d4, 20); r2 = BitOperations.RotateLeft(k0 ^ d0, 3);
            r3 = BitOperations.RotateLeft(m1 ^ d1, 45); r4 = BitOperations.RotateLeft(t2 ^ d2, 61);
            f0 = r0 ^ (~r1 & r2); f1 = r1 ^ (~r2 & r3); f2 = r2 ^ (~r3 & r4); f3 = r3 ^ (~r4 & r0); f4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(b1 ^ d1, 1); r1 = BitOperations.RotateLeft(g2 ^ d2, 6); r2 = BitOperations.RotateLeft(k3 ^ d3, 25);
            r3 = BitOperations.RotateLeft(m4 ^ d4, 8); r4 = BitOperations.RotateLeft(t0 ^ d0, 18);
            h0 = r0 ^ (~r1 & r2); h1 = r1 ^ (~r2 & r3); h2 = r2 ^ (~r3 & r4); h3 = r3 ^ (~r4 & r0); h4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(b4 ^ d4, 27); r1 = BitOperations.RotateLeft(g0 ^ d0, 36); r2 = BitOperations.RotateLeft(k1 ^ d1, 10);
            r3 = BitOperations.RotateLeft(m2 ^ d2, 15); r4 = BitOperations.RotateLeft(t3 ^ d3, 56);
            n0 = r0 ^ (~r1 & r2); n1 = r1 ^ (~r2 & r3); n2 = r2 ^ (~r3 & r4); n3 = r3 ^ (~r4 & r0); n4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(b2 ^ d2, 62); r1 = BitOperations.RotateLeft(g3 ^ d3, 55); r2 = BitOperations.RotateLeft(k4 ^ d4, 39);
            r3 = BitOperations.RotateLeft(m0 ^ d0, 41); r4 = BitOperations.RotateLeft(t1 ^ d1, 2);
            p0 = r0 ^ (~r1 & r2); p1 = r1 ^ (~r2 & r3); p2 = r2 ^ (~r3 & r4); p3 = r3 ^ (~r4 & r0); p4 = r4 ^ (~r0 & r1);

            c0 = e0 ^ f0 ^ h0 ^ n0 ^ p0; c1 = e1 ^ f1 ^ h1 ^ n1 ^ p1; c2 = e2 ^ f2 ^ h2 ^ n2 ^ p2;
            c3 = e3 ^ f3 ^ h3 ^ n3 ^ p3; c4 = e4 ^ f4 ^ h4 ^ n4 ^ p4;
            d0 = c4 ^ BitOperations.RotateLeft(c1, 1); d1 = c0 ^ BitOperations.RotateLeft(c2, 1); d2 = c1 ^ BitOperations.RotateLeft(c3, 1);
            d3 = c2 ^ BitOperations.RotateLeft(c4, 1); d4 = c3 ^ BitOperations.RotateLeft(c0, 1);
            r0 = e0 ^ d0; r1 = BitOperations.RotateLeft(f1 ^ d1, 44); r2 = BitOperations.RotateLeft(h2 ^ d2, 43);
            r3 = BitOperations.RotateLeft(n3 ^ d3, 21); r4 = BitOperations.RotateLeft(p4 ^ d4, 14);
            b0 = r0 ^ (~r1 & r2) ^ constants[round + 1]; b1 = r1 ^ (~r2 & r3); b2 = r2 ^ (~r3 & r4); b3 = r3 ^ (~r4 & r0); b4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(e3 ^ d3, 28); r1 = BitOperations.RotateLeft(f4 ^ d4, 20); r2 = BitOperations.RotateLeft(h0 ^ d0, 3);
            r3 = BitOperations.RotateLeft(n1 ^ d1, 45); r4 = BitOperations.RotateLeft(p2 ^ d2, 61);
            g0 = r0 ^ (~r1 & r2); g1 = r1 ^ (~r2 & r3); g2 = r2 ^ (~r3 & r4); g3 = r3 ^ (~r4 & r0); g4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(e1 ^ d1, 1); r1 = BitOperations.RotateLeft(f2 ^ d2, 6); r2 = BitOperations.RotateLeft(h3 ^ d3, 25);
            r3 = BitOperations.RotateLeft(n4 ^ d4, 8); r4 = BitOperations.RotateLeft(p0 ^ d0, 18);
            k0 = r0 ^ (~r1 & r2); k1 = r1 ^ (~r2 & r3); k2 = r2 ^ (~r3 & r4); k3 = r3 ^ (~r4 & r0); k4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(e4 ^ d4, 27); r1 = BitOperations.RotateLeft(f0 ^ d0, 36); r2 = BitOperations.RotateLeft(h1 ^ d1, 10);
            r3 = BitOperations.RotateLeft(n2 ^ d2, 15); r4 = BitOperations.RotateLeft(p3 ^ d3, 56);
            m0 = r0 ^ (~r1 & r2); m1 = r1 ^ (~r2 & r3); m2 = r2 ^ (~r3 & r4); m3 = r3 ^ (~r4 & r0); m4 = r4 ^ (~r0 & r1);
            r0 = BitOperations.RotateLeft(e2 ^ d2, 62); r1 = BitOperations.RotateLeft(f3 ^ d3, 55); r2 = BitOperations.RotateLeft(h4 ^ d4, 39);
            r3 = BitOperations.RotateLeft(n0 ^ d0, 41); r4 = BitOperations.RotateLeft(p1 ^ d1, 2);
            t0 = r0 ^ (~r1 & r2); t1 = r1 ^ (~r2 & r3); t2 = r2 ^ (~r3 & r4); t3 = r3 ^ (~r4 & r0); t4 = r4 ^ (~r0 & r1);
        }

        s[0] = b0; s[1] = b1; s[2] = b2; s[3] = b3; s[4] = b4;
        s[5] = g0; s[6] = g1; s[7] = g2; s[8] = g3; s[9] = g4;
        s[10] = k0; s[11] = k1; s[12] = k2; s[13] = k3; s[14] = k4;
        s[15] = m0; s[16] = m1; s[17] = m2; s[18] = m3; s[19] = m4;
        s[20] = t0; s[21] = t1; s[22] = t2; s[23] = t3; s[24] = t4;
    }
}
