using Org.BouncyCastle.Asn1.TeleTrust;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Security;

namespace PqCrypto.Pki.Parts;

/// <summary>A brainpool curve of BouncyCastle, and its keys as composites hold them: an uncompressed point; an ECPrivateKey that names the curve and leaves out its public key.</summary>
/// <remarks>RFC 5639; RFC 5915, section 3. All fields of such an ECPrivateKey but the scalar are always the same bytes. BouncyCastle's arithmetic on these curves takes a time that
/// depends on its inputs.</remarks>
internal sealed class BrainpoolCurve
{
    private const byte Uncompressed = 0x04;

    private readonly byte[] before;
    private readonly byte[] after;
    private readonly ECDomainParameters domain;

    private BrainpoolCurve(string name, Org.BouncyCastle.Asn1.DerObjectIdentifier oid, int scalarSize, string before, string after)
    {
        Name = name;
        ScalarSize = scalarSize;
        this.before = Convert.FromHexString(before);
        this.after = Convert.FromHexString(after);
        domain = new ECDomainParameters(TeleTrusTNamedCurves.GetByOid(oid));
    }

    internal static BrainpoolCurve P256r1 { get; } =
        new("brainpoolP256r1", TeleTrusTObjectIdentifiers.BrainpoolP256R1, 32, "30320201010420", "A00B06092B2403030208010107");

    internal static BrainpoolCurve P384r1 { get; } =
        new("brainpoolP384r1", TeleTrusTObjectIdentifiers.BrainpoolP384R1, 48, "30420201010430", "A00B06092B240303020801010B");

    internal string Name { get; }

    /// <summary>Length in bytes of scalars, coordinates and agreed secrets.</summary>
    internal int ScalarSize { get; }

    internal int PointSize => 1 + (2 * ScalarSize);

    internal int PrivateKeySize => before.Length + ScalarSize + after.Length;

    /// <summary>Generates a key with BouncyCastle's generator over the system's randomness.</summary>
    /// <param name="key">Receives <see cref="PrivateKeySize"/> bytes. Secret.</param>
    internal void GeneratePrivateKey(Span<byte> key)
    {
        ECKeyPairGenerator generator = new();
        generator.Init(new ECKeyGenerationParameters(domain, new SecureRandom()));
        using Lent scalar = Lent.Of(((ECPrivateKeyParameters)generator.GenerateKeyPair().Private).D.ToByteArrayUnsigned());
        key.Clear();
        before.CopyTo(key);
        scalar.Bytes.CopyTo(key[(before.Length + ScalarSize - scalar.Bytes.Length)..]);
        after.CopyTo(key[(before.Length + ScalarSize)..]);
    }

    /// <summary>Reads a private key.</summary>
    internal ECPrivateKeyParameters ReadPrivateKey(string algorithm, ReadOnlySpan<byte> privateKey)
    {
        if (!privateKey.StartsWith(before) || !privateKey.EndsWith(after))
            throw Malformed.Key(algorithm, $"its ECPrivateKey is not one of {Name} with the curve and without the public key");
        using Lent bytes = new(privateKey.Slice(before.Length, ScalarSize));
        BigInteger scalar = new(1, bytes.Bytes);
        if (scalar.SignValue == 0 || scalar.CompareTo(domain.N) >= 0)
            throw Malformed.Key(algorithm, $"the scalar is not between 1 and n - 1 of {Name}");
        return new ECPrivateKeyParameters(scalar, domain);
    }

    /// <summary>Reads a point; null where it is not an uncompressed point of the curve.</summary>
    internal ECPublicKeyParameters? ReadPoint(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointSize || point[0] != Uncompressed)
            return null;
        try
        {
            return new ECPublicKeyParameters(domain.Curve.DecodePoint(point.ToArray()), domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    internal byte[] WritePublicKey(ECPrivateKeyParameters key) => new FixedPointCombMultiplier().Multiply(domain.G, key.D).Normalize().GetEncoded(compressed: false);
}
