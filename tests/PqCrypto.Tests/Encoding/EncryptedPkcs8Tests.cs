using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Tests.Encoding;

public class EncryptedPkcs8Tests
{
    private const string Password = "correct horse Übermut \U0001F511";

    private static readonly byte[] PasswordBytes = System.Text.Encoding.UTF8.GetBytes(Password);

    private static readonly byte[] Key = [.. Convert.FromHexString("3054020100300B060960864801650304040204428040"), .. new byte[64]];

    public static TheoryData<PbeEncryptionAlgorithm, string> Choices { get; } = new()
    {
        { PbeEncryptionAlgorithm.Aes128Cbc, "SHA256" },
        { PbeEncryptionAlgorithm.Aes192Cbc, "SHA384" },
        { PbeEncryptionAlgorithm.Aes256Cbc, "SHA512" },
        { PbeEncryptionAlgorithm.Aes256Cbc, "SHA256" },
    };

    [Theory, MemberData(nameof(Choices))]
    public void Encode_EveryChoice_IsReadByUsAndThePlatform(PbeEncryptionAlgorithm algorithm, string hash)
    {
        using RSA rsa = RSA.Create(2048);
        byte[] plain = rsa.ExportPkcs8PrivateKey();
        PbeParameters parameters = new(algorithm, new HashAlgorithmName(hash), 1000);
        byte[] encoded = EncryptedPkcs8.Encode(Password, parameters, plain, RandomNumberGenerator.GetBytes(EncryptedPkcs8.RandomnessSize));
        using SecretBuffer read = EncryptedPkcs8.Decode(PasswordBytes, encoded);
        Assert.Equal(plain, read.Bytes.ToArray());

        using RSA platform = RSA.Create();
        platform.ImportEncryptedPkcs8PrivateKey(Password, encoded, out int used);
        Assert.Equal(encoded.Length, used);
        Assert.Equal(plain, platform.ExportPkcs8PrivateKey());
    }

