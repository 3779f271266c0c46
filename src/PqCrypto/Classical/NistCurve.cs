using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Classical;

/// <summary>A NIST curve of the platform: sizes, order, and keys as the platform's parameters. The one place for elliptic-curve keys.</summary>
/// <remarks>SP 800-186, section 3.2.1. Scalars are big-endian and as long as the order; points are uncompressed (SEC 1, section 2.3.3).</remarks>
internal sealed class NistCurve
{
    private const byte Uncompressed = 0x04;

    private readonly ECCurve curve;
    private readonly byte[] prime;
    private readonly byte[] order;
    private readonly byte[] identifierParameters;

    private NistCurve(string name, string oid, ECCurve curve, string prime, string order)
    {
        Name = name;
        Oid = oid;
        this.curve = curve;
        this.prime = Convert.FromHexString(prime);
        this.order = Convert.FromHexString(order);
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        identifierParameters = writer.Encode();
    }

    /// <summary>P-256.</summary>
    internal static NistCurve P256 { get; } = new(
        "P-256",
        Oids.CurveP256,
        ECCurve.NamedCurves.nistP256,
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",        // = 2^256 - 2^224 + 2^192 + 2^96 - 1
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    /// <summary>P-384.</summary>
    internal static NistCurve P384 { get; } = new(
        "P-384",
        Oids.CurveP384,
        ECCurve.NamedCurves.nistP384,
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",    // = 2^384 - 2^128 - 2^96 + 2^32 - 1
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");

    /// <summary>P-521.</summary>
    internal static NistCurve P521 { get; } = new(
        "P-521",
        Oids.CurveP521,
        ECCurve.NamedCurves.nistP521,
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",    // = 2^521 - 1
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409");

    /// <summary>The curve's name.</summary>
    internal string Name { get; }

    /// <summary>The curve's object identifier.</summary>
    internal string Oid { get; }

    /// <summary>Length in bytes of scalars and coordinates.</summary>
    internal int ScalarSize => order.Length;

    /// <summary>Length in bits of the order.</summary>
    internal int OrderSizeInBits => (8 * order.Length) - byte.LeadingZeroCount(order[0]);

    /// <summary>Length in bytes of an uncompressed point.</summary>
    internal int PointSize => 1 + 2 * ScalarSize;

    /// <summary>The AlgorithmIdentifier of keys on this curve: id-ecPublicKey with namedCurve.</summary>
    internal AlgorithmIdentifier Identifier => new(Oids.EcPublicKey, identifierParameters);

    /// <summary>Whether an AlgorithmIdentifier is that of keys on this curve.</summary>
    internal bool Reads(AlgorithmIdentifier identifier) =>
        identifier.Oid == Oids.EcPublicKey && identifier.Parameters.SequenceEqual(identifierParameters);

    /// <summary>Tells whether a scalar lies between 1 and the order minus 1, in constant time; the verdict is public.</summary>
    /// <param name="scalar"><see cref="ScalarSize"/> bytes. Secret.</param>
    internal bool IsScalar(ReadOnlySpan<byte> scalar)
    {
        int borrow = 0;
        for (int i = order.Length - 1; i >= 0; i--)
            borrow = ((scalar[i] - order[i] - borrow) >> 8) & 1;
        byte zero = ConstantTime.IsZeroMask(scalar);
        return Declassify.Value((borrow & ~zero) == 1, DeclassifyReason.ImportVerdict);
    }

    /// <summary>Refuses a scalar that is zero or not below the order.</summary>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="scalar"><see cref="ScalarSize"/> bytes. Secret.</param>
    internal void CheckScalar(string algorithm, ReadOnlySpan<byte> scalar)
    {
        if (!IsScalar(scalar))
            throw Errors.MalformedKey(algorithm, $"the scalar is not between 1 and n - 1 of {Name} (SP 800-56A, section 5.6.2.1.2)");
    }

    /// <summary>Tells what is wrong with a point; null where it is an uncompressed point of the curve.</summary>
    /// <param name="point"><see cref="PointSize"/> bytes. Public.</param>
    internal string? FindFlaw(ReadOnlySpan<byte> point)
    {
        using ECDiffieHellman? imported = ImportPublic(ECDiffieHellman.Create, point, out string? flaw);
        return flaw;
    }

    /// <summary>Makes a platform key of a point.</summary>
    /// <typeparam name="TKey">ECDiffieHellman or ECDsa.</typeparam>
    /// <param name="create">The platform's factory.</param>
    /// <param name="point"><see cref="PointSize"/> bytes. Public.</param>
    /// <param name="flaw">What is wrong with the point, or null.</param>
    /// <returns>The platform's key; null where the point has a flaw.</returns>
    internal TKey? ImportPublic<TKey>(Func<ECParameters, TKey> create, ReadOnlySpan<byte> point, out string? flaw)
        where TKey : ECAlgorithm
    {
        flaw = null;
        ReadOnlySpan<byte> x = point.Slice(1, ScalarSize);
        ReadOnlySpan<byte> y = point[(1 + ScalarSize)..];
        if (point[0] != Uncompressed)
            flaw = $"the {Name} point is not uncompressed (SEC 1, section 2.3.3)";
        else if (x.SequenceCompareTo(prime) >= 0 || y.SequenceCompareTo(prime) >= 0)
            flaw = $"a coordinate is not below the prime of {Name} (SP 800-56A, section 5.6.2.3.3)";
        if (flaw is not null)
            return null;
        try
        {
            return create(new ECParameters { Curve = curve, Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() } });
        }
        catch (CryptographicException)
        {
            flaw = $"the point is not on {Name} (SP 800-56A, section 5.6.2.3.3)";
            return null;
        }
    }

    /// <summary>Generates a key on the platform.</summary>
    /// <typeparam name="TKey">ECDiffieHellman or ECDsa.</typeparam>
    /// <param name="create">The platform's factory.</param>
    /// <param name="scalar">Receives the scalar; empty where only the platform needs it. Secret.</param>
    /// <param name="point">Receives the public key. Public.</param>
    /// <returns>The platform's key.</returns>
    internal TKey Generate<TKey>(Func<ECCurve, TKey> create, Span<byte> scalar, Span<byte> point)
        where TKey : ECAlgorithm
    {
        TKey key = create(curve);
        try
        {
            ECParameters parameters = key.ExportParameters(includePrivateParameters: !scalar.IsEmpty);
            try
            {
                parameters.D.CopyTo(scalar);
                WritePoint(parameters.Q, point);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(parameters.D);
            }

            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Makes a platform key of a scalar.</summary>
    /// <typeparam name="TKey">ECDiffieHellman or ECDsa.</typeparam>
    /// <param name="create">The platform's factory.</param>
    /// <param name="scalar">A scalar that was checked. Secret; handed to the platform.</param>
    /// <param name="point">Receives the public key.</param>
    internal TKey Import<TKey>(Func<ECParameters, TKey> create, ReadOnlySpan<byte> scalar, Span<byte> point)
        where TKey : ECAlgorithm
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(scalar.Length, pinned: true);
        try
        {
            scalar.CopyTo(pinned);
            Declassify.Bytes<byte>(pinned, DeclassifyReason.PlatformKey);
            TKey key = create(new ECParameters { Curve = curve, D = pinned });
            WritePoint(key.ExportParameters(includePrivateParameters: false).Q, point);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pinned);
        }
    }

    /// <summary>Reads the content of a PKCS#8 structure.</summary>
    /// <typeparam name="TKey">The kind of key.</typeparam>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="source">An ECPrivateKey. Secret.</param>
    /// <param name="import">Makes the key of its scalar.</param>
    /// <param name="pointOf">Tells the public key of a key.</param>
    /// <remarks>RFC 5915, section 3. A public key that is stated must be the scalar's own.</remarks>
    internal TKey DecodePrivateKey<TKey>(string algorithm, ReadOnlySpan<byte> source, ScalarImport<TKey> import, Func<TKey, byte[]> pointOf)
        where TKey : IDisposable
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> scalar = workspace.Bytes(ScalarSize);
        byte[]? stated = EcPrivateKey.Decode(source, Oid, ScalarSize, scalar);
        TKey key = import(scalar);
        if (stated is null || stated.AsSpan().SequenceEqual(pointOf(key)))
            return key;
        key.Dispose();
        throw Errors.MalformedKey(algorithm, "its public key is not that of its scalar (RFC 5915, section 3)");
    }

    private static void WritePoint(ECPoint q, Span<byte> point)
    {
        point[0] = Uncompressed;
        q.X.CopyTo(point[1..]);
        q.Y.CopyTo(point[(1 + q.X!.Length)..]);
    }
}

/// <summary>Makes a key of a scalar.</summary>
internal delegate TKey ScalarImport<out TKey>(ReadOnlySpan<byte> scalar);
