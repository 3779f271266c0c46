using System.Security.Cryptography;
using PqCrypto.Encoding;

namespace PqCrypto.Fuzz;

/// <summary>Valid inputs of each algorithm and form, to begin with.</summary>
internal static class Seeds
{
    private const string Password = "password";

    private static readonly PbeParameters[] Encryptions =
    [
        new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1),
        new(PbeEncryptionAlgorithm.Aes192Cbc, HashAlgorithmName.SHA384, 10),
        new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA512, 2),
    ];

    private static readonly Lazy<(byte[] Public, byte[][] Private)[]> Keys = new(() =>
    [
        .. KemAlgorithm.All.Concat(CompositeAlgorithms.Kems).Where(algorithm => algorithm.Scheme.HasContainers).Select(Of),
        .. SignatureAlgorithm.All.Concat(CompositeAlgorithms.Signatures).Where(algorithm => algorithm.Scheme.HasContainers).Select(Of),
    ]);

    internal static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    internal static IEnumerable<byte[]> PublicKeys() => Keys.Value.Select(key => key.Public);

    internal static IEnumerable<byte[]> PrivateKeys() =>
        Keys.Value.SelectMany(key => key.Private).SelectMany(key => new[] { key, WithAttributes(key) });

    internal static IEnumerable<byte[]> EncryptedKeys()
    {
        int next = 0;
        foreach (byte[] key in Keys.Value.Select(key => key.Private[0]).Where(key => key.Length < 200))
        {
            foreach (PbeParameters parameters in Encryptions)
                yield return EncryptedPkcs8.Encode(Password, parameters, key, Counting(EncryptedPkcs8.RandomnessSize));
        }

        foreach (byte[] key in Keys.Value.Select(key => key.Private[^1]))
            yield return EncryptedPkcs8.Encode(Password, Encryptions[next++ % 3], key, Counting(EncryptedPkcs8.RandomnessSize));
        byte[] costly = EncryptedPkcs8.Encode(
            Password, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 5000), Keys.Value[0].Private[0], Counting(32));
        yield return costly;
    }

    internal static IEnumerable<byte[]> Texts()
    {
        foreach (byte kind in new byte[] { 0, 3 })
        {
            foreach (byte[] key in PublicKeys().Where(key => key.Length < 1500))
                yield return [kind, .. Text(Pem.PublicKey, key)];
            foreach (byte[] key in PrivateKeys().Where(key => key.Length < 500))
                yield return [(byte)(kind + 1), .. Text(Pem.PrivateKey, key)];
            foreach (byte[] key in EncryptedKeys().Where(key => key.Length < 300))
                yield return [(byte)(kind + 2), .. Text(Pem.EncryptedPrivateKey, key)];
            byte[] one = Text(Pem.PublicKey, PublicKeys().MinBy(key => key.Length)!);
            yield return [kind, .. one, (byte)'\n', .. one];
            yield return [kind, .. "Subject: somebody\r\n"u8, .. one, .. "\r\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"u8];
        }
    }

    private static byte[] Text(string label, byte[] der) => System.Text.Encoding.Latin1.GetBytes(Pem.Encode(label, der));

    private static (byte[] Public, byte[][] Private) Of(KemAlgorithm algorithm)
    {
        using KemPrivateKey key = algorithm.GenerateKey();
        PrivateKeyForm[] forms = Forms(algorithm.PrivateSeedSizeInBytes, algorithm.PrivateKeySizeInBytes);
        return (key.PublicKey.ExportSubjectPublicKeyInfo(), [.. forms.Select(form => key.ExportPkcs8PrivateKey(form))]);
    }

    private static (byte[] Public, byte[][] Private) Of(SignatureAlgorithm algorithm)
    {
        using SignaturePrivateKey key = algorithm.GenerateKey();
        PrivateKeyForm[] forms = Forms(algorithm.PrivateSeedSizeInBytes, algorithm.PrivateKeySizeInBytes);
        return (key.PublicKey.ExportSubjectPublicKeyInfo(), [.. forms.Select(form => key.ExportPkcs8PrivateKey(form))]);
    }

    private static PrivateKeyForm[] Forms(int seedSize, int privateKeySize) => seedSize > 0 && seedSize != privateKeySize
        ? [PrivateKeyForm.Seed, PrivateKeyForm.Expanded, PrivateKeyForm.SeedAndExpanded]
        : [PrivateKeyForm.Default];

    /// <summary>The same key with an attribute, and version 1 with its public key.</summary>
    private static byte[] WithAttributes(byte[] pkcs8)
    {
        Pkcs8Parts parts = Pkcs8.Decode(pkcs8);
        byte[] publicKey = KemOrSignaturePublicKey(pkcs8);
        DerWriter writer = new(new byte[pkcs8.Length + publicKey.Length + 100]);
        int end = writer.Count;
        writer.Encoded(publicKey);
        writer.Encoded([0]);
        writer.Close(DerIdentifier.Context1, end);
        writer.Encoded([0xA0, 0x0D, 0x30, 0x0B, 0x06, 0x03, 0x55, 0x04, 0x03, 0x31, 0x04, 0x0C, 0x02, 0x61, 0x62]);       // { commonName, { "ab" } }
        writer.OctetString(parts.PrivateKey);
        writer.AlgorithmIdentifier(parts.Algorithm);
        writer.SmallInteger(1);
        writer.Close(DerIdentifier.Sequence, end: 0);
        return [.. writer.Written];
    }

    private static byte[] KemOrSignaturePublicKey(byte[] pkcs8)
    {
        byte[] spki;
        if (Oracle.Takes(() => KemPrivateKey.ImportPkcs8PrivateKey(pkcs8), out KemPrivateKey? kem))
        {
            spki = kem.PublicKey.ExportSubjectPublicKeyInfo();
        }
        else
        {
            using SignaturePrivateKey signature = SignaturePrivateKey.ImportPkcs8PrivateKey(pkcs8);
            spki = signature.PublicKey.ExportSubjectPublicKeyInfo();
        }

        kem?.Dispose();
        return [.. Spki.Decode(spki).SubjectPublicKey];
    }
}
