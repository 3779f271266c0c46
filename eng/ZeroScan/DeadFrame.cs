using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PqCrypto.ZeroScan;

/// <summary>Runs work deep in the stack, below memory that nobody uses: what is called afterwards overwrites that memory and not what the work has left.</summary>
internal static unsafe class DeadFrame
{
    private const int Size = 96 * 1024;
    private const int Apart = 2048;

    /// <summary>Where the stack of the last work began.</summary>
    internal static nuint Bottom { get; private set; }

    /// <summary>Runs it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    internal static void Run(Action work)
    {
        byte* dead = stackalloc byte[Size];
        dead[0] = 0;
        RunDeeper(work);
        ClearRegisters(dead);
    }

    /// <summary>Leaves room for the frame of <see cref="ClearRegisters"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void RunDeeper(Action work)
    {
        byte* dead = stackalloc byte[Apart];
        dead[0] = 0;
        Bottom = (nuint)dead;
        work();
        dead[1] = 0;
    }

    /// <summary>Registers are out of scope, but the runtime saves them to the stack when it compiles a method at its first call. So they are filled from zeroed
    /// memory: as many as there are values at the same time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ClearRegisters(byte* dead)
    {
        new Span<byte>(dead, 32 * Vector512<byte>.Count).Clear();
        if (Vector512.IsHardwareAccelerated)
            Load<Vector512<byte>>(dead);
        else if (Vector256.IsHardwareAccelerated)
            Load<Vector256<byte>>(dead);
        else
            Load<Vector128<byte>>(dead);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Load<TVector>(byte* zeros)
        where TVector : unmanaged
    {
        TVector* from = (TVector*)zeros;
        TVector v0 = from[0], v1 = from[1], v2 = from[2], v3 = from[3], v4 = from[4], v5 = from[5], v6 = from[6], v7 = from[7];
        TVector v8 = from[8], v9 = from[9], v10 = from[10], v11 = from[11], v12 = from[12], v13 = from[13], v14 = from[14], v15 = from[15];
        TVector v16 = from[16], v17 = from[17], v18 = from[18], v19 = from[19], v20 = from[20], v21 = from[21], v22 = from[22], v23 = from[23];
        TVector v24 = from[24], v25 = from[25], v26 = from[26], v27 = from[27], v28 = from[28], v29 = from[29], v30 = from[30], v31 = from[31];
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
