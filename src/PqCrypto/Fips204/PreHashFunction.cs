using System.Numerics;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Fips180;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Fips204;

/// <summary>The twelve hash functions of HashML-DSA (FIPS 204, section 5.4), at once and piece by piece. Messages are public.</summary>
internal static class PreHashFunction
{
    /// <summary>Longest digest in bytes.</summary>
    internal const int MaxSizeInBytes = 64;

    /// <summary>Length of an encoded object identifier in bytes.</summary>
    internal const int OidSizeInBytes = 11;

    /// <summary>Writes the DER encoding of a function's object identifier, 2.16.840.1.101.3.4.2 and one more arc.</summary>
    /// <param name="function">Any but None.</param>
    /// <param name="oid">Receives 11 bytes.</param>
    internal static void WriteOid(PreHash function, Span<byte> oid)
    {
        ReadOnlySpan<byte> arc = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
        arc.CopyTo(oid);
        oid[arc.Length] = function switch
        {
            PreHash.Sha256 => 1,
            PreHash.Sha384 => 2,
            PreHash.Sha512 => 3,
            PreHash.Sha224 => 4,
            PreHash.Sha512_224 => 5,
            PreHash.Sha512_256 => 6,
            PreHash.Sha3_224 => 7,
            PreHash.Sha3_256 => 8,
            PreHash.Sha3_384 => 9,
            PreHash.Sha3_512 => 10,
            PreHash.Shake128 => 11,
            PreHash.Shake256 => 12,
            _ => throw Unknown(function),
        };
    }

    /// <summary>Length of a function's digest in bytes.</summary>
    internal static int SizeInBytes(PreHash function) => function switch
    {
        PreHash.Sha224 or PreHash.Sha512_224 or PreHash.Sha3_224 => 28,
        PreHash.Sha256 or PreHash.Sha512_256 or PreHash.Sha3_256 or PreHash.Shake128 => 32,
        PreHash.Sha384 or PreHash.Sha3_384 => 48,
        PreHash.Sha512 or PreHash.Sha3_512 or PreHash.Shake256 => 64,
        _ => throw Unknown(function),
    };

    /// <summary>Hashes a whole message; allocates nothing.</summary>
    /// <param name="function">Any but None.</param>
    /// <param name="data">The message. Public.</param>
    /// <param name="digest">Receives as many bytes as <see cref="SizeInBytes"/> tells.</param>
    internal static void HashData<TKernels>(PreHash function, ReadOnlySpan<byte> data, Span<byte> digest)
        where TKernels : struct, IKernels
    {
        switch (function)
        {
            case PreHash.Sha256:
                SHA256.HashData(data, digest);
                break;
            case PreHash.Sha384:
                SHA384.HashData(data, digest);
                break;
            case PreHash.Sha512:
                SHA512.HashData(data, digest);
                break;
            case PreHash.Sha224:
                Sha2<uint, Words32> sha224 = Sha2.Sha224();
                sha224.Append(data);
                sha224.Finish(digest);
                break;
            case PreHash.Sha512_224 or PreHash.Sha512_256:
                Sha2<ulong, Words64> sha512 = Sha2.Sha512T(SizeInBytes(function));
                sha512.Append(data);
                sha512.Finish(digest);
                break;
            default:
                using (Workspace workspace = Workspace.Rent())
                {
                    Sponge<TKernels> sponge = new(Kind(function), workspace.Take<ulong>(Sponge<TKernels>.StateSizeInWords));
                    sponge.Absorb(data);
                    sponge.Squeeze(digest);
                }

                break;
        }
    }

    /// <summary>Starts a hash of a message that arrives piece by piece.</summary>
    /// <param name="function">Any but None.</param>
    internal static IPreHash Create<TKernels>(PreHash function)
        where TKernels : struct, IKernels => function switch
        {
            PreHash.Sha256 => new PlatformPreHash(HashAlgorithmName.SHA256),
            PreHash.Sha384 => new PlatformPreHash(HashAlgorithmName.SHA384),
            PreHash.Sha512 => new PlatformPreHash(HashAlgorithmName.SHA512),
            PreHash.Sha224 => new Sha2PreHash<uint, Words32>(Sha2.Sha224()),
            PreHash.Sha512_224 or PreHash.Sha512_256 => new Sha2PreHash<ulong, Words64>(Sha2.Sha512T(SizeInBytes(function))),
            _ => new SpongePreHash<TKernels>(Kind(function)),
        };

    private static SpongeKind Kind(PreHash function) => function switch
    {
        PreHash.Sha3_224 => SpongeKind.Sha3_224,
        PreHash.Sha3_256 => SpongeKind.Sha3_256,
        PreHash.Sha3_384 => SpongeKind.Sha3_384,
        PreHash.Sha3_512 => SpongeKind.Sha3_512,
        PreHash.Shake128 => SpongeKind.Shake128,
        PreHash.Shake256 => SpongeKind.Shake256,
        _ => throw Unknown(function),
    };

    private static ArgumentException Unknown(PreHash function) =>
        new($"{function} is not a hash function of HashML-DSA (FIPS 204, section 5.4).", nameof(function));

    private sealed class PlatformPreHash(HashAlgorithmName name) : IPreHash
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(name);

        public void Append(ReadOnlySpan<byte> data) => hash.AppendData(data);

        public void Finish(Span<byte> digest) => hash.GetHashAndReset(digest);

        public void Dispose() => hash.Dispose();
    }

    private sealed class Sha2PreHash<TWord, TWords>(Sha2<TWord, TWords> start) : IPreHash
        where TWord : unmanaged, IBinaryInteger<TWord>
        where TWords : struct, ISha2Words<TWord>
    {
        private readonly Sha2<TWord, TWords> start = start;
        private Sha2<TWord, TWords> hash = start;

        public void Append(ReadOnlySpan<byte> data) => hash.Append(data);

        public void Finish(Span<byte> digest)
        {
            hash.Finish(digest);
            hash = start;
        }

        public void Dispose()
        {
        }
    }

    private sealed class SpongePreHash<TKernels>(SpongeKind kind) : IPreHash
        where TKernels : struct, IKernels
    {
        private readonly Sha3<TKernels> hash = new(kind);

        public void Append(ReadOnlySpan<byte> data) => hash.Append(data);

        public void Finish(Span<byte> digest) => hash.Finish(digest);

        public void Dispose() => hash.Dispose();
    }
}

/// <summary>One hash of HashML-DSA over a message that arrives piece by piece. For one thread at a time.</summary>
internal interface IPreHash : IDisposable
{
    /// <summary>Takes in the next piece.</summary>
    void Append(ReadOnlySpan<byte> data);

    /// <summary>Writes the digest and starts over.</summary>
    void Finish(Span<byte> digest);
}
