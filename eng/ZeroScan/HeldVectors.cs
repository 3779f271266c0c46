using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PqCrypto.Base;

namespace PqCrypto.ZeroScan;

/// <summary>An operation that does nothing but hold a secret in vector registers, so that whatever stops the thread saves it.</summary>
internal static unsafe class HeldVectors
{
    private const int Size = 64;
    private const int Turns = 100_000;
    private const ulong Number = 6_000_000;

    private static int turns;

    /// <summary>The needles of the secret.</summary>
    internal static IReadOnlyCollection<Window> Needles()
    {
        using Caller.Memory secret = new(Size);
        Caller.Fill(secret.Bytes, Number);
        return Window.All(secret.Bytes);
    }

    /// <summary>The operation.</summary>
    internal static void Run()
    {
        using Caller.Memory secret = new(Size);
        Caller.Fill(secret.Bytes, Number);
        Operate(secret.Bytes);
    }

    /// <summary>Holds a secret in registers for a while, and writes it elsewhere.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Hold(ReadOnlySpan<byte> secret, Span<byte> copy)
    {
        fixed (byte* from = secret, to = copy)
        {
            Vector128<byte> v0 = Vector128.Load(from);
            Vector128<byte> v1 = Vector128.Load(from + 16);
            Vector128<byte> v2 = Vector128.Load(from + 32);
            Vector128<byte> v3 = Vector128.Load(from + 48);
            for (int i = 0; i < Turns; i++)
                Volatile.Write(ref turns, i);
            v0.Store(to);
            v1.Store(to + 16);
            v2.Store(to + 32);
            v3.Store(to + 48);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Operate(ReadOnlySpan<byte> secret)
    {
        using Workspace workspace = Workspace.Rent();
        Hold(secret, workspace.Bytes(Size));
    }
}
