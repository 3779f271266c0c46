using System.Security.Cryptography.Cose;
using System.Text.Json;
using PqCrypto.Cose;
using PqCrypto.Pki;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Tokens.Tests.Cose;

/// <summary>The COSE examples of draft-ietf-cose-dilithium (RFC 9964) and of draft-ietf-jose-pq-composite-sigs.</summary>
public class CoseVectorTests
{
    [SharedTheory]
    [InlineData("ML_DSA_44", -48)]
    [InlineData("ML_DSA_65", -49)]
    [InlineData("composite-ML-DSA-44-Ed25519", -57)]
    [InlineData("composite-ML-DSA-65-Ed25519", -58)]
    public void Key_OfTheExample_IsReadAndWritten(string name, int number)
    {
        JsonElement file = Read(name);

        using PqCoseKey key = PqCoseKey.Import(Hex(file, "key"), PkiAlgorithms.Signatures);

        Assert.Equal(number, key.Algorithm);
        Assert.Equal(Hex(file, "raw_public_key"), key.PublicKey.ExportPublicKey());
        // the examples' labels are in no order, ours in that of deterministic encoding
        using PqCoseKey again = PqCoseKey.Import(key.ExportPrivate(), PkiAlgorithms.Signatures);
        Assert.Equal(Hex(file, "key").Length, key.ExportPrivate().Length);
        Assert.Equal(key.PublicKey, again.PublicKey);
        Assert.Equal(Hex(file, "priv"), key.ExportPrivate()[^Hex(file, "priv").Length..]);
        Assert.Equal(key.KeyId, again.KeyId);
        if (!name.StartsWith("composite", StringComparison.Ordinal))
            Assert.Equal(key.KeyId.ToArray(), key.ComputeThumbprint());
        else
            Assert.Equal(8, key.KeyId.Length);
    }

    [SharedTheory]
    [InlineData("ML_DSA_44")]
    [InlineData("ML_DSA_65")]
    [InlineData("composite-ML-DSA-44-Ed25519")]
    [InlineData("composite-ML-DSA-65-Ed25519")]
    public void Message_OfTheExample_IsVerified(string name)
    {
        JsonElement file = Read(name);
        using PqCoseKey key = PqCoseKey.Import(Hex(file, "key"), PkiAlgorithms.Signatures);
        byte[] encoded = Hex(file, "sign1");

        PqCoseSign1 message = PqCoseSign1.Decode(encoded);

        Assert.Equal((key.Algorithm, "hello post quantum signatures"), (message.Algorithm, System.Text.Encoding.ASCII.GetString(message.Content!.Value.Span)));
        Assert.Equal(key.KeyId.ToArray(), message.KeyId!.Value.ToArray());
        Assert.True(message.VerifyEmbedded(key));
        Assert.False(message.VerifyEmbedded(key, "other"u8));
        encoded[^1] ^= 1;
        Assert.False(PqCoseSign1.Decode(encoded).VerifyEmbedded(key));
    }

    /// <summary>The ML-DSA examples are deterministic: the same message is made again byte for byte.</summary>
    [SharedTheory]
    [InlineData("ML_DSA_44")]
    [InlineData("ML_DSA_65")]
    public void Signature_OfTheExample_IsMadeAgain(string name)
    {
        JsonElement file = Read(name);
        using PqCoseKey key = PqCoseKey.Import(Hex(file, "key"));

        byte[] signature = key.PrivateKey!.Sign(Hex(file, "raw_to_be_signed"), new SignatureOptions { Deterministic = true });

        Assert.Equal(Hex(file, "raw_signature"), signature);
        byte[] ours = PqCoseSign1.SignEmbedded(key, "hello post quantum signatures"u8);
        Assert.Equal(Hex(file, "sign1")[..^signature.Length], ours[..^signature.Length]);
    }

    [SharedTheory]
    [InlineData("ML_DSA_44")]
    [InlineData("ML_DSA_65")]
    public void Message_OfTheExample_IsVerifiedByThePlatformsClassOverOurKey(string name)
    {
        JsonElement file = Read(name);
        using PqCoseKey key = PqCoseKey.Import(Hex(file, "key"));
        using System.Security.Cryptography.MLDsa platform = key.PublicKey.AsMLDsa();

        Assert.True(CoseMessage.DecodeSign1(Hex(file, "sign1")).VerifyEmbedded(new CoseKey(platform)));
    }

    private static JsonElement Read(string name) => SharedVectors.ReadJson($"hybrid/cose/{name}.cose.json");

    private static byte[] Hex(JsonElement file, string name) => Convert.FromHexString(file.GetProperty(name).GetString()!);
}
