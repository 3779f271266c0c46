using PqCrypto.Kernels;

namespace PqCrypto;

/// <summary>What the library found on this machine.</summary>
/// <remarks>Thread-safe; the values do not change while a process runs. For logs and support: nothing else depends on them.</remarks>
public static class PqCryptoRuntime
{
    /// <summary>The name of the kernel set in use: <c>AVX-512 with VBMI2</c>, <c>AVX-512</c>, <c>AVX2</c>, <c>128-bit</c> (SSE, AdvSimd, WebAssembly)
    /// or <c>reference</c> (scalar code).</summary>
    /// <remarks>The widest set that the processor and the runtime offer. The runtime's own switches narrow it: <c>DOTNET_EnableAVX512v2=0</c>,
    /// <c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c>, <c>DOTNET_EnableHWIntrinsic=0</c>. Native compilation for x64 offers 128 bits unless the property
    /// <c>IlcInstructionSet</c> names more, <c>x86-64-v3</c> or <c>x86-64-v4</c>.</remarks>
    public static string Kernels => KernelSelector.Best.Name;

    /// <summary>Why no wider kernel set is in use: what each wider one needs, and which of it is there.</summary>
    public static string KernelsReason => KernelSelector.Reason;
}
