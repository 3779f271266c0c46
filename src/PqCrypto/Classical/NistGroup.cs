using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Classical;

/// <summary>A NIST curve as a group: ECDH of the platform, whose secret is the x-coordinate at full length.</summary>
/// <remarks>SP 800-56A, section 5.7.1.2. The platform allocates and takes its own time; its objects make no promise about threads, so each
/// key uses its own under a lock.</remarks>
internal sealed class NistGroup : DiffieHellmanGroup
{
    private NistGroup(NistCurve curve) => Curve = curve;

    /// <summary>The group of P-256.</summary>
    internal static NistGroup P256 { get; } = new(NistCurve.P256);

    /// <summary>The group of P-384.</summary>
    internal static NistGroup P384 { get; } = new(NistCurve.P384);

    /// <summary>The group of P-521.</summary>
    internal static NistGroup P521 { get; } = new(NistCurve.P521);

    /// <summary>The curve.</summary>
    internal NistCurve Curve { get; }

    /// <inheritdoc/>
    internal override int ScalarSize => Curve.ScalarSize;

    /// <inheritdoc/>
    internal override int PointSize => Curve.PointSize;

    /// <inheritdoc/>
    internal override int SecretSize => Curve.ScalarSize;

    /// <inheritdoc/>
    internal override int KeyRandomnessSize => 0;

    /// <inheritdoc/>
    internal override DiffieHellmanKey GenerateKey(ReadOnlySpan<byte> randomness) => new Key(Curve);

    /// <inheritdoc/>
    internal override DiffieHellmanKey ImportKey(string algorithm, ReadOnlySpan<byte> scalar)
    {
        Curve.CheckScalar(algorithm, scalar);
        return new Key(Curve, scalar);
    }

    /// <inheritdoc/>
    internal override bool IsScalar(ReadOnlySpan<byte> scalar) => Curve.IsScalar(scalar);

    /// <inheritdoc/>
    internal override string? FindFlaw(ReadOnlySpan<byte> point) => Curve.FindFlaw(point);

    /// <inheritdoc/>
    internal override void AgreeOnce(
        string algorithm, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> peer, Span<byte> ephemeral, Span<byte> secret)
    {
        if (!scalar.IsEmpty)
            Curve.CheckScalar(algorithm, scalar);
        using ECDiffieHellman key = scalar.IsEmpty
            ? Curve.Generate(ECDiffieHellman.Create, default, ephemeral)
            : Curve.Import(ECDiffieHellman.Create, scalar, ephemeral);
        using ECDiffieHellman other = Curve.ImportPublic(ECDiffieHellman.Create, peer, out string? flaw)
            ?? throw Errors.MalformedKey(algorithm, flaw!);
        Agree(key, other, secret);
    }

    private static void Agree(ECDiffieHellman key, ECDiffieHellman peer, Span<byte> secret)
    {
        using ECDiffieHellmanPublicKey peerKey = peer.PublicKey;
        byte[] agreed = key.DeriveRawSecretAgreement(peerKey);
        try
        {
            agreed.CopyTo(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(agreed);
        }
    }

    private sealed class Key : DiffieHellmanKey
    {
        private readonly NistCurve curve;
        private readonly SecretBuffer scalar;
        private readonly byte[] point;
        private readonly ECDiffieHellman platformKey;
        private readonly Lock gate = new();

        internal Key(NistCurve curve)
        {
            this.curve = curve;
            scalar = new SecretBuffer(curve.ScalarSize);
            point = new byte[curve.PointSize];
            try
            {
                platformKey = curve.Generate(ECDiffieHellman.Create, scalar.Bytes, point);
            }
            catch
            {
                scalar.Dispose();
                throw;
            }
        }

        internal Key(NistCurve curve, ReadOnlySpan<byte> scalar)
        {
            this.curve = curve;
            this.scalar = new SecretBuffer(scalar);
            point = new byte[curve.PointSize];
            try
            {
                platformKey = curve.Import(ECDiffieHellman.Create, scalar, point);
            }
            catch
            {
                this.scalar.Dispose();
                throw;
            }
        }

        internal override ReadOnlySpan<byte> Point => point;

        internal override ReadOnlySpan<byte> Scalar => scalar.Bytes;

        public override void Dispose()
        {
            scalar.Dispose();
            platformKey.Dispose();
        }

        internal override void Agree(string algorithm, ReadOnlySpan<byte> peer, Span<byte> secret)
        {
            using ECDiffieHellman other = curve.ImportPublic(ECDiffieHellman.Create, peer, out string? flaw)
                ?? throw Errors.MalformedCiphertext(algorithm, flaw!);
            lock (gate)
                NistGroup.Agree(platformKey, other, secret);
        }
    }
}
