using Microsoft.IdentityModel.Tokens;

namespace PqCrypto.IdentityModel;

/// <summary>Signs or validates the signing input of a token: hedged, with the empty context.</summary>
/// <remarks>RFC 9964, section 4.</remarks>
internal sealed class PqSignatureProvider : SignatureProvider
{
    private readonly PqSecurityKey key;
    private readonly bool ownsKey;

    /// <param name="given">The key that the factory was asked with.</param>
    /// <param name="key">The key that does the work.</param>
    /// <param name="signs">Whether it is to sign.</param>
    /// <param name="ownsKey">Whether the key is disposed with this object.</param>
    /// <exception cref="InvalidOperationException">It is to sign and is not private.</exception>
    internal PqSignatureProvider(SecurityKey given, PqSecurityKey key, bool signs, bool ownsKey)
        : base(given, key.Algorithm)
    {
        if (signs && key.PrivateKey is null)
            throw new InvalidOperationException($"The {key.Algorithm} key '{key.KeyId}' has no private part and cannot sign.");
        this.key = key;
        this.ownsKey = ownsKey;
        WillCreateSignatures = signs;
    }

    public override byte[] Sign(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Private().Sign(input);
    }

    public override byte[] Sign(byte[] input, int offset, int count) => Private().Sign(input.AsSpan(offset, count));

    /// <summary>Signs into a buffer, or throws: the token handler does not look at the answer "no room", and would write a token without a signature.</summary>
    public override bool Sign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
    {
        SignaturePrivateKey privateKey = Private();
        int needed = privateKey.Algorithm.MaxSignatureSizeInBytes;
        if (destination.Length < needed)
            throw new InvalidOperationException($"{key.Algorithm} needs {needed} bytes for a signature and has {destination.Length}: use {nameof(PqSecurityKey)}.{nameof(PqSecurityKey.CreateJws)}.");
        bytesWritten = privateKey.Sign(data, destination);
        return true;
    }

    public override bool Verify(byte[] input, byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(signature);
        return key.PublicKey.Verify(input, signature);
    }

    public override bool Verify(byte[] input, int inputOffset, int inputLength, byte[] signature, int signatureOffset, int signatureLength) =>
        key.PublicKey.Verify(input.AsSpan(inputOffset, inputLength), signature.AsSpan(signatureOffset, signatureLength));

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsKey)
            key.Dispose();
    }

    private SignaturePrivateKey Private() =>
        WillCreateSignatures ? key.PrivateKey! : throw new InvalidOperationException("This provider was made to validate.");
}
