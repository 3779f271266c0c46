namespace PqCrypto.Base;

/// <summary>The AlgorithmIdentifier of a key container (RFC 5280, section 4.1.1.2).</summary>
/// <param name="oid">The object identifier in dotted form.</param>
/// <param name="parameters">The DER encoding of the parameters; empty where they are absent.</param>
internal readonly ref struct AlgorithmIdentifier(string oid, ReadOnlySpan<byte> parameters)
{
    /// <summary>The object identifier in dotted form.</summary>
    internal string Oid { get; } = oid;

    /// <summary>The DER encoding of the parameters; empty where they are absent.</summary>
    internal ReadOnlySpan<byte> Parameters { get; } = parameters;
}
