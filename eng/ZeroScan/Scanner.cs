using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PqCrypto.ZeroScan;

/// <summary>Looks for needles in all memory of the process that can be written. Between its beginning and its end nothing is allocated, so that the heap
/// stays as it is.</summary>
internal sealed unsafe partial class Scanner : IDisposable
{
    private const int BufferSize = 1 << 20;
    private const int Beyond = 2 * Window.Longest;      // what a needle at the end of the buffer needs
    private const int MapsSize = 1 << 20;
    private const int MaxPlaces = 64;

    private readonly byte* buffer = (byte*)NativeMemory.AlignedAlloc(BufferSize + Beyond, 4096);
    private readonly byte* maps = (byte*)NativeMemory.AlignedAlloc(MapsSize, 4096);
    private readonly nuint* hits = (nuint*)NativeMemory.AllocZeroed(MaxPlaces, (nuint)sizeof(nuint));
    private readonly int memory = Open("/proc/self/mem", 0);

    private int places;

    /// <summary>How many needles were found.</summary>
    internal int Hits { get; private set; }

    /// <summary>Bytes that were looked at.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Looks at all memory.</summary>
    /// <param name="needles">What to look for.</param>
    /// <param name="leaveOut">Whether what is found is no needle from now on.</param>
    internal void Scan(Needles needles, bool leaveOut)
    {
        Hits = 0;
        places = 0;
        Bytes = 0;
        byte* text = maps;
        byte* end = maps + ReadMaps();
        while (text < end)
        {
            nuint start = Hexadecimal(ref text);
            text++;
            nuint stop = Hexadecimal(ref text);
            text++;
            bool isReadWrite = text[0] == 'r' && text[1] == 'w';
            while (text < end && *text != '\n')
                text++;
            text++;
            if (isReadWrite)
                Scan(needles, leaveOut, start, stop);
        }
    }

    /// <summary>Where the first needles were found, in words.</summary>
    internal string Describe(nuint stackOfOperation, bool withBytes)
    {
        string all = System.Text.Encoding.ASCII.GetString(maps, ReadMaps());
        List<string> found = [];
        nuint next = 0;
        foreach (nuint hit in new ReadOnlySpan<nuint>(hits, places))
        {
            if (hit < next)
                continue;
            next = hit + 64;
            string line = all.Split('\n').First(line => line.Contains('-', StringComparison.Ordinal) && Contains(line, hit));
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string name = fields.Length > 5 ? fields[5] : "anonymous memory";
            long below = (long)(stackOfOperation - hit);
            if (withBytes)
                Console.WriteLine($"    {hit:x}: {Convert.ToHexString(new ReadOnlySpan<byte>((void*)hit, 32))}");
            found.Add(below is > -262144 and < 1048576 ? $"stack, {below} bytes below the caller" : $"{name} + {hit - Start(line)} ({hit:x})");
        }

        return string.Join("; ", found.Take(12));
    }

    /// <summary>Frees the buffers.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(buffer);
        NativeMemory.AlignedFree(maps);
        NativeMemory.Free(hits);
        _ = Close(memory);
    }

    private static nuint Start(string line) => nuint.Parse(line[..line.IndexOf('-', StringComparison.Ordinal)], System.Globalization.NumberStyles.HexNumber, null);

    private static bool Contains(string line, nuint address) =>
        address >= Start(line)
        && address < nuint.Parse(line[(line.IndexOf('-', StringComparison.Ordinal) + 1)..line.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.NumberStyles.HexNumber, null);

    private int ReadMaps()
    {
        int file = Open("/proc/self/maps", 0);
        int size = 0;
        nint read;
        while ((read = Read(file, maps + size, (nuint)(MapsSize - size))) > 0)
            size += (int)read;
        _ = Close(file);
        return size;
    }

    private void Scan(Needles needles, bool leaveOut, nuint start, nuint stop)
    {
        for (nuint from = start; from < stop; from += BufferSize)
        {
            nuint wanted = Math.Min(BufferSize + Beyond, stop - from);
            nint read = ReadAt(memory, buffer, wanted, (nint)from);
            if (read <= 0)
                continue;
            new Span<byte>(buffer + read, (int)(BufferSize + Beyond - read)).Clear();
            Look(needles, leaveOut, from, (int)Math.Min(read, BufferSize));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Look(Needles needles, bool leaveOut, nuint from, int size)
    {
        Bytes += size;
        for (int i = 0; i < size; i += Window.Longest)
        {
            nuint address = from + (nuint)i;
            if (IsZero(buffer + i) || IsOwn(address))
                continue;
            for (int j = i; j < i + Window.Longest; j += sizeof(uint))
            {
                int found = needles.CountAt(buffer + j, leaveOut);
                if (found == 0)
                    continue;
                if (places < MaxPlaces)
                    hits[places++] = from + (nuint)j;
                Hits += found;
            }
        }
    }

    private static bool IsZero(byte* block)
    {
        ulong* words = (ulong*)block;
        return (words[0] | words[1] | words[2] | words[3] | words[4] | words[5] | words[6] | words[7]) == 0;
    }

    private bool IsOwn(nuint address) => address - (nuint)buffer < BufferSize + Beyond;

    private static nuint Hexadecimal(ref byte* text)
    {
        nuint value = 0;
        for (; *text is not ((byte)'-' or (byte)' '); text++)
            value = (value << 4) + (nuint)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
        return value;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(int file, byte* to, nuint size);

    [LibraryImport("libc", EntryPoint = "pread")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadAt(int file, byte* to, nuint size, nint offset);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
