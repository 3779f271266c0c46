namespace PqCrypto.Pki.Cms;

/// <summary>The digests of one content that the signers of a message have among them, by object identifier.</summary>
internal sealed class ContentDigests(IEnumerable<string> oids) : IDisposable
{
    private readonly Dictionary<string, ContentDigest> digests =
        oids.Distinct().Where(ContentDigest.IsKnown).ToDictionary(oid => oid, ContentDigest.Create);

    /// <summary>Those that are known here.</summary>
    internal IEnumerable<string> Oids => digests.Keys;

    internal void Append(ReadOnlySpan<byte> part)
    {
        foreach (ContentDigest digest in digests.Values)
            digest.Append(part);
    }

    internal Dictionary<string, byte[]> Finish() => digests.ToDictionary(digest => digest.Key, digest => digest.Value.Finish());

    public void Dispose()
    {
        foreach (ContentDigest digest in digests.Values)
            digest.Dispose();
    }
}
