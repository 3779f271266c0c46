using System.Diagnostics.CodeAnalysis;
using PqCrypto.Base;
using PqCrypto.Classical;
using PqCrypto.Hybrid;
using PqCrypto.Kernels;

namespace PqCrypto;

/// <summary>The composite algorithms of the LAMPS drafts: ML-DSA or ML-KEM and a classical algorithm under one key, one object identifier, one signature or
/// ciphertext.</summary>
/// <remarks>
/// Here are those whose classical part is in this package: RSA, the NIST curves and X25519. For the others (Ed25519, Ed448, X448, brainpool) this class
/// knows everything but that part, which the two Create methods take.
/// <para>Found by <see cref="SignatureAlgorithm.TryFind"/> and <see cref="KemAlgorithm.TryFind"/> by name, by name with "id-" before it, and by object
/// identifier; read by the static imports of the key types. draft-ietf-lamps-pq-composite-sigs-19, draft-ietf-lamps-pq-composite-kem-15.</para>
/// </remarks>
public static class CompositeAlgorithms
{
    /// <summary>The composite signature algorithms of this package, by object identifier.</summary>
    public static IReadOnlyList<SignatureAlgorithm> Signatures => Own.Signatures;

    /// <summary>The composite KEMs of this package, by object identifier.</summary>
    public static IReadOnlyList<KemAlgorithm> Kems => Own.Kems;

    /// <summary>The names of all of them, signatures first.</summary>
    public static IReadOnlyList<string> All => Own.Names;

    /// <summary>Makes a composite signature algorithm with a classical part of your own.</summary>
    /// <param name="name">The draft's identifier, with or without "id-", such as "MLDSA65-Ed25519-SHA512".</param>
    /// <param name="classical">The classical part: a scheme whose raw keys are those that the draft puts into composite keys.</param>
    /// <exception cref="ArgumentException">The draft has no such algorithm, or the part's keys do not have the lengths that the draft tells.</exception>
    /// <remarks>draft-ietf-lamps-pq-composite-sigs-19.</remarks>
    public static SignatureAlgorithm Create(string name, SignatureScheme classical)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(classical);
        string plain = WithoutPrefix(name);
        foreach ((CompositeSignature row, SignatureAlgorithm mlDsa, SignatureScheme? _) in SignatureRows())
        {
            if (!row.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
                continue;
            CheckPart(row.Name, row.PublicKeySizeInBytes, row.PrivateKeySizeInBytes, mlDsa.Scheme.Description, classical.Description);
            return Join(row, mlDsa, classical);
        }

        throw new ArgumentException($"There is no composite signature algorithm '{name}'.", nameof(name));
    }

    /// <summary>Makes a composite KEM with a classical part of your own.</summary>
    /// <param name="name">The draft's identifier, with or without "id-", such as "MLKEM1024-X448-SHA3-256".</param>
    /// <param name="classical">The classical part: a scheme whose raw keys are those that the draft puts into composite keys, whose ciphertext is the ephemeral
    /// public key, and whose secret is what both agree on, not derived any further.</param>
    /// <exception cref="ArgumentException">The draft has no such algorithm, or the part's keys do not have the lengths that the draft tells.</exception>
    /// <remarks>draft-ietf-lamps-pq-composite-kem-15.</remarks>
    public static KemAlgorithm Create(string name, KemScheme classical)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(classical);
        string plain = WithoutPrefix(name);
        foreach ((CompositeKem row, KemAlgorithm mlKem, KemScheme? _) in KemRows())
        {
            if (!row.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
                continue;
            CheckPart(row.Name, row.PublicKeySizeInBytes, row.PrivateKeySizeInBytes, mlKem.Scheme.Description, classical.Description);
            return Join(row, mlKem, classical);
        }

        throw new ArgumentException($"There is no composite KEM '{name}'.", nameof(name));
    }

