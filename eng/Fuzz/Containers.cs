using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Fuzz;

/// <summary>Keys in SubjectPublicKeyInfo, PKCS#8, encrypted PKCS#8 and PEM. What is read is written as it was, but for what is not kept: attributes
/// and the public key beside a private key, and the forms in which keys of the platform's algorithms may come.</summary>
internal static class Containers
{
    private const string Password = "password";

    /// <summary>More iterations than this are not run, only checked against the limit.</summary>
    private const int MaxIterations = 2000;

    /// <summary>The imports of PEM, one of which the first byte of an input chooses.</summary>
    private static readonly string[] PemLabels = [Pem.PublicKey, Pem.PrivateKey, Pem.EncryptedPrivateKey];

    internal static void TryPublicKey(byte[] data)
    {
        if (Oracle.Takes(() => KemPublicKey.ImportSubjectPublicKeyInfo(data), out KemPublicKey? kem))
            Check(data, kem);
        if (Oracle.Takes(() => SignaturePublicKey.ImportSubjectPublicKeyInfo(data), out SignaturePublicKey? signature))
            Check(data, signature);
    }

    internal static void TryPrivateKey(byte[] data)
    {
        if (Oracle.Takes(() => KemPrivateKey.ImportPkcs8PrivateKey(data), out KemPrivateKey? kem))
            Check(data, kem);
        if (Oracle.Takes(() => SignaturePrivateKey.ImportPkcs8PrivateKey(data), out SignaturePrivateKey? signature))
            Check(data, signature);
    }

    internal static void TryEncrypted(byte[] data)
    {
        if (IsCostly(data))
            return;
        if (Oracle.Takes(() => KemPrivateKey.ImportEncryptedPkcs8PrivateKey(Password, data), out KemPrivateKey? kem))
            CheckDecrypted(data, source => Check(source, kem));
        if (Oracle.Takes(() => SignaturePrivateKey.ImportEncryptedPkcs8PrivateKey(Password, data), out SignaturePrivateKey? signature))
            CheckDecrypted(data, source => Check(source, signature));
    }

    internal static void TryPem(byte[] data)
    {
        if (data.Length == 0)
            return;
        int choice = data[0] % (2 * PemLabels.Length);
        bool isKem = choice < PemLabels.Length;
        string label = PemLabels[choice % PemLabels.Length];
        string text = System.Text.Encoding.Latin1.GetString(data.AsSpan(1));
        bool isBlock = Oracle.Takes(() => Decode(text, label), out byte[]? der);
        if (isBlock && label == Pem.EncryptedPrivateKey && IsCostly(der!))
            return;
        Func<bool> read = (label, isKem) switch
        {
            (Pem.PublicKey, true) => () => Oracle.Takes(() => KemPublicKey.ImportFromPem(text), out KemPublicKey? key) && Check(der!, key),
            (Pem.PublicKey, false) => () =>
                Oracle.Takes(() => SignaturePublicKey.ImportFromPem(text), out SignaturePublicKey? key) && Check(der!, key),
            (Pem.PrivateKey, true) => () => Oracle.Takes(() => KemPrivateKey.ImportFromPem(text), out KemPrivateKey? key) && Check(der!, key),
            (Pem.PrivateKey, false) => () =>
                Oracle.Takes(() => SignaturePrivateKey.ImportFromPem(text), out SignaturePrivateKey? key) && Check(der!, key),
            (_, true) => () => Oracle.Takes(() => KemPrivateKey.ImportFromEncryptedPem(text, Password), out KemPrivateKey? key)
                && CheckDecrypted(der!, source => Check(source, key)),
            _ => () => Oracle.Takes(() => SignaturePrivateKey.ImportFromEncryptedPem(text, Password), out SignaturePrivateKey? key)
                && CheckDecrypted(der!, source => Check(source, key)),
        };
        Oracle.True(!read() || isBlock, "a text was taken that is no PEM block");
    }

    private static bool Check(byte[] source, KemPublicKey key)
    {
        CheckPublic(source, key.Algorithm.PublicKeySizeInBytes > 0, key.ExportSubjectPublicKeyInfo(), written =>
        {
            KemPublicKey again = KemPublicKey.ImportSubjectPublicKeyInfo(written);
            Oracle.True(again.Equals(key), "a public key is another one after it was written");
            return again.ExportSubjectPublicKeyInfo();
        });
        return true;
    }

    private static bool Check(byte[] source, SignaturePublicKey key)
    {
        CheckPublic(source, key.Algorithm.PublicKeySizeInBytes > 0, key.ExportSubjectPublicKeyInfo(), written =>
        {
            SignaturePublicKey again = SignaturePublicKey.ImportSubjectPublicKeyInfo(written);
            Oracle.True(again.Equals(key), "a public key is another one after it was written");
            return again.ExportSubjectPublicKeyInfo();
        });
        return true;
    }

