using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki.Signatures;

/// <summary>Verifies what others have signed: by the AlgorithmIdentifier beside a signature and the signer's SubjectPublicKeyInfo.</summary>
/// <remarks>ML-DSA and composites with empty context; RSA (PKCS #1 1.5 and PSS) and ECDSA with SHA-256, SHA-384 or SHA-512 by the platform, whatever the
/// length of the RSA key from 2048 bits on; Ed25519 and Ed448 by BouncyCastle.</remarks>
internal static class SignatureCheck
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Ed25519 = "1.3.101.112";
    private const string Ed448 = "1.3.101.113";
    private const int MinRsaKeyInBits = 2048;

    /// <summary>Whether the signature is that of the key over the data.</summary>
    /// <param name="algorithm">The DER AlgorithmIdentifier beside the signature.</param>
    /// <param name="subjectPublicKeyInfo">The signer's key, DER.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>False too where the key is malformed or of another algorithm.</returns>
    /// <exception cref="NotSupportedException">The algorithm is none of those that are accepted; the message names it.</exception>
    internal static bool Verify(ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> subjectPublicKeyInfo, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            (string oid, byte[]? parameters) = ReadIdentifier(algorithm);
            (string keyOid, byte[] key) = ReadKey(subjectPublicKeyInfo);
            switch (oid)
            {
                case SignatureIdentifiers.EcdsaWithSha256:
                    return Ecdsa(subjectPublicKeyInfo, parameters, keyOid, data, signature, HashAlgorithmName.SHA256);
                case SignatureIdentifiers.EcdsaWithSha384:
                    return Ecdsa(subjectPublicKeyInfo, parameters, keyOid, data, signature, HashAlgorithmName.SHA384);
                case SignatureIdentifiers.EcdsaWithSha512:
                    return Ecdsa(subjectPublicKeyInfo, parameters, keyOid, data, signature, HashAlgorithmName.SHA512);
                case SignatureIdentifiers.RsaPkcs1Sha256:
                    return keyOid == RsaEncryption && Rsa(key, data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                case SignatureIdentifiers.RsaPkcs1Sha384:
                    return keyOid == RsaEncryption && Rsa(key, data, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);
                case SignatureIdentifiers.RsaPkcs1Sha512:
                    return keyOid == RsaEncryption && Rsa(key, data, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
                case SignatureIdentifiers.RsaPss:
                    HashAlgorithmName hash = ReadPssParameters(parameters);
                    return keyOid is RsaEncryption or SignatureIdentifiers.RsaPss && Rsa(key, data, signature, hash, RSASignaturePadding.Pss);
                case Ed25519:
                    return keyOid == oid && parameters is null && Edwards(EdwardsPart.Ed25519, key, data, signature);
                case Ed448:
                    return keyOid == oid && parameters is null && Edwards(EdwardsPart.Ed448, key, data, signature);
            }

            if (!PkiAlgorithms.TryFind(oid, out SignatureAlgorithm? found))
                throw new NotSupportedException($"Signatures of the algorithm {oid} are not accepted.");
            return keyOid == oid && parameters is null && PkiAlgorithms.ImportSignaturePublicKey(subjectPublicKeyInfo) is var publicKey
                && publicKey.Algorithm == found && publicKey.Verify(data, signature);
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The object identifier and the encoded parameters, null where there are none.</summary>
    private static (string Oid, byte[]? Parameters) ReadIdentifier(ReadOnlySpan<byte> algorithm)
    {
        AsnReader reader = new(algorithm.ToArray(), AsnEncodingRules.DER);
        AsnReader fields = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        string oid = fields.ReadObjectIdentifier();
        byte[]? parameters = fields.HasData ? fields.ReadEncodedValue().ToArray() : null;
        fields.ThrowIfNotEmpty();
        return (oid, parameters);
    }

    private static (string Oid, byte[] Key) ReadKey(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        AsnReader fields = new AsnReader(subjectPublicKeyInfo.ToArray(), AsnEncodingRules.DER).ReadSequence();
        string oid = fields.ReadSequence().ReadObjectIdentifier();
        byte[] key = fields.ReadBitString(out int unused);
        fields.ThrowIfNotEmpty();
        return unused == 0 ? (oid, key) : throw new CryptographicException("A public key has whole bytes.");
    }

    private static bool Ecdsa(
        ReadOnlySpan<byte> subjectPublicKeyInfo, byte[]? parameters, string keyOid, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        if (parameters is not null || keyOid != EcPublicKey)
            return false;
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        return key.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static bool Rsa(ReadOnlySpan<byte> rsaPublicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using RSA key = RSA.Create();
        key.ImportRSAPublicKey(rsaPublicKey, out _);
        return key.KeySize >= MinRsaKeyInBits && key.VerifyData(data, signature, hash, padding);
    }

    private static bool Edwards(EdwardsPart curve, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Create(curve).ImportPublicKey(key).Verify(data, signature);

    /// <summary>The hash, which the mask generation must share.</summary>
    /// <exception cref="NotSupportedException">SHA-1, the default of both, or another function; a salt of another length than the hash's, which the platform does
    /// not verify.</exception>
    private static HashAlgorithmName ReadPssParameters(byte[]? parameters)
    {
        AsnReader fields = new AsnReader(parameters ?? throw new CryptographicException("RSASSA-PSS has parameters."), AsnEncodingRules.DER).ReadSequence();
        string? hash = null, maskHash = null;
        int salt = 20;     // the default of RFC 4055, section 3.1
        while (fields.HasData)
        {
            int field = fields.PeekTag().TagValue;
            AsnReader content = fields.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, field));
            switch (field)
            {
                case 0:
                    hash = content.ReadSequence().ReadObjectIdentifier();
                    break;
                case 1:
                    AsnReader mask = content.ReadSequence();
                    if (mask.ReadObjectIdentifier() == SignatureIdentifiers.Mgf1)
                        maskHash = mask.ReadSequence().ReadObjectIdentifier();
                    break;
                case 2:
                    if (!content.TryReadInt32(out salt) || salt < 0)
                        throw new CryptographicException("The salt's length is out of range.");
                    break;
                default:
                    if (field != 3 || !content.TryReadInt32(out int trailer) || trailer != 1)
                        throw new CryptographicException("RSASSA-PSS has four parameters, and the last one is 1.");
                    break;
            }
        }

        return hash is not null && hash == maskHash && HashIdentifiers.Find(hash) is HashAlgorithmName name
            && salt == HashIdentifiers.SizeInBytes(name)
            ? name
            : throw new NotSupportedException(
                "RSASSA-PSS is accepted with SHA-256, SHA-384 or SHA-512 for both the message and the mask, and a salt as long as the hash.");
    }
}
