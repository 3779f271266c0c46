using System.Globalization;
using PqCrypto.Encoding;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Fips203;

/// <summary>Everything in which ML-KEM and its round-3 ancestor differ: three steps and the names.</summary>
/// <remarks>FIPS 203, Appendix C. Streams are added to the caller's group, and what they squeeze is there once the group has run.</remarks>
internal interface IKemVariant
{
    /// <summary>How settled the algorithm is.</summary>
    static abstract AlgorithmStatus Status { get; }

    /// <summary>The name of the algorithm of rank k.</summary>
    static abstract string Name(int k);

    /// <summary>The object identifier of the keys of the algorithm of rank k, or null.</summary>
    static abstract string? Oid(int k);

    /// <summary>The TLS NamedGroup of the algorithm of rank k, or null.</summary>
    static abstract ushort? TlsNamedGroup(int k);

    /// <summary>What follows d in the input of the hash that makes rho and sigma.</summary>
    /// <param name="k">The rank. Public.</param>
    static abstract ReadOnlySpan<byte> SeedSuffix(int k);

    /// <summary>The message that an encapsulation carries.</summary>
    /// <param name="group">Runs the stream that is needed, if any.</param>
    /// <param name="randomness">32 random bytes. Secret.</param>
    /// <returns>The 32-byte message m. Secret.</returns>
    static abstract ReadOnlySpan<byte> Message<TKernels>(scoped ref LaneGroup<TKernels> group, ReadOnlySpan<byte> randomness)
        where TKernels : struct, IKernels;

    /// <summary>The shared secret of an encapsulation.</summary>
    /// <param name="group">Receives the streams that are needed, if any.</param>
    /// <param name="keyStream">The number of the stream of G(m || H(ek)), which has ended.</param>
    /// <param name="c">The ciphertext. Public.</param>
    /// <returns>The number of the stream whose output begins with the 32-byte shared secret, once the group has run.</returns>
    static abstract int EncapsulatedSecret<TKernels>(scoped ref LaneGroup<TKernels> group, int keyStream, ReadOnlySpan<byte> c)
        where TKernels : struct, IKernels;

    /// <summary>Adds the stream of a decapsulation that reads the ciphertext, the longest one; it can start before anything is decrypted.</summary>
    /// <param name="group">Receives the stream.</param>
    /// <param name="z">The 32-byte rejection value of the key. Secret.</param>
    /// <param name="c">The ciphertext that was received. Public.</param>
    /// <returns>The stream's number.</returns>
    static abstract int AddCiphertext<TKernels>(scoped ref LaneGroup<TKernels> group, ReadOnlySpan<byte> z, ReadOnlySpan<byte> c)
        where TKernels : struct, IKernels;

    /// <summary>The two secrets between which a decapsulation selects. Both are always computed.</summary>
    /// <param name="group">Receives the streams that are needed.</param>
    /// <param name="ciphertextStream">The number that <see cref="AddCiphertext"/> returned.</param>
    /// <param name="keyStream">The number of the stream of G(m' || H(ek)), which has ended.</param>
    /// <param name="z">The 32-byte rejection value of the key. Secret.</param>
    /// <param name="accepted">The stream whose output begins with the 32-byte secret where the ciphertext is right, once the group has run.</param>
    /// <param name="rejected">The same where it is not.</param>
    static abstract void DecapsulatedSecrets<TKernels>(
        scoped ref LaneGroup<TKernels> group,
        int ciphertextStream,
        int keyStream,
        ReadOnlySpan<byte> z,
        out int accepted,
        out int rejected)
        where TKernels : struct, IKernels;
}

