using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace PqCrypto.Pki.Cms;

/// <summary>The digest of a content that comes in parts. SHA-2 is the platform's, SHA-3 and SHAKE, which not every platform has, are BouncyCastle's.</summary>
/// <remarks>The functions of RFC 9882, section 3, with outputs of 32 bytes (SHAKE128) and 64 bytes (SHAKE256).</remarks>
internal sealed class ContentDigest : IDisposable
{
    internal const string Sha256 = "2.16.840.1.101.3.4.2.1";
    internal const string Sha384 = "2.16.840.1.101.3.4.2.2";
    internal const string Sha512 = "2.16.840.1.101.3.4.2.3";
    internal const string Sha3With256 = "2.16.840.1.101.3.4.2.8";
    internal const string Sha3With384 = "2.16.840.1.101.3.4.2.9";
    internal const string Sha3With512 = "2.16.840.1.101.3.4.2.10";
    internal const string Shake128 = "2.16.840.1.101.3.4.2.11";
    internal const string Shake256 = "2.16.840.1.101.3.4.2.12";

    private readonly IncrementalHash? platform;
    private readonly IDigest? other;

    private ContentDigest(HashAlgorithmName name) => platform = IncrementalHash.CreateHash(name);

    private ContentDigest(IDigest digest) => other = digest;

    /// <summary>Whether an object identifier is one of these.</summary>
    internal static bool IsKnown(string oid) => oid is Sha256 or Sha384 or Sha512 or Sha3With256 or Sha3With384 or Sha3With512 or Shake128 or Shake256;

    /// <summary>The digest of a known object identifier.</summary>
    internal static ContentDigest Create(string oid) => oid switch
    {
        Sha256 => new ContentDigest(HashAlgorithmName.SHA256),
        Sha384 => new ContentDigest(HashAlgorithmName.SHA384),
        Sha512 => new ContentDigest(HashAlgorithmName.SHA512),
        Sha3With256 => new ContentDigest(new Sha3Digest(256)),
        Sha3With384 => new ContentDigest(new Sha3Digest(384)),
        Sha3With512 => new ContentDigest(new Sha3Digest(512)),
        Shake128 => new ContentDigest(new ShakeDigest(128)),
        _ => new ContentDigest(new ShakeDigest(256)),
    };

    internal void Append(ReadOnlySpan<byte> part)
    {
        platform?.AppendData(part);
        other?.BlockUpdate(part);
    }

    internal byte[] Finish()
    {
        if (platform is not null)
            return platform.GetHashAndReset();
        byte[] digest = new byte[other!.GetDigestSize()];
        other.DoFinal(digest, 0);
        return digest;
    }

    public void Dispose() => platform?.Dispose();
}
