using PqCrypto.Samples.Migration.Keys;

namespace PqCrypto.Samples.Migration.Documents;

/// <summary>Makes headers for a stage: seals, rewraps and signs.</summary>
public static class DocumentSealer
{
    /// <summary>Seals a stream into another one and gives its header.</summary>
    /// <exception cref="IOException">The stream gave more or fewer bytes than its length.</exception>
    public static DocumentHeader Seal(Stream plain, long length, Stream destination, string document, string name, Stage stage, KeyRing keys)
    {
        using ContentKey contentKey = ContentKey.Generate();
        byte[] sha512 = SealedContent.Seal(plain, length, destination, contentKey, document);
        DocumentHeader header = new(
            DocumentHeader.CurrentFormat, document, name, length, sha512, contentKey.Commitment(document), stage.Name, [], [], []);
        return ForStage(header, contentKey, stage, keys);
    }

    /// <summary>Rewraps and signs again for another stage; the content stays as it is. The caller has checked the header.</summary>
    /// <exception cref="InvalidDataException">No recipient's key opens the document.</exception>
    public static DocumentHeader Convert(DocumentHeader header, Stage stage, KeyRing keys)
    {
        using ContentKey contentKey = Unwrap(header, keys);
        return ForStage(header, contentKey, stage, keys);
    }

    /// <summary>Gets the content key with the last recipient, which is the strongest one of every stage.</summary>
    /// <exception cref="InvalidDataException">The wrap does not open, or to another key than the header commits to.</exception>
    public static ContentKey Unwrap(DocumentHeader header, KeyRing keys)
    {
        Recipient wrap = header.Recipients[^1];
        ContentKey? contentKey = KeyWrap.TryUnwrap(wrap, keys.Kem(wrap.Algorithm), header.Document);
        if (contentKey is not null && contentKey.Commitment(header.Document).AsSpan().SequenceEqual(header.KeyCommitment))
            return contentKey;
        contentKey?.Dispose();
        throw new InvalidDataException($"The wrap for {wrap.Algorithm} does not give the content key of '{header.Name}'.");
    }

    private static DocumentHeader ForStage(DocumentHeader header, ContentKey contentKey, Stage stage, KeyRing keys)
    {
        Dictionary<string, Recipient> kept = header.Recipients.ToDictionary(wrap => wrap.Algorithm);
        DocumentHeader unsigned = header with
        {
            Policy = stage.Name,
            Signers = keys.Signers(stage),
            Recipients = [.. stage.Recipients.Select(algorithm =>
                kept.GetValueOrDefault(algorithm.Name) ?? KeyWrap.Wrap(contentKey, keys.Kem(algorithm.Name), header.Document))],
            Signatures = [],
        };
        return unsigned with { Signatures = keys.Sign(stage, unsigned.Statement()) };
    }
}