/// <summary>ML-KEM as FIPS 203 has it.</summary>
internal readonly struct MLKem : IKemVariant
{
    /// <inheritdoc/>
    public static AlgorithmStatus Status => AlgorithmStatus.Standard;

    /// <summary>Ranks as bytes, each at its own index.</summary>
    private static ReadOnlySpan<byte> Ranks => [0, 1, 2, 3, 4];

    /// <inheritdoc/>
    public static string Name(int k) => string.Create(CultureInfo.InvariantCulture, $"ML-KEM-{256 * k}");

    /// <inheritdoc/>
    public static string? Oid(int k) => k switch
    {
        2 => Oids.MLKem512,
        3 => Oids.MLKem768,
        _ => Oids.MLKem1024,
    };

    /// <inheritdoc/>
    public static ushort? TlsNamedGroup(int k) => (ushort)(0x0200 + k - 2);

    /// <inheritdoc/>
    /// <remarks>The byte k separates the parameter sets (FIPS 203, Appendix C).</remarks>
    public static ReadOnlySpan<byte> SeedSuffix(int k) => Ranks.Slice(k, 1);

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> Message<TKernels>(scoped ref LaneGroup<TKernels> group, ReadOnlySpan<byte> randomness)
        where TKernels : struct, IKernels => randomness;

    /// <inheritdoc/>
    public static int EncapsulatedSecret<TKernels>(scoped ref LaneGroup<TKernels> group, int keyStream, ReadOnlySpan<byte> c)
        where TKernels : struct, IKernels => keyStream;

    /// <inheritdoc/>
    /// <remarks>J(z || c).</remarks>
    public static int AddCiphertext<TKernels>(scoped ref LaneGroup<TKernels> group, ReadOnlySpan<byte> z, ReadOnlySpan<byte> c)
        where TKernels : struct, IKernels => group.Add(SpongeKind.Shake256, 32, z, c);

    /// <inheritdoc/>
    /// <remarks>K' itself, and J(z || c).</remarks>
    public static void DecapsulatedSecrets<TKernels>(
        scoped ref LaneGroup<TKernels> group,
        int ciphertextStream,
        int keyStream,
        ReadOnlySpan<byte> z,
        out int accepted,
        out int rejected)
        where TKernels : struct, IKernels
    {
        accepted = keyStream;
        rejected = ciphertextStream;
    }
}

/// <summary>Kyber of the third round of the NIST process, for systems that still speak it.</summary>
/// <remarks>The checks on keys are those of ML-KEM: they refuse no key that round 3 makes.</remarks>
internal readonly struct KyberRound3 : IKemVariant
{
    /// <inheritdoc/>
    public static AlgorithmStatus Status => AlgorithmStatus.Legacy;

    /// <inheritdoc/>
    public static string Name(int k) => string.Create(CultureInfo.InvariantCulture, $"Kyber{256 * k}-Round3");

    /// <inheritdoc/>
    public static string? Oid(int k) => null;

    /// <inheritdoc/>
    public static ushort? TlsNamedGroup(int k) => null;

    /// <inheritdoc/>
    public static ReadOnlySpan<byte> SeedSuffix(int k) => default;

    /// <inheritdoc/>
    /// <remarks>H(randomness): the generator's own output is never sent.</remarks>
    public static ReadOnlySpan<byte> Message<TKernels>(scoped ref LaneGroup<TKernels> group, ReadOnlySpan<byte> randomness)
        where TKernels : struct, IKernels
    {
        int stream = group.Add(SpongeKind.Sha3_256, 32, randomness);
        group.RunUntil(stream);
        return group.Output(stream);
    }

    /// <inheritdoc/>
    /// <remarks>SHAKE256(key || H(c)).</remarks>
    public static int EncapsulatedSecret<TKernels>(scoped ref LaneGroup<TKernels> group, int keyStream, ReadOnlySpan<byte> c)
        where TKernels : struct, IKernels => KeyDerivation(ref group, group.Output(keyStream)[..32], group.Add(SpongeKind.Sha3_256, 32, c));

    /// <inheritdoc/>
    /// <remarks>H(c).</remarks>
    public static int AddCiphertext<TKernels>(scoped ref LaneGroup<TKernels> group, ReadOnlySpan<byte> z, ReadOnlySpan<byte> c)
        where TKernels : struct, IKernels => group.Add(SpongeKind.Sha3_256, 32, c);

    /// <inheritdoc/>
    /// <remarks>SHAKE256(key || H(c)) and SHAKE256(z || H(c)).</remarks>
    public static void DecapsulatedSecrets<TKernels>(
        scoped ref LaneGroup<TKernels> group,
        int ciphertextStream,
        int keyStream,
        ReadOnlySpan<byte> z,
        out int accepted,
        out int rejected)
        where TKernels : struct, IKernels
    {
        accepted = KeyDerivation(ref group, group.Output(keyStream)[..32], ciphertextStream);
        rejected = KeyDerivation(ref group, z, ciphertextStream);
    }

    private static int KeyDerivation<TKernels>(scoped ref LaneGroup<TKernels> group, ReadOnlySpan<byte> key, int ciphertextHash)
        where TKernels : struct, IKernels => group.AddAfter(SpongeKind.Shake256, 32, key, ciphertextHash);
}
