using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.ZeroScan;

/// <summary>A piece of memory that would give a secret away, in a form that is not the secret itself: some of its words masked, and a keyed hash of all of
/// it.</summary>
/// <param name="First">Words of the window, masked: see <see cref="Trigger8"/> and the others.</param>
/// <param name="Hash">A hash of the whole window.</param>
/// <param name="Length">Bytes of the window.</param>
/// <remarks>
/// How long a window must be, so that it is not found by chance:
/// <list type="bullet">
/// <item>8 bytes where none of them is 0x00 or 0xff and six of them differ: hashes, keys, packed and reduced coefficients.</item>
/// <item>16 bytes where eight of them differ: coefficients in words of 32 bits, text in UTF-16, hashes whose bytes are like that by chance.</item>
/// <item>64 bytes where six are neither 0x00 nor 0xff and three differ: short coefficients, of which a byte tells two bits or so.</item>
/// </list>
/// The longer ones neither begin with a zero nor end with two. What begins with none of these is passed over: the windows that begin a few bytes before or behind it stand for it.
/// </remarks>
internal readonly record struct Window(ulong First, ulong Hash, byte Length)
{
    /// <summary>The longest one.</summary>
    internal const int Longest = 64;

    private const int Short = 8;
    private const int Middle = 16;
    private const ulong Mask = 0x5ad3_91c7_0e6b_f24d;
    private const ulong Factor = 0x9e37_79b9_7f4a_7c15;     // = floor(2^64 / golden ratio), odd

    /// <summary>How many bytes a window may have.</summary>
    internal static ReadOnlySpan<int> Lengths => [Short, Middle, Longest];

    /// <summary>What tells that a window of 8 bytes may begin here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Trigger8(ref byte start) => Masked(Word(ref start, 0));

    /// <summary>What tells that a window of 16 bytes may begin here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Trigger16(ref byte start) => Masked(Word(ref start, 0) + BitOperations.RotateLeft(Word(ref start, 1), 23));

    /// <summary>What tells that a window of 64 bytes may begin here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Trigger64(ref byte start) =>
        Masked(Word(ref start, 0) + BitOperations.RotateLeft(Word(ref start, 2), 19) + BitOperations.RotateLeft(Word(ref start, 5), 43));

    /// <summary>The hash of the window of a length that begins here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong HashOf(ref byte start, int length)
    {
        ulong hash = (ulong)length;
        for (int i = 0; i < length; i += sizeof(ulong))
            hash = BitOperations.RotateLeft(hash ^ Masked(Word(ref start, i / sizeof(ulong))), 29) * Factor;
        return hash;
    }

    /// <summary>The shortest windows that begin with each of these bytes.</summary>
    internal static HashSet<Window> All(ReadOnlySpan<byte> bytes)
    {
        HashSet<Window> windows = [];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (TryTake(bytes[i..], out Window window))
                windows.Add(window);
        }

        return windows;
    }

    /// <summary>The shortest window that begins with the first of these bytes; false where there is none.</summary>
    internal static bool TryTake(ReadOnlySpan<byte> bytes, out Window window) =>
        TryTake(bytes, Short, out window) || TryTake(bytes, Middle, out window) || TryTake(bytes, Longest, out window);

    /// <summary>The window of a length that begins with the first of these bytes; false where there is none.</summary>
    internal static bool TryTake(ReadOnlySpan<byte> bytes, int length, out Window window)
    {
        window = default;
        if (!IsWindow(bytes, length))
            return false;
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        window = new Window(TriggerOf(ref start, length), HashOf(ref start, length), (byte)length);
        return true;
    }

    /// <summary>What tells that a window of a length may begin with the first of these bytes.</summary>
    internal static ulong TriggerOf(ReadOnlySpan<byte> bytes, int length) => TriggerOf(ref MemoryMarshal.GetReference(bytes[..length]), length);

    private static ulong TriggerOf(ref byte start, int length) => length switch
    {
        Short => Trigger8(ref start),
        Middle => Trigger16(ref start),
        _ => Trigger64(ref start),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int i) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i * sizeof(ulong)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Masked(ulong bytes) => (bytes ^ Mask) * Factor;

    private static bool IsWindow(ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length < length)
            return false;
        ReadOnlySpan<byte> window = bytes[..length];
        return length switch
        {
            Short => Count(window, out int plain) >= 6 && plain == Short,
            Middle => IsInside(window) && Count(window, out _) >= 8,
            _ => IsInside(window) && Count(window, out int plain) >= 3 && plain >= 6,
        };
    }

    /// <summary>Whether a window does not reach into zeros before or behind the values: there are zeros around what is public, too. The last zero of a window of
    /// UTF-16 belongs to its last character.</summary>
    private static bool IsInside(ReadOnlySpan<byte> window) => window[0] != 0 && (window[^1] | window[^2]) != 0;

    /// <summary>How many of the bytes differ from each other, and how many are plain: neither 0x00 nor 0xff.</summary>
    private static int Count(ReadOnlySpan<byte> bytes, out int plain)
    {
        UInt128 low = 0;
        UInt128 high = 0;
        plain = 0;
        foreach (byte value in bytes)
        {
            if (value < 128)
                low |= UInt128.One << value;
            else
                high |= UInt128.One << (value - 128);
            plain += value is not (0 or 255) ? 1 : 0;
        }

        return BitOperations.PopCount((ulong)low) + BitOperations.PopCount((ulong)(low >> 64))
            + BitOperations.PopCount((ulong)high) + BitOperations.PopCount((ulong)(high >> 64));
    }
}
