using System.Security.Cryptography;

namespace PqCrypto.Akp;

/// <summary>A signature algorithm under its names in JOSE and COSE, and the content of its keys of type AKP. Compiled into the package of either.</summary>
/// <remarks>RFC 9964, sections 3 and 4; draft-ietf-jose-pq-composite-sigs, whose COSE numbers are asked for, not assigned.</remarks>
internal sealed class AkpAlgorithm
{
    /// <summary>The key type: "AKP" in JOSE, 7 in COSE.</summary>
    internal const string JoseKeyType = "AKP";

    /// <summary>The key type in COSE.</summary>
    internal const int CoseKeyType = 7;

    private static readonly (string Name, string JoseName, int CoseNumber)[] Rows =
    [
        ("ML-DSA-44", "ML-DSA-44", -48),
        ("ML-DSA-65", "ML-DSA-65", -49),
        ("ML-DSA-87", "ML-DSA-87", -50),
        ("MLDSA44-ECDSA-P256-SHA256", "ML-DSA-44-ES256", -54),
        ("MLDSA65-ECDSA-P256-SHA512", "ML-DSA-65-ES256", -55),
        ("MLDSA87-ECDSA-P384-SHA512", "ML-DSA-87-ES384", -56),
        ("MLDSA44-Ed25519-SHA512", "ML-DSA-44-Ed25519", -57),
        ("MLDSA65-Ed25519-SHA512", "ML-DSA-65-Ed25519", -58),
        ("MLDSA87-Ed448-SHAKE256", "ML-DSA-87-Ed448", -59),
    ];

    private readonly SignatureAlgorithm algorithm;

    private AkpAlgorithm(SignatureAlgorithm algorithm, string joseName, int coseNumber)
    {
        this.algorithm = algorithm;
        JoseName = joseName;
        CoseNumber = coseNumber;
    }

    /// <summary>The value of "alg" in JOSE.</summary>
    internal string JoseName { get; }

    /// <summary>The value of alg in COSE.</summary>
    internal int CoseNumber { get; }

    /// <summary>The length of "priv" in bytes: of the seed where the algorithm has one, else of the raw private key.</summary>
    internal int PrivateSizeInBytes => HasSeed ? algorithm.PrivateSeedSizeInBytes : algorithm.PrivateKeySizeInBytes;

    private bool HasSeed => algorithm.PrivateSeedSizeInBytes != 0;

    /// <summary>The names of an algorithm.</summary>
    /// <exception cref="NotSupportedException">It has none.</exception>
    internal static AkpAlgorithm Of(SignatureAlgorithm algorithm)
    {
        foreach ((string name, string joseName, int coseNumber) in Rows)
        {
            if (name == algorithm.Name)
                return new AkpAlgorithm(algorithm, joseName, coseNumber);
        }

        throw new NotSupportedException($"{algorithm.Name} has no name in JOSE and COSE; there are {string.Join(", ", Rows.Select(row => row.Name))}.");
    }

    /// <summary>The algorithm of a JOSE name.</summary>
    /// <param name="joseName">The name, in its exact case.</param>
    /// <param name="more">Algorithms that the core package has not.</param>
    /// <exception cref="CryptographicException">There is none.</exception>
    internal static AkpAlgorithm Find(string joseName, IEnumerable<SignatureAlgorithm>? more) =>
        Find(row => row.JoseName == joseName, $"\"{joseName}\"", more);

    /// <summary>The algorithm of a COSE number.</summary>
    /// <param name="coseNumber">The number.</param>
    /// <param name="more">Algorithms that the core package has not.</param>
    /// <exception cref="CryptographicException">There is none.</exception>
    internal static AkpAlgorithm Find(int coseNumber, IEnumerable<SignatureAlgorithm>? more) =>
        Find(row => row.CoseNumber == coseNumber, coseNumber.ToString(System.Globalization.CultureInfo.InvariantCulture), more);

    /// <summary>What is wrong with a key.</summary>
    internal static CryptographicException Malformed(string reason, Exception? inner = null) => new($"The AKP key is malformed: {reason}.", inner);

    /// <summary>Reads "pub".</summary>
    /// <exception cref="CryptographicException">It has the wrong length or fails a check.</exception>
    internal SignaturePublicKey ImportPublicKey(ReadOnlySpan<byte> publicKey)
    {
        CheckLength("pub", algorithm.PublicKeySizeInBytes, publicKey.Length);
        return algorithm.ImportPublicKey(publicKey);
    }

    /// <summary>Reads "priv" and compares it with "pub".</summary>
    /// <param name="privateKey">Secret.</param>
    /// <param name="publicKey">Public.</param>
    /// <exception cref="CryptographicException">One has the wrong length or fails a check, or they are not a pair.</exception>
    internal SignaturePrivateKey ImportPrivateKey(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey)
    {
        CheckLength("pub", algorithm.PublicKeySizeInBytes, publicKey.Length);
        CheckLength("priv", PrivateSizeInBytes, privateKey.Length);
        SignaturePrivateKey key = HasSeed ? algorithm.ImportPrivateSeed(privateKey) : algorithm.ImportPrivateKey(privateKey);
        if (key.PublicKey.ExportPublicKey().AsSpan().SequenceEqual(publicKey))
            return key;
        key.Dispose();
        throw Malformed("\"pub\" is not the public key of \"priv\" (RFC 9964, section 3)");
    }

    /// <summary>Writes "priv".</summary>
    /// <param name="key">A key of this algorithm.</param>
    /// <param name="destination">Exactly <see cref="PrivateSizeInBytes"/> bytes. Secret.</param>
    /// <exception cref="CryptographicException">The key does not know its seed.</exception>
    internal void ExportPrivateKey(SignaturePrivateKey key, Span<byte> destination)
    {
        if (HasSeed)
            key.ExportPrivateSeed(destination);
        else
            key.ExportPrivateKey(destination);
    }

    private static AkpAlgorithm Find(Func<(string Name, string JoseName, int CoseNumber), bool> isAskedFor, string asked, IEnumerable<SignatureAlgorithm>? more)
    {
        (string name, string joseName, int coseNumber) = Rows.FirstOrDefault(isAskedFor);
        if (name is null)
            throw Malformed($"no algorithm of these keys is called {asked}");
        SignatureAlgorithm? found = more?.FirstOrDefault(candidate => candidate.Name == name);
        return found is not null || SignatureAlgorithm.TryFind(name, out found)
            ? new AkpAlgorithm(found, joseName, coseNumber)
            : throw Malformed($"{joseName} is read only where its algorithm is given; PqCrypto.Pki has it");
    }

    private void CheckLength(string member, int expected, int actual)
    {
        if (actual != expected)
            throw Malformed($"\"{member}\" of {JoseName} is {expected} bytes; got {actual}");
    }
}
