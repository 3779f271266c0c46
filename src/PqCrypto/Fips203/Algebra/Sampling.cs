using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Fips203.Algebra;

/// <summary>Uniform and short polynomials out of the streams of a lane group.</summary>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal static class Sampling<TKernels>
    where TKernels : struct, IKernels
{
    /// <summary>Bytes asked of the stream of a uniform polynomial: enough for all but one polynomial in about 120.</summary>
    internal const int UniformStream = 504;             // = 3 * 168

    /// <summary>Bytes by which a stream that was too short is continued: one block of SHAKE128.</summary>
    private const int Continuation = 168;

    /// <summary>Adds the stream of a uniform polynomial.</summary>
    /// <param name="group">Receives the stream.</param>
    /// <param name="rho">The 32-byte seed. Public.</param>
    /// <param name="index">The two index bytes that follow it. Public.</param>
    /// <returns>The stream's number.</returns>
    internal static int AddUniform(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> rho, ReadOnlySpan<byte> index) =>
        group.Add(SpongeKind.Shake128, UniformStream, rho, index);

    /// <summary>Samples a uniform polynomial from the stream that <see cref="AddUniform"/> added.</summary>
    /// <param name="stream">What the stream has squeezed. Public.</param>
    /// <param name="rho">The 32-byte seed. Public.</param>
    /// <param name="index">The two index bytes that follow it. Public.</param>
    /// <param name="aHat">Receives the polynomial. Public.</param>
    /// <remarks>FIPS 203, Algorithm 7 (SampleNTT). Where the stream does not suffice, it alone is computed again and goes on where it had
    /// stopped, for as long as it takes.</remarks>
    internal static void SampleNtt(ReadOnlySpan<byte> stream, ReadOnlySpan<byte> rho, ReadOnlySpan<byte> index, ref NttPoly aHat)
    {
        Span<short> coefficients = aHat.Coefficients();
        int filled = TKernels.KemSampleUniform(stream, coefficients, 0);
        if (filled == Polynomials.Degree)               // public: rho is in the encapsulation key
            return;

        using Workspace workspace = Workspace.Rent();
        Sponge<TKernels> sponge = new(SpongeKind.Shake128, workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
        sponge.Absorb(rho);                             // L2
        sponge.Absorb(index);
        sponge.Squeeze(workspace.Bytes(stream.Length));
        Span<byte> block = workspace.Bytes(Continuation);
        while (filled < Polynomials.Degree)             // L4
        {
            sponge.Squeeze(block);                      // L5
            filled = TKernels.KemSampleUniform(block, coefficients, filled);
        }
    }

    /// <summary>Adds the streams of short polynomials, with consecutive counters.</summary>
    /// <param name="group">Receives the streams: PRF_eta of FIPS 203, Eq. (4.3).</param>
    /// <param name="seed">The 32-byte seed: sigma or r. Secret.</param>
    /// <param name="firstCounter">The counter of the first polynomial. Public.</param>
    /// <param name="count">Number of polynomials, 1 or more. Public.</param>
    /// <param name="eta">2 or 3. Public.</param>
    /// <returns>The number of the first stream; the others follow.</returns>
    internal static int AddShort(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> seed, int firstCounter, int count, int eta)
    {
        int first = group.Add(SpongeKind.Shake256, 64 * eta, seed, Counters.Slice(firstCounter, 1));
        for (int i = 1; i < count; i++)
            group.Add(SpongeKind.Shake256, 64 * eta, seed, Counters.Slice(firstCounter + i, 1));
        return first;
    }

    /// <summary>Samples short polynomials from the streams that <see cref="AddShort"/> added.</summary>
    /// <param name="group">The group, after it has run.</param>
    /// <param name="firstStream">The number of the first stream. Public.</param>
    /// <param name="eta">2 or 3. Public.</param>
    /// <param name="f">Receives the polynomials, |f[i]| &lt;= eta. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 8 (SamplePolyCBD_η).</remarks>
    internal static void SamplePolyCbd(ref LaneGroup<TKernels> group, int firstStream, int eta, Span<RingPoly> f)
    {
        for (int i = 0; i < f.Length; i++)
            TKernels.KemSampleCbd(group.Output(firstStream + i), eta, f[i].Coefficients());
    }

    /// <summary>The counters N of PRF inputs as bytes, each at its own index; ML-KEM-1024 uses nine.</summary>
    private static ReadOnlySpan<byte> Counters => [0, 1, 2, 3, 4, 5, 6, 7, 8];
}
