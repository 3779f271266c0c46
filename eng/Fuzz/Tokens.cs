using PqCrypto.Cose;
using PqCrypto.IdentityModel;

namespace PqCrypto.Fuzz;

/// <summary>JSON Web Keys, COSE keys and COSE_Sign1 messages. Keys that are read are the same after they were written; of messages none is valid but with the content
/// that was signed.</summary>
internal static class Tokens
{
    private static readonly byte[] Content = "content"u8.ToArray();

    private static readonly SignaturePrivateKey MLDsa = SignatureAlgorithm.MLDsa44.ImportPrivateSeed(Seeds.Counting(32));

    private static readonly Lazy<SignaturePrivateKey[]> Keys = new(() =>
        [MLDsa, .. CompositeAlgorithms.Signatures.Where(algorithm => algorithm.Name == "MLDSA44-ECDSA-P256-SHA256").Select(algorithm => algorithm.GenerateKey())]);

    internal static void TryJsonWebKey(byte[] data)
    {
        if (!Oracle.Takes(() => PqSecurityKey.ImportJwk(data), out PqSecurityKey? key))
            return;
        using PqSecurityKey owned = key;
        using PqSecurityKey again = key.PrivateKey is null ? PqSecurityKey.ImportJwk(key.ExportJwk()) : PqSecurityKey.ImportJwk(key.ExportPrivateJwk());
        Oracle.True(again.PublicKey.Equals(key.PublicKey) && again.KeyId == key.KeyId, "a JSON Web Key is another one after it was written");
        Oracle.True((again.PrivateKey is null) == (key.PrivateKey is null), "a private part came or went");
    }

    internal static void TryCoseKey(byte[] data)
    {
        if (!Oracle.Takes(() => PqCoseKey.Import(data), out PqCoseKey? key))
            return;
        using PqCoseKey owned = key;
        byte[] written = key.PrivateKey is null ? key.Export() : key.ExportPrivate();
        using PqCoseKey again = PqCoseKey.Import(written);
        Oracle.True(again.PublicKey.Equals(key.PublicKey), "a COSE key is another one after it was written");
        Oracle.Equal(written, again.PrivateKey is null ? again.Export() : again.ExportPrivate(), "a COSE key is written in two ways");
    }

    internal static void TryCoseSign1(byte[] data)
    {
        if (!Oracle.Takes(() => PqCoseSign1.Decode(data), out PqCoseSign1? message))
            return;
        PqCoseKey key = new(MLDsa.PublicKey);
        if (message.Content is not ReadOnlyMemory<byte> content)
            Oracle.True(!message.VerifyDetached(key, "other"u8), "a signature of other content is valid");
        else if (message.VerifyEmbedded(key))
            Oracle.Equal(Content, content.Span, "a signature of other content is valid");
    }

    internal static IEnumerable<byte[]> JsonWebKeys() => Keys.Value.SelectMany(key => new[]
    {
        System.Text.Encoding.UTF8.GetBytes(new PqSecurityKey(key).ExportJwk()), new PqSecurityKey(key) { KeyId = "1" }.ExportPrivateJwk(),
    });

    internal static IEnumerable<byte[]> CoseKeys() => Keys.Value.SelectMany(key => new[] { new PqCoseKey(key).Export(), new PqCoseKey(key, [1]).ExportPrivate() });

    internal static IEnumerable<byte[]> CoseMessages() =>
        Keys.Value.SelectMany(key => new[] { PqCoseSign1.SignEmbedded(new PqCoseKey(key), Content), PqCoseSign1.SignDetached(new PqCoseKey(key, [1]), Content) });
}
