using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips203.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips203;

/// <summary>K-PKE, the encryption scheme under ML-KEM (FIPS 203, section 5). Never to be used alone.</summary>
/// <typeparam name="TParams">The parameter set.</typeparam>
/// <typeparam name="TVariant">ML-KEM or its round-3 ancestor.</typeparam>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal static class KPke<TParams, TVariant, TKernels>
    where TParams : struct, IKemParameters
    where TVariant : struct, IKemVariant
    where TKernels : struct, IKernels
{
    /// <summary>Streams that <see cref="AddNoise"/> adds.</summary>
    internal static int NoiseStreams => (2 * TParams.K) + 1;

    /// <summary>Bytes of the group's memory that these streams take.</summary>
    internal static int NoiseStreamBytes =>
        (TParams.K * ShortStreamBytes(TParams.Eta1)) + ((TParams.K + 1) * ShortStreamBytes(TParams.Eta2));

    /// <summary>Generates key pairs from their seeds; the streams of all of them run side by side.</summary>
    /// <param name="seeds">64 bytes for each key, of which the first 32 are its d. Secret.</param>
    /// <param name="keys">Receive s, the encoded encapsulation key, the matrix and t.</param>
    /// <remarks>FIPS 203, Algorithm 13 (K-PKE.KeyGen). L20, the encoding of s, is done when a key is exported.</remarks>
    internal static void KeyGen(ReadOnlySpan<byte> seeds, ReadOnlySpan<DecapsulationKey> keys)
    {
        using Workspace workspace = Workspace.Rent();
        int k = TParams.K;
        LaneGroup<TKernels> group = new(
            workspace,
            keys.Length * (1 + Matrix<TParams, TKernels>.Entries + (2 * k)),
            keys.Length * (33 + 64 + Matrix<TParams, TKernels>.StreamBytes + (2 * k * ShortStreamBytes(TParams.Eta1))));

        for (int i = 0; i < keys.Length; i++)
            group.Add(SpongeKind.Sha3_512, 64, seeds.Slice(64 * i, 32), TVariant.SeedSuffix(k));                    // L1
        group.Run();

        int matrixStreams = keys.Length;
        for (int i = 0; i < keys.Length; i++)
        {
            Publish(group.Output(i)[..32], keys[i].Ek.Encoded.AsSpan(KemSizes<TParams>.Vector));                    // L19
            Matrix<TParams, TKernels>.AddStreams(ref group, Rho(keys[i].Ek));
        }

        int shortStreams = matrixStreams + (keys.Length * Matrix<TParams, TKernels>.Entries);
        for (int i = 0; i < keys.Length; i++)
            Sampling<TKernels>.AddShort(ref group, group.Output(i)[32..], 0, 2 * k, TParams.Eta1);
        group.Run();

        Span<RingPoly> sAndE = workspace.Take<RingPoly>(2 * k);
        Span<NttFactor> sFactors = workspace.Take<NttFactor>(k);
        for (int i = 0; i < keys.Length; i++)
        {
            Span<NttPoly> aHat = keys[i].Forms[..Matrix<TParams, TKernels>.Entries];
            Matrix<TParams, TKernels>.Sample(                                                                       // L3 to L7
                ref group, matrixStreams + (i * Matrix<TParams, TKernels>.Entries), Rho(keys[i].Ek), aHat);
            Sampling<TKernels>.SamplePolyCbd(ref group, shortStreams + (i * 2 * k), TParams.Eta1, sAndE);           // L8 to L15
            Span<NttPoly> sAndEHat = Polynomials.Ntt<TKernels>(sAndE);                                              // L16, L17
            sAndEHat[..k].CopyTo(keys[i].SHat);
            Polynomials.Prepare<TKernels>(sAndEHat[..k], sFactors);
            ComputeT(aHat, sFactors, sAndEHat[k..], keys[i].Forms[aHat.Length..], keys[i].Ek.Encoded);
        }
    }

    /// <summary>Computes t and encodes it.</summary>
    /// <param name="aHat">The matrix. Public.</param>
    /// <param name="sHat">The vector s, prepared. Secret.</param>
    /// <param name="eHat">The vector e; overwritten. Secret.</param>
    /// <param name="tHat">Receives t. Public.</param>
    /// <param name="encoded">Receives t, encoded. Public.</param>
    private static void ComputeT(
        ReadOnlySpan<NttPoly> aHat, ReadOnlySpan<NttFactor> sHat, Span<NttPoly> eHat, Span<NttPoly> tHat, Span<byte> encoded)
    {
        Matrix<TParams, TKernels>.Multiply(aHat, sHat, tHat);                                                       // L18
        for (int i = 0; i < tHat.Length; i++)
        {
            Span<short> e = eHat[i].Coefficients();
            TKernels.KemReduce(e);
            TKernels.KemAdd(e, tHat[i].Coefficients());
        }

        ByteCodec<TKernels>.ByteEncode12(tHat, encoded);                                                            // L19
    }

    /// <summary>Computes matrix and vector of an encapsulation key from its encoding.</summary>
    /// <param name="ek">The key; its forms are filled. Public.</param>
    /// <param name="group">The group, in which the streams of the matrix have run.</param>
    /// <param name="matrixStreams">The number of the first of these.</param>
    /// <returns>0 where every coefficient of t was reduced, otherwise not 0.</returns>
    /// <remarks>FIPS 203, Algorithm 14 (K-PKE.Encrypt), L2 to L8.</remarks>
    internal static int Expand(EncryptionKey ek, ref LaneGroup<TKernels> group, int matrixStreams)
    {
        Span<NttPoly> aHat = ek.Forms[..Matrix<TParams, TKernels>.Entries];
        Matrix<TParams, TKernels>.Sample(ref group, matrixStreams, ek.Rho, aHat);                                   // L3 to L8
        return ByteCodec<TKernels>.ByteDecode12(ek.Encoded[..KemSizes<TParams>.Vector], ek.Forms[aHat.Length..]);   // L2
    }

    /// <summary>Adds the streams of the noise of one encryption.</summary>
    /// <param name="group">Receives the streams.</param>
    /// <param name="r">The 32-byte seed of the noise. Secret.</param>
    /// <returns>The number of the first stream.</returns>
    internal static int AddNoise(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> r)
    {
        int first = Sampling<TKernels>.AddShort(ref group, r, 0, TParams.K, TParams.Eta1);
        Sampling<TKernels>.AddShort(ref group, r, TParams.K, TParams.K + 1, TParams.Eta2);
        return first;
    }

    /// <summary>Encrypts a message.</summary>
    /// <param name="ek">The encapsulation key; its forms are there afterwards. Public.</param>
    /// <param name="matrixStreams">Where they are not there yet, the number of the first stream of the matrix in the group.</param>
    /// <param name="m">The 32-byte message. Secret.</param>
    /// <param name="noiseStreams">The number that <see cref="AddNoise"/> returned.</param>
    /// <param name="group">The group, in which all these streams have run.</param>
    /// <param name="c">Receives the ciphertext. As secret as the message until it is published.</param>
    /// <remarks>FIPS 203, Algorithm 14 (K-PKE.Encrypt).</remarks>
    internal static void Encrypt(
        EncryptionKey ek, int matrixStreams, ReadOnlySpan<byte> m, int noiseStreams, ref LaneGroup<TKernels> group, Span<byte> c)
    {
        using Workspace workspace = Workspace.Rent();
        int k = TParams.K;
        ReadOnlySpan<NttPoly> aHat = ek.Forms[..Matrix<TParams, TKernels>.Entries];
        ReadOnlySpan<NttPoly> tHat = ek.Forms[aHat.Length..];
        if (!ek.HasForms)
            Expand(ek, ref group, matrixStreams);                                                                   // L2 to L8
        Span<RingPoly> y = workspace.Take<RingPoly>(k);
        Span<RingPoly> e = workspace.Take<RingPoly>(k + 1);                                                         // e1, then e2
        Sampling<TKernels>.SamplePolyCbd(ref group, noiseStreams, TParams.Eta1, y);                                 // L9 to L12
        Sampling<TKernels>.SamplePolyCbd(ref group, noiseStreams + k, TParams.Eta2, e);                             // L13 to L17
        ReadOnlySpan<NttFactor> yHat = Polynomials.Prepare<TKernels>(
            Polynomials.Ntt<TKernels>(y), workspace.Take<NttFactor>(k));                                            // L18

        Span<NttPoly> products = workspace.Take<NttPoly>(k + 1);
        Matrix<TParams, TKernels>.MultiplyTransposed(aHat, yHat, products);
        Matrix<TParams, TKernels>.InnerProduct(tHat, yHat, ref products[k]);
        Span<RingPoly> uAndV = Polynomials.InverseNtt<TKernels>(products);
        for (int i = 0; i <= k; i++)
            TKernels.KemAdd(e[i].Coefficients(), uAndV[i].Coefficients());                                          // L19, L21
        Span<RingPoly> mu = workspace.Take<RingPoly>(1);
        ByteCodec<TKernels>.DecodeDecompress(m, 1, mu);                                                             // L20
        TKernels.KemAdd(mu[0].Coefficients(), uAndV[k].Coefficients());                                             // L21

        ByteCodec<TKernels>.CompressEncode(uAndV[..k], TParams.Du, c[..KemSizes<TParams>.C1]);                      // L22
        ByteCodec<TKernels>.CompressEncode(uAndV[k..], TParams.Dv, c[KemSizes<TParams>.C1..]);                      // L23
    }

    /// <summary>Decrypts a ciphertext to the 32-byte message that it carries.</summary>
    /// <param name="sHat">The vector s. Secret.</param>
    /// <param name="c">The ciphertext. Public.</param>
    /// <param name="m">Receives the message, 32 bytes. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 15 (K-PKE.Decrypt). L5 is done once, when the key is imported.</remarks>
    internal static void Decrypt(ReadOnlySpan<NttPoly> sHat, ReadOnlySpan<byte> c, Span<byte> m)
    {
        using Workspace workspace = Workspace.Rent();
        Span<RingPoly> u = workspace.Take<RingPoly>(TParams.K);
        Span<RingPoly> v = workspace.Take<RingPoly>(1);
        Span<NttPoly> product = workspace.Take<NttPoly>(1);
        ByteCodec<TKernels>.DecodeDecompress(c[..KemSizes<TParams>.C1], TParams.Du, u);                             // L1, L3
        ByteCodec<TKernels>.DecodeDecompress(c[KemSizes<TParams>.C1..], TParams.Dv, v);                             // L2, L4
        ReadOnlySpan<NttFactor> uHat = Polynomials.Prepare<TKernels>(
            Polynomials.Ntt<TKernels>(u), workspace.Take<NttFactor>(u.Length));
        Matrix<TParams, TKernels>.InnerProduct(sHat, uHat, ref product[0]);                                         // L6
        Span<RingPoly> w = Polynomials.InverseNtt<TKernels>(product);
        TKernels.KemSubtractFrom(v[0].Coefficients(), w[0].Coefficients());
        ByteCodec<TKernels>.CompressEncode(w, 1, m);                                                                // L7
    }

    /// <summary>Bytes that the stream of a short polynomial takes in a group's memory.</summary>
    private static int ShortStreamBytes(int eta) => 33 + (64 * eta);        // = seed, counter, and the output

    /// <summary>The seed of the matrix: the end of the encoded key.</summary>
    private static ReadOnlySpan<byte> Rho(EncapsulationKey ek) => ek.Encoded.AsSpan(KemSizes<TParams>.Vector);

    /// <summary>Copies rho into the encapsulation key: from here on it is public.</summary>
    private static void Publish(ReadOnlySpan<byte> rho, Span<byte> destination)
    {
        for (int i = 0; i < rho.Length; i++)
            destination[i] = Declassify.Value(rho[i], DeclassifyReason.PublishedOutput);
    }
}
