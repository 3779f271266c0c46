using PqCrypto.Classical;
using PqCrypto.Kernels;

namespace PqCrypto;

/// <summary>The only list of built-in algorithms.</summary>
internal static class Catalog
{
    /// <summary>The key encapsulation schemes, over the kernels that this machine runs best.</summary>
    internal static KemScheme[] Kems { get; } = KernelSelector.Best.Accept(new KemRows());

    /// <summary>The signature schemes, over the kernels that this machine runs best.</summary>
    internal static SignatureScheme[] Signatures { get; } = KernelSelector.Best.Accept(new SignatureRows());

    /// <summary>One row per key encapsulation algorithm.</summary>
    internal sealed class KemRows : IKernelVisitor<KemScheme[]>
    {
        /// <inheritdoc/>
        public KemScheme[] Visit<TKernels>()
            where TKernels : struct, IKernels =>
            [
                DhkemScheme.X25519HkdfSha256,
                DhkemScheme.P256HkdfSha256,
                DhkemScheme.P384HkdfSha384,
            ];
    }

    /// <summary>One row per signature algorithm.</summary>
    internal sealed class SignatureRows : IKernelVisitor<SignatureScheme[]>
    {
        /// <inheritdoc/>
        public SignatureScheme[] Visit<TKernels>()
            where TKernels : struct, IKernels => [];
    }
}
