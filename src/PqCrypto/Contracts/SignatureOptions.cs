namespace PqCrypto;

/// <summary>How a message is signed or verified: context, pre-hash, and whether signing is deterministic.</summary>
/// <remarks>Immutable and safe to share between threads, as long as the memory behind <see cref="Context"/> is not changed: signers and
/// verifiers copy it when they are created. Equality, hash code and text go by the content of <see cref="Context"/>.</remarks>
public sealed record SignatureOptions
{
    /// <summary>The longest context in bytes (FIPS 204, section 5.2).</summary>
    internal const int MaxContextSizeInBytes = 255;

    /// <summary>What a call without options means: empty context, no pre-hash, hedged.</summary>
    internal static SignatureOptions Default { get; } = new();

    /// <summary>Binds the signature to a use; 0 to 255 bytes, public. Both sides must give the same.
    /// Only where <see cref="SignatureAlgorithm.SupportsContext"/>.</summary>
    public ReadOnlyMemory<byte> Context { get; init; }

    /// <summary>Signs without fresh randomness, so that the same message gives the same signature. The default, false, is hedged (FIPS 204,
    /// section 3.4); for Dilithium round 3 it is randomized. Verification ignores it, and so do algorithms without a choice.</summary>
    public bool Deterministic { get; init; }

    /// <summary>The hash of HashML-DSA (FIPS 204, section 5.4); only where <see cref="SignatureAlgorithm.SupportsPreHash"/>. Hashes weaker
    /// than the parameter set are allowed, as in the standard's own vectors.</summary>
    public PreHash PreHash { get; init; }

    /// <summary>Compares all properties, the context by its content.</summary>
    public bool Equals(SignatureOptions? other) =>
        other is not null && Deterministic == other.Deterministic && PreHash == other.PreHash && Context.Span.SequenceEqual(other.Context.Span);

    /// <summary>A hash code that goes by the content of the context.</summary>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Context.Span);
        hash.Add(Deterministic);
        hash.Add(PreHash);
        return hash.ToHashCode();
    }

    /// <summary>A text with the context in hexadecimal.</summary>
    public override string ToString() =>
        $"{nameof(SignatureOptions)} {{ Context = {Convert.ToHexString(Context.Span)}, Deterministic = {Deterministic}, PreHash = {PreHash} }}";

    /// <summary>The same options over a private copy of the context.</summary>
    internal SignatureOptions WithOwnContext() => Context.IsEmpty ? this : this with { Context = Context.ToArray() };
}
