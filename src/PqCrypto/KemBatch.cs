using System.Security.Cryptography;

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
/// <remarks>Thread-safe. Results are in the order of the inputs; an item that fails carries its error and stops no other.</remarks>
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
        return Run(keys.Count, i => EncapsulateOne(keys[i]), cancellationToken);
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
        return Run(ciphertexts.Count, i => DecapsulateOne(key, ciphertexts[i].Span), cancellationToken);
    }

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

    private static TResult[] Run<TResult>(int count, Func<int, TResult> item, CancellationToken cancellationToken)
        where TResult : class, IDisposable
    {
        TResult[] results = new TResult[count];
        try
        {
            Batch.Run(
                count,
                (start, end) =>
                {
                    for (int i = start; i < end; i++)
                        results[i] = item(i);
                },
                cancellationToken);
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
