using System.Buffers.Binary;
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
    private const int PageSize = 4096;
    private const int PagesInBuffer = BufferSize / PageSize;
    private const ulong IsPresentOrSwapped = 3UL << 62;     // bits 63 and 62 of an entry of the page map

    private readonly byte* buffer = (byte*)NativeMemory.AlignedAlloc(BufferSize + Beyond, 4096);
    private readonly byte* maps = (byte*)NativeMemory.AlignedAlloc(MapsSize, 4096);
    private readonly Hit* hits = (Hit*)NativeMemory.AllocZeroed(MaxPlaces, (nuint)sizeof(Hit));
    private readonly ulong* pages = (ulong*)NativeMemory.AllocZeroed(PagesInBuffer, sizeof(ulong));
    private readonly int memory = Open("/proc/self/mem", 0);
    private readonly int pageMap = Open("/proc/self/pagemap", 0);

    private int places;

    /// <summary>How many needles were found.</summary>
    internal int Hits { get; private set; }

    /// <summary>How many were found apart.</summary>
    internal int HitsApart { get; private set; }

    /// <summary>Memory whose needles are counted apart.</summary>
    internal (nuint Start, nuint End) Apart { get; set; }

    /// <summary>Bytes that were looked at.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Looks at all memory.</summary>
    /// <param name="needles">What to look for.</param>
    /// <param name="leaveOut">Whether what is found is no needle from now on.</param>
    internal void Scan(Needles needles, bool leaveOut)
    {
        Hits = 0;
        HitsApart = 0;
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
        for (int i = 0; i < places; i++)
        {
            nuint hit = hits[i].Address;
            if (hit < next)
                continue;
            next = hit + 64;
            string line = all.Split('\n').First(line => line.Contains('-', StringComparison.Ordinal) && Contains(line, hit));
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string name = fields.Length > 5 ? fields[5] : "anonymous memory";
            long below = (long)(stackOfOperation - hit);
            if (withBytes)
                Console.WriteLine($"    {hit:x}: {hits[i].Bytes}");
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
        NativeMemory.Free(pages);
        _ = Close(memory);
        _ = Close(pageMap);
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
        return size < MapsSize ? size : throw new InvalidOperationException("There is more memory than the gate can list.");
    }

    /// <summary>Looks at the pages of a range that have been written: the others hold zeros.</summary>
    private void Scan(Needles needles, bool leaveOut, nuint start, nuint stop)
    {
        for (nuint from = start; from < stop; from += BufferSize)
        {
            int count = (int)(Math.Min(BufferSize, stop - from) / PageSize);
            ReadPages(from, count);
            int last;
            for (int first = 0; first < count; first = last)
            {
                last = first;
                while (last < count && pages[last] != 0)
                    last++;
                if (last == first)
                    last++;
                else
                    ScanPages(needles, leaveOut, from + ((nuint)first * PageSize), (last - first) * PageSize, last == count ? stop : 0);
            }
        }
    }

    /// <summary>Looks at pages, and at what lies behind them where that may go on.</summary>
    private void ScanPages(Needles needles, bool leaveOut, nuint from, int size, nuint stop)
    {
        nuint end = from + (nuint)size;
        nuint wanted = stop > end ? Math.Min((nuint)size + Beyond, stop - from) : (nuint)size;
        nint read = ReadAt(memory, buffer, wanted, (nint)from);
        if (read <= 0)
            return;
        new Span<byte>(buffer + read, size + Beyond - (int)read).Clear();
        Look(needles, leaveOut, from, (int)Math.Min(read, size));
    }

    /// <summary>Tells of each page whether anything was ever written to it; of all where the system does not tell.</summary>
    private void ReadPages(nuint from, int count)
    {
        int size = count * sizeof(ulong);
        if (ReadAt(pageMap, (byte*)pages, (nuint)size, (nint)(from / PageSize * sizeof(ulong))) != size)
            new Span<ulong>(pages, count).Fill(IsPresentOrSwapped);
        for (int i = 0; i < count; i++)
            pages[i] &= IsPresentOrSwapped;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Look(Needles needles, bool leaveOut, nuint from, int size)
    {
        Bytes += size;
        for (int i = 0; i < size; i += Window.Longest)
        {
            nuint address = from + (nuint)i;
            if (IsZero(buffer + i) || IsOwn(address) || needles.Holds(address))
                continue;
            for (int j = i; j < i + Window.Longest; j += sizeof(uint))
            {
                int found = needles.CountAt(buffer + j, leaveOut);
                if (found == 0)
                    continue;
                if (address >= Apart.Start && address < Apart.End)
                {
                    HitsApart += found;
                    continue;
                }

                if (places < MaxPlaces)
                    hits[places++] = new Hit(from + (nuint)j, buffer + j);
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

    /// <summary>Where a needle begins, and what was there: masked, or else it would be found here.</summary>
    private readonly struct Hit(nuint address, byte* bytes)
    {
        private const ulong Mask = 0x5555_5555_5555_5555;

        private readonly ulong first = *(ulong*)bytes ^ Mask;
        private readonly ulong second = *(ulong*)(bytes + 8) ^ Mask;

        internal nuint Address { get; } = address;

        internal string Bytes => $"{BinaryPrimitives.ReverseEndianness(first ^ Mask):x16}{BinaryPrimitives.ReverseEndianness(second ^ Mask):x16}";
    }
}
