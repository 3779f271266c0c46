using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto;

/// <summary>What became of one item of <see cref="KemBatch.Encapsulate"/>.</summary>
public sealed class EncapsulationResult : IDisposable
{
    internal EncapsulationResult(byte[] ciphertext, SharedSecret sharedSecret)
    {
        Ciphertext = ciphertext;
        SharedSecret = sharedSecret;
    }

    internal EncapsulationResult(Exception error) => Error = error;

    /// <summary>The ciphertext, as long as the key's algorithm says; null where the item failed. Public: send it.</summary>
    public ReadOnlyMemory<byte>? Ciphertext { get; }

    /// <summary>The shared secret; null where the item failed. Secret.</summary>
    public SharedSecret? SharedSecret { get; }

    /// <summary>Why the item failed, or null: what <see cref="KemPublicKey.Encapsulate(out byte[])"/> would have thrown.</summary>
    public Exception? Error { get; }

    /// <summary>Zeroes the shared secret.</summary>
    public void Dispose() => SharedSecret?.Dispose();
}

/// <summary>What became of one item of <see cref="KemBatch.Decapsulate"/>.</summary>
public sealed class DecapsulationResult : IDisposable
{
    internal DecapsulationResult(SharedSecret sharedSecret) => SharedSecret = sharedSecret;

    internal DecapsulationResult(Exception error) => Error = error;

    /// <summary>The shared secret; null where the item failed. A ciphertext that was not made for the key gives a pseudorandom one. Secret.</summary>
    public SharedSecret? SharedSecret { get; }

    /// <summary>Why the item failed, or null: what <see cref="KemPrivateKey.Decapsulate(ReadOnlySpan{byte})"/> would have thrown.</summary>
    public Exception? Error { get; }

    /// <summary>Zeroes the shared secret.</summary>
    public void Dispose() => SharedSecret?.Dispose();
}

/// <summary>Key encapsulation for many keys or many ciphertexts at once, on all cores.</summary>
/// <remarks>Thread-safe. Results are in the order of the inputs; an item that fails carries its error and stops no other. Neighbours of one ML-KEM
/// algorithm are computed side by side in the lanes of a processor's vectors, so order keys by algorithm.</remarks>
public static class KemBatch
{
    /// <summary>Makes a fresh shared secret, and the ciphertext that carries it, for each key. The keys may be of different algorithms.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Ends the work between groups of items.</param>
    /// <returns>A result for each key; dispose each.</returns>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the secrets made so far have been zeroed.</exception>
    public static EncapsulationResult[] Encapsulate(IReadOnlyList<KemPublicKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Run<EncapsulationResult>(keys.Count, (start, results) => EncapsulateGroup(keys, start, results), cancellationToken);
    }

    /// <summary>Recovers the shared secret of each ciphertext with one key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ciphertexts">The ciphertexts; one of a wrong length fails alone.</param>
    /// <param name="cancellationToken">Ends the work between groups of items.</param>
    /// <returns>A result for each ciphertext; dispose each.</returns>
    /// <exception cref="ArgumentNullException">The key or the list is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the secrets made so far have been zeroed.</exception>
    public static DecapsulationResult[] Decapsulate(
        KemPrivateKey key,
        IReadOnlyList<ReadOnlyMemory<byte>> ciphertexts,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(ciphertexts);
        return Run<DecapsulationResult>(ciphertexts.Count, (start, results) => DecapsulateGroup(key, ciphertexts, start, results), cancellationToken);
    }

    /// <summary>Encapsulates to some of the keys: those of one algorithm that can run side by side together, and any others one by one.</summary>
    private static void EncapsulateGroup(IReadOnlyList<KemPublicKey> keys, int start, Span<EncapsulationResult> results)
    {
        KemPublicKeyState[] states = new KemPublicKeyState[results.Length];
        KemAlgorithm? algorithm = keys[start]?.Algorithm;
        bool sideBySide = algorithm is { Scheme.RunsSideBySide: true };
        for (int i = 0; i < states.Length && sideBySide; i++)
        {
            KemPublicKey? key = keys[start + i];
            sideBySide = algorithm!.Equals(key?.Algorithm);
            if (sideBySide)
                states[i] = key!.State;
        }

        if (sideBySide)
        {
            EncapsulateSideBySide(algorithm!, states, results);
            return;
        }

        for (int i = 0; i < results.Length; i++)
            results[i] = EncapsulateOne(keys[start + i]);
    }

