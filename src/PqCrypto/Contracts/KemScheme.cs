namespace PqCrypto;

/// <summary>A key encapsulation mechanism: derive from it to plug in an algorithm of your own with <see cref="KemAlgorithm.Create"/>.</summary>
/// <remarks>Stateless and safe for many threads. Built-in algorithms are written over the same class.</remarks>
public abstract class KemScheme : KeyScheme<KemDescription, KemPublicKeyState, KemPrivateKeyState>
{
    /// <summary>Makes a scheme with its description.</summary>
    /// <param name="description">Name, code points and sizes.</param>
    protected KemScheme(KemDescription description)
        : base(description)
    {
    }

    /// <summary>Whether several encapsulations or decapsulations run side by side and none of them fails alone.</summary>
    internal virtual bool RunsSideBySide => false;

    /// <summary>Makes a shared secret for each key, side by side. Only where <see cref="RunsSideBySide"/> says so.</summary>
    /// <param name="keys">Keys of this scheme.</param>
    /// <param name="randomness">Fresh random bytes, as many for each key as the description asks for. Secret.</param>
    /// <param name="ciphertexts">Receives the ciphertexts, one after the other. Public.</param>
    /// <param name="sharedSecrets">Receives the secrets, one after the other. Secret.</param>
    internal virtual void Encapsulate(
        ReadOnlySpan<KemPublicKeyState> keys, ReadOnlySpan<byte> randomness, Span<byte> ciphertexts, Span<byte> sharedSecrets) =>
        throw new NotSupportedException();

    /// <summary>Recovers a shared secret from each ciphertext, side by side. Only where <see cref="RunsSideBySide"/> says so.</summary>
    /// <param name="key">A key of this scheme.</param>
    /// <param name="ciphertexts">The ciphertexts, one after the other. Public.</param>
    /// <param name="sharedSecrets">Receives the secrets, one after the other. Secret.</param>
    internal virtual void Decapsulate(KemPrivateKeyState key, ReadOnlySpan<byte> ciphertexts, Span<byte> sharedSecrets) =>
        throw new NotSupportedException();

    /// <summary>Generates several keys, which built-in schemes compute side by side. All of them are made, or none.</summary>
    /// <param name="randomness">Fresh random bytes, as many for each key as the description asks for. Secret.</param>
    /// <param name="states">Receives the keys.</param>
    internal virtual void GenerateKeys(ReadOnlySpan<byte> randomness, Span<KemPrivateKeyState> states)
    {
        int size = Description.KeyGenerationRandomnessSizeInBytes;
        int made = 0;
        try
        {
            for (; made < states.Length; made++)
                states[made] = GenerateKey(randomness.Slice(made * size, size));
        }
        catch
        {
            foreach (KemPrivateKeyState state in states[..made])
                state.Dispose();
            throw;
        }
    }
}

/// <summary>A public key of a key encapsulation mechanism.</summary>
public abstract class KemPublicKeyState : PublicKeyState
{
    /// <summary>Bytes that a derandomised encapsulation takes; null where the scheme has none or they are as many as are drawn.</summary>
    internal virtual int? DerandomizedSizeInBytes => null;

    /// <summary>Makes a shared secret and the ciphertext that carries it.</summary>
    /// <param name="randomness">Fresh random bytes, as many as the description asks for. Secret.</param>
    /// <param name="ciphertext">Exactly CiphertextSizeInBytes. Public. Never overlaps the secret.</param>
    /// <param name="sharedSecret">Exactly SharedSecretSizeInBytes. Secret.</param>
    /// <remarks>After an exception the library zeroes both buffers.</remarks>
    public abstract void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret);
}

/// <summary>A private key of a key encapsulation mechanism.</summary>
public abstract class KemPrivateKeyState : PrivateKeyState
{
    /// <summary>The public key; stays usable after this state is disposed.</summary>
    public abstract KemPublicKeyState PublicKey { get; }

    /// <summary>Recovers the shared secret.</summary>
    /// <param name="ciphertext">Exactly CiphertextSizeInBytes. Public.</param>
    /// <param name="sharedSecret">Exactly SharedSecretSizeInBytes. Secret.</param>
    /// <remarks>After an exception the library zeroes the secret.</remarks>
    public abstract void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret);
}
