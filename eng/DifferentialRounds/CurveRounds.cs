using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using PqCrypto.Classical;
using PqCrypto.Hybrid;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;
using PqCrypto.Tests.Fips203;
using TheirX25519 = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace PqCrypto.DifferentialRounds;

/// <summary>X25519 by every implementation, and both hybrids with it over every kernel set, against BouncyCastle's X25519 and ML-KEM.</summary>
internal static class CurveRounds
{
    private const int Size = 32;
    private const string MLKem768 = "ML-KEM-768";

    internal const string X25519Name = "X25519";
    internal const string HybridsName = "hybrids";

    private static readonly List<(string Set, KemScheme XWing, KemScheme Tls)> Hybrids =
        [.. KernelSelector.Supported.Select(set => set.Accept(new HybridsOf()))];

    /// <summary>One round of X25519; some points lie near 0 and p, or have the bit that is ignored.</summary>
    internal static void RunX25519(Draw draw)
    {
        byte[] scalar = draw.Bytes(Size);
        X25519.Clamp(scalar);       // as the kernels want it; the hybrids' scalars are not
        byte[] u = draw.Bytes(Size);
        if (draw.Below(4) == 0)
        {
            u.AsSpan(1, Size - 2).Fill((byte)-draw.Below(2));
            u[^1] = (byte)(draw.Below(2) == 0 ? u[1] : u[1] & 0x7F);
        }

        byte[] expected = Multiply(scalar, u);
        byte[] expectedBase = MultiplyBase(scalar);
        foreach (CurveKernels curve in KernelSelector.Curves)
        {
            byte[] result = new byte[Size], baseResult = new byte[Size];
            curve.Multiply(scalar, u, result);
            Comparison.Equal(expected, result, $"X25519, {curve.Name}: product");
            curve.MultiplyBase(scalar, baseResult);
            Comparison.Equal(expectedBase, baseResult, $"X25519, {curve.Name}: public key");
            curve.MultiplyBoth(scalar, u, baseResult, result);
            Comparison.Equal([.. expectedBase, .. expected], [.. baseResult, .. result], $"X25519, {curve.Name}: both");
            Tally.Add(X25519Name, curve.Name);
        }

        Tally.Add(X25519Name, Tally.BouncyCastle);
    }

