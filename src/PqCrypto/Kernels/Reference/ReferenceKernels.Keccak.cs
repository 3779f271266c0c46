using System.Numerics;

namespace PqCrypto.Kernels.Reference;

/// <summary>Scalar kernels, written from the standards: the oracle of every test and the last resort of every CPU.</summary>
internal readonly partial struct ReferenceKernels : IKernels
{
    /// <summary>The round constants of the step iota.</summary>
    private static ReadOnlySpan<ulong> RoundConstants =>        // = rc(j + 7 * round) at bit 2^j - 1 (FIPS 202, Algorithm 5)
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
    /// <remarks>FIPS 202, section 3.2. Word x + 5y of the state is the lane A[x, y]. The letters name the rows y = 0 to 4.</remarks>
    public static void KeccakPermute(Span<ulong> states)
    {
        Span<ulong> s = states[..25];
        ulong b0 = s[0], b1 = s[1], b2 = s[2], b3 = s[3], b4 = s[4];
        ulong g0 = s[5], g1 = s[6], g2 = s[7], g3 = s[8], g4 = s[9];
        ulong k0 = s[10], k1 = s[11], k2 = s[12], k3 = s[13], k4 = s[14];
        ulong m0 = s[15], m1 = s[16], m2 = s[17], m3 = s[18], m4 = s[19];
        ulong t0 = s[20], t1 = s[21], t2 = s[22], t3 = s[23], t4 = s[24];

        foreach (ulong roundConstant in RoundConstants)
        {
            // theta: add to each lane the parities of the column before and, rotated, of the column after
            ulong c0 = b0 ^ g0 ^ k0 ^ m0 ^ t0, c1 = b1 ^ g1 ^ k1 ^ m1 ^ t1, c2 = b2 ^ g2 ^ k2 ^ m2 ^ t2;
            ulong c3 = b3 ^ g3 ^ k3 ^ m3 ^ t3, c4 = b4 ^ g4 ^ k4 ^ m4 ^ t4;
            ulong d0 = c4 ^ BitOperations.RotateLeft(c1, 1), d1 = c0 ^ BitOperations.RotateLeft(c2, 1);
            ulong d2 = c1 ^ BitOperations.RotateLeft(c3, 1), d3 = c2 ^ BitOperations.RotateLeft(c4, 1);
            ulong d4 = c3 ^ BitOperations.RotateLeft(c0, 1);

            // rho and pi: rotate each lane by its offset and move it to row 2x + 3y, column y; chi and iota: one row at a time
            ulong e0 = b0 ^ d0, e1 = BitOperations.RotateLeft(g1 ^ d1, 44), e2 = BitOperations.RotateLeft(k2 ^ d2, 43);
            ulong e3 = BitOperations.RotateLeft(m3 ^ d3, 21), e4 = BitOperations.RotateLeft(t4 ^ d4, 14);
            ulong f0 = BitOperations.RotateLeft(b3 ^ d3, 28), f1 = BitOperations.RotateLeft(g4 ^ d4, 20), f2 = BitOperations.RotateLeft(k0 ^ d0, 3);
            ulong f3 = BitOperations.RotateLeft(m1 ^ d1, 45), f4 = BitOperations.RotateLeft(t2 ^ d2, 61);
            ulong h0 = BitOperations.RotateLeft(b1 ^ d1, 1), h1 = BitOperations.RotateLeft(g2 ^ d2, 6), h2 = BitOperations.RotateLeft(k3 ^ d3, 25);
            ulong h3 = BitOperations.RotateLeft(m4 ^ d4, 8), h4 = BitOperations.RotateLeft(t0 ^ d0, 18);
            ulong n0 = BitOperations.RotateLeft(b4 ^ d4, 27), n1 = BitOperations.RotateLeft(g0 ^ d0, 36), n2 = BitOperations.RotateLeft(k1 ^ d1, 10);
            ulong n3 = BitOperations.RotateLeft(m2 ^ d2, 15), n4 = BitOperations.RotateLeft(t3 ^ d3, 56);
            ulong p0 = BitOperations.RotateLeft(b2 ^ d2, 62), p1 = BitOperations.RotateLeft(g3 ^ d3, 55), p2 = BitOperations.RotateLeft(k4 ^ d4, 39);
            ulong p3 = BitOperations.RotateLeft(m0 ^ d0, 41), p4 = BitOperations.RotateLeft(t1 ^ d1, 2);

            b0 = e0 ^ (~e1 & e2) ^ roundConstant; b1 = e1 ^ (~e2 & e3); b2 = e2 ^ (~e3 & e4); b3 = e3 ^ (~e4 & e0); b4 = e4 ^ (~e0 & e1);
            g0 = f0 ^ (~f1 & f2); g1 = f1 ^ (~f2 & f3); g2 = f2 ^ (~f3 & f4); g3 = f3 ^ (~f4 & f0); g4 = f4 ^ (~f0 & f1);
            k0 = h0 ^ (~h1 & h2); k1 = h1 ^ (~h2 & h3); k2 = h2 ^ (~h3 & h4); k3 = h3 ^ (~h4 & h0); k4 = h4 ^ (~h0 & h1);
            m0 = n0 ^ (~n1 & n2); m1 = n1 ^ (~n2 & n3); m2 = n2 ^ (~n3 & n4); m3 = n3 ^ (~n4 & n0); m4 = n4 ^ (~n0 & n1);
            t0 = p0 ^ (~p1 & p2); t1 = p1 ^ (~p2 & p3); t2 = p2 ^ (~p3 & p4); t3 = p3 ^ (~p4 & p0); t4 = p4 ^ (~p0 & p1);
        }

        s[0] = b0; s[1] = b1; s[2] = b2; s[3] = b3; s[4] = b4;
        s[5] = g0; s[6] = g1; s[7] = g2; s[8] = g3; s[9] = g4;
        s[10] = k0; s[11] = k1; s[12] = k2; s[13] = k3; s[14] = k4;
        s[15] = m0; s[16] = m1; s[17] = m2; s[18] = m3; s[19] = m4;
        s[20] = t0; s[21] = t1; s[22] = t2; s[23] = t3; s[24] = t4;
    }
}
