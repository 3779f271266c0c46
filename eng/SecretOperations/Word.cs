using Iced.Intel;

namespace PqCrypto.SecretOperations;

/// <summary>What is written down before an instruction: the address of an access to memory, the mask of its elements, or how often it is repeated.
/// </summary>
internal readonly unsafe struct Word
{
    /// <summary>The integer registers in the order in which a row has them.</summary>
    private static readonly Register[] Registers =
    [
        Register.R8, Register.R9, Register.R10, Register.R11, Register.R12, Register.R13, Register.R14, Register.R15,
        Register.RDI, Register.RSI, Register.RBP, Register.RBX, Register.RDX, Register.RAX, Register.RCX, Register.RSP,
    ];

    private readonly Register start;
    private readonly Register index;
    private readonly int scale;
    private readonly long displacement;

    private Word(Register start, Register index, int scale, long displacement, string meaning)
    {
        this.start = start;
        this.index = index;
        this.scale = scale;
        this.displacement = displacement;
        Meaning = meaning;
    }

    /// <summary>What it says of the instruction, in words.</summary>
    internal string Meaning { get; }

    /// <summary>The words of an instruction.</summary>
    internal static Word[] Of(Instruction instruction, IReadOnlyCollection<UsedMemory> accesses, bool isRepeated)
    {
        List<Word> words = [];
        foreach (UsedMemory memory in accesses)
        {
            if (memory.Base is Register.None or Register.RIP && memory.Index == Register.None)
                continue;                   // a constant; of a segment's start, which is the same for a thread, the others are the distance
            _ = RowOf(memory.Base) + RowOf(memory.Index);
            words.Add(new Word(memory.Base, memory.Index, memory.Scale, (long)memory.Displacement, "goes to"));
        }

        if (instruction.HasOpMask && accesses.Count != 0)
            words.Add(new Word(instruction.OpMask, Register.None, 1, 0, "takes or leaves other elements of memory:"));
        if (isRepeated)
            words.Add(new Word(Register.RCX, Register.None, 1, 0, "is repeated"));
        return [.. words];
    }

    /// <summary>The word as the registers have it.</summary>
    internal ulong In(ulong* row) =>
        start.IsK() ? row[Trace.Masks + (start - Register.K0)]
        : (ulong)displacement + (start == Register.None ? 0 : row[RowOf(start)]) + (index == Register.None ? 0 : row[RowOf(index)] * (ulong)scale);

    /// <summary>The instruction that puts the word into rax and changes no flags.</summary>
    internal Instruction Load() =>
        start.IsK() ? Instruction.Create(Code.VEX_Kmovq_r64_kr, Register.RAX, start)
        : Instruction.Create(Code.Lea_r64_m, Register.RAX, new MemoryOperand(start, index, scale, displacement, 8));

    private static int RowOf(Register register)
    {
        int place = Array.IndexOf(Registers, register);
        return place >= 0 || register == Register.None ? place : throw new NotSupportedException($"An address depends on {register}.");
    }
}