    private static bool Check(byte[] source, KemPrivateKey key)
    {
        using KemPrivateKey owned = key;
        KemAlgorithm algorithm = key.Algorithm;
        bool isX25519 = algorithm == KemAlgorithm.X25519;
        bool isOwn = algorithm.Family != AlgorithmFamily.Classical || isX25519;
        PrivateKeyForm form = FormOf(source, algorithm.PrivateSeedSizeInBytes, algorithm.PrivateKeySizeInBytes);
        CheckPrivate(source, isOwn, key.ExportPkcs8PrivateKey(form), written =>
        {
            using KemPrivateKey again = KemPrivateKey.ImportPkcs8PrivateKey(written);
            Oracle.True(again.PublicKey.Equals(key.PublicKey), "a private key is another one after it was written");
            return again.ExportPkcs8PrivateKey(form);
        }, isX25519);
        return true;
    }

    private static bool Check(byte[] source, SignaturePrivateKey key)
    {
        using SignaturePrivateKey owned = key;
        SignatureAlgorithm algorithm = key.Algorithm;
        PrivateKeyForm form = FormOf(source, algorithm.PrivateSeedSizeInBytes, algorithm.PrivateKeySizeInBytes);
        CheckPrivate(source, algorithm.Family != AlgorithmFamily.Classical, key.ExportPkcs8PrivateKey(form), written =>
        {
            using SignaturePrivateKey again = SignaturePrivateKey.ImportPkcs8PrivateKey(written);
            Oracle.True(again.PublicKey.Equals(key.PublicKey), "a private key is another one after it was written");
            return again.ExportPkcs8PrivateKey(form);
        });
        return true;
    }

    private static void CheckPublic(byte[] source, bool hasOneIdentifier, byte[] written, Func<byte[], byte[]> writeAgain)
    {
        if (hasOneIdentifier)
            Oracle.Equal(source, written, "a public key is written otherwise than it was read");
        else
            Oracle.Equal(Spki.Decode(source).SubjectPublicKey, Spki.Decode(written).SubjectPublicKey, "the content of a public key changed");
        Oracle.Equal(written, writeAgain(written), "a public key is not written twice in the same way");
    }

    /// <summary>RFC 9180, section 7.1.2: scalars of X25519 are clamped when they are read and written.</summary>
    private static void CheckPrivate(byte[] source, bool isOwn, byte[] written, Func<byte[], byte[]> writeAgain, bool isClamped = false)
    {
        Oracle.Equal(written, writeAgain(written), "a private key is not written twice in the same way");
        if (!isOwn)
            return;
        Pkcs8Parts parts = Pkcs8.Decode(source);
        using SecretBuffer plain = Pkcs8.Encode(parts.Algorithm, parts.PrivateKey);
        if (source.Length != plain.Bytes.Length)
            Oracle.True(source.Length > plain.Bytes.Length, "a private key was read that is shorter than its parts");
        else
            Oracle.Equal(source, plain.Bytes, "a private key of these parts has another encoding");
        if (isClamped)
            Classical.X25519.Clamp(plain.Bytes[^Classical.X25519.SizeInBytes..]);
        Oracle.Equal(plain.Bytes, written, "a private key is written otherwise than it was read");
    }

    private static PrivateKeyForm FormOf(byte[] source, int seedSize, int privateKeySize)
    {
        if (seedSize == 0 || seedSize == privateKeySize)
            return PrivateKeyForm.Default;
        return Pkcs8.Decode(source).PrivateKey[0] switch
        {
            DerIdentifier.Context0 => PrivateKeyForm.Seed,
            DerIdentifier.OctetString => PrivateKeyForm.Expanded,
            _ => PrivateKeyForm.SeedAndExpanded,
        };
    }

    private static bool CheckDecrypted(byte[] source, Action<byte[]> check)
    {
        using SecretBuffer content = EncryptedPkcs8.Decode(System.Text.Encoding.UTF8.GetBytes(Password), source);
        check([.. content.Bytes]);
        return true;
    }

    private static byte[] Decode(string text, string label)
    {
        using SecretBuffer content = Pem.Decode(text, label, nameof(text));
        return [.. content.Bytes];
    }

    /// <summary>Whether the parameters are read and ask for many iterations.</summary>
    private static bool IsCostly(byte[] data)
    {
        try
        {
            DerReader fields = new DerReader(data).Sequence("EncryptedPrivateKeyInfo");
            int iterations = Pbes2Parameters.Decode(fields.AlgorithmIdentifier("the encryptionAlgorithm")).Iterations;
            Oracle.True(iterations is > 0 and <= Pbes2Parameters.MaxIterations, $"{iterations} iterations are not refused");
            return iterations > MaxIterations;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
