using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace PqCrypto.Base;

/// <summary>Erases what compiled code leaves of secrets outside of the memory that the library zeroes: on the stack, and in registers.</summary>
/// <remarks>The stack is zeroed some way down: as far as the operation's own methods go, and where a collection or a signal stopped it, as far as the signal's
/// frame, in which lie the registers of that moment, and its handler's. <c>eng/zero-scan</c> finds what is left.</remarks>
internal static unsafe class Traces
{
    /// <summary>Bytes of stack that operations use below the methods that own scratch memory. <c>eng/zero-scan</c> measures that they stay within
    /// what is zeroed.</summary>
    internal const int Depth = 4 * 1024;

    /// <summary>Bytes of stack that are zeroed after an operation that was not stopped. The first marks are among them, though the frames of the methods that set
    /// them and of those that zero differ by some bytes.</summary>
    private const int UsualDepth = Depth + (2 * StackMarks.Apart);

    /// <summary>Bytes of stack where the operation was stopped: its frames, that of the signal with all registers, and those of the handler. Copies of
    /// registers were seen 20 KB down.</summary>
    private const int StoppedDepth = 32 * 1024;

    /// <summary>Vector registers of a processor with AVX-512, and general ones of one with AdvSimd: the most of either.</summary>
    private const int Registers = 32;

    /// <summary>Erases what an operation has left: registers first, so that what stops the thread from then on saves nothing.</summary>
    /// <param name="marks">Those that were set when the operation began.</param>
    internal static void Erase(StackMarks marks)
    {
        EraseRegisters();
        if (marks.AreWhole())
            EraseStack(UsualDepth);
        else
            EraseStack(RuntimeHelpers.TryEnsureSufficientExecutionStack() ? StoppedDepth : StackMarks.Depth);     // as far as the marks went there is room
    }

    /// <summary>Fills the registers with zeros, but for those that callers keep and for the masks of AVX-512: at the end of an operation, and before an exception,
    /// since the runtime keeps what they hold when it is thrown on the stack and in native memory, where nobody else can erase it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void EraseRegisters()
    {
        byte* zeros = stackalloc byte[Registers * Vector<byte>.Count];
        if (Vector.IsHardwareAccelerated)
            Load((Vector<ulong>*)zeros);
        else
            Load((double*)zeros);           // the compiler copies structures in vector registers even where it has no vectors
        Load((ulong*)zeros);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void EraseStack(int depth)
    {
        byte* below = stackalloc byte[depth];
        CryptographicOperations.ZeroMemory(new Span<byte>(below, depth));
    }

    /// <summary>Loads as many values as there are registers before it stores the first of them, each to the next one's place.</summary>
    /// <remarks>A vector of the platform's own width: where there are wider registers, a write to their lower half zeroes the rest. Doubles in its place leave the
    /// processor in a state that costs 5 to 10 % of ML-KEM-768.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Load<TValue>(TValue* from)
        where TValue : unmanaged
    {
        TValue v0 = from[0], v1 = from[1], v2 = from[2], v3 = from[3], v4 = from[4], v5 = from[5];
        TValue v6 = from[6], v7 = from[7], v8 = from[8], v9 = from[9], v10 = from[10], v11 = from[11];
        TValue v12 = from[12], v13 = from[13], v14 = from[14], v15 = from[15], v16 = from[16], v17 = from[17];
        TValue v18 = from[18], v19 = from[19], v20 = from[20], v21 = from[21], v22 = from[22], v23 = from[23];
        TValue v24 = from[24], v25 = from[25], v26 = from[26], v27 = from[27], v28 = from[28], v29 = from[29];
        TValue v30 = from[30], v31 = from[31];
        from[1] = v0;
        from[2] = v1;
        from[3] = v2;
        from[4] = v3;
        from[5] = v4;
        from[6] = v5;
        from[7] = v6;
        from[8] = v7;
        from[9] = v8;
        from[10] = v9;
        from[11] = v10;
        from[12] = v11;
        from[13] = v12;
        from[14] = v13;
        from[15] = v14;
        from[16] = v15;
        from[17] = v16;
        from[18] = v17;
        from[19] = v18;
        from[20] = v19;
        from[21] = v20;
        from[22] = v21;
        from[23] = v22;
        from[24] = v23;
        from[25] = v24;
        from[26] = v25;
        from[27] = v26;
        from[28] = v27;
        from[29] = v28;
        from[30] = v29;
        from[31] = v30;
        from[0] = v31;
    }
}
