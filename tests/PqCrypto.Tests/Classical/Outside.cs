using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace PqCrypto.Tests.Classical;

/// <summary>Key agreement by BouncyCastle, for comparison.</summary>
internal static class Outside
{
    internal static byte[] X25519PublicKey(byte[] scalar)
    {
        byte[] point = new byte[32];
        Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMultBase(scalar, 0, point, 0);
        return point;
    }

    internal static byte[] X25519Agreement(byte[] scalar, byte[] peer)
    {
        byte[] secret = new byte[32];
        Org.BouncyCastle.Math.EC.Rfc7748.X25519.ScalarMult(scalar, 0, peer, 0, secret, 0);
        return secret;
    }

    internal static byte[] EcPublicKey(string curve, byte[] scalar) =>
        Parameters(curve).G.Multiply(new BigInteger(1, scalar)).Normalize().GetEncoded(false);

    internal static byte[] EcAgreement(string curve, byte[] scalar, byte[] peer)
    {
        ECPoint shared = Parameters(curve).Curve.DecodePoint(peer).Multiply(new BigInteger(1, scalar)).Normalize();
        return shared.AffineXCoord.GetEncoded();
    }

    internal static byte[] Compress(string curve, byte[] point) => Parameters(curve).Curve.DecodePoint(point).GetEncoded(true);

    internal static byte[] Order(string curve) => Parameters(curve).N.ToByteArrayUnsigned();

    private static X9ECParameters Parameters(string curve) => CustomNamedCurves.GetByName(curve);
}
