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

    private const int NotInGroup = -1;

    /// <summary>The name for error messages.</summary>
    internal static string Name { get; } = TVariant.Name(TParams.K);

    /// <summary>Streams of one encapsulation or decapsulation: m, H(ek), the matrix, G, the noise, and at most three for the secrets.</summary>
    private static int Streams(EncryptionKey ek) =>
        3 + (ek.HasForms ? 0 : Matrix<TParams, TKernels>.Entries) + KPke<TParams, TVariant, TKernels>.EncryptStreams + 3;

    /// <summary>Bytes of these streams: m, H(ek), the matrix, G, the noise, and for the secrets the ciphertext, its hash and two key
    /// derivations. A key that has its hash and its forms needs less, and scratch memory is zeroed.</summary>
    private static int StreamBytes(EncryptionKey ek) =>
        (32 + 32) + (ek.HasHash ? 0 : ek.Encoded.Length + 32) + (ek.HasForms ? 0 : Matrix<TParams, TKernels>.StreamBytes) + (64 + 64)
        + KPke<TParams, TVariant, TKernels>.EncryptStreamBytes + (KemSizes<TParams>.Ciphertext + 32) + (2 * (64 + 32));

    /// <summary>Polynomials of the matrix and the vector t.</summary>
    private static int Forms => Matrix<TParams, TKernels>.Entries + TParams.K;

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
    internal static DecapsulationKey NewKey() => new(new EncapsulationKey(KemSizes<TParams>.EncapsulationKey), TParams.K);

    /// <summary>Generates keys from their seeds, side by side.</summary>
    /// <param name="seeds">d || z, 64 bytes for each key. Secret.</param>
    /// <param name="keys">Keys of <see cref="NewKey"/>; they are filled.</param>
    /// <remarks>H(ek) is left to the first use, where it takes a lane that would be idle; alone it would be a third of the time here.</remarks>
    internal static void KeyGenInternal(ReadOnlySpan<byte> seeds, ReadOnlySpan<DecapsulationKey> keys)
    {
        KPke<TParams, TVariant, TKernels>.KeyGen(seeds, keys);                              // L1, L2
        for (int i = 0; i < keys.Length; i++)
        {
            seeds.Slice(i * KemSizes<TParams>.PrivateSeed, KemSizes<TParams>.PrivateSeed).CopyTo(keys[i].Seed);
            keys[i].HasSeed = true;
        }
    }

    /// <summary>Makes a shared secret and the ciphertext that carries it.</summary>
    /// <param name="ek">The encapsulation key. Public.</param>
    /// <param name="randomness">32 random bytes: m, or in round 3 what is hashed to m. Secret.</param>
    /// <param name="c">Receives the ciphertext. Public once it is returned.</param>
    /// <param name="sharedSecret">Receives the shared secret, 32 bytes. Secret.</param>
    internal static void EncapsInternal(EncapsulationKey ek, ReadOnlySpan<byte> randomness, Span<byte> c, Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        byte[]? knownHash = ek.Hash;
        NttPoly[]? knownForms = ek.Forms;
        byte[] hash = knownHash ?? new byte[32];
        NttPoly[]? kept = knownForms ?? (ek.Use() ? new NttPoly[Forms] : null);
        EncryptionKey key = new()
        {
            Encoded = ek.Encoded,
            Hash = hash,
            HasHash = knownHash is not null,
            Forms = kept is null ? workspace.Take<NttPoly>(Forms) : kept,
            HasForms = knownForms is not null,
        };
        EncapsInternal(key, randomness, c, sharedSecret);
        if (knownHash is null)
            ek.Hash = hash;
        if (knownForms is null)
            ek.Forms = kept;
    }

    /// <summary>Recovers the shared secret, or makes the one of implicit rejection.</summary>
    /// <param name="dk">The decapsulation key. Secret.</param>
    /// <param name="c">The ciphertext. Public.</param>
    /// <param name="sharedSecret">Receives the shared secret, 32 bytes. Secret, and so is which of the two it is.</param>
    /// <remarks>FIPS 203, Algorithm 18 (ML-KEM.Decaps_internal). L1 to L4 are done once, when the key is made or imported.</remarks>
    internal static void DecapsInternal(DecapsulationKey dk, ReadOnlySpan<byte> c, Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        byte[]? knownHash = dk.Ek.Hash;
        byte[] hash = knownHash ?? new byte[32];
        EncryptionKey ek = KeyOf(dk, hash, knownHash is not null, true);
        LaneGroup<TKernels> group = new(workspace, Streams(ek), StreamBytes(ek));
        Span<byte> m = workspace.Bytes(32);
        Span<byte> reencrypted = workspace.Bytes(KemSizes<TParams>.Ciphertext);
        int hashStream = AddHash(ref group, ek);
        int ciphertextStream = TVariant.AddCiphertext(ref group, dk.Z, c);                                          // L7
        KPke<TParams, TVariant, TKernels>.Decrypt(dk.SHat, c, m);                                                   // L5
        ReadOnlySpan<byte> keyAndR = group.Output(HashMessage(ref group, m, ek, hashStream));                       // L6
        TVariant.DecapsulatedSecrets(                                                                               // L7
            ref group, ciphertextStream, keyAndR[..32], dk.Z, out ReadOnlySpan<byte> accepted, out ReadOnlySpan<byte> rejected);
        KPke<TParams, TVariant, TKernels>.Encrypt(ek, NotInGroup, m, keyAndR[32..], ref group, reencrypted);        // L8
        byte equal = ConstantTime.EqualMask(c, reencrypted);                                                        // L9
        ConstantTime.Select(equal, accepted, rejected, sharedSecret);                                               // L10 to L12
        if (knownHash is null)
            dk.Ek.Hash = hash;
    }

    /// <summary>Makes a shared secret with a key of which parts may be missing.</summary>
    /// <remarks>FIPS 203, Algorithm 17 (ML-KEM.Encaps_internal). The streams of the matrix run beside the hash of the key.</remarks>
    private static void EncapsInternal(EncryptionKey ek, ReadOnlySpan<byte> randomness, Span<byte> c, Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, Streams(ek), StreamBytes(ek));
        ReadOnlySpan<byte> m = TVariant.Message(ref group, randomness);
        int hashStream = AddHash(ref group, ek);
        int matrixStreams = ek.HasForms ? NotInGroup : Matrix<TParams, TKernels>.AddStreams(ref group, ek.Rho);
        ReadOnlySpan<byte> keyAndR = group.Output(HashMessage(ref group, m, ek, hashStream));                       // L1
        KPke<TParams, TVariant, TKernels>.Encrypt(ek, matrixStreams, m, keyAndR[32..], ref group, c);               // L2
        ReadOnlySpan<byte> secret = TVariant.EncapsulatedSecret(ref group, keyAndR[..32], c);
        group.Run();
        secret.CopyTo(sharedSecret);                                                                                // L3
    }

    /// <summary>Adds the stream of H(ek), unless the hash is there.</summary>
    private static int AddHash(ref LaneGroup<TKernels> group, EncryptionKey ek) =>
        ek.HasHash ? NotInGroup : group.Add(SpongeKind.Sha3_256, 32, ek.Encoded);

    /// <summary>Computes G(m || H(ek)), and H(ek) where it is missing.</summary>
    /// <returns>The number of the stream of G.</returns>
    private static int HashMessage(ref LaneGroup<TKernels> group, scoped ReadOnlySpan<byte> m, scoped EncryptionKey ek, int hashStream)
    {
        if (!ek.HasHash)
        {
            group.RunUntil(hashStream);
            group.Output(hashStream).CopyTo(ek.Hash);
        }

        int stream = group.Reserve(SpongeKind.Sha3_512, 64, 64);
        m.CopyTo(group.Input(stream));
        ek.Hash.CopyTo(group.Input(stream)[32..]);
        group.StartFirst(stream);
        group.RunUntil(stream);
        return stream;
    }

    /// <summary>What encryption needs of the encapsulation key that belongs to a decapsulation key.</summary>
    private static EncryptionKey KeyOf(DecapsulationKey dk, Span<byte> hash, bool hasHash, bool hasForms) => new()
    {
        Encoded = dk.Ek.Encoded,
        Hash = hash,
        HasHash = hasHash,
        Forms = dk.Forms,
        HasForms = hasForms,
    };

    /// <summary>Reads an encapsulation key and checks it; what its uses need is computed by the first of them.</summary>
    /// <param name="source">The encoded key. Public.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A coefficient is not reduced.</exception>
    /// <remarks>FIPS 203, section 7.2 (encapsulation key check).</remarks>
    internal static EncapsulationKey ImportEncapsulationKey(ReadOnlySpan<byte> source)
    {
        if (source.Length != KemSizes<TParams>.EncapsulationKey)
            throw Errors.WrongLength(nameof(source), Name, "encapsulation key", KemSizes<TParams>.EncapsulationKey, source.Length);
        using Workspace workspace = Workspace.Rent();
        if (ByteCodec<TKernels>.ByteDecode12(source[..KemSizes<TParams>.Vector], workspace.Take<NttPoly>(TParams.K)) != 0)     // public: the key is
            throw Errors.MalformedKey(Name, "a coefficient is 3329 or more (FIPS 203, section 7.2, modulus check)");
        EncapsulationKey ek = new(source.Length);
        source.CopyTo(ek.Encoded);
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
        DecapsulationKey dk = new(ek, TParams.K);
        try
        {
            ek.Hash = Expand(dk);
            byte sameHash = ConstantTime.EqualMask(ek.Hash, source[^64..^32]);
            if (Declassify.Value(sameHash, DeclassifyReason.ImportVerdict) == 0)
                throw Errors.MalformedKey(Name, "the hash of the encapsulation key differs (FIPS 203, section 7.3, hash check)");
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
        HashOf(dk.Ek).CopyTo(destination[^64..]);
        dk.Z.CopyTo(destination[^32..]);
    }

    /// <summary>H(ek), computed where it is not known yet.</summary>
    private static byte[] HashOf(EncapsulationKey ek)
    {
        if (ek.Hash is { } known)
            return known;
        using Workspace workspace = Workspace.Rent();
        LaneGroup<TKernels> group = new(workspace, 1, ek.Encoded.Length + 32);
        int stream = group.Add(SpongeKind.Sha3_256, 32, ek.Encoded);
        group.Run();
        byte[] hash = group.Output(stream).ToArray();
        ek.Hash = hash;
        return hash;
    }

    /// <summary>Fills in matrix and vector of the encapsulation key of an imported decapsulation key.</summary>
    /// <returns>H(ek), which is computed beside them.</returns>
    private static byte[] Expand(DecapsulationKey dk)
    {
        using Workspace workspace = Workspace.Rent();
        EncryptionKey ek = KeyOf(dk, new byte[32], false, false);
        LaneGroup<TKernels> group = new(workspace, Streams(ek), StreamBytes(ek));
        int hashStream = AddHash(ref group, ek);
        int matrixStreams = Matrix<TParams, TKernels>.AddStreams(ref group, ek.Rho);
        group.Run();
        KPke<TParams, TVariant, TKernels>.Expand(ek, ref group, matrixStreams);
        return group.Output(hashStream).ToArray();
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
        EncapsInternal(KeyOf(dk, HashOf(dk.Ek), true, true), message, c, sent);
        DecapsInternal(dk, c, received);
        return Declassify.Value(ConstantTime.EqualMask(sent, received), DeclassifyReason.ImportVerdict) != 0;
    }
}