    [Theory, MemberData(nameof(Choices))]
    public void Decode_WrittenByThePlatform_GivesTheKey(PbeEncryptionAlgorithm algorithm, string hash)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] encoded = key.ExportEncryptedPkcs8PrivateKey(Password, new PbeParameters(algorithm, new HashAlgorithmName(hash), 1000));
        using SecretBuffer read = EncryptedPkcs8.Decode(PasswordBytes, encoded);
        Assert.Equal(key.ExportPkcs8PrivateKey(), read.Bytes.ToArray());
    }

    [Fact]
    public void Encode_VeryLongPassword_IsUsedWhole()
    {
        string password = new('x', 600_000);
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        byte[] encoded = EncryptedPkcs8.Encode(password, parameters, Key, new byte[EncryptedPkcs8.RandomnessSize]);
        using SecretBuffer read = EncryptedPkcs8.Decode(System.Text.Encoding.UTF8.GetBytes(password), encoded);
        Assert.Equal(Key, read.Bytes.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65_536)]
    public void Encode_IterationCounts_AreReadBack(int iterations)
    {
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterations);
        using SecretBuffer read = EncryptedPkcs8.Decode([], EncryptedPkcs8.Encode("", parameters, Key, new byte[EncryptedPkcs8.RandomnessSize]));
        Assert.Equal(Key, read.Bytes.ToArray());
    }

    [Fact]
    public void Encode_MostIterations_ChecksTheCountOnly()
    {
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000_001);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Throws<NotSupportedException>(() => EncryptedPkcs8.Encode(Password, parameters, Key, new byte[32]));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, "SHA1")]
    [InlineData(PbeEncryptionAlgorithm.Unknown, "SHA256")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA1")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "MD5")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA3-256")]
    public void Encode_WhatIsNotWritten_Throws(PbeEncryptionAlgorithm algorithm, string hash)
    {
        PbeParameters parameters = new(algorithm, new HashAlgorithmName(hash), 1000);
        Assert.Throws<NotSupportedException>(() => EncryptedPkcs8.Encode(Password, parameters, Key, new byte[32]));
    }

    [Fact]
    public void Decode_WrongPasswords_AllThrowTheSame()
    {
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1);
        byte[] encoded = EncryptedPkcs8.Encode(Password, parameters, Key, RandomNumberGenerator.GetBytes(32));
        HashSet<string> messages = [];
        for (int i = 0; i < 2000; i++)      // about 8 of them meet a padding that looks right
            messages.Add(AssertRefused($"password {i}", encoded, $"password {i}"));
        messages.Add(AssertRefused("no password", encoded, ""));
        messages.Add(AssertRefused("longer password", encoded, Password + "x"));
        Assert.Single(messages);
    }

    [Fact]
    public void Decode_EveryCutAndWrongLengthForm_Throws()
    {
        byte[] encoded = Write(new Choice());
        using (SecretBuffer read = EncryptedPkcs8.Decode(PasswordBytes, encoded))
            Assert.Equal(Key, read.Bytes.ToArray());
        foreach ((string name, byte[] wrong) in DerTree.WrongOrCut(encoded))
            AssertRefused(name, wrong, Password);
    }

    [Theory]
    [InlineData(Oids.HmacSha1, true, false)]
    [InlineData(Oids.HmacSha1, false, false)]
    [InlineData(Oids.HmacSha384, true, true)]
    [InlineData(Oids.HmacSha512, false, true)]
    [InlineData(null, false, false)]       // the default, HMAC-SHA-1
    public void Decode_EveryPseudorandomFunction_GivesTheKey(string? function, bool nullParameters, bool keyLength)
    {
        byte[] encoded = Write(new Choice { Function = function, FunctionNull = nullParameters, KeyLength = keyLength ? 32 : null });
        using SecretBuffer read = EncryptedPkcs8.Decode(PasswordBytes, encoded);
        Assert.Equal(Key, read.Bytes.ToArray());
    }

    [Fact]
    public void Decode_WhatIsNotRead_ThrowsInBoundedTime()
    {
        (string, Choice)[] choices =
        [
            ("no iterations", new Choice { Iterations = 0 }),
            ("negative iterations", new Choice { Iterations = -1 }),
            ("10 000 001 iterations", new Choice { Iterations = 10_000_001 }),
            ("2^31 - 1 iterations", new Choice { Iterations = int.MaxValue }),
            ("2^31 iterations", new Choice { Iterations = 1L << 31 }),
            ("2^32 + 1000 iterations", new Choice { Iterations = (1L << 32) + 1000 }),
            ("2^62 iterations", new Choice { Iterations = 1L << 62 }),
            ("key length 16 for AES-256", new Choice { KeyLength = 16 }),
            ("key length 0", new Choice { KeyLength = 0 }),
            ("HMAC-SHA-224", new Choice { Function = "1.2.840.113549.2.8" }),
            ("HMAC-MD5", new Choice { Function = "1.2.840.113549.2.6" }),
            ("PBES1, MD5 and DES", new Choice { Scheme = "1.2.840.113549.1.5.3" }),
            ("PKCS#12, SHA-1 and 3DES", new Choice { Scheme = "1.2.840.113549.1.12.1.3" }),
            ("scrypt", new Choice { Derivation = "1.3.6.1.4.1.11591.4.11" }),
            ("3DES-CBC", new Choice { Cipher = "1.2.840.113549.3.7" }),
            ("AES-256-GCM", new Choice { Cipher = "2.16.840.1.101.3.4.1.46" }),
            ("short vector", new Choice { VectorSize = 15 }),
            ("long vector", new Choice { VectorSize = 17 }),
            ("no ciphertext", new Choice { CipherSize = 0 }),
            ("part of a block", new Choice { CipherSize = 31 }),
            ("one block less", new Choice { CipherSize = 80 }),
        ];
        Stopwatch watch = Stopwatch.StartNew();
        foreach ((string name, Choice choice) in choices)
            AssertRefused(name, Write(choice), Password);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void Decode_MoreThanOneStructureInside_ThrowsAsForAWrongPassword()
    {
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1);
        byte[] right = EncryptedPkcs8.Encode(Password, parameters, Key, new byte[EncryptedPkcs8.RandomnessSize]);
        string wrongPassword = AssertRefused("wrong password", right, Password + "x");
        foreach (byte[] plain in new byte[][] { [.. Key, 0], [.. Key, .. Key] })
        {
            byte[] encoded = EncryptedPkcs8.Encode(Password, parameters, plain, new byte[EncryptedPkcs8.RandomnessSize]);
            Assert.Equal(wrongPassword, AssertRefused($"{plain.Length} bytes", encoded, Password));
        }
    }

    [Fact]
    public void Decode_Pbes1FromThePlatform_Throws()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] encoded = key.ExportEncryptedPkcs8PrivateKey(
            "password", new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 1000));
        Assert.Contains("PBES2", AssertRefused("3DES", encoded, "password"), StringComparison.Ordinal);
    }

    private static string AssertRefused(string name, byte[] encoded, string password)
    {
        Exception? thrown = Record.Exception(() => EncryptedPkcs8.Decode(System.Text.Encoding.UTF8.GetBytes(password), encoded).Dispose());
        Assert.True(thrown?.GetType() == typeof(CryptographicException), $"{name}: {thrown}");
        return thrown.Message;
    }

    /// <summary>Writes the structure by other means than the code under test, right or wrong.</summary>
    private static byte[] Write(Choice choice)
    {
        byte[] salt = [1, 2, 3, 4, 5, 6, 7, 8];
        byte[] vector = new byte[16];
        HashAlgorithmName hash = choice.Function switch
        {
            Oids.HmacSha256 => HashAlgorithmName.SHA256,
            Oids.HmacSha384 => HashAlgorithmName.SHA384,
            Oids.HmacSha512 => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA1,
        };
        using Aes aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(Password, salt, choice.Iterations is > 0 and < 5000 ? (int)choice.Iterations : 1, hash, 32);

        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(choice.Scheme);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(choice.Derivation);
                        WriteDerivation(writer, salt, choice);
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(choice.Cipher);
                        writer.WriteOctetString(new byte[choice.VectorSize]);
                    }
                }
            }

            byte[] encrypted = aes.EncryptCbc(Key, vector);
            writer.WriteOctetString(encrypted.AsSpan(0, choice.CipherSize ?? encrypted.Length));
        }

        return writer.Encode();
    }

    private static void WriteDerivation(AsnWriter writer, byte[] salt, Choice choice)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(salt);
            writer.WriteInteger(choice.Iterations);
            if (choice.KeyLength is int keyLength)
                writer.WriteInteger(keyLength);
            if (choice.Function is null)
                return;
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(choice.Function);
                if (choice.FunctionNull)
                    writer.WriteNull();
            }
        }
    }

    private sealed record Choice
    {
        public string Scheme { get; init; } = Oids.Pbes2;

        public string Derivation { get; init; } = Oids.Pbkdf2;

        public string Cipher { get; init; } = Oids.Aes256Cbc;

        public string? Function { get; init; } = Oids.HmacSha256;

        public bool FunctionNull { get; init; } = true;

        public long Iterations { get; init; } = 1;

        public int? KeyLength { get; init; }

        public int VectorSize { get; init; } = 16;

        public int? CipherSize { get; init; }
    }
}
