using System.Diagnostics.CodeAnalysis;

namespace PqCrypto.Kernels.Vector;

/// <summary>The vocabulary of the vector kernels: one vector width, or one instruction set of that width.</summary>
/// <remarks>A vector is a bundle of bits; the number in an operation's name says into lanes of how many bits it divides them. Operations take
/// the same time whatever the values. What one instruction set does better than its neighbours is an operation here, so that the kernels stay one
/// text.</remarks>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IWidth<TVector>
    where TVector : unmanaged
{
    /// <summary>The name of the kernel set over this width.</summary>
    static abstract string Name { get; }

    /// <summary>Whether this machine has what the operations use.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>What the operations use, and for each item whether this machine has it.</summary>
    static abstract string Needs { get; }

    /// <summary>Whether there are 32 vector registers, enough for a whole Keccak state and its parities, or only 16.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Repeat64(ulong value);

    /// <summary>a XOR b.</summary>
    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>a XOR b XOR c.</summary>
    static abstract TVector Xor3(TVector a, TVector b, TVector c);

    /// <summary>a XOR (NOT b AND c): the step chi of Keccak.</summary>
    static abstract TVector Chi(TVector a, TVector b, TVector c);

    /// <summary>Rotates each lane to the left.</summary>
    static abstract TVector RotateLeft64(TVector a, [ConstantExpected] byte count);
}
