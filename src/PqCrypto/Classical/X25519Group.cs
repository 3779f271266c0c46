using PqCrypto.Base;

namespace PqCrypto.Classical;

/// <summary>X25519 as a group.</summary>
/// <remarks>RFC 7748, section 6.1; the zero check is required by RFC 9180, section 7.1.4, and for TLS by RFC 8446, section 7.4.2.</remarks>
internal sealed class X25519Group : DiffieHellmanGroup
{
    private const string ZeroSecret = "the X25519 secret is zero (RFC 7748, section 6.1)";

    private readonly bool refusesZero;

    private X25519Group(bool refusesZero) => this.refusesZero = refusesZero;

    /// <summary>For protocols in which a shared secret of zero is an error.</summary>
    internal static X25519Group Instance { get; } = new(refusesZero: true);

    /// <summary>For protocols that hash the secret with the public keys, and whose peers do not refuse zero either.</summary>
    internal static X25519Group WithZeroSecret { get; } = new(refusesZero: false);

    /// <inheritdoc/>
    internal override int ScalarSize => X25519.SizeInBytes;

    /// <inheritdoc/>
    internal override int PointSize => X25519.SizeInBytes;

    /// <inheritdoc/>
    internal override int SecretSize => X25519.SizeInBytes;

    /// <inheritdoc/>
    internal override int KeyRandomnessSize => X25519.SizeInBytes;

    /// <inheritdoc/>
    internal override void Clamp(Span<byte> scalar) => X25519.Clamp(scalar);

    /// <inheritdoc/>
    internal override DiffieHellmanKey GenerateKey(ReadOnlySpan<byte> randomness) => new Key(this, randomness);

    /// <inheritdoc/>
    internal override DiffieHellmanKey ImportKey(string algorithm, ReadOnlySpan<byte> scalar) => new Key(this, scalar);

    /// <inheritdoc/>
    internal override bool IsScalar(ReadOnlySpan<byte> scalar) => true;

    /// <inheritdoc/>
    internal override string? FindFlaw(ReadOnlySpan<byte> point) => null;

    /// <inheritdoc/>
    internal override void AgreeOnce(
        string algorithm, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> peer, Span<byte> ephemeral, Span<byte> secret)
    {
        X25519.MultiplyBoth(scalar, peer, ephemeral, secret);
        if (refusesZero && IsZero(secret))
            throw Errors.MalformedKey(algorithm, ZeroSecret);
        Declassify.Bytes<byte>(ephemeral, DeclassifyReason.PublishedOutput);
    }

    private static bool IsZero(ReadOnlySpan<byte> secret) =>
        Declassify.Value(ConstantTime.IsZeroMask(secret), DeclassifyReason.ZeroAgreement) != 0;

    private sealed class Key : DiffieHellmanKey
    {
        private readonly X25519Group group;
        private readonly SecretBuffer scalar;
        private readonly byte[] point = new byte[X25519.SizeInBytes];

        internal Key(X25519Group group, ReadOnlySpan<byte> scalar)
        {
            this.group = group;
            this.scalar = new SecretBuffer(scalar);
            try
            {
                X25519.MultiplyBase(scalar, point);
                Declassify.Bytes<byte>(point, DeclassifyReason.PublishedOutput);
            }
            catch
            {
                this.scalar.Dispose();
                throw;
            }
        }

        internal override ReadOnlySpan<byte> Point => point;

        internal override ReadOnlySpan<byte> Scalar => scalar.Bytes;

        public override void Dispose() => scalar.Dispose();

        internal override void Agree(string algorithm, ReadOnlySpan<byte> peer, Span<byte> secret)
        {
            X25519.Multiply(scalar.Bytes, peer, secret);
            if (group.refusesZero && IsZero(secret))
                throw Errors.MalformedCiphertext(algorithm, ZeroSecret);
        }
    }
}
