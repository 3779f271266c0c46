using System.Security.Cryptography;

namespace PqCrypto.Pki.Signatures;

/// <summary>The hash functions that classical signatures are accepted with.</summary>
/// <remarks>SHA-1 and MD5 are left out: signatures with them are refused.</remarks>
internal static class HashIdentifiers
{
    private static readonly (string Oid, HashAlgorithmName Name, int Size)[] Hashes =
    [
        ("2.16.840.1.101.3.4.2.1", HashAlgorithmName.SHA256, 32),
        ("2.16.840.1.101.3.4.2.2", HashAlgorithmName.SHA384, 48),
        ("2.16.840.1.101.3.4.2.3", HashAlgorithmName.SHA512, 64),
    ];

    internal static string OidOf(HashAlgorithmName name) => Hashes.Single(hash => hash.Name == name).Oid;

    internal static int SizeInBytes(HashAlgorithmName name) => Hashes.Single(hash => hash.Name == name).Size;

    /// <summary>The function of an object identifier; null where it is none of these.</summary>
    internal static HashAlgorithmName? Find(string oid) => Hashes.Where(hash => hash.Oid == oid).Select(hash => (HashAlgorithmName?)hash.Name).SingleOrDefault();
}
