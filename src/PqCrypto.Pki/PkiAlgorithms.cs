using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki;

/// <summary>All 18 composite signature algorithms and all 12 composite KEMs of the LAMPS drafts: those of the core package, and those whose classical part is
/// BouncyCastle's.</summary>
/// <remarks>Ed25519, Ed448, X448 and the brainpool curves are BouncyCastle's: their private keys pass through managed memory, and the brainpool curves' arithmetic takes a time
/// that depends on its inputs. draft-ietf-lamps-pq-composite-sigs-19, draft-ietf-lamps-pq-composite-kem-15.</remarks>
public static class PkiAlgorithms
{
    /// <summary>The composite signature algorithms, by object identifier.</summary>
    public static IReadOnlyList<SignatureAlgorithm> Signatures { get; } = InOrder(
    [
        .. CompositeAlgorithms.Signatures,
        CompositeAlgorithms.Create("MLDSA44-Ed25519-SHA512", EdwardsPart.Ed25519),
        CompositeAlgorithms.Create("MLDSA65-Ed25519-SHA512", EdwardsPart.Ed25519),
        CompositeAlgorithms.Create("MLDSA87-Ed448-SHAKE256", EdwardsPart.Ed448),
        CompositeAlgorithms.Create("MLDSA65-ECDSA-brainpoolP256r1-SHA512", new BrainpoolSignaturePart(BrainpoolCurve.P256r1, "SHA-256")),
        CompositeAlgorithms.Create("MLDSA87-ECDSA-brainpoolP384r1-SHA512", new BrainpoolSignaturePart(BrainpoolCurve.P384r1, "SHA-384")),
    ],
    algorithm => algorithm.Oid!);

    /// <summary>The composite KEMs, by object identifier.</summary>
    public static IReadOnlyList<KemAlgorithm> Kems { get; } = InOrder(
    [
        .. CompositeAlgorithms.Kems,
        CompositeAlgorithms.Create("MLKEM1024-X448-SHA3-256", new X448Part()),
        CompositeAlgorithms.Create("MLKEM768-ECDH-brainpoolP256r1-SHA3-256", new BrainpoolAgreementPart(BrainpoolCurve.P256r1)),
        CompositeAlgorithms.Create("MLKEM1024-ECDH-brainpoolP384r1-SHA3-256", new BrainpoolAgreementPart(BrainpoolCurve.P384r1)),
    ],
    algorithm => algorithm.Oid!);

    /// <summary>DHKEM over X448 with HKDF-SHA512, for HPKE under the identifier 0x0021: <c>new HpkeSuite(PkiAlgorithms.X448, 0x0021, kdf, aead)</c>. Raw keys and ciphertexts of 56 bytes,
    /// secrets of 64; no containers.</summary>
    /// <remarks>RFC 9180, section 7.1. It is none of <see cref="All"/>, and not found by name.</remarks>
    public static KemAlgorithm X448 { get; } = KemAlgorithm.Create(new DhkemX448());

    /// <summary>The names of all of them, signatures first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Signatures.Select(algorithm => algorithm.Name), .. Kems.Select(algorithm => algorithm.Name)];

    /// <summary>Finds a signature algorithm: one of these, or a built-in one.</summary>
    /// <param name="nameOrOid">The name in any case, for composites with or without "id-", or an object identifier.</param>
    /// <param name="algorithm">The algorithm, or null.</param>
    /// <returns>Whether it was found.</returns>
    public static bool TryFind(string nameOrOid, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        ArgumentNullException.ThrowIfNull(nameOrOid);
        algorithm = Signatures.FirstOrDefault(candidate => IsNamed(candidate.Name, candidate.Oid, nameOrOid));
        return algorithm is not null || SignatureAlgorithm.TryFind(nameOrOid, out algorithm);
    }

