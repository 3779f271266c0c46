using PqCrypto.Base;
using PqCrypto.Fips203.Algebra;
using PqCrypto.Kernels;

namespace PqCrypto.Fips203;

/// <summary>ML-KEM or its round-3 ancestor as a <see cref="KemScheme"/>.</summary>
/// <remarks>What the uses of a public key need (the matrix, t, H(ek)) is computed by the first of them, the hash beside the matrix, and all of it is
/// kept from the second on; threads share the result without a lock.</remarks>
/// <typeparam name="TParams">The parameter set.</typeparam>
/// <typeparam name="TVariant">ML-KEM or its round-3 ancestor.</typeparam>
/// <typeparam name="TKernels">The kernel set.</typeparam>
internal sealed class MLKemScheme<TParams, TVariant, TKernels> : KemScheme
    where TParams : struct, IKemParameters
    where TVariant : struct, IKemVariant
    where TKernels : struct, IKernels
{
    /// <summary>Makes the scheme.</summary>
    internal MLKemScheme()
        : base(Describe())
    {
    }

    /// <inheritdoc/>
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateSeed(randomness);

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != KemSizes<TParams>.PrivateSeed)
            throw Errors.WrongLength(nameof(seed), Description.Name, "private seed", KemSizes<TParams>.PrivateSeed, seed.Length);
        return new PrivateState(MLKemCore<TParams, TVariant, TKernels>.KeyGenInternal(seed));
    }

    /// <inheritdoc/>
    /// <remarks>The keys' streams share the lanes.</remarks>
    internal override void GenerateKeys(ReadOnlySpan<byte> randomness, Span<KemPrivateKeyState> states)
    {
        DecapsulationKey[] keys = new DecapsulationKey[states.Length];
        try
        {
            for (int i = 0; i < keys.Length; i++)
                keys[i] = MLKemCore<TParams, TVariant, TKernels>.NewKey();
            MLKemCore<TParams, TVariant, TKernels>.KeyGenInternal(randomness, keys);
        }
        catch
        {
            foreach (DecapsulationKey? key in keys)
                key?.Dispose();
            throw;
        }

        for (int i = 0; i < keys.Length; i++)
            states[i] = new PrivateState(keys[i]);
    }

    /// <inheritdoc/>
    internal override bool RunsSideBySide => true;

    /// <inheritdoc/>
    internal override void Encapsulate(
        ReadOnlySpan<KemPublicKeyState> keys, ReadOnlySpan<byte> randomness, Span<byte> ciphertexts, Span<byte> sharedSecrets)
    {
        EncapsulationKey[] eks = new EncapsulationKey[keys.Length];
        for (int i = 0; i < eks.Length; i++)
            eks[i] = ((PublicState)keys[i]).Key;
        MLKemCore<TParams, TVariant, TKernels>.EncapsInternal(eks, new NttPoly[]?[eks.Length], randomness, ciphertexts, sharedSecrets);
    }

    /// <inheritdoc/>
    internal override void Decapsulate(KemPrivateKeyState key, ReadOnlySpan<byte> ciphertexts, Span<byte> sharedSecrets) =>
        MLKemCore<TParams, TVariant, TKernels>.DecapsInternal(((PrivateState)key).Key, ciphertexts, sharedSecrets);

    /// <inheritdoc/>
    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        new PrivateState(MLKemCore<TParams, TVariant, TKernels>.ImportDecapsulationKey(privateKey));

    /// <inheritdoc/>
    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) =>
        new PublicState(MLKemCore<TParams, TVariant, TKernels>.ImportEncapsulationKey(publicKey));

    private static KemDescription Describe() => new()
    {
        Name = TVariant.Name(TParams.K),
        Family = AlgorithmFamily.PostQuantum,
        Status = TVariant.Status,
        SecurityCategory = TParams.SecurityCategory,
        Oid = TVariant.Oid(TParams.K),
        TlsNamedGroup = TVariant.TlsNamedGroup(TParams.K),
        PublicKeySizeInBytes = KemSizes<TParams>.EncapsulationKey,
        PrivateKeySizeInBytes = KemSizes<TParams>.DecapsulationKey,
        PrivateSeedSizeInBytes = KemSizes<TParams>.PrivateSeed,
        Pkcs8Content = Pkcs8Content.SeedOrExpanded,
        KeyGenerationRandomnessSizeInBytes = KemSizes<TParams>.PrivateSeed,
        CiphertextSizeInBytes = KemSizes<TParams>.Ciphertext,
        SharedSecretSizeInBytes = KemSizes<TParams>.Symmetric,
        EncapsulationRandomnessSizeInBytes = KemSizes<TParams>.Symmetric,
    };

    /// <summary>A public key with its precomputation.</summary>
    private sealed class PublicState(EncapsulationKey ek) : KemPublicKeyState
    {
        internal EncapsulationKey Key => ek;

        /// <inheritdoc/>
        public override void ExportPublicKey(Span<byte> destination) => ek.Encoded.CopyTo(destination);

        /// <inheritdoc/>
        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret) =>
            MLKemCore<TParams, TVariant, TKernels>.EncapsInternal(ek, randomness, ciphertext, sharedSecret);
    }

    /// <summary>A private key with its public one.</summary>
    private sealed class PrivateState : KemPrivateKeyState
    {
        private readonly DecapsulationKey dk;

        /// <summary>Takes a key over.</summary>
        /// <param name="dk">The key, which this state disposes. Secret.</param>
        internal PrivateState(DecapsulationKey dk)
        {
            this.dk = dk;
            PublicKey = new PublicState(dk.Ek);
        }

        internal DecapsulationKey Key => dk;

        /// <inheritdoc/>
        public override KemPublicKeyState PublicKey { get; }

        /// <inheritdoc/>
        public override bool HasPrivateSeed => dk.HasSeed;

        /// <inheritdoc/>
        public override void ExportPrivateSeed(Span<byte> destination)
        {
            if (!dk.HasSeed)
                throw Errors.KeyHasNo(MLKemCore<TParams, TVariant, TKernels>.Name, "private seed");
            dk.Seed.CopyTo(destination);
        }

        /// <inheritdoc/>
        public override void ExportPrivateKey(Span<byte> destination) =>
            MLKemCore<TParams, TVariant, TKernels>.ExportDecapsulationKey(dk, destination);

        /// <inheritdoc/>
        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret) =>
            MLKemCore<TParams, TVariant, TKernels>.DecapsInternal(dk, ciphertext, sharedSecret);

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                dk.Dispose();
        }
    }
}
