using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>EncryptedPrivateKeyInfo (RFC 5958, section 3) under PBES2: PBKDF2 and AES-CBC of the platform.</summary>
internal static class EncryptedPkcs8
{
    /// <summary>Random bytes that <see cref="Encode"/> is given: the salt, then the initialization vector.</summary>
    internal const int RandomnessSize = SaltSize + Pbes2Parameters.InitializationVectorSize;

    private const int SaltSize = 16;

    /// <summary>Encrypts a PKCS#8 structure.</summary>
    /// <param name="password">The password; its UTF-8 form is used. Secret; handed to the platform.</param>
    /// <param name="parameters">Encryption algorithm, hash and iteration count.</param>
    /// <param name="pkcs8">The structure. Secret.</param>
    /// <param name="randomness">Fresh random bytes, <see cref="RandomnessSize"/> of them.</param>
    /// <returns>The DER encoding. Public as far as the password is strong.</returns>
    /// <exception cref="NotSupportedException">The encryption algorithm or the hash is not written here, or the iteration count is above
    /// 10 000 000.</exception>
    internal static byte[] Encode(ReadOnlySpan<char> password, PbeParameters parameters, ReadOnlySpan<byte> pkcs8, ReadOnlySpan<byte> randomness)
    {
        Pbes2Parameters pbes2 = Pbes2Parameters.From(parameters, randomness[..SaltSize], randomness[SaltSize..RandomnessSize]);
        using SecretBuffer passwordBytes = PasswordBytes(password, out int passwordSize);
        using Aes aes = DeriveKey(passwordBytes.Bytes[..passwordSize], pbes2);
        byte[] encrypted = aes.EncryptCbc(pkcs8, pbes2.InitializationVector, PaddingMode.PKCS7);

        const int identifiersAndIterations = 128;      // four object identifiers in dotted form, and an INTEGER
        DerWriter writer = new(new byte[DerWriter.Room(encrypted.Length + RandomnessSize + identifiersAndIterations, values: 15)]);
        writer.OctetString(encrypted);
        pbes2.Encode(ref writer);
        writer.Close(DerIdentifier.Sequence, end: 0);
        return writer.Written.ToArray();
    }

    /// <summary>Decrypts a PKCS#8 structure.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="source">The DER encoding. Public.</param>
    /// <returns>The PKCS#8 structure: one DER SEQUENCE, not checked further. Secret; the caller disposes it.</returns>
    /// <exception cref="CryptographicException">The encoding is not DER, the encryption is none that is read here, its iteration count is
    /// refused, or the password is wrong.</exception>
    internal static SecretBuffer Decode(ReadOnlySpan<byte> password, ReadOnlySpan<byte> source)
    {
        DerReader outer = new(source);
        DerReader fields = outer.Sequence("EncryptedPrivateKeyInfo");
        outer.End("EncryptedPrivateKeyInfo");
        AlgorithmIdentifier algorithm = fields.AlgorithmIdentifier("the encryptionAlgorithm");
        ReadOnlySpan<byte> encrypted = fields.OctetString("the encryptedData");
        fields.End("EncryptedPrivateKeyInfo");
        Pbes2Parameters pbes2 = Pbes2Parameters.Decode(algorithm);
        if (encrypted.IsEmpty || encrypted.Length % Pbes2Parameters.InitializationVectorSize != 0)      // public: the length of the file
            throw Errors.MalformedEncoding("the encryptedData is not a whole number of AES blocks");

        using Aes aes = DeriveKey(password, pbes2);
        using SecretBuffer padded = new(encrypted.Length);
        try
        {
            int size = aes.DecryptCbc(encrypted, pbes2.InitializationVector, padded.Bytes, PaddingMode.PKCS7);
            DerReader structure = new(padded.Bytes[..size]);
            structure.Sequence("OneAsymmetricKey");
            structure.End("OneAsymmetricKey");
            return new SecretBuffer(padded.Bytes[..size]);
        }
        catch (CryptographicException)      // public: whether the password fits, which the caller is told
        {
            throw Errors.WrongPassword();
        }
    }

    /// <summary>The bytes that a password of characters stands for.</summary>
    /// <param name="password">The password. Secret.</param>
    /// <param name="size">How many bytes they are; the memory holds one more, since there may be none.</param>
    /// <returns>Memory that begins with its UTF-8 form; the caller disposes it. Secret.</returns>
    internal static SecretBuffer PasswordBytes(ReadOnlySpan<char> password, out int size)
    {
        Declassify.Bytes(password, DeclassifyReason.PlatformKey);
        System.Text.Encoding utf8 = System.Text.Encoding.UTF8;
        SecretBuffer bytes = new(utf8.GetByteCount(password) + 1);      // public: the length of the password
        size = utf8.GetBytes(password, bytes.Bytes);
        return bytes;
    }

    /// <summary>Derives the key from the password and hands it to the platform's AES.</summary>
    private static Aes DeriveKey(ReadOnlySpan<byte> password, Pbes2Parameters pbes2)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> key = workspace.Bytes(pbes2.KeySize);
        Rfc2898DeriveBytes.Pbkdf2(password, pbes2.Salt, key, pbes2.Iterations, pbes2.Hash);
        Aes aes = Aes.Create();
        aes.SetKey(key);
        return aes;
    }
}