    /// <summary>Finds a KEM: one of these, or a built-in one.</summary>
    /// <param name="nameOrOid">The name in any case, for composites with or without "id-", or an object identifier.</param>
    /// <param name="algorithm">The algorithm, or null.</param>
    /// <returns>Whether it was found.</returns>
    public static bool TryFind(string nameOrOid, [NotNullWhen(true)] out KemAlgorithm? algorithm)
    {
        ArgumentNullException.ThrowIfNull(nameOrOid);
        algorithm = Kems.FirstOrDefault(candidate => IsNamed(candidate.Name, candidate.Oid, nameOrOid));
        return algorithm is not null || KemAlgorithm.TryFind(nameOrOid, out algorithm);
    }

    /// <summary>Reads a DER SubjectPublicKeyInfo of a signature algorithm: one of these, or a built-in one.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static SignaturePublicKey ImportSignaturePublicKey(ReadOnlySpan<byte> source) =>
        Find(Signatures, algorithm => algorithm.Oid!, OidOf(source, isPrivate: false))?.ImportSubjectPublicKeyInfo(source)
            ?? SignaturePublicKey.ImportSubjectPublicKeyInfo(source);

    /// <summary>Reads a DER PKCS#8 structure of a signature algorithm: one of these, or a built-in one.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static SignaturePrivateKey ImportSignaturePrivateKey(ReadOnlySpan<byte> source) =>
        Find(Signatures, algorithm => algorithm.Oid!, OidOf(source, isPrivate: true))?.ImportPkcs8PrivateKey(source)
            ?? SignaturePrivateKey.ImportPkcs8PrivateKey(source);

    /// <summary>Reads a DER SubjectPublicKeyInfo of a KEM: one of these, or a built-in one.</summary>
    /// <param name="source">The encoding, without trailing bytes. Public.</param>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static KemPublicKey ImportKemPublicKey(ReadOnlySpan<byte> source) =>
        Find(Kems, algorithm => algorithm.Oid!, OidOf(source, isPrivate: false))?.ImportSubjectPublicKeyInfo(source)
            ?? KemPublicKey.ImportSubjectPublicKeyInfo(source);

    /// <summary>Reads a DER PKCS#8 structure of a KEM: one of these, or a built-in one.</summary>
    /// <param name="source">The encoding, without trailing bytes. Secret.</param>
    /// <returns>The key; dispose it.</returns>
    /// <exception cref="CryptographicException">The encoding is malformed, the key fails a check, or no algorithm reads it.</exception>
    public static KemPrivateKey ImportKemPrivateKey(ReadOnlySpan<byte> source) =>
        Find(Kems, algorithm => algorithm.Oid!, OidOf(source, isPrivate: true))?.ImportPkcs8PrivateKey(source)
            ?? KemPrivateKey.ImportPkcs8PrivateKey(source);

    private static T[] InOrder<T>(T[] algorithms, Func<T, string> oid) =>
        [.. algorithms.OrderBy(algorithm => int.Parse(oid(algorithm).Split('.')[^1], System.Globalization.CultureInfo.InvariantCulture))];

    private static bool IsNamed(string name, string? oid, string nameOrOid) =>
        oid == nameOrOid
        || name.Equals(nameOrOid, StringComparison.OrdinalIgnoreCase)
        || $"id-{name}".Equals(nameOrOid, StringComparison.OrdinalIgnoreCase);

    private static T? Find<T>(IReadOnlyList<T> algorithms, Func<T, string> oidOf, string? oid)
        where T : class => algorithms.FirstOrDefault(algorithm => oidOf(algorithm) == oid);

    /// <summary>The object identifier in a container; null where there is none, which the import then says in its own words.</summary>
    private static string? OidOf(ReadOnlySpan<byte> source, bool isPrivate)
    {
        try
        {
            AsnDecoder.ReadSequence(source, AsnEncodingRules.DER, out int offset, out int length, out _);
            ReadOnlySpan<byte> fields = source.Slice(offset, length);
            if (isPrivate)
            {
                AsnDecoder.ReadIntegerBytes(fields, AsnEncodingRules.DER, out int used);
                fields = fields[used..];
            }

            AsnDecoder.ReadSequence(fields, AsnEncodingRules.DER, out offset, out length, out _);
            return AsnDecoder.ReadObjectIdentifier(fields.Slice(offset, length), AsnEncodingRules.DER, out _);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
