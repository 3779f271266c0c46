using System.Numerics;
using System.Runtime.InteropServices;
using Iced.Intel;

namespace PqCrypto.SecretOperations;

/// <summary>A copy of code that writes down which block it enters and what each access goes to, at nearly full speed. Where it comes to code that
/// has no copy, all goes on there, unrecorded.</summary>
/// <remarks>What is added changes no flags, no stack, and a register only for as long as it takes: a place of its own is behind the segment register
/// gs, which nobody else uses. Return addresses are those of the original, so that whoever walks the stack finds what it knows; an address that comes
/// out of a register or of memory is looked up.</remarks>
internal sealed unsafe class Recorder : IDisposable
{
    /// <summary>No instruction uses them all, and none of them needs a prefix that forbids another register.</summary>
    private static readonly Register[] Addressing = [Register.RAX, Register.RCX, Register.RDX, Register.RBX, Register.RSI, Register.RDI];

    private readonly Blocks blocks;
    private readonly Copies copies = new();
    private readonly InstructionInfoFactory factory = new();
    private readonly HashSet<ulong> exits = [];
    private readonly ulong* slots;
    private readonly ulong* table;              // addresses and their copies; one that has none ends a search
    private readonly int mask;

    /// <summary>Copies code.</summary>
    internal Recorder(Blocks blocks)
    {
        this.blocks = blocks;
        mask = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * blocks.ByStart.Count)) - 1;
        slots = (ulong*)NativeMemory.AllocZeroed(Slot.Count, sizeof(ulong));
        table = (ulong*)NativeMemory.AllocZeroed((nuint)(mask + blocks.ByStart.Count + 2), 2 * sizeof(ulong));
        foreach ((ulong start, Blocks.Block block) in blocks.ByStart.OrderBy(static block => block.Key))
            Copy(start, block.Places);
        AddDispatcher();
        foreach (ulong target in exits)
            AddExit(target);
        copies.Encode();
        foreach (ulong start in blocks.ByStart.Keys)
        {
            ulong* entry = table + (2 * ((int)start & mask));
            while (*entry != 0)
                entry += 2;
            entry[0] = start;
            entry[1] = (ulong)copies.CopyOf(start);
        }

        slots[Slot.Dispatcher] = (ulong)copies.CopyOf(Dispatcher.Start);
        Entry = copies.CopyOf(blocks.Entry);
    }

    /// <summary>What is copied.</summary>
    internal Blocks Blocks => blocks;

    /// <summary>What gs must point to.</summary>
    internal void* Slots => slots;

    /// <summary>Where the copy begins.</summary>
    internal void* Entry { get; }

    /// <summary>Prepares for a run.</summary>
    internal void Begin(Log log)
    {
        slots[Slot.Log] = (ulong)log.First;
        slots[Slot.Missed] = 0;
    }

    /// <summary>Takes over what a run has written.</summary>
    internal void End(Log log)
    {
        log.End = (ulong*)slots[Slot.Log];
        log.Missed = slots[Slot.Missed];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        copies.Dispose();
        NativeMemory.Free(slots);
        NativeMemory.Free(table);
    }

    private static MemoryOperand At(int slot) => new(Register.None, Register.None, 1, slot * sizeof(ulong), 8, false, Register.GS);

    private static Instruction Save(int slot, Register register) => Instruction.Create(Code.Mov_rm64_r64, At(slot), register);

    private static Instruction Restore(int slot, Register register) => Instruction.Create(Code.Mov_r64_rm64, register, At(slot));

    private static Instruction Jump(int slot) => Instruction.Create(Code.Jmp_rm64, At(slot));

    private static Instruction Constant(Register register, ulong value) => Instruction.Create(Code.Mov_r64_imm64, register, value);

    private void Copy(ulong start, Blocks.Place[] places)
    {
        Write(Constant(Register.RAX, start), start);
        foreach (Blocks.Place place in places)
        {
            foreach (Word word in place.Words)
                Write(word.Load());
            if (place.EndsBlock)
                Transfer(place.Instruction);
            else
                Copy(place.Instruction);
        }

        if (!places[^1].EndsBlock)
            Go(places[^1].Instruction.NextIP);
    }

    /// <summary>Copies an instruction that no other one than the next follows. What is at a distance from it has its address in a register that the
    /// instruction does not use.</summary>
    private void Copy(Instruction instruction)
    {
        if (!instruction.IsIPRelativeMemoryOperand)
        {
            copies.Add(instruction);
            return;
        }

        ulong address = instruction.IPRelativeMemoryAddress;
        if (instruction.Mnemonic == Mnemonic.Lea)
        {
            copies.Add(Constant(instruction.Op0Register, address));
            return;
        }

        Register[] used = [.. factory.GetInfo(instruction).GetUsedRegisters().Select(static register => register.Register.GetFullRegister())];
        Register free = Addressing.First(register => !used.Contains(register));
        copies.Add(Save(Slot.Free, free));
        copies.Add(Constant(free, address));
        instruction.MemoryBase = free;
        instruction.MemoryDisplacement64 = 0;
        instruction.MemoryDisplSize = 0;
        copies.Add(instruction);
        copies.Add(Restore(Slot.Free, free));
    }

    /// <summary>Writes what an instruction puts into rax.</summary>
    private void Write(Instruction load, ulong copyOf = 0)
    {
        copies.Add(Save(Slot.Rax, Register.RAX), copyOf);
        copies.Add(load);
        copies.Add(Save(Slot.Rcx, Register.RCX));
        copies.Add(Restore(Slot.Log, Register.RCX));
        copies.Add(Instruction.Create(Code.Mov_rm64_r64, new MemoryOperand(Register.RCX), Register.RAX));
        copies.Add(Instruction.Create(Code.Lea_r64_m, Register.RCX, new MemoryOperand(Register.RCX, sizeof(ulong), 1)));
        copies.Add(Save(Slot.Log, Register.RCX));
        copies.Add(Restore(Slot.Rcx, Register.RCX));
        copies.Add(Restore(Slot.Rax, Register.RAX));
    }

    private void Transfer(Instruction instruction)
    {
        switch (instruction.FlowControl)
        {
            case FlowControl.ConditionalBranch:
                ulong next = instruction.NextIP;
                instruction.NearBranch64 = Known(instruction.NearBranchTarget);
                copies.Add(instruction);
                Go(next);
                return;
            case FlowControl.UnconditionalBranch when instruction.IsJmpShortOrNear:
                Go(instruction.NearBranchTarget);
                return;
            case FlowControl.Call when instruction.IsCallNear:
                Push(instruction.NextIP);
                Go(instruction.NearBranchTarget);
                return;
            case FlowControl.IndirectBranch when instruction.IsJmpNearIndirect:
                LoadTarget(instruction);
                break;
            case FlowControl.IndirectCall when instruction.IsCallNearIndirect:
                LoadTarget(instruction);
                Push(instruction.NextIP);
                break;
            case FlowControl.Return when instruction.Code is Code.Retnq or Code.Retnq_imm16:
                int popped = sizeof(ulong) + (instruction.OpCount == 0 ? 0 : instruction.Immediate16);
                copies.Add(Save(Slot.Rax, Register.RAX));
                copies.Add(Instruction.Create(Code.Mov_r64_rm64, Register.RAX, new MemoryOperand(Register.RSP)));
                copies.Add(Instruction.Create(Code.Lea_r64_m, Register.RSP, new MemoryOperand(Register.RSP, popped, 8)));
                break;
            default:
                throw new NotSupportedException($"There is no copy of {instruction}.");
        }

        copies.Add(Jump(Slot.Dispatcher));
    }

    /// <summary>Puts into rax where a call or jump goes. Its register, or what its memory operand is made of, is that of the original.</summary>
    private void LoadTarget(Instruction instruction)
    {
        copies.Add(Save(Slot.Rax, Register.RAX));
        if (instruction.Op0Kind == OpKind.Register)
        {
            copies.Add(Instruction.Create(Code.Mov_r64_rm64, Register.RAX, instruction.Op0Register));
            return;
        }

        bool isNear = instruction.IsIPRelativeMemoryOperand;
        if (isNear)
            copies.Add(Constant(Register.RAX, instruction.IPRelativeMemoryAddress));
        copies.Add(Instruction.Create(Code.Mov_r64_rm64, Register.RAX, isNear
            ? new MemoryOperand(Register.RAX)
            : new MemoryOperand(instruction.MemoryBase, instruction.MemoryIndex, instruction.MemoryIndexScale, (long)instruction.MemoryDisplacement64,
                instruction.MemoryDisplSize, false, instruction.SegmentPrefix)));
    }

    private void Push(ulong address)
    {
        copies.Add(Instruction.Create(Code.Pushq_imm32, (int)address));
        copies.Add(Instruction.Create(Code.Mov_rm32_imm32, new MemoryOperand(Register.RSP, sizeof(uint), 1), (uint)(address >> 32)));
    }

    private void Go(ulong target) => copies.Add(Instruction.CreateBranch(Code.Jmp_rel32_64, Known(target)));

    private ulong Known(ulong target)
    {
        if (!blocks.ByStart.ContainsKey(target))
            exits.Add(target);
        return Copies.Label(target);
    }

    /// <summary>Goes to what has no copy. This is a miss, if it is not the end.</summary>
    private void AddExit(ulong target)
    {
        if (target == blocks.Exit)
        {
            copies.Add(Instruction.CreateBranch(Code.Jmp_rel32_64, target), target);
            return;
        }

        copies.Add(Save(Slot.Rax, Register.RAX), target);
        copies.Add(Constant(Register.RAX, target));
        copies.Add(Jump(Slot.Dispatcher));
    }

    /// <summary>Goes from what rax says to its copy, or to itself. Rax is restored; the flags are kept in ah and al meanwhile.</summary>
    private void AddDispatcher()
    {
        copies.Add(Save(Slot.Rcx, Register.RCX), Dispatcher.Start);
        copies.Add(Save(Slot.Rdx, Register.RDX));
        copies.Add(Instruction.Create(Code.Mov_r64_rm64, Register.RCX, Register.RAX));
        copies.Add(Instruction.Create(Code.Lahf));
        copies.Add(Instruction.Create(Code.Seto_rm8, Register.AL));
        copies.Add(Save(Slot.Flags, Register.RAX));
        copies.Add(Constant(Register.RAX, (ulong)table));
        copies.Add(Instruction.Create(Code.Mov_r64_rm64, Register.RDX, Register.RCX));
        copies.Add(Instruction.Create(Code.And_rm64_imm32, Register.RDX, mask));
        copies.Add(Instruction.Create(Code.Shl_rm64_imm8, Register.RDX, 4));
        copies.Add(Instruction.Create(Code.Add_rm64_r64, Register.RDX, Register.RAX));
        copies.Add(Instruction.Create(Code.Mov_r64_rm64, Register.RAX, new MemoryOperand(Register.RDX)), Dispatcher.Search);
        copies.Add(Instruction.Create(Code.Cmp_rm64_r64, Register.RAX, Register.RCX));
        copies.Add(Instruction.CreateBranch(Code.Je_rel8_64, Copies.Label(Dispatcher.Found)));
        copies.Add(Instruction.Create(Code.Add_rm64_imm8, Register.RDX, 2 * sizeof(ulong)));
        copies.Add(Instruction.Create(Code.Test_rm64_r64, Register.RAX, Register.RAX));
        copies.Add(Instruction.CreateBranch(Code.Jne_rel8_64, Copies.Label(Dispatcher.Search)));
        copies.Add(Save(Slot.Missed, Register.RCX));
        copies.Add(Instruction.CreateBranch(Code.Jmp_rel8_64, Copies.Label(Dispatcher.End)));
        copies.Add(Instruction.Create(Code.Mov_r64_rm64, Register.RCX, new MemoryOperand(Register.RDX, sizeof(ulong), 1)), Dispatcher.Found);
        copies.Add(Save(Slot.Target, Register.RCX), Dispatcher.End);
        copies.Add(Restore(Slot.Flags, Register.RAX));
        copies.Add(Instruction.Create(Code.Add_rm8_imm8, Register.AL, 127));        // overflows where al is 1
        copies.Add(Instruction.Create(Code.Sahf));
        copies.Add(Restore(Slot.Rdx, Register.RDX));
        copies.Add(Restore(Slot.Rcx, Register.RCX));
        copies.Add(Restore(Slot.Rax, Register.RAX));
        copies.Add(Jump(Slot.Target));
    }

    /// <summary>Places behind gs.</summary>
    private static class Slot
    {
        internal const int Rax = 0;
        internal const int Rcx = 1;
        internal const int Rdx = 2;
        internal const int Flags = 3;
        internal const int Target = 4;
        internal const int Log = 5;
        internal const int Missed = 6;
        internal const int Dispatcher = 7;
        internal const int Free = 8;
        internal const int Count = 9;
    }

    /// <summary>Addresses at which there is no code, for parts of the dispatcher.</summary>
    private static class Dispatcher
    {
        internal const ulong Start = 1;
        internal const ulong Search = 2;
        internal const ulong Found = 3;
        internal const ulong End = 4;
    }
}
