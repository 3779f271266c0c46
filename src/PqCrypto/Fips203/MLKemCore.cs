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
    private static int Streams(bool hasForms) =>
        3 + (hasForms ? 0 : Matrix<TParams, TKernels>.Entries) + KPke<TParams, TVariant, TKernels>.NoiseStreams + 3;

    /// <summary>Bytes of these streams: m, H(ek), the matrix, G, the noise, and for the secrets the ciphertext, its hash and two key
    /// derivations. A key that has its hash and its forms needs less, and scratch memory is zeroed.</summary>
    private static int StreamBytes(bool hasHash, bool hasForms) =>
        (32 + 32) + (hasHash ? 0 : KemSizes<TParams>.EncapsulationKey + 32) + (hasForms ? 0 : Matrix<TParams, TKernels>.StreamBytes) + (64 + 64)
        + KPke<TParams, TVariant, TKernels>.NoiseStreamBytes + (KemSizes<TParams>.Ciphertext + 32) + (2 * (64 + 32));

    /// <summary>Polynomials of the matrix and the vector t.</summary>
    private static int Forms => Matrix<TParams, TKernels>.Entries + TParams.K;

    /// <summary>Generates a key from its seed.</summary>
    /// <param name="seed">d || z, 64 bytes. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 16 (ML-KEM.KeyGen_internal). L3, the encoding of dk, is done when a key is exported.</remarks>
    internal static DecapsulationKey KeyGenInternal(ReadOnlySpan<byte> seed)
    {
        DecapsulationKey dk = NewKey();
        try
        {
            KeyGenInternal(seed, new Span<DecapsulationKey>(ref dk));
            return dk;
        }
        catch
        {
            dk.Dispose();
            throw;
        }
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
        NttPoly[]? forms = null;
        EncapsInternal(new ReadOnlySpan<EncapsulationKey>(ref ek), new Span<NttPoly[]?>(ref forms), randomness, c, sharedSecret);
    }

    /// <summary>Makes shared secrets and the ciphertexts that carry them, side by side.</summary>
    /// <param name="keys">The encapsulation keys. Public.</param>
    /// <param name="forms">An element for each key; only the call itself uses them.</param>
    /// <param name="randomness">32 random bytes for each. Secret.</param>
    /// <param name="ciphertexts">Receives the ciphertexts, one after the other. Public once they are returned.</param>
    /// <param name="secrets">Receives the shared secrets, 32 bytes each. Secret.</param>
    /// <remarks>FIPS 203, Algorithm 17 (ML-KEM.Encaps_internal). The streams of a matrix run beside the hash of the key.</remarks>
    internal static void EncapsInternal(
        ReadOnlySpan<EncapsulationKey> keys, Span<NttPoly[]?> forms, ReadOnlySpan<byte> randomness, Span<byte> ciphertexts, Span<byte> secrets)
    {
        using Workspace workspace = Workspace.Rent();
        EncryptionKeys eks = new(workspace, keys, forms, Forms);
        int streams = 0;
        int streamBytes = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            streams += Streams(eks.HasForms(i));
            streamBytes += StreamBytes(eks.HasHash(i), eks.HasForms(i));
        }

        LaneGroup<TKernels> group = new(workspace, streams, streamBytes);
        Span<Item> items = workspace.Take<Item>(keys.Length);
        Span<byte> messages = workspace.Bytes(32 * keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            TVariant.Message(ref group, randomness.Slice(32 * i, 32)).CopyTo(messages[(32 * i)..]);
            items[i].HashStream = eks.HasHash(i) ? NotInGroup : AddHash(ref group, keys[i].Encoded);
        }

        for (int i = 0; i < keys.Length; i++)
            items[i].MatrixStreams = eks.HasForms(i) ? NotInGroup : Matrix<TParams, TKernels>.AddStreams(ref group, eks[i].Rho);
        for (int i = 0; i < keys.Length; i++)
            items[i].KeyStream = HashMessage(ref group, messages.Slice(32 * i, 32), eks.Hash(i), items[i].HashStream);  // L1
        for (int i = 0; i < keys.Length; i++)
        {
            group.RunUntil(items[i].KeyStream);
            items[i].NoiseStreams = KPke<TParams, TVariant, TKernels>.AddNoise(ref group, group.Output(items[i].KeyStream)[32..]);
        }

        group.Run();
        for (int i = 0; i < keys.Length; i++)
        {
            Span<byte> c = ciphertexts.Slice(i * KemSizes<TParams>.Ciphertext, KemSizes<TParams>.Ciphertext);
            KPke<TParams, TVariant, TKernels>.Encrypt(
                eks[i], items[i].MatrixStreams, messages.Slice(32 * i, 32), items[i].NoiseStreams, ref group, c);       // L2
            items[i].Accepted = TVariant.EncapsulatedSecret(ref group, items[i].KeyStream, c);
        }

        group.Run();
        for (int i = 0; i < keys.Length; i++)
            group.Output(items[i].Accepted)[..32].CopyTo(secrets[(32 * i)..]);                                          // L3
        eks.Keep();
    }

    /// <summary>Recovers shared secrets, or makes those of implicit rejection, side by side.</summary>
    /// <param name="dk">The decapsulation key. Secret.</param>
    /// <param name="ciphertexts">The ciphertexts, one or several, one after the other. Public.</param>
    /// <param name="secrets">Receives the shared secrets, 32 bytes each. Secret, and so is which of the two each is.</param>
    /// <remarks>FIPS 203, Algorithm 18 (ML-KEM.Decaps_internal). L1 to L4 are done once, when the key is made or imported.</remarks>
    internal static void DecapsInternal(DecapsulationKey dk, ReadOnlySpan<byte> ciphertexts, Span<byte> secrets)
    {
        using Workspace workspace = Workspace.Rent();
        int count = secrets.Length / 32;                                                                                // public: a length
        byte[]? knownHash = dk.Ek.Hash;
        byte[] hash = knownHash ?? new byte[32];
        EncryptionKey ek = KeyOf(dk, hash, knownHash is not null, true);
        LaneGroup<TKernels> group = new(workspace, count * Streams(true), count * StreamBytes(knownHash is not null, true));
        Span<Item> items = workspace.Take<Item>(count);
        Span<byte> messages = workspace.Bytes(32 * count);
        int hashStream = ek.HasHash ? NotInGroup : AddHash(ref group, ek.Encoded);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> c = Ciphertext(ciphertexts, i);
            items[i].CiphertextStream = TVariant.AddCiphertext(ref group, dk.Z, c);                                     // L7
            KPke<TParams, TVariant, TKernels>.Decrypt(dk.SHat, c, messages.Slice(32 * i, 32));                          // L5
        }

        for (int i = 0; i < count; i++)
            items[i].KeyStream = HashMessage(ref group, messages.Slice(32 * i, 32), hash, hashStream);                  // L6
        for (int i = 0; i < count; i++)
        {
            group.RunUntil(items[i].KeyStream);
            TVariant.DecapsulatedSecrets(                                                                               // L7
                ref group, items[i].CiphertextStream, items[i].KeyStream, dk.Z, out items[i].Accepted, out items[i].Rejected);
            items[i].NoiseStreams = KPke<TParams, TVariant, TKernels>.AddNoise(ref group, group.Output(items[i].KeyStream)[32..]);
        }

        group.Run();
        Span<byte> reencrypted = workspace.Bytes(KemSizes<TParams>.Ciphertext);
        for (int i = 0; i < count; i++)
        {
            KPke<TParams, TVariant, TKernels>.Encrypt(
                ek, NotInGroup, messages.Slice(32 * i, 32), items[i].NoiseStreams, ref group, reencrypted);             // L8
            byte equal = ConstantTime.EqualMask(Ciphertext(ciphertexts, i), reencrypted);                               // L9
            ReadOnlySpan<byte> accepted = group.Output(items[i].Accepted)[..32];
            ConstantTime.Select(equal, accepted, group.Output(items[i].Rejected), secrets.Slice(32 * i, 32));           // L10 to L12
        }

        if (knownHash is null)
            dk.Ek.Hash = hash;
    }

    private static ReadOnlySpan<byte> Ciphertext(ReadOnlySpan<byte> ciphertexts, int i) =>
        ciphertexts.Slice(i * KemSizes<TParams>.Ciphertext, KemSizes<TParams>.Ciphertext);

    /// <summary>Adds the stream of H(ek).</summary>
    private static int AddHash(ref LaneGroup<TKernels> group, ReadOnlySpan<byte> encoded) => group.Add(SpongeKind.Sha3_256, 32, encoded);

    /// <summary>Starts G(m || H(ek)).</summary>
    /// <param name="group">Runs until the hash of the key is there.</param>
    /// <param name="m">The message. Secret.</param>
    /// <param name="hash">H(ek), or room for it.</param>
    /// <param name="hashStream">The number of the stream of H(ek), if it is computed now.</param>
    /// <returns>The number of the stream of G.</returns>
    private static int HashMessage(ref LaneGroup<TKernels> group, scoped ReadOnlySpan<byte> m, scoped Span<byte> hash, int hashStream)
    {
        if (hashStream != NotInGroup)
        {
            group.RunUntil(hashStream);
            group.Output(hashStream).CopyTo(hash);
        }

        int stream = group.Reserve(SpongeKind.Sha3_512, 64, 64);
        m.CopyTo(group.Input(stream));
        hash.CopyTo(group.Input(stream)[32..]);
        group.StartFirst(stream);
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
        ReadOnlySpan<byte> encodedEk = source.Slice(vector, KemSizes<TParams>.EncapsulationKey);
        Declassify.Bytes(encodedEk, DeclassifyReason.PublishedOutput);
        EncapsulationKey ek = ImportEncapsulationKey(encodedEk);
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
        LaneGroup<TKernels> group = new(workspace, Streams(false), StreamBytes(false, false));
        int hashStream = AddHash(ref group, ek.Encoded);
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
        EncapsInternal(dk.Ek, message, c, sent);
        DecapsInternal(dk, c, received);
        return Declassify.Value(ConstantTime.EqualMask(sent, received), DeclassifyReason.ImportVerdict) != 0;
    }

    /// <summary>The streams of one of several operations.</summary>
    private struct Item
    {
        internal int HashStream;
        internal int MatrixStreams;
        internal int KeyStream;
        internal int NoiseStreams;
        internal int CiphertextStream;
        internal int Accepted;
        internal int Rejected;
    }
}
