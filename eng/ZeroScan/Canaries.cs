using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace PqCrypto.ZeroScan;

/// <summary>Secrets that are left behind on purpose: a gate that does not find each of them is broken.</summary>
internal static unsafe class Canaries
{
    private const int Size = 64;
    private const ulong First = 7_000_000;
    private const int Text = 5;
    private const int Stops = 10;
    private const int Copies = 16;                      // the runtime may use memory that was freed

    private static byte[]? moved;
    private static string? text;
    private static nint forgotten;

    /// <summary>Each with what it stands for.</summary>
    internal static IReadOnlyList<Step> All { get; } =
    [
        new("an array that was zeroed after the collector had moved it", () => With(First, MoveArray)),
        new("a copy of a structure on the stack", () => With(First + 1, static secret => DeadFrame.Run(() => CopyStructure(secret)))),
        new("a vector that the compiler keeps on the stack", () => With(First + 2, static secret => DeadFrame.Run(() => SpillVector(secret)))),
        new("native memory that was freed", () => With(First + 3, FreeMemory)),
        new("the stack of a thread of the pool", () => With(First + 4, LeaveOnPoolThread)),
        new("a text", () => With(First + Text, static secret => Spell(secret, text = new string('\0', Size)))),
        new("the registers of a thread that was stopped", () => With(First + 6, StopThread)),
    ];

    /// <summary>The needles of a canary.</summary>
    internal static IReadOnlyCollection<Window> NeedlesOf(int canary)
    {
        using Caller.Memory secret = Filled(First + (ulong)canary);
        using Caller.Memory spelled = new(Size * sizeof(char));
        Spell(secret, spelled.Text);
        return Window.All(canary == Text ? spelled.Bytes : secret.Bytes);
    }

    private static void With(ulong number, Action<Caller.Memory> use)
    {
        using Caller.Memory secret = Filled(number);
        use(secret);
    }

    private static Caller.Memory Filled(ulong number)
    {
        Caller.Memory secret = new(Size);
        Caller.Fill(secret.Bytes, number);
        return secret;
    }

    private static void Spell(Caller.Memory secret, ReadOnlySpan<char> room)
    {
        Span<char> characters = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(room), room.Length);
        for (int i = 0; i < characters.Length; i++)
            characters[i] = (char)('!' + (secret.Bytes[i] & 63));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MoveArray(Caller.Memory secret)
    {
        GC.Collect();
        byte[][] holes = new byte[2000][];
        for (int i = 0; i < holes.Length; i++)
        {
            holes[i] = new byte[Size];
            if (i == holes.Length / 2)
            {
                moved = new byte[Size];
                secret.Bytes.CopyTo(moved);
            }
        }

        holes = [];
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.KeepAlive(holes);
        CryptographicOperations.ZeroMemory(moved);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CopyStructure(Caller.Memory secret)
    {
        Structure copy = MemoryMarshal.Read<Structure>(secret.Bytes);
        Use(&copy);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SpillVector(Caller.Memory secret)
    {
        Vector128<byte> vector = Vector128.Create<byte>(secret.Bytes);
        Vector128<byte> one = Vector128<byte>.One;
        Use(&one);                                      // no vector register survives a call
        forgotten = (vector + one).ToScalar();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FreeMemory(Caller.Memory secret)
    {
        void** copies = stackalloc void*[Copies];
        for (int i = 0; i < Copies; i++)
        {
            copies[i] = NativeMemory.Alloc(2 * Size);
            secret.Bytes.CopyTo(new Span<byte>((byte*)copies[i] + Size, Size));
        }

        for (int i = 0; i < Copies; i++)
            NativeMemory.Free(copies[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveOnPoolThread(Caller.Memory secret) => Task.Run(() => DeadFrame.Run(() => CopyStructure(secret))).Wait();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StopThread(Caller.Memory secret)
    {
        using Caller.Memory room = new(Size);
        foreach (StoppingThread other in StoppingThread.All(Stops))
        {
            using (other)
                DeadFrame.Run(() => other.During(() => HeldVectors.Hold(secret.Bytes, room.Bytes)));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(void* value) => forgotten = (nint)value;

    [InlineArray(Size)]
    private struct Structure
    {
        private byte first;
    }
}
