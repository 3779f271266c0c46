using FsCheck;
using FsCheck.Xunit;

namespace PqCrypto.Tests.Properties;

/// <summary>Properties of ML-DSA for any seed, message, context and damage.</summary>
public sealed class SignatureProperties
{
    private static readonly SignatureAlgorithm[] Algorithms = [SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87];

    [Property(MaxTest = 100)]
    public void RoundTrip_AnySeedMessageAndOptions_VerifiesThroughEveryForm(byte[] message, byte[] context, DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        SignatureAlgorithm algorithm = Pick(random);
        using SignaturePrivateKey key = Key(random, algorithm);
        using SignaturePrivateKey fromPkcs8 = SignaturePrivateKey.ImportPkcs8PrivateKey(key.ExportPkcs8PrivateKey(PrivateKeyForm.SeedAndExpanded));
        using SignaturePrivateKey fromRaw = algorithm.ImportPrivateKey(key.ExportPrivateKey());
        SignaturePublicKey publicKey = SignaturePublicKey.ImportSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo());
        SignatureOptions options = new() { Context = context, Deterministic = true, PreHash = (PreHash)random.Next(13) };
        byte[] signature = key.Sign(message, options);

        Assert.Equal(algorithm.MaxSignatureSizeInBytes, signature.Length);
        Assert.True(publicKey.Verify(message, signature, options));
        Assert.Equal(signature, fromPkcs8.Sign(message, options));
        Assert.Equal(signature, fromRaw.Sign(message, options));
    }

    [Property(MaxTest = 150)]
    public void Verify_AnyDamage_IsFalse(byte[] message, byte[] context, DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        using SignaturePrivateKey key = Key(random, Pick(random));
        SignatureOptions options = new() { Context = context };
        byte[] signature = key.Sign(message, options);
        int first = random.Next(signature.Length);
        int count = 1 + random.Next(signature.Length - first);
        byte[] damaged = [.. signature];
        for (int i = 0; i < count; i++)
            damaged[first + i] ^= (byte)(1 + random.Next(255));

        Assert.True(key.PublicKey.Verify(message, signature, options));
        Assert.False(key.PublicKey.Verify(message, damaged, options));
        Assert.False(key.PublicKey.Verify(message, signature.AsSpan(0, first), options));
        Assert.False(key.PublicKey.Verify([.. message, 0], signature, options));
        Assert.False(key.PublicKey.Verify(message, signature, options with { Context = (byte[])[.. context, 0] }));
        Assert.False(key.PublicKey.Verify(message, signature, options with { PreHash = (PreHash)(1 + random.Next(12)) }));
    }

    [Property(MaxTest = 100)]
    public void Pieces_AnySplit_SignAndVerifyLikeTheWhole(byte[][] pieces, DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        using SignaturePrivateKey key = Key(random, Pick(random));
        SignatureOptions options = new() { Deterministic = true, PreHash = (PreHash)random.Next(13) };
        byte[] whole = [.. pieces.SelectMany(piece => piece)];
        using SignatureSigner signer = key.CreateSigner(options);
        using SignatureVerifier verifier = key.PublicKey.CreateVerifier(options);
        foreach (byte[] piece in pieces)
        {
            signer.Append(piece);
            verifier.Append(piece);
        }

        byte[] signature = signer.GetSignature();
        Assert.Equal(key.Sign(whole, options), signature);
        Assert.True(verifier.Verify(signature));
    }

    [Property(MaxTest = 100)]
    public void Aliasing_MessageAndSignatureAnywhereInOneArray_WorkOrAreRefusedUntouched(DoNotSize<int> choice)
    {
        Random random = new(choice.Item);
        SignatureAlgorithm algorithm = Pick(random);
        using SignaturePrivateKey key = Key(random, algorithm);
        int size = algorithm.MaxSignatureSizeInBytes;
        byte[] memory = new byte[size + 2000];
        random.NextBytes(memory);
        byte[] before = [.. memory];
        int messageSize = random.Next(1, 500);
        int message = random.Next(memory.Length - messageSize + 1);
        int signature = random.Next(memory.Length - size + 1);

        if (message < signature + size && signature < message + messageSize)
        {
            Assert.ThrowsAny<ArgumentException>(() => key.Sign(memory.AsSpan(message, messageSize), memory.AsSpan(signature, size)));
            Assert.Equal(before, memory);
            return;
        }

        Assert.Equal(size, key.Sign(memory.AsSpan(message, messageSize), memory.AsSpan(signature, size)));
        Assert.True(key.PublicKey.Verify(memory.AsSpan(message, messageSize), memory.AsSpan(signature, size)));
        Assert.Equal(before[..signature], memory[..signature]);
        Assert.Equal(before[(signature + size)..], memory[(signature + size)..]);
    }

    private static SignatureAlgorithm Pick(Random random) => Algorithms[random.Next(Algorithms.Length)];

    private static SignaturePrivateKey Key(Random random, SignatureAlgorithm algorithm)
    {
        byte[] seed = new byte[algorithm.PrivateSeedSizeInBytes];
        random.NextBytes(seed);
        return algorithm.ImportPrivateSeed(seed);
    }
}
