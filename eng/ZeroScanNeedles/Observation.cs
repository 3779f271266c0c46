using PqCrypto.ZeroScanNeedles;

namespace PqCrypto.Base;

/// <content>Scratch memory is written down whenever some is taken or given back.</content>
internal ref partial struct Workspace
{
    static partial void Observe(ReadOnlySpan<byte> taken) => Notes.Scratch(taken);
}

/// <content>Secret memory is written down before it is freed.</content>
internal sealed unsafe partial class SecretBuffer
{
    static partial void Observe(ReadOnlySpan<byte> memory) => Notes.Memory(memory);
}
