using Iced.Intel;

namespace PqCrypto.SecretOperations;

/// <summary>Code that is put together for copies of other code.</summary>
internal sealed unsafe class Copies : IDisposable
{
    private const int Longest = 24;             // bytes of an instruction, also of a jump over more than 2 GB

    private readonly List<Instruction> code = [];
    private readonly Dictionary<ulong, int> starts = [];
    private byte* memory;
    private uint[] offsets = [];

    private nuint Size => (nuint)(code.Count * Longest);

    /// <summary>What jumps within the code name as the copy of an address; the address itself means the original.</summary>
    internal static ulong Label(ulong address) => address | (1UL << 62);

    /// <summary>Adds an instruction, with which the copy of an address may begin.</summary>
    internal void Add(Instruction instruction, ulong copyOf = 0)
    {
        instruction.IP = 0;
        if (copyOf != 0)
        {
            instruction.IP = Label(copyOf);
            starts.Add(copyOf, code.Count);
        }

        code.Add(instruction);
    }

    /// <summary>Writes the code to memory.</summary>
    internal void Encode()
    {
        memory = Stepper.Allocate(Size);
        if (memory is null)
            throw new InvalidOperationException("There is no memory for code.");
        InstructionBlock block = new(new Writer(memory), code, (ulong)memory);
        if (!BlockEncoder.TryEncode(64, block, out string? error, out BlockEncoderResult result, BlockEncoderOptions.ReturnNewInstructionOffsets))
            throw new NotSupportedException(error);
        offsets = result.NewInstructionOffsets;
    }

    /// <summary>Where the copy of an address is.</summary>
    internal void* CopyOf(ulong address) => memory + offsets[starts[address]];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (memory is not null)
            Stepper.Release(memory, Size);
    }

    private sealed class Writer(byte* next) : CodeWriter
    {
        public override void WriteByte(byte value) => *next++ = value;
    }
}
