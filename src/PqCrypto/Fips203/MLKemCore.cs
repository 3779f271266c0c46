using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Fips203.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips203;

/// <summary>ML-KEM with its randomness given (FIPS 203, section 6), and the checks on keys (section 7).</summary>
/// <typeparam name="TParams">The parameter set.</typeparam>
/// <typeparam name="TVariant">ML-KEM or its round-3 ancestor.</typeparam>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal static class MLKemCore<TParams, TVariant, TKernels>
    where TParams : struct, IKemParameters
    where TVariant : struct, IKemVariant
    where TKernels : struct, IKernels
{
    /// <summary>The byte of which the message of the trial encapsulation consists: as many ones as zeros.</summary>
    private const byte TrialByte = 0xA5;

    /// <summary>The name for error messages.</summary>
    internal static string Name { get; } = TVariant.Name(TParams.K);

    /// <summary>Streams of one encapsulation or decapsulation: m, G, the noise, and at most three for the secrets.</summary>
    private static int Streams => 2 + KPke<TParams, TVariant, TKernels>.EncryptStreams + 3;

    /// <summary>Bytes of these streams: m and G, the noise, and for the secrets the ciphertext, its hash and two key derivations.</summary>
    private static int StreamBytes =>
        (32 + 32) + (64 + 64) + KPke<TParams, TVariant, TKernels>.EncryptStreamBytes + (KemSizes<TParams>.Ciphertext + 32) + (2 * (64 + 32));

    /// <summary>Generates a key from its seed.</summary>
    /// <param name="seed">d || z, 64 bytes. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 16 (ML-KEM.KeyGen_internal). L3, the encoding of dk, is done when a key is exported.</remarks>
    internal static DecapsulationKey KeyGenInternal(ReadOnlySpan<byte> seed)
    {
        DecapsulationKey dk = NewKey();
        KeyGenInternal(seed, new Span<DecapsulationKey>(ref dk));
        return dk;
    }

    /// <summary>A key that is still to be filled.</summary>
    internal static DecapsulationKey NewKey() => new(new EncapsulationKey(TParams.K, KemSizes<TParams>.EncapsulationKey), TParams.K);

    /// <summary>Generates keys from their seeds, side by side.</summary>
    /// <param name="seeds">d || z, 64 bytes for each key. Secret.</param>
    /// <param name="keys">Keys of <see cref="NewKey"/>; they are filled.</param>
    internal static void KeyGenInternal(ReadOnlySpan<byte> seeds, ReadOnlySpan<DecapsulationKey> keys)
    {
        KPke<TParams, TVariant, TKernels>.KeyGen(seeds, keys);                              // L1, L2
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, keys.Length, keys.Length * (KemSizes<TParams>.EncapsulationKey + 32));
        foreach (DecapsulationKey dk in keys)
            group.Add(SpongeKind.Sha3_256, 32, dk.Ek.Encoded);
        group.Run();
        for (int i = 0; i < keys.Length; i++)
        {
            group.Output(i).CopyTo(keys[i].Ek.Hash);
            seeds.Slice(i * KemSizes<TParams>.PrivateSeed, KemSizes<TParams>.PrivateSeed).CopyTo(keys[i].Seed);
            keys[i].HasSeed = true;
        }
    }

    /// <summary>Makes a shared secret and the ciphertext that carries it.</summary>
    /// <param name="ek">The encapsulation key. Public.</param>
    /// <param name="randomness">32 random bytes: m, or in round 3 what is hashed to m. Secret.</param>
    /// <param name="c">Receives the ciphertext. Public once it is returned.</param>
    /// <param name="sharedSecret">Receives the shared secret, 32 bytes. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 17 (ML-KEM.Encaps_internal).</remarks>
    internal static void EncapsInternal(EncapsulationKey ek, ReadOnlySpan<byte> randomness, Span<byte> c, Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, Streams, StreamBytes);
        ReadOnlySpan<byte> m = TVariant.Message(ref group, randomness);
        group.Run();
        ReadOnlySpan<byte> keyAndR = group.Output(group.Add(SpongeKind.Sha3_512, 64, m, ek.Hash));                  // L1
        group.Run();
        KPke<TParams, TVariant, TKernels>.Encrypt(ek, m, keyAndR[32..], ref group, c);                              // L2
        ReadOnlySpan<byte> secret = TVariant.EncapsulatedSecret(ref group, keyAndR[..32], c);
        group.Run();
        secret.CopyTo(sharedSecret);                                                                                // L3
    }

    /// <summary>Recovers the shared secret, or makes the one of implicit rejection.</summary>
    /// <param name="dk">The decapsulation key. Secret.</param>
    /// <param name="c">The ciphertext. Public.</param>
    /// <param name="sharedSecret">Receives the shared secret, 32 bytes. Secret, and so is which of the two it is.</param>
    /// <remarks>FIPS 203, Algorithm 18 (ML-KEM.Decaps_internal). L1 to L4 are done once, when the key is made or imported.</remarks>
    internal static void DecapsInternal(DecapsulationKey dk, ReadOnlySpan<byte> c, Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, Streams, StreamBytes);
        Span<byte> m = workspace.Bytes(32);
        Span<byte> reencrypted = workspace.Bytes(KemSizes<TParams>.Ciphertext);
        int ciphertextStream = TVariant.AddCiphertext(ref group, dk.Z, c);                                          // L7
        KPke<TParams, TVariant, TKernels>.Decrypt(dk.SHat, c, m);                                                   // L5
        int keyStream = group.Add(SpongeKind.Sha3_512, 64, m, dk.Ek.Hash);                                          // L6
        group.RunUntil(keyStream);
        ReadOnlySpan<byte> keyAndR = group.Output(keyStream);
        TVariant.DecapsulatedSecrets(                                                                               // L7
            ref group, ciphertextStream, keyAndR[..32], dk.Z, out ReadOnlySpan<byte> accepted, out ReadOnlySpan<byte> rejected);
        KPke<TParams, TVariant, TKernels>.Encrypt(dk.Ek, m, keyAndR[32..], ref group, reencrypted);                 // L8
        byte equal = ConstantTime.EqualMask(c, reencrypted);                                                        // L9
        ConstantTime.Select(equal, accepted, rejected, sharedSecret);                                               // L10 to L12
    }

    /// <summary>Reads an encapsulation key, checks it, and computes what its uses need.</summary>
    /// <param name="source">The encoded key. Public.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A coefficient is not reduced.</exception>
    /// <remarks>FIPS 203, section 7.2 (encapsulation key check), and Algorithm 14 (K-PKE.Encrypt), L2 to L8.</remarks>
    internal static EncapsulationKey ImportEncapsulationKey(ReadOnlySpan<byte> source)
    {
        if (source.Length != KemSizes<TParams>.EncapsulationKey)
            throw Errors.WrongLength(nameof(source), Name, "encapsulation key", KemSizes<TParams>.EncapsulationKey, source.Length);
        EncapsulationKey ek = new(TParams.K, source.Length);
        source.CopyTo(ek.Encoded);
        if (ByteCodec<TKernels>.ByteDecode12(source[..KemSizes<TParams>.Vector], ek.THat) != 0)                     // public: the key is
            throw Errors.MalformedKey(Name, "a coefficient is 3329 or more (FIPS 203, section 7.2, modulus check)");

        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(
            workspace, 1 + Matrix<TParams, TKernels>.Entries, source.Length + 32 + Matrix<TParams, TKernels>.StreamBytes);
        Span<byte> hash = group.Output(group.Add(SpongeKind.Sha3_256, 32, source));
        int matrixStreams = Matrix<TParams, TKernels>.AddStreams(ref group, ek.Rho);
        group.Run();
        hash.CopyTo(ek.Hash);
        Matrix<TParams, TKernels>.Sample(ref group, matrixStreams, ek.Rho, ek.AHat);
        return ek;
    }

    /// <summary>Reads an expanded decapsulation key and checks it.</summary>
    /// <param name="source">The encoded key. Secret.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A check failed; the message names it.</exception>
    /// <remarks>FIPS 203, section 7.3 (decapsulation key check), to which are added the modulus check of both halves and the pair-wise
    /// consistency check of section 7.1.</remarks>
    internal static DecapsulationKey ImportDecapsulationKey(ReadOnlySpan<byte> source)
    {
        if (source.Length != KemSizes<TParams>.DecapsulationKey)
            throw Errors.WrongLength(nameof(source), Name, "decapsulation key", KemSizes<TParams>.DecapsulationKey, source.Length);
        int vector = KemSizes<TParams>.Vector;
        EncapsulationKey ek = ImportEncapsulationKey(source.Slice(vector, KemSizes<TParams>.EncapsulationKey));
        byte sameHash = ConstantTime.EqualMask(ek.Hash, source[^64..^32]);
        if (Declassify.Value(sameHash, DeclassifyReason.ImportVerdict) == 0)
            throw Errors.MalformedKey(Name, "the hash of the encapsulation key differs (FIPS 203, section 7.3, hash check)");

        DecapsulationKey dk = new(ek, TParams.K);
        try
        {
            int notReduced = ByteCodec<TKernels>.ByteDecode12(source[..vector], dk.SHat);
            if (Declassify.Value(notReduced, DeclassifyReason.ImportVerdict) != 0)
                throw Errors.MalformedKey(Name, "a coefficient of s is 3329 or more (FIPS 203, section 4.2.1, ByteDecode_12)");
            source[^32..].CopyTo(dk.Z);
            if (!AgreesWithItself(dk))
                throw Errors.MalformedKey(Name, "one trial encapsulation is not decapsulated (FIPS 203, section 7.1, pair-wise consistency)");
            return dk;
        }
        catch
        {
            dk.Dispose();
            throw;
        }
    }

    /// <summary>Writes a decapsulation key as FIPS 203 encodes it: s, ek, H(ek), z.</summary>
    /// <param name="dk">The key. Secret.</param>
    /// <param name="destination">Receives the encoded key. Secret.</param>
    internal static void ExportDecapsulationKey(DecapsulationKey dk, Span<byte> destination)
    {
        int vector = KemSizes<TParams>.Vector;
        ByteCodec<TKernels>.ByteEncode12(dk.SHat, destination[..vector]);
        dk.Ek.Encoded.CopyTo(destination[vector..]);
        dk.Ek.Hash.CopyTo(destination[^64..]);
        dk.Z.CopyTo(destination[^32..]);
    }

    /// <summary>Whether one encapsulation of a fixed message is decapsulated to the same secret.</summary>
    private static bool AgreesWithItself(DecapsulationKey dk)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> message = workspace.Bytes(32);
        Span<byte> c = workspace.Bytes(KemSizes<TParams>.Ciphertext);
        Span<byte> sent = workspace.Bytes(32);
        Span<byte> received = workspace.Bytes(32);
        message.Fill(TrialByte);
        EncapsInternal(dk.Ek, message, c, sent);
        DecapsInternal(dk, c, received);
        return Declassify.Value(ConstantTime.EqualMask(sent, received), DeclassifyReason.ImportVerdict) != 0;
    }
}
