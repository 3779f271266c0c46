namespace PqCrypto.Interop.Tests.OpenSsl;

/// <summary>Signatures and secrets cross over between this library and `openssl pkeyutl`, both ways.</summary>
public sealed class OpenSslOperationTests : IDisposable
{
    private const string Pss = "-pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest";

    private readonly string folder = Repository.CreateTemporaryFolder();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [OpenSslTheory]
    [InlineData("ML-DSA-44", "")]
    [InlineData("ML-DSA-65", "")]
    [InlineData("ML-DSA-87", "")]
    [InlineData("ECDSA-P256-SHA256", "-digest sha256")]
    [InlineData("ECDSA-P384-SHA384", "-digest sha384")]
    [InlineData("RSA-PSS-2048-SHA256", "-digest sha256 " + Pss)]
    [InlineData("RSA-PSS-3072-SHA256", "-digest sha256 " + Pss)]
    [InlineData("RSA-PSS-4096-SHA384", "-digest sha384 " + Pss)]
    public void Signatures_BothWays_Verify(string name, string options)
    {
        using SignaturePrivateKey key = WriteSignatureKey(name);
        byte[] message = Deterministic.Bytes("message", 1, 5000);
        Write("message", message);
        Write("ours.sig", key.Sign(message));

        OpenSslProgram.Run(folder, ["pkeyutl", "-verify", "-pubin", "-inkey", "spki.pem", "-rawin", "-in", "message", "-sigfile", "ours.sig", .. Split(options)]);
        OpenSslProgram.Run(folder, ["pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "message", "-out", "theirs.sig", .. Split(options)]);
        Assert.True(key.PublicKey.Verify(message, Read("theirs.sig")));

        byte[] other = [.. message[..^1], (byte)(message[^1] ^ 1)];
        Write("message", other);
        (int exitCode, _) = OpenSslProgram.TryRun(
            folder, ["pkeyutl", "-verify", "-pubin", "-inkey", "spki.pem", "-rawin", "-in", "message", "-sigfile", "ours.sig", .. Split(options)]);
        Assert.NotEqual(0, exitCode);
        Assert.False(key.PublicKey.Verify(other, Read("theirs.sig")));
    }

    [OpenSslFact]
    public void MLDsa65_WithContextDeterministically_GivesTheSameSignature()
    {
        using SignaturePrivateKey key = WriteSignatureKey("ML-DSA-65");
        byte[] message = Deterministic.Bytes("message", 2, 100);
        byte[] context = Deterministic.Bytes("context", 2, 20);
        Write("message", message);

        OpenSslProgram.Run(
            folder, "pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "message", "-out", "theirs.sig",
            "-pkeyopt", "deterministic:1", "-pkeyopt", "hexcontext-string:" + Convert.ToHexString(context));

        Assert.Equal(Read("theirs.sig"), key.Sign(message, new SignatureOptions { Context = context, Deterministic = true }));
    }

    [OpenSslTheory]
    [InlineData("ML-KEM-512", "")]
    [InlineData("ML-KEM-768", "")]
    [InlineData("ML-KEM-1024", "")]
    [InlineData("DHKEM-X25519-HKDF-SHA256", "-kemop DHKEM")]
    [InlineData("DHKEM-P256-HKDF-SHA256", "-kemop DHKEM")]
    [InlineData("DHKEM-P384-HKDF-SHA384", "-kemop DHKEM")]
    public void Secrets_BothWays_Arrive(string name, string options)
    {
        using KemPrivateKey key = WriteKemKey(name);
        for (int round = 0; round < 3; round++)
        {
            using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
            Write("ours.ct", ciphertext);
            OpenSslProgram.Run(folder, ["pkeyutl", "-decap", "-inkey", "key.pem", "-in", "ours.ct", "-secret", "theirs.secret", .. Split(options)]);
            Assert.Equal(sent.ToArray(), Read("theirs.secret"));

            OpenSslProgram.Run(
                folder, ["pkeyutl", "-encap", "-pubin", "-inkey", "spki.pem", "-out", "theirs.ct", "-secret", "theirs.secret", .. Split(options)]);
            using SharedSecret received = key.Decapsulate(Read("theirs.ct"));
            Assert.Equal(Read("theirs.secret"), received.ToArray());
        }
    }

    [OpenSslTheory]
    [InlineData("ML-KEM-512")]
    [InlineData("ML-KEM-768")]
    [InlineData("ML-KEM-1024")]
    public void TamperedCiphertext_OnBothSides_GivesTheSameRejectionSecret(string name)
    {
        using KemPrivateKey key = WriteKemKey(name);
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        ciphertext[^1] ^= 0x80;
        Write("tampered.ct", ciphertext);
        OpenSslProgram.Run(folder, "pkeyutl", "-decap", "-inkey", "key.pem", "-in", "tampered.ct", "-secret", "theirs.secret");
        using SharedSecret received = key.Decapsulate(ciphertext);

        Assert.Equal(Read("theirs.secret"), received.ToArray());
        Assert.False(sent.FixedTimeEquals(received));
    }

    [OpenSslTheory]
    [InlineData("RSA-OAEP-2048")]
    [InlineData("RSA-OAEP-3072")]
    [InlineData("RSA-OAEP-4096")]
    public void RsaOaep_BothWays_Arrives(string name)
    {
        string[] oaep = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"];
        using KemPrivateKey key = WriteKemKey(name);
        using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] ciphertext);
        Write("ours.ct", ciphertext);
        OpenSslProgram.Run(folder, ["pkeyutl", "-decrypt", "-inkey", "key.pem", "-in", "ours.ct", "-out", "theirs.secret", .. oaep]);
        Assert.Equal(sent.ToArray(), Read("theirs.secret"));

        byte[] secret = Deterministic.Bytes("secret", 3, 32);
        Write("secret", secret);
        OpenSslProgram.Run(folder, ["pkeyutl", "-encrypt", "-pubin", "-inkey", "spki.pem", "-in", "secret", "-out", "theirs.ct", .. oaep]);
        using SharedSecret received = key.Decapsulate(Read("theirs.ct"));
        Assert.Equal(secret, received.ToArray());
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private KemPrivateKey WriteKemKey(string name)
    {
        KemPrivateKey key = BouncyCastle.MLKemTests.Find(name).GenerateKey();
        Write("key.pem", System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        Write("spki.pem", System.Text.Encoding.ASCII.GetBytes(key.PublicKey.ExportSubjectPublicKeyInfoPem()));
        return key;
    }

    private SignaturePrivateKey WriteSignatureKey(string name)
    {
        SignaturePrivateKey key = BouncyCastle.MLDsaTests.Find(name).GenerateKey();
        Write("key.pem", System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        Write("spki.pem", System.Text.Encoding.ASCII.GetBytes(key.PublicKey.ExportSubjectPublicKeyInfoPem()));
        return key;
    }

    private void Write(string file, byte[] content) => File.WriteAllBytes(Path.Combine(folder, file), content);

    private byte[] Read(string file) => File.ReadAllBytes(Path.Combine(folder, file));
}
