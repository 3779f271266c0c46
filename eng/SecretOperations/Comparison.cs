using Iced.Intel;

namespace PqCrypto.SecretOperations;

/// <summary>Compares traces: each instruction's address, and each address and mask of its memory accesses.</summary>
internal sealed unsafe class Comparison
{
    private readonly Dictionary<ulong, Access[]> known = [];
    private readonly InstructionInfoFactory factory = new();

    /// <summary>Instructions at different addresses that were compared.</summary>
    internal int Places => known.Count;

    /// <summary>The first difference of two traces, in words; null where there is none.</summary>
    internal string? FindDifference(Trace a, Trace b)
    {
        if (a.IsCut || b.IsCut)
            return "there are more instructions than room for them";
        long steps = long.Min(a.Steps, b.Steps);
        for (long i = 0; i < steps; i++)
        {
            ulong place = a[i][Trace.Rip];
            if (place != b[i][Trace.Rip])
                return $"step {i}: after {Symbols.Describe(i == 0 ? place : a[i - 1][Trace.Rip])} one goes to {Symbols.Describe(place)}, "
                    + $"the other to {Symbols.Describe(b[i][Trace.Rip])}";
            foreach (Access access in AccessesOf(place))
            {
                if (access.IsScattered)
                    return $"step {i}: {Symbols.Describe(place)} takes its addresses from a vector";
                ulong first = access.AddressIn(a[i]);
                ulong second = access.AddressIn(b[i]);
                if (first != second)
                    return $"step {i}: {Symbols.Describe(place)} goes to {first:X} or {second:X}";
                if (access.Mask != 0 && a[i][access.Mask] != b[i][access.Mask])
                    return $"step {i}: {Symbols.Describe(place)} takes or leaves other elements of memory";
            }
        }

        return a.Steps == b.Steps ? null : $"one takes {a.Steps} instructions, the other {b.Steps}";
    }

    private Access[] AccessesOf(ulong place)
    {
        if (known.TryGetValue(place, out Access[]? accesses))
            return accesses;
        Decoder decoder = Decoder.Create(64, new MemoryReader((byte*)place), place);
        Instruction instruction = decoder.Decode();
        int mask = instruction.HasOpMask ? Trace.Masks + (instruction.OpMask - Register.K0) : 0;
        List<Access> found = [];
        foreach (UsedMemory memory in factory.GetInfo(instruction).GetUsedMemory())
        {
            if (memory.Access != OpAccess.NoMemAccess)
                found.Add(new Access(memory, mask));
        }

        return known[place] = [.. found];
    }

    /// <summary>How an instruction comes to an address.</summary>
    private readonly struct Access(UsedMemory memory, int mask)
    {
        private readonly int baseRegister = PlaceOf(memory.Base);
        private readonly int indexRegister = memory.VsibSize == 0 ? PlaceOf(memory.Index) : -1;
        private readonly ulong scale = (ulong)memory.Scale;
        private readonly ulong displacement = memory.Displacement;

        /// <summary>Where the mask is, or 0.</summary>
        internal int Mask => mask;

        /// <summary>Whether there are as many addresses as elements of a vector.</summary>
        internal bool IsScattered { get; } = memory.VsibSize != 0;

        /// <summary>The address; of a segment's start, which is the same for a thread, it is the distance.</summary>
        internal ulong AddressIn(ulong* row) =>
            displacement + (baseRegister < 0 ? 0 : row[baseRegister]) + (indexRegister < 0 ? 0 : row[indexRegister] * scale);

        /// <summary>Where a register is in a row; -1 for none, and for rip, which is in the displacement.</summary>
        private static int PlaceOf(Register register) => register switch
        {
            Register.None or Register.RIP => -1,
            Register.R8 => 0,
            Register.R9 => 1,
            Register.R10 => 2,
            Register.R11 => 3,
            Register.R12 => 4,
            Register.R13 => 5,
            Register.R14 => 6,
            Register.R15 => 7,
            Register.RDI => 8,
            Register.RSI => 9,
            Register.RBP => 10,
            Register.RBX => 11,
            Register.RDX => 12,
            Register.RAX => 13,
            Register.RCX => 14,
            Register.RSP => 15,
            _ => throw new NotSupportedException($"An address depends on {register}."),
        };
    }

    private sealed class MemoryReader(byte* next) : CodeReader
    {
        public override int ReadByte() => *next++;
    }
}
