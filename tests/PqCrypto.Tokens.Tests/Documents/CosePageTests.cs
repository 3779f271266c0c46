using System.Security.Cryptography;
using PqCrypto.Cose;

namespace PqCrypto.Tokens.Tests.Documents;

/// <summary>The code of docs/cose.md, run.</summary>
public class CosePageTests
{
    [Fact]
    public void Page_FromKeyToVerifiedContent_Works()
    {
        using SignaturePrivateKey privateKey = SignatureAlgorithm.MLDsa65.GenerateKey();
        PqCoseKey signing = new(privateKey);                    // its KeyId is the key's thumbprint (RFC 9679)
        byte[] publicKey = signing.Export();                    // a COSE_Key; ExportPrivate writes the private one
        PqCoseKey verifying = PqCoseKey.Import(publicKey);

        byte[] message = PqCoseSign1.SignEmbedded(signing, "21.5 degrees"u8, associatedData: "sensor 7"u8);

        PqCoseSign1 received = PqCoseSign1.Decode(message);     // reads, and verifies nothing
        if (!received.VerifyEmbedded(verifying, associatedData: "sensor 7"u8))
            throw new CryptographicException("Not from the sensor.");
        ReadOnlyMemory<byte> content = received.Content!.Value;

        Assert.Equal("21.5 degrees"u8, content.Span);
        Assert.Equal(verifying.KeyId.ToArray(), received.KeyId!.Value.ToArray());
        Assert.False(received.VerifyEmbedded(verifying));
    }
}
