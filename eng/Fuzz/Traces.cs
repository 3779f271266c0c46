using System.Reflection;
using System.Runtime.InteropServices;

namespace PqCrypto.Fuzz;

/// <summary>Where instrumented code counts its branches. By reflection, since an assembly that names this type is taken for one that is instrumented
/// already.</summary>
internal static unsafe class Traces
{
    private const int Size = 1 << 16;

    private static readonly byte* Counts = (byte*)NativeMemory.AllocZeroed(Size);

    internal static void Place() => Field("SharedMem").SetValue(null, Pointer.Box(Counts, typeof(byte*)));

    /// <summary>The branches that one input takes, each with the magnitude of its count, as AFL++ tells them apart.</summary>
    internal static List<(int Branch, int Magnitude)> Of(Action run)
    {
        new Span<byte>(Counts, Size).Clear();
        Field("PrevLocation").SetValue(null, 0);
        run();
        List<(int Branch, int Magnitude)> taken = [];
        for (int i = 0; i < Size; i++)
        {
            if (Counts[i] != 0)
                taken.Add((i, Counts[i] <= 3 ? Counts[i] : 4 + int.Log2(Counts[i])));
        }

        return taken;
    }

    private static FieldInfo Field(string name) => Type.GetType("SharpFuzz.Common.Trace, SharpFuzz.Common", throwOnError: true)!.GetField(name)!;
}