    /// <summary>A composite of this package with a name or an object identifier.</summary>
    internal static bool TryFind(string nameOrOid, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        string name = WithoutPrefix(nameOrOid);
        algorithm = Signatures.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || candidate.Oid == nameOrOid);
        return algorithm is not null;
    }

    /// <summary>A composite of this package with a name or an object identifier.</summary>
    internal static bool TryFind(string nameOrOid, [NotNullWhen(true)] out KemAlgorithm? algorithm)
    {
        string name = WithoutPrefix(nameOrOid);
        algorithm = Kems.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || candidate.Oid == nameOrOid);
        return algorithm is not null;
    }

    private static string WithoutPrefix(string name) => name.StartsWith("id-", StringComparison.OrdinalIgnoreCase) ? name["id-".Length..] : name;

    private static void CheckPart(string name, int publicKeySize, int privateKeySize, AlgorithmDescription postQuantum, AlgorithmDescription classical)
    {
        bool fits = publicKeySize == postQuantum.PublicKeySizeInBytes + classical.PublicKeySizeInBytes
            && privateKeySize == postQuantum.PrivateSeedSizeInBytes + classical.PrivateKeySizeInBytes;
        if (!fits)
            throw new ArgumentException($"{name} has no part with keys as long as those of {classical.Name}.", nameof(classical));
    }

    private static SignatureAlgorithm Join(CompositeSignature row, SignatureAlgorithm mlDsa, SignatureScheme classical)
    {
        SignatureScheme scheme = KernelSelector.Best.Accept(new SignatureRow(row, mlDsa.Scheme, classical));
        scheme.SelfTest = KnownAnswers.OfParts(scheme, mlDsa);
        return SignatureAlgorithm.Of(scheme);
    }

    private static KemAlgorithm Join(CompositeKem row, KemAlgorithm mlKem, KemScheme classical)
    {
        KemScheme scheme = KernelSelector.Best.Accept(new KemRow(row, mlKem.Scheme, classical));
        SelfTest[] others = classical == AgreementScheme.X25519 ? [KnownAnswers.X25519] : [];
        scheme.SelfTest = KnownAnswers.OfParts(scheme, mlKem, others);
        return KemAlgorithm.Of(scheme);
    }

    /// <summary>The table of draft-ietf-lamps-pq-composite-sigs-19; a part that is not in this package is null.</summary>
    private static IEnumerable<(CompositeSignature Row, SignatureAlgorithm MLDsa, SignatureScheme? Classical)> SignatureRows()
    {
        SignatureAlgorithm dsa44 = SignatureAlgorithm.MLDsa44, dsa65 = SignatureAlgorithm.MLDsa65, dsa87 = SignatureAlgorithm.MLDsa87;
        RsaSignatureScheme pss2048 = RsaSignatureScheme.Pss2048Sha256, pkcs2048 = RsaSignatureScheme.Pkcs1With2048Sha256;
        RsaSignatureScheme pss3072 = RsaSignatureScheme.Pss3072Sha256, pkcs3072 = RsaSignatureScheme.Pkcs1With3072Sha256;
        RsaSignatureScheme pss4096 = RsaSignatureScheme.Pss4096Sha384, pkcs4096 = RsaSignatureScheme.Pkcs1With4096Sha384;
        EcdsaScheme p256 = EcdsaScheme.Component(NistCurve.P256, SignatureHash.Sha256);
        EcdsaScheme p384 = EcdsaScheme.Component(NistCurve.P384, SignatureHash.Sha384);
        EcdsaScheme p521 = EcdsaScheme.Component(NistCurve.P521, SignatureHash.Sha512);
        yield return (Row("MLDSA44-RSA2048-PSS-SHA256", 37, PreHash.Sha256), dsa44, pss2048);
        yield return (Row("MLDSA44-RSA2048-PKCS15-SHA256", 38, PreHash.Sha256), dsa44, pkcs2048);
        yield return (Row("MLDSA44-Ed25519-SHA512", 39, PreHash.Sha512, 1344, 64), dsa44, null);
        yield return (Row("MLDSA44-ECDSA-P256-SHA256", 40, PreHash.Sha256, 1377, 83), dsa44, p256);
        yield return (Row("MLDSA65-RSA3072-PSS-SHA512", 41, PreHash.Sha512), dsa65, pss3072);
        yield return (Row("MLDSA65-RSA3072-PKCS15-SHA512", 42, PreHash.Sha512), dsa65, pkcs3072);
        yield return (Row("MLDSA65-RSA4096-PSS-SHA512", 43, PreHash.Sha512), dsa65, pss4096);
        yield return (Row("MLDSA65-RSA4096-PKCS15-SHA512", 44, PreHash.Sha512), dsa65, pkcs4096);
        yield return (Row("MLDSA65-ECDSA-P256-SHA512", 45, PreHash.Sha512, 2017, 83), dsa65, p256);
        yield return (Row("MLDSA65-ECDSA-P384-SHA512", 46, PreHash.Sha512, 2049, 96), dsa65, p384);
        yield return (Row("MLDSA65-ECDSA-brainpoolP256r1-SHA512", 47, PreHash.Sha512, 2017, 84, "COMPSIG-MLDSA65-ECDSA-BP256-SHA512"), dsa65, null);
        yield return (Row("MLDSA65-Ed25519-SHA512", 48, PreHash.Sha512, 1984, 64), dsa65, null);
        yield return (Row("MLDSA87-ECDSA-P384-SHA512", 49, PreHash.Sha512, 2689, 96), dsa87, p384);
        yield return (Row("MLDSA87-ECDSA-brainpoolP384r1-SHA512", 50, PreHash.Sha512, 2689, 100, "COMPSIG-MLDSA87-ECDSA-BP384-SHA512"), dsa87, null);
        yield return (Row("MLDSA87-Ed448-SHAKE256", 51, PreHash.Shake256, 2649, 89), dsa87, null);
        yield return (Row("MLDSA87-RSA3072-PSS-SHA512", 52, PreHash.Sha512), dsa87, pss3072);
        yield return (Row("MLDSA87-RSA4096-PSS-SHA512", 53, PreHash.Sha512), dsa87, pss4096);
        yield return (Row("MLDSA87-ECDSA-P521-SHA512", 54, PreHash.Sha512, 2725, 114), dsa87, p521);
    }

    /// <summary>The table of draft-ietf-lamps-pq-composite-kem-15; a part that is not in this package is null.</summary>
    private static IEnumerable<(CompositeKem Row, KemAlgorithm MLKem, KemScheme? Classical)> KemRows()
    {
        KemAlgorithm kem768 = KemAlgorithm.MLKem768, kem1024 = KemAlgorithm.MLKem1024;
        yield return (new("MLKEM768-RSA2048-SHA3-256", 55, "MLKEM768-RSAOAEP2048", 0, 0), kem768, RsaOaepScheme.Component(2048));
        yield return (new("MLKEM768-RSA3072-SHA3-256", 56, "MLKEM768-RSAOAEP3072", 0, 0), kem768, RsaOaepScheme.Component(3072));
        yield return (new("MLKEM768-RSA4096-SHA3-256", 57, "MLKEM768-RSAOAEP4096", 0, 0), kem768, RsaOaepScheme.Component(4096));
        yield return (new("MLKEM768-X25519-SHA3-256", 58, @"\.//^\", 1216, 96), kem768, AgreementScheme.X25519);
        yield return (new("MLKEM768-ECDH-P256-SHA3-256", 59, "MLKEM768-P256", 1249, 115), kem768, AgreementScheme.P256);
        yield return (new("MLKEM768-ECDH-P384-SHA3-256", 60, "MLKEM768-P384", 1281, 128), kem768, AgreementScheme.P384);
        yield return (new("MLKEM768-ECDH-brainpoolP256r1-SHA3-256", 61, "MLKEM768-BP256", 1249, 116), kem768, null);
        yield return (new("MLKEM1024-RSA3072-SHA3-256", 62, "MLKEM1024-RSAOAEP3072", 0, 0), kem1024, RsaOaepScheme.Component(3072));
        yield return (new("MLKEM1024-ECDH-P384-SHA3-256", 63, "MLKEM1024-P384", 1665, 128), kem1024, AgreementScheme.P384);
        yield return (new("MLKEM1024-ECDH-brainpoolP384r1-SHA3-256", 64, "MLKEM1024-BP384", 1665, 132), kem1024, null);
        yield return (new("MLKEM1024-X448-SHA3-256", 65, "MLKEM1024-X448", 1624, 120), kem1024, null);
        yield return (new("MLKEM1024-ECDH-P521-SHA3-256", 66, "MLKEM1024-P521", 1701, 146), kem1024, AgreementScheme.P521);
    }

    /// <summary>A row; the label is the name with a prefix, but for the brainpool curves.</summary>
    private static CompositeSignature Row(string name, int arc, PreHash hash, int publicKeySize = 0, int privateKeySize = 0, string? label = null) =>
        new(name, arc, label ?? $"COMPSIG-{name}", hash, publicKeySize, privateKeySize);

    private sealed class SignatureRow(CompositeSignature row, SignatureScheme mlDsa, SignatureScheme classical) : IKernelVisitor<SignatureScheme>
    {
        public SignatureScheme Visit<TKernels>()
            where TKernels : struct, IKernels => new CompositeSignatureScheme<TKernels>(row, mlDsa, classical);
    }

    private sealed class KemRow(CompositeKem row, KemScheme mlKem, KemScheme classical) : IKernelVisitor<KemScheme>
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels => new CompositeKemScheme<TKernels>(row, mlKem, classical);
    }

    /// <summary>The algorithms of this package, made when they are first asked for.</summary>
    private static class Own
    {
        internal static readonly SignatureAlgorithm[] Signatures =
            [.. SignatureRows().Where(row => row.Classical is not null).Select(row => Join(row.Row, row.MLDsa, row.Classical!))];

        internal static readonly KemAlgorithm[] Kems =
            [.. KemRows().Where(row => row.Classical is not null).Select(row => Join(row.Row, row.MLKem, row.Classical!))];

        internal static readonly string[] Names = [.. Signatures.Select(algorithm => algorithm.Name), .. Kems.Select(algorithm => algorithm.Name)];
    }
}
