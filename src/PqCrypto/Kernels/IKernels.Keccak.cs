namespace PqCrypto.Kernels;

/// <content>FIPS 202, section 3.3: the permutation under SHA-3 and SHAKE.</content>
internal partial interface IKernels
{
    /// <summary>How many Keccak states one call permutes.</summary>
    static abstract int KeccakLanes { get; }

    /// <summary>Applies Keccak-f[1600] to <see cref="KeccakLanes"/> independent states.</summary>
    /// <param name="states">25 * KeccakLanes words; word w of lane l lies at w * KeccakLanes + l. Secret.</param>
    static abstract void KeccakPermute(Span<ulong> states);

    /// <summary>How many of the lanes, from the first on, <see cref="KeccakPermuteFew"/> permutes: fewer than all where that takes less time.</summary>
    static abstract int KeccakFewLanes { get; }

    /// <summary>Applies Keccak-f[1600] to the first <see cref="KeccakFewLanes"/> states and leaves the others alone.</summary>
    /// <param name="states">The states as in <see cref="KeccakPermute"/>. Secret.</param>
    static abstract void KeccakPermuteFew(Span<ulong> states);

    /// <summary>How many lanes give the most permutations in a given time: all, or <see cref="KeccakFewLanes"/> where all take twice as long, since few
    /// are filled more easily.</summary>
    static abstract int KeccakSteadyLanes { get; }

    /// <summary>Copies the first words of each state.</summary>
    /// <param name="states">The states as in <see cref="KeccakPermute"/>. Secret.</param>
    /// <param name="memory">Receives them. Secret.</param>
    /// <param name="targets">For each of all or of the few first states where its words begin in the memory. Public.</param>
    /// <param name="words">How many words of each, 8 or more. Public.</param>
    static abstract void KeccakCopy(ReadOnlySpan<ulong> states, Span<byte> memory, ReadOnlySpan<int> targets, int words);

    /// <summary>Applies Keccak-f[1600] to one state, for streams that have no company: the lanes would not make it faster.</summary>
    /// <param name="state">25 words. Secret.</param>
    static abstract void KeccakPermuteOne(Span<ulong> state);
}
