using PqCrypto.Base;
using PqCrypto.Fips202;
using PqCrypto.Kernels;

namespace PqCrypto.Hybrid;

/// <summary>The combiner of X-Wing, of the CFRG's concrete hybrids, and of composite ML-KEM: both secrets with the classical ciphertext and key; ML-KEM's own hash
/// covers its part.</summary>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal static class KemCombiner<TKernels>
    where TKernels : struct, IKernels
{
    /// <summary>Length of a combined secret in bytes.</summary>
    internal const int SecretSize = 32;

    /// <summary>SHA3-256(ss_M || ss_T || ct_T || pk_T || label).</summary>
    /// <param name="secrets">The ML-KEM secret, then the classical one. Secret.</param>
    /// <param name="classicalCiphertext">The classical ciphertext. Public.</param>
    /// <param name="classicalKey">The receiver's classical public key. Public.</param>
    /// <param name="label">The algorithm's label.</param>
    /// <param name="sharedSecret">Receives 32 bytes. Secret.</param>
    /// <remarks>draft-connolly-cfrg-xwing-kem, section 5.3 (Combiner); draft-ietf-lamps-pq-composite-kem-15 (KemCombiner).</remarks>
    internal static void Combine(
        ReadOnlySpan<byte> secrets,
        ReadOnlySpan<byte> classicalCiphertext,
        ReadOnlySpan<byte> classicalKey,
        ReadOnlySpan<byte> label,
        Span<byte> sharedSecret)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> tail = workspace.Bytes(classicalCiphertext.Length + classicalKey.Length + label.Length);
        classicalCiphertext.CopyTo(tail);
        classicalKey.CopyTo(tail[classicalCiphertext.Length..]);
        label.CopyTo(tail[(classicalCiphertext.Length + classicalKey.Length)..]);
        LaneGroup<TKernels> hash = new(workspace, maxStreams: 1, secrets.Length + tail.Length + SecretSize);
        int combined = hash.Add(SpongeKind.Sha3_256, SecretSize, secrets, tail);
        hash.Run();
        hash.Output(combined).CopyTo(sharedSecret);
    }
}
