namespace PqCrypto;

/// <summary>One signature that <see cref="SignatureBatch.Verify"/> checks.</summary>
/// <param name="Key">The signer's public key.</param>
/// <param name="Data">The signed data. Public.</param>
/// <param name="Signature">The signature, of any length. Public.</param>
/// <param name="Options">Context and pre-hash, as for a single verification.</param>
public readonly record struct SignatureBatchItem(
    SignaturePublicKey Key,
    ReadOnlyMemory<byte> Data,
    ReadOnlyMemory<byte> Signature,
    SignatureOptions? Options = null);

/// <summary>Verification of many signatures at once, on all cores.</summary>
public static class SignatureBatch
{
    /// <summary>Checks each signature. Keys and algorithms may differ.</summary>
    /// <param name="items">The signatures.</param>
    /// <param name="cancellationToken">Ends the work between groups of items.</param>
    /// <returns>For each item, in their order, whether its signature is right.</returns>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">An item has no key; nothing was checked.</exception>
    /// <exception cref="NotSupportedException">An item's options ask for what its algorithm lacks.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>Thread-safe. Neighbours of one ML-DSA algorithm whose keys have been used before are hashed side by side, so order items by
    /// algorithm.</remarks>
    public static bool[] Verify(IReadOnlyList<SignatureBatchItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Key is null)
                throw new ArgumentException($"Item {i} has no key.", nameof(items));
        }

        bool[] valid = new bool[items.Count];
        Batch.Run(
            items.Count,
            (start, end) => VerifyGroup(items, start, valid.AsSpan(start..end)),
            cancellationToken);
        return valid;
    }

    /// <summary>Verifies neighbouring items: runs of one algorithm together.</summary>
    private static void VerifyGroup(IReadOnlyList<SignatureBatchItem> items, int start, Span<bool> valid)
    {
        SignatureCheck[] checks = new SignatureCheck[valid.Length];
        for (int first = 0; first < valid.Length;)
        {
            SignatureAlgorithm algorithm = items[start + first].Key.Algorithm;
            int count = 0;
            while (first + count < valid.Length && algorithm.Equals(items[start + first + count].Key.Algorithm))
            {
                SignatureBatchItem item = items[start + first + count];
                SignatureOptions options = item.Options ?? SignatureOptions.Default;
                algorithm.CheckOptions(options);
                checks[count++] = new SignatureCheck(item.Key.State, item.Data, item.Signature, options);
            }

            algorithm.Scheme.Verify(checks.AsSpan(..count), valid.Slice(first, count));
            first += count;
        }
    }
}
