using System.Buffers.Binary;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Classical;
using PqCrypto.Fips202;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Hpke;

/// <summary>The labelled key derivation of HPKE: HKDF in two stages, or an extendable-output function in one.</summary>
/// <remarks>RFC 9180, section 4 (LabeledExtract, LabeledExpand); draft-ietf-hpke-pq (LabeledDerive). Inputs are short, so the functions run on the scalar
/// permutation.</remarks>
internal static class KeyDerivation
{
    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    /// <summary>Length in bytes of the function's hash, Nh.</summary>
    internal static int HashSize(HpkeKdf kdf) => kdf switch
    {
        HpkeKdf.HkdfSha256 or HpkeKdf.Shake128 or HpkeKdf.TurboShake128 => 32,
        HpkeKdf.HkdfSha384 => 48,
        _ => 64,
    };

    /// <summary>Whether the function takes all in one stage.</summary>
    internal static bool IsOneStage(HpkeKdf kdf) => kdf >= HpkeKdf.Shake128;

    /// <summary>LabeledExtract.</summary>
    /// <param name="kdf">One in two stages.</param>
    /// <param name="suiteId">The suite. Public.</param>
    /// <param name="salt">The salt. Secret.</param>
    /// <param name="label">The label. Public.</param>
    /// <param name="ikm">The keying material. Secret.</param>
    /// <param name="prk">Receives Nh bytes. Secret.</param>
    internal static void Extract(HpkeKdf kdf, ReadOnlySpan<byte> suiteId, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(Version.Length + suiteId.Length + label.Length + ikm.Length);
        Join(input, Version, suiteId, label, ikm);
        Hkdf.Extract(HashName(kdf), salt, input, prk);
    }

    /// <summary>LabeledExpand.</summary>
    /// <param name="kdf">One in two stages.</param>
    /// <param name="suiteId">The suite. Public.</param>
    /// <param name="prk">What Extract gave. Secret.</param>
    /// <param name="label">The label. Public.</param>
    /// <param name="info">What the output is bound to.</param>
    /// <param name="output">Receives up to 255 Nh bytes. Secret.</param>
    internal static void Expand(
        HpkeKdf kdf, ReadOnlySpan<byte> suiteId, ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> input = workspace.Bytes(sizeof(ushort) + Version.Length + suiteId.Length + label.Length + info.Length);
        BinaryPrimitives.WriteUInt16BigEndian(input, (ushort)output.Length);
        Join(input[sizeof(ushort)..], Version, suiteId, label, info);
        Hkdf.Expand(HashName(kdf), prk, input, output);
    }

    /// <summary>LabeledDerive.</summary>
    /// <param name="kdf">One in one stage.</param>
    /// <param name="suiteId">The suite. Public.</param>
    /// <param name="ikm">The keying material. Secret.</param>
    /// <param name="label">The label. Public.</param>
    /// <param name="context">What the output is bound to.</param>
    /// <param name="output">Receives up to 65535 bytes. Secret.</param>
    internal static void Derive(
        HpkeKdf kdf, ReadOnlySpan<byte> suiteId, ReadOnlySpan<byte> ikm, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, Span<byte> output)
    {
        using Workspace workspace = Workspace.Rent();
        Sponge<ReferenceKernels> sponge = new(Kind(kdf), workspace.Take<ulong>(Sponge<ReferenceKernels>.StateSizeInWords));
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        sponge.Absorb(ikm);
        sponge.Absorb(Version);
        sponge.Absorb(suiteId);
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)label.Length);
        sponge.Absorb(length);
        sponge.Absorb(label);
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)output.Length);
        sponge.Absorb(length);
        sponge.Absorb(context);
        sponge.Squeeze(output);
    }

    private static void Join(Span<byte> destination, ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, ReadOnlySpan<byte> three, ReadOnlySpan<byte> four)
    {
        one.CopyTo(destination);
        two.CopyTo(destination[one.Length..]);
        three.CopyTo(destination[(one.Length + two.Length)..]);
        four.CopyTo(destination[(one.Length + two.Length + three.Length)..]);
    }

    private static HashAlgorithmName HashName(HpkeKdf kdf) => kdf switch
    {
        HpkeKdf.HkdfSha256 => HashAlgorithmName.SHA256,
        HpkeKdf.HkdfSha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private static SpongeKind Kind(HpkeKdf kdf) => kdf switch
    {
        HpkeKdf.Shake128 => SpongeKind.Shake128,
        HpkeKdf.Shake256 => SpongeKind.Shake256,
        HpkeKdf.TurboShake128 => SpongeKind.TurboShake128,
        _ => SpongeKind.TurboShake256,
    };
}
