using Iced.Intel;

namespace PqCrypto.SecretOperations;

/// <summary>The code that a traced run went through, in blocks: each is entered at its start only and left at its end only.</summary>
internal sealed unsafe class Blocks
{
    private readonly Dictionary<ulong, Place> places;
    private readonly Dictionary<ulong, Block> blocks = [];
    private readonly Block[] inOrder;

    /// <summary>Divides what a trace went through, and earlier ones of the same operation.</summary>
    internal Blocks(Trace trace, Blocks? earlier)
    {
        InstructionInfoFactory factory = new();
        HashSet<ulong> starts = [.. earlier?.blocks.Keys ?? Enumerable.Empty<ulong>()];
        places = earlier?.places ?? [];
        Place? before = null;
        for (long i = 0; i < trace.Steps; i++)
        {
            ulong address = trace[i][Trace.Rip];
            if (before is null or { EndsBlock: true } || i == trace.Steps - 1)
                starts.Add(address);
            if (!places.TryGetValue(address, out before))
                before = places[address] = new Place(address, factory);
        }

        Entry = trace[0][Trace.Rip];
        Exit = trace[trace.Steps - 1][Trace.Rip];
        foreach (ulong start in starts.Where(start => start != Exit))
        {
            List<Place> members = [places[start]];
            while (!members[^1].EndsBlock && !starts.Contains(members[^1].Instruction.NextIP))
                members.Add(places[members[^1].Instruction.NextIP]);
            blocks[start] = new Block([.. members]);
        }

        inOrder = [.. blocks.Values];
    }

    /// <summary>The first instruction.</summary>
    internal ulong Entry { get; }

    /// <summary>The last instruction, which belongs to no block.</summary>
    internal ulong Exit { get; }

    /// <summary>The blocks by their starts.</summary>
    internal IReadOnlyDictionary<ulong, Block> ByStart => blocks;

    /// <summary>The addresses of the instructions.</summary>
    internal IEnumerable<ulong> Addresses => places.Keys;

    /// <summary>An instruction whose accesses take their addresses from a vector; null where there is none.</summary>
    internal Place? Scattered => places.Values.FirstOrDefault(static place => place.IsScattered);

    /// <summary>Whether the code is still what it was. Asking allocates nothing.</summary>
    internal bool IsCurrent
    {
        get
        {
            foreach (Block block in inOrder)
            {
                if (!block.IsCurrent)
                    return false;
            }

            return true;
        }
    }

    /// <summary>Writes what a recorder of this code must write in the run that was traced.</summary>
    /// <returns>Whether all that the trace went through is this code.</returns>
    internal bool Write(Trace trace, Log log)
    {
        ulong* next = log.First;
        ulong before = 0;
        for (long i = 0; i < trace.Steps - 1; i++)
        {
            ulong* row = trace[i];
            ulong address = row[Trace.Rip];
            if (!places.TryGetValue(address, out Place? place))
                return false;
            if (address == before && place.IsRepeated)
                continue;
            before = address;
            if (blocks.ContainsKey(address))
                *next++ = address;
            foreach (Word word in place.Words)
                *next++ = word.In(row);
        }

        log.End = next;
        return true;
    }

    /// <summary>A block.</summary>
    internal sealed class Block(Place[] places)
    {
        private readonly byte[] code = [.. Code(places)];

        /// <summary>Its instructions.</summary>
        internal Place[] Places => places;

        /// <summary>Words that it writes, its own address included.</summary>
        internal int Words { get; } = 1 + places.Sum(static place => place.Words.Length);

        /// <summary>Whether its code is still what it was.</summary>
        internal bool IsCurrent => code.AsSpan().SequenceEqual(Code(places));

        private static ReadOnlySpan<byte> Code(Place[] places) =>
            new((void*)places[0].Instruction.IP, (int)(places[^1].Instruction.NextIP - places[0].Instruction.IP));
    }

    /// <summary>An instruction.</summary>
    internal sealed class Place
    {
        /// <summary>Decodes it.</summary>
        internal Place(ulong address, InstructionInfoFactory factory)
        {
            Instruction instruction = Decoder.Create(64, new Reader((byte*)address), address).Decode();
            UsedMemory[] accesses = [.. factory.GetInfo(instruction).GetUsedMemory().Where(static memory => memory.Access != OpAccess.NoMemAccess)];
            Instruction = instruction;
            IsScattered = Array.Exists(accesses, static memory => memory.VsibSize != 0);
            IsRepeated = instruction.IsStringInstruction && (instruction.HasRepPrefix || instruction.HasRepnePrefix);
            Words = IsScattered ? [] : Word.Of(instruction, accesses, IsRepeated);
        }

        /// <summary>What it is.</summary>
        internal Instruction Instruction { get; }

        /// <summary>What is written down before it.</summary>
        internal Word[] Words { get; }

        /// <summary>Whether there are as many addresses as elements of a vector.</summary>
        internal bool IsScattered { get; }

        /// <summary>Whether it is a repeated string instruction, each repetition of which is a step.</summary>
        internal bool IsRepeated { get; }

        /// <summary>Whether another instruction than the one behind it may follow.</summary>
        internal bool EndsBlock => Instruction.FlowControl != FlowControl.Next && Instruction.Mnemonic != Mnemonic.Syscall;
    }

    private sealed class Reader(byte* next) : CodeReader
    {
        public override int ReadByte() => *next++;
    }
}
