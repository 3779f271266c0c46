namespace PqCrypto.Kernels;

/// <content>FIPS 202, section 3.3: the permutation under SHA-3 and SHAKE.</content>
internal partial interface IKernels
{
    /// <summary>How many Keccak states one call permutes.</summary>
    static abstract int KeccakLanes { get; }

    /// <summary>Applies Keccak-f[1600] to <see cref="KeccakLanes"/> independent states.</summary>
    /// <param name="states">25 * KeccakLanes words; word w of lane l lies at w * KeccakLanes + l. Secret.</param>
    static abstract void KeccakPermute(Span<ulong> states);

    /// <summary>Applies Keccak-f[1600] to one state, for streams that have no company: the lanes would not make it faster.</summary>
    /// <param name="state">25 words. Secret.</param>
    static abstract void KeccakPermuteOne(Span<ulong> state);
}
