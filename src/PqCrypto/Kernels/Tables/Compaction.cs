using System.Runtime.Intrinsics;

namespace PqCrypto.Kernels.Tables;

/// <summary>Byte orders that bring the accepted lanes of a vector to its front: entry m has the lanes whose bits are set in m. Public.</summary>
internal static class Compaction
{
    /// <summary>For eight lanes of 16 bits: 256 orders.</summary>
    internal static readonly VectorTable<Vector128<byte>> Shorts = Build(sizeof(short));

    /// <summary>For four lanes of 32 bits: 16 orders.</summary>
    internal static readonly VectorTable<Vector128<byte>> Ints = Build(sizeof(int));

    private static VectorTable<Vector128<byte>> Build(int laneSize)
    {
        int lanes = Vector128<byte>.Count / laneSize;
        byte[] orders = new byte[Vector128<byte>.Count << lanes];
        for (int mask = 0; mask < 1 << lanes; mask++)
        {
            int next = Vector128<byte>.Count * mask;
            for (int lane = 0; lane < lanes; lane++)
            {
                if (((mask >> lane) & 1) == 0)
                    continue;
                for (int part = 0; part < laneSize; part++)
                    orders[next++] = (byte)((lane * laneSize) + part);
            }
        }

        return VectorTable<Vector128<byte>>.Of<byte>(orders);
    }
}
