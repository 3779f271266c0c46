using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using PqCrypto.Pki.Certificates;
using PqCrypto.Pki.Parts;

namespace PqCrypto.Pki;

/// <summary>A certificate with its private key and the certificates above it: what a PKCS #12 file (.p12, .pfx) holds.</summary>
/// <remarks>The platform's own loader says of such a file that there is no private key where it does not know the algorithm; here it comes back. Owns the
/// private key: dispose it. RFC 7292, over the platform's Pkcs12Builder and Pkcs12Info.</remarks>
public sealed class Pkcs12File : IDisposable
{
    private const int DefaultIterations = 600_000;
    private const int MaxSizeInBytes = 1 << 20;
    private const int StackSizeInBytes = 64 << 20;
    private const string ForeignKey = "The private key is not that of the certificate.";

    private static readonly PbeParameters DefaultEncryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, DefaultIterations);

    private Pkcs12File(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> otherCertificates, SignaturePrivateKey? signatureKey, KemPrivateKey? kemKey)
    {
        Certificate = certificate;
        OtherCertificates = otherCertificates;
        SignatureKey = signatureKey;
        KemKey = kemKey;
    }

    /// <summary>The certificate that the private key belongs to.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The other certificates of the file, in its order.</summary>
    public IReadOnlyList<X509Certificate2> OtherCertificates { get; }

    /// <summary>The private key where it signs; null where it is a KEM's.</summary>
    public SignaturePrivateKey? SignatureKey { get; }

    /// <summary>The private key where it is a KEM's; null where it signs. Elliptic curve and RSA keys are KEM keys where the certificate's key usage lets them agree on
    /// or decipher keys, and not sign.</summary>
    public KemPrivateKey? KemKey { get; }

    /// <summary>Writes a certificate and its key.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="key">The private key that belongs to it.</param>
    /// <param name="password">The password. Secret.</param>
    /// <param name="otherCertificates">Certificates above it.</param>
    /// <param name="parameters">How the key and the certificates are encrypted; AES-256-CBC with PBKDF2, HMAC-SHA-256 and 600 000 iterations where it is null. The MAC is HMAC-SHA-256
    /// with as many iterations.</param>
    /// <returns>The file, DER.</returns>
    /// <exception cref="ArgumentException">The key does not belong to the certificate.</exception>
    /// <exception cref="NotSupportedException">The parameters are not PBES2 with AES.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static byte[] Write(
        X509Certificate2 certificate,
        SignaturePrivateKey key,
        ReadOnlySpan<char> password,
        IEnumerable<X509Certificate2>? otherCertificates = null,
        PbeParameters? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(key);
        if (!certificate.GetSignaturePublicKey().Equals(key.PublicKey))
            throw new ArgumentException(ForeignKey, nameof(key));
        parameters ??= DefaultEncryption;
        return Write(certificate, key.ExportEncryptedPkcs8PrivateKey(password, parameters), password, otherCertificates ?? [], parameters);
    }

    /// <summary>Writes a certificate and its key.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="key">The private key that belongs to it.</param>
    /// <param name="password">The password. Secret.</param>
    /// <param name="otherCertificates">Certificates above it.</param>
    /// <param name="parameters">As above.</param>
    /// <returns>The file, DER.</returns>
    /// <exception cref="ArgumentException">The key does not belong to the certificate.</exception>
    /// <exception cref="NotSupportedException">The parameters are not PBES2 with AES.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static byte[] Write(
        X509Certificate2 certificate,
        KemPrivateKey key,
        ReadOnlySpan<char> password,
        IEnumerable<X509Certificate2>? otherCertificates = null,
        PbeParameters? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(key);
        if (!certificate.GetKemPublicKey().Equals(key.PublicKey))
            throw new ArgumentException(ForeignKey, nameof(key));
        parameters ??= DefaultEncryption;
        return Write(certificate, key.ExportEncryptedPkcs8PrivateKey(password, parameters), password, otherCertificates ?? [], parameters);
    }

    /// <summary>Reads a file with one private key and its certificate.</summary>
    /// <param name="source">The file, DER or BER.</param>
    /// <param name="password">The password. Secret.</param>
    /// <returns>The contents; dispose them.</returns>
    /// <exception cref="CryptographicException">The password is wrong, the file is malformed or not protected by a password, it has no private key or several, no certificate
    /// belongs to the key, the key is of no algorithm that is known, it is encrypted otherwise
    /// than by PBES2 with AES (3DES and RC2 of older programs), keys are derived with more than 10 000 000 iterations, or the file is longer than 1 048 576 bytes.</exception>
    public static Pkcs12File Read(ReadOnlySpan<byte> source, ReadOnlySpan<char> password)
    {
        if (source.Length > MaxSizeInBytes)
            throw new CryptographicException($"The file has {source.Length} bytes; at most {MaxSizeInBytes} are read.");
        byte[] encoded = source.ToArray();
        Pkcs12Iterations.Check(encoded);
        using Lent secret = new(password.Length * sizeof(char));
        MemoryMarshal.AsBytes(password).CopyTo(secret.Bytes);
        byte[] characters = secret.Bytes;
        return OnDeepStack(() => Read(encoded, MemoryMarshal.Cast<byte, char>(characters)));
    }

    /// <summary>Disposes the private key and the certificates.</summary>
    public void Dispose()
    {
        SignatureKey?.Dispose();
        KemKey?.Dispose();
        Certificate.Dispose();
        foreach (X509Certificate2 other in OtherCertificates)
            other.Dispose();
    }

    private static byte[] Write(
        X509Certificate2 certificate, byte[] encryptedKey, ReadOnlySpan<char> password, IEnumerable<X509Certificate2> otherCertificates, PbeParameters parameters)
    {
        Pkcs9LocalKeyId keyId = new(certificate.GetCertHash(HashAlgorithmName.SHA256));
        Pkcs12SafeContents certificates = new();
        certificates.AddCertificate(certificate).Attributes.Add(keyId);
        foreach (X509Certificate2 other in otherCertificates)
            certificates.AddCertificate(other);
        Pkcs12SafeContents keys = new();
        Pkcs12ShroudedKeyBag bag = new(encryptedKey, skipCopy: true);
        bag.Attributes.Add(keyId);
        keys.AddSafeBag(bag);
        Pkcs12Builder builder = new();
        builder.AddSafeContentsEncrypted(certificates, password, parameters);
        builder.AddSafeContentsUnencrypted(keys);
        builder.SealWithMac(password, HashAlgorithmName.SHA256, parameters.IterationCount);
        return builder.Encode();
    }

    private static Pkcs12File Read(byte[] encoded, ReadOnlySpan<char> password)
    {
        Pkcs12Info file = Pkcs12Info.Decode(encoded, out int length, skipCopy: true);
        if (length != encoded.Length)
            throw new CryptographicException("There are bytes after the file.");
        if (file.IntegrityMode != Pkcs12IntegrityMode.Password || !file.VerifyMac(password))
            throw new CryptographicException("The password is wrong, or the file was changed (RFC 7292, section 5.1).");
        List<(X509Certificate2 Certificate, byte[]? KeyId)> certificates = [];
        List<(byte[] Encrypted, byte[]? KeyId)> keys = [];
        foreach (Pkcs12SafeContents contents in file.AuthenticatedSafe)
        {
            if (contents.ConfidentialityMode == Pkcs12ConfidentialityMode.Password)
                contents.Decrypt(password);
            ReadBags(contents, certificates, keys);
        }

        if (keys.Count != 1)
            throw new CryptographicException($"The file has {keys.Count} encrypted private keys; one is read.");
        (byte[] encrypted, byte[]? keyId) = keys[0];
        (X509Certificate2 certificate, SignaturePrivateKey? signatureKey, KemPrivateKey? kemKey) =
            Pkcs12Key.Read(encrypted, password, [.. certificates.Where(entry => IsOf(keyId, entry.KeyId, certificates)).Select(entry => entry.Certificate)]);
        return new Pkcs12File(certificate, [.. certificates.Select(entry => entry.Certificate).Where(other => other != certificate)], signatureKey, kemKey);
    }

    /// <summary>Whether a certificate can be the key's: by its identifier where one of them has the key's, else if it has none or the key has none.</summary>
    private static bool IsOf(byte[]? keyId, byte[]? certificateKeyId, List<(X509Certificate2 Certificate, byte[]? KeyId)> all)
    {
        bool isNamed = keyId is not null && all.Exists(entry => entry.KeyId is byte[] other && keyId.AsSpan().SequenceEqual(other));
        return isNamed ? certificateKeyId is not null && keyId.AsSpan().SequenceEqual(certificateKeyId) : keyId is null || certificateKeyId is null;
    }

    /// <summary>Runs something where the stack is deep enough for any file that is not too long.</summary>
    /// <remarks>The platform's reader calls itself for each bag in a bag, which takes 27 bytes of a file and less than 700 of the stack, and where the stack ends, so does the process.</remarks>
    private static T OnDeepStack<T>(Func<T> read)
    {
        Task<T> task = new(read);
        Thread thread = new(() => task.RunSynchronously(TaskScheduler.Default), StackSizeInBytes);
        thread.Start();
        return task.GetAwaiter().GetResult();
    }

    private static void ReadBags(Pkcs12SafeContents contents, List<(X509Certificate2 Certificate, byte[]? KeyId)> certificates, List<(byte[] Encrypted, byte[]? KeyId)> keys)
    {
        Queue<Pkcs12SafeContents> left = new([contents]);
        while (left.TryDequeue(out Pkcs12SafeContents? next))
        {
            foreach (Pkcs12SafeBag bag in next.GetBags())
            {
                switch (bag)
                {
                    case Pkcs12CertBag { IsX509Certificate: true } certificate:
                        certificates.Add((certificate.GetCertificate(), KeyIdOf(bag)));
                        break;
                    case Pkcs12ShroudedKeyBag key:
                        keys.Add((key.EncryptedPkcs8PrivateKey.ToArray(), KeyIdOf(bag)));
                        break;
                    case Pkcs12SafeContentsBag { SafeContents: Pkcs12SafeContents inner }:
                        left.Enqueue(inner);
                        break;
                }
            }
        }
    }

    private static byte[]? KeyIdOf(Pkcs12SafeBag bag) =>
        bag.Attributes.Cast<CryptographicAttributeObject>().SelectMany(attribute => attribute.Values.Cast<AsnEncodedData>()).OfType<Pkcs9LocalKeyId>().FirstOrDefault()?.KeyId.ToArray();
}
