using PqCrypto.Fips204;
using PqCrypto.Fips204.Algebra;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Fips204;

/// <summary>Attempts at a signature as FIPS 204, Algorithm 7 makes them, but for the bound of z, and with faults where they are asked for.</summary>
internal static class SigningAttempt
{
    /// <summary>No byte is changed.</summary>
    internal const int Nowhere = -1;

    /// <summary>Makes one; null where another check than that of z ends it.</summary>
    /// <param name="sk">The private key.</param>
    /// <param name="mu">The message representative.</param>
    /// <param name="attempt">The seed of the mask.</param>
    /// <param name="largest">Receives the largest absolute value of a coefficient of z.</param>
    /// <param name="isNearBound">Whether the mask keeps away from the bound of z but for one coefficient, which lies on it.</param>
    /// <param name="changedByte">Which byte of the commitment hash is changed before the challenge is made of it.</param>
    internal static byte[]? Make<TParams, TVariant>(
        byte[] sk, byte[] mu, int attempt, out int largest, bool isNearBound = false, int changedByte = Nowhere)
        where TParams : struct, IDsaParameters
        where TVariant : struct, IDsaVariant
    {
        Span<RingPoly> s = new RingPoly[TParams.L + TParams.K];
        Span<RingPoly> t0 = new RingPoly[TParams.K];
        Encoding<TParams, TVariant, ReferenceKernels>.SkDecode(sk, s, t0);
        NttPoly[] aHat = new NttPoly[TParams.K * TParams.L];
        KeyGen<TParams, TVariant, ReferenceKernels>.ExpandMatrix(sk.AsSpan(0, 32), aHat);
        Span<NttPoly> sHat = Polynomials.Ntt<ReferenceKernels>(s);
        Span<NttPoly> t0Hat = Polynomials.Ntt<ReferenceKernels>(t0);

        Random random = new(attempt);
        Span<RingPoly> y = new RingPoly[TParams.L];
        int beta = DsaSizes<TParams, TVariant>.Beta;
        int span = isNearBound ? TParams.Gamma1 - (3 * beta) : TParams.Gamma1;
        foreach (ref int coefficient in y.Coefficients())
            coefficient = random.Next(1 - span, span + 1);
        if (isNearBound)
            y[0][attempt % RingPoly.Size] = (attempt % 2 == 0 ? 1 : -1) * (TParams.Gamma1 - beta);
        Span<RingPoly> yHat = y.ToArray();
        Span<RingPoly> w = new RingPoly[TParams.K];
        Span<RingPoly> w1 = new RingPoly[TParams.K];
        Matrix<ReferenceKernels>.Multiply(aHat, Polynomials.Ntt<ReferenceKernels>(yHat), w);
        Rounding<TParams, ReferenceKernels>.HighBits(w, w1, new int[256]);
        byte[] encoded = new byte[TParams.K * DsaSizes<TParams, TVariant>.W1Polynomial];
        for (int row = 0; row < TParams.K; row++)
            Encoding<TParams, TVariant, ReferenceKernels>.W1EncodeRow(row, w1[row], encoded);
        byte[] cTilde = Shake256.HashData([.. mu, .. encoded], DsaSizes<TParams, TVariant>.Commitment);
        if (changedByte != Nowhere)
            cTilde[changedByte] ^= 0x10;
        Span<RingPoly> c = new RingPoly[1];
        ushort[] offsets = new ushort[TParams.Tau];
        Sampling<TParams, ReferenceKernels>.SampleInBall(cTilde, Shake256.HashData(cTilde, 136), offsets);
        Sampling<TParams, ReferenceKernels>.BallPolynomial(offsets, 1, c[0]);
        Span<NttPoly> cHat = Polynomials.Ntt<ReferenceKernels>(c);

        Span<RingPoly> z = new RingPoly[TParams.L];
        Matrix<ReferenceKernels>.Scale(cHat, sHat[..TParams.L], z);
        ReferenceKernels.DsaAdd(y.Coefficients(), z.Coefficients());
        ReferenceKernels.DsaReduce(z.Coefficients());
        Span<RingPoly> r = new RingPoly[TParams.K];
        Matrix<ReferenceKernels>.Scale(cHat, sHat[TParams.L..], r);
        for (int i = 0; i < r.Length * RingPoly.Size; i++)
            r.Coefficients()[i] = w.Coefficients()[i] - r.Coefficients()[i];
        Span<RingPoly> low = new RingPoly[TParams.K];
        Rounding<TParams, ReferenceKernels>.LowBits(r, low, new int[256]);
        Span<RingPoly> ct0 = new RingPoly[TParams.K];
        Matrix<ReferenceKernels>.Scale(cHat, t0Hat, ct0);
        Span<RingPoly> h = new RingPoly[TParams.K];
        int ones = Rounding<TParams, ReferenceKernels>.MakeHint(ct0, r, h);

        largest = 0;
        foreach (int coefficient in z.Coefficients())
            largest = int.Max(largest, int.Abs(coefficient));
        bool fits = Rounding<TParams, ReferenceKernels>.ReachesNorm(z, TParams.Gamma1) == 0 && ones <= TParams.Omega
            && Rounding<TParams, ReferenceKernels>.ReachesNorm(low, TParams.Gamma2 - beta) == 0;
        if (!fits)
            return null;
        byte[] signature = new byte[DsaSizes<TParams, TVariant>.Signature];
        Encoding<TParams, TVariant, ReferenceKernels>.SigEncode(cTilde, z, h, signature);
        return signature;
    }
}