    private static void EncapsulateSideBySide(KemAlgorithm algorithm, KemPublicKeyState[] states, Span<EncapsulationResult> results)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> randomness = workspace.Bytes(states.Length * algorithm.Scheme.Description.EncapsulationRandomnessSizeInBytes);
        Span<byte> ciphertexts = workspace.Bytes(states.Length * algorithm.CiphertextSizeInBytes);
        Span<byte> secrets = workspace.Bytes(states.Length * algorithm.SharedSecretSizeInBytes);
        try
        {
            Entropy.Fill(randomness);
            algorithm.Scheme.Encapsulate(states, randomness, ciphertexts, secrets);
        }
        catch (Exception error) when (IsOfTheItem(error))
        {
            for (int i = 0; i < results.Length; i++)
                results[i] = new EncapsulationResult(error);
            return;
        }

        for (int i = 0; i < results.Length; i++)
        {
            byte[] ciphertext = ciphertexts.Slice(i * algorithm.CiphertextSizeInBytes, algorithm.CiphertextSizeInBytes).ToArray();
            results[i] = new EncapsulationResult(ciphertext, new SharedSecret(Secret(secrets, algorithm, i)));
        }
    }

    /// <summary>Decapsulates some of the ciphertexts: side by side where the algorithm can, without those of a wrong length.</summary>
    private static void DecapsulateGroup(KemPrivateKey key, IReadOnlyList<ReadOnlyMemory<byte>> ciphertexts, int start, Span<DecapsulationResult> results)
    {
        KemAlgorithm algorithm = key.Algorithm;
        bool sideBySide = algorithm.Scheme.RunsSideBySide;
        for (int i = 0; i < results.Length && sideBySide; i++)
            sideBySide = ciphertexts[start + i].Length == algorithm.CiphertextSizeInBytes;
        if (sideBySide)
        {
            DecapsulateSideBySide(key, ciphertexts, start, results);
            return;
        }

        for (int i = 0; i < results.Length; i++)
            results[i] = DecapsulateOne(key, ciphertexts[start + i].Span);
    }

    private static void DecapsulateSideBySide(
        KemPrivateKey key, IReadOnlyList<ReadOnlyMemory<byte>> ciphertexts, int start, Span<DecapsulationResult> results)
    {
        KemAlgorithm algorithm = key.Algorithm;
        using Workspace workspace = Workspace.Rent();
        Span<byte> received = workspace.Bytes(results.Length * algorithm.CiphertextSizeInBytes);
        Span<byte> secrets = workspace.Bytes(results.Length * algorithm.SharedSecretSizeInBytes);
        for (int i = 0; i < results.Length; i++)
            ciphertexts[start + i].Span.CopyTo(received[(i * algorithm.CiphertextSizeInBytes)..]);
        try
        {
            key.DecapsulateSideBySide(received, secrets);
        }
        catch (Exception error) when (IsOfTheItem(error))
        {
            for (int i = 0; i < results.Length; i++)
                results[i] = new DecapsulationResult(error);
            return;
        }

        for (int i = 0; i < results.Length; i++)
            results[i] = new DecapsulationResult(new SharedSecret(Secret(secrets, algorithm, i)));
    }

    private static ReadOnlySpan<byte> Secret(ReadOnlySpan<byte> secrets, KemAlgorithm algorithm, int i) =>
        secrets.Slice(i * algorithm.SharedSecretSizeInBytes, algorithm.SharedSecretSizeInBytes);

    private static EncapsulationResult EncapsulateOne(KemPublicKey? key)
    {
        if (key is null)
            return new EncapsulationResult(new ArgumentNullException(nameof(key)));
        try
        {
            SharedSecret secret = key.Encapsulate(out byte[] ciphertext);
            return new EncapsulationResult(ciphertext, secret);
        }
        catch (Exception error) when (IsOfTheItem(error))
        {
            return new EncapsulationResult(error);
        }
    }

    private static DecapsulationResult DecapsulateOne(KemPrivateKey key, ReadOnlySpan<byte> ciphertext)
    {
        try
        {
            return new DecapsulationResult(key.Decapsulate(ciphertext));
        }
        catch (Exception error) when (IsOfTheItem(error))
        {
            return new DecapsulationResult(error);
        }
    }

    /// <summary>The errors that the operations document; any other ends the batch.</summary>
    private static bool IsOfTheItem(Exception error) =>
        error is ArgumentException or CryptographicException or ObjectDisposedException or NotSupportedException;

    /// <summary>Computes the results of neighbouring items.</summary>
    private delegate void GroupOf<TResult>(int start, Span<TResult> results);

    private static TResult[] Run<TResult>(int count, GroupOf<TResult> group, CancellationToken cancellationToken)
        where TResult : class, IDisposable
    {
        TResult[] results = new TResult[count];
        try
        {
            Batch.Run(count, (start, end) => group(start, results.AsSpan(start..end)), cancellationToken);
            return results;
        }
        catch
        {
            foreach (TResult? result in results)
                result?.Dispose();
            throw;
        }
    }
}