    /// <summary>One round of X-Wing and of X25519MLKEM768: a key, a right and a changed ciphertext.</summary>
    internal static void RunHybrids(Draw draw)
    {
        byte[] seed = draw.Bytes(Size);
        byte[] randomness = draw.Bytes(2 * Size);
        byte[] expanded = new byte[3 * Size];
        ShakeDigest shake = new(256);
        shake.BlockUpdate(seed, 0, seed.Length);
        shake.OutputFinal(expanded, 0, expanded.Length);
        MLKemPrivateKeyParameters mlKem = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, expanded[..64]);
        byte[] scalar = expanded[64..];
        byte[] publicKey = [.. mlKem.GetPublicKeyEncoded(), .. MultiplyBase(scalar)];
        foreach ((string set, KemScheme xWing, KemScheme tls) in Hybrids)
        {
            using KemPrivateKeyState xWingKey = xWing.ImportPrivateSeed(seed);
            using KemPrivateKeyState tlsKey = tls.ImportPrivateKey(expanded);
            Comparison.Equal(publicKey, KemSchemes.PublicKey(xWing, xWingKey.PublicKey), $"X-Wing, {set}: public key");
            Comparison.Equal(publicKey, KemSchemes.PublicKey(tls, tlsKey.PublicKey), $"X25519MLKEM768, {set}: public key");
            (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(xWing, xWingKey.PublicKey, randomness);
            (byte[] tlsCiphertext, byte[] tlsSecret) = KemSchemes.Encapsulate(tls, tlsKey.PublicKey, randomness);
            Comparison.Equal(ciphertext, tlsCiphertext, $"X25519MLKEM768, {set}: ciphertext");
            byte[] changed = draw.Mutate(ciphertext);
            byte[] both = Secrets(ciphertext), bothChanged = Secrets(changed);
            Comparison.Equal(Combine(both, ciphertext), secret, $"X-Wing, {set}: secret of encapsulation");
            Comparison.Equal(both, tlsSecret, $"X25519MLKEM768, {set}: secret of encapsulation");
            Comparison.Equal(Combine(both, ciphertext), KemSchemes.Decapsulate(xWing, xWingKey, ciphertext), $"X-Wing, {set}: secret");
            Comparison.Equal(both, KemSchemes.Decapsulate(tls, tlsKey, ciphertext), $"X25519MLKEM768, {set}: secret");
            Comparison.Equal(Combine(bothChanged, changed), KemSchemes.Decapsulate(xWing, xWingKey, changed), $"X-Wing, {set}: secret of a changed ciphertext");
            byte[]? expected = bothChanged.AsSpan(Size).ContainsAnyExcept((byte)0) ? bothChanged : null;        // TLS refuses an X25519 secret of zero
            Comparison.Equal(
                expected, Comparison.Try(() => KemSchemes.Decapsulate(tls, tlsKey, changed)), $"X25519MLKEM768, {set}: secret of a changed ciphertext");
            Tally.Add(HybridsName, set);
            if (set == Hybrids[0].Set)
                CompareLibsodium(ciphertext, secret, changed, Combine(bothChanged, changed));
        }

        Tally.Add(HybridsName, Tally.BouncyCastle);

        void CompareLibsodium(byte[] ciphertext, byte[] secret, byte[] changed, byte[] ofChanged)
        {
            if (Sodium.Missing is not null)
                return;
            (byte[] theirPublicKey, byte[] theirPrivateKey) = Sodium.GenerateXWing(seed);
            Comparison.Equal(publicKey, theirPublicKey, "X-Wing, libsodium: public key");
            Comparison.Equal([.. ciphertext, .. secret], Sodium.EncapsulateXWing(publicKey, randomness), "X-Wing, libsodium: encapsulation");
            Comparison.Equal(secret, Sodium.DecapsulateXWing(theirPrivateKey, ciphertext), "X-Wing, libsodium: secret");
            byte[]? theirs = Sodium.DecapsulateXWing(theirPrivateKey, changed);
            if (theirs is not null)         // refused where X25519 gives zero
                Comparison.Equal(ofChanged, theirs, "X-Wing, libsodium: secret of a changed ciphertext");
            Tally.Add(HybridsName, Tally.Libsodium);
        }

        byte[] Secrets(byte[] ciphertext) => [.. KemPeers.Decapsulate(mlKem, ciphertext[..^Size]), .. Multiply(scalar, ciphertext[^Size..])];

        // the label is the six signs \.//^\ (draft-connolly-cfrg-xwing-kem, section 5.3)
        byte[] Combine(byte[] secrets, byte[] ciphertext)
        {
            Sha3Digest hash = new(256);
            byte[] input = [.. secrets, .. ciphertext[^Size..], .. publicKey[^Size..], .. "\\.//^\\"u8];
            hash.BlockUpdate(input, 0, input.Length);
            byte[] secret = new byte[Size];
            hash.DoFinal(secret, 0);
            return secret;
        }
    }

    private static byte[] Multiply(byte[] scalar, byte[] u)
    {
        byte[] result = new byte[Size];
        TheirX25519.ScalarMult(scalar, 0, u, 0, result, 0);
        return result;
    }

    private static byte[] MultiplyBase(byte[] scalar)
    {
        byte[] result = new byte[Size];
        TheirX25519.ScalarMultBase(scalar, 0, result, 0);
        return result;
    }

    private sealed class HybridsOf : IKernelVisitor<(string Set, KemScheme XWing, KemScheme Tls)>
    {
        public (string Set, KemScheme XWing, KemScheme Tls) Visit<TKernels>()
            where TKernels : struct, IKernels
        {
            KemScheme mlKem = KemSchemes.Create<TKernels>(MLKem768);
            return (TKernels.Name, SeedHybridScheme<TKernels>.XWing(mlKem), TlsHybridScheme.X25519MLKem768(mlKem));
        }
    }
}
