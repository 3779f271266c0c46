using System.Security.Cryptography;

namespace PqCrypto.Tests.Extension;

/// <summary>A KEM whose private key is a handle into a device: it decapsulates and never leaves. Not secure: a toy for the contract.</summary>
internal sealed class DeviceKemScheme() : KemScheme(new KemDescription
{
    Name = "Device-KEM",
    Family = AlgorithmFamily.Classical,
    Oid = "1.3.6.1.4.1.99999.1",
    PublicKeySizeInBytes = 16,
    PrivateKeySizeInBytes = 16,
    CiphertextSizeInBytes = 16,
    SharedSecretSizeInBytes = 32,
    EncapsulationRandomnessSizeInBytes = 16,
})
{
    private int nextHandle;

    /// <summary>Handles that were released.</summary>
    internal List<int> Released { get; } = [];

    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new Handle(this, ++nextHandle);

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        throw new NotSupportedException("The device takes no keys in.");

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey(publicKey.ToArray());

    private sealed class PublicKey(byte[] key) : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => key.CopyTo(destination);

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            randomness.CopyTo(ciphertext);
            SHA256.HashData([.. key, .. ciphertext], sharedSecret);
        }
    }

    private sealed class Handle(DeviceKemScheme device, int number) : KemPrivateKeyState
    {
        private readonly byte[] publicKey = PublicBytes(number);

        public override KemPublicKeyState PublicKey => new PublicKey(publicKey);

        public override void ExportPrivateKey(Span<byte> destination) => throw new NotSupportedException("The key cannot leave its device.");

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret) =>
            SHA256.HashData([.. publicKey, .. ciphertext], sharedSecret);

        protected override void Dispose(bool disposing) => device.Released.Add(number);

        private static byte[] PublicBytes(int number) => SHA256.HashData(BitConverter.GetBytes(number))[..16];
    }
}

/// <summary>A KEM that writes half of its outputs and then fails.</summary>
internal sealed class FailingKemScheme() : KemScheme(new KemDescription
{
    Name = "Failing-KEM",
    Family = AlgorithmFamily.Classical,
    PublicKeySizeInBytes = 16,
    PrivateKeySizeInBytes = 16,
    CiphertextSizeInBytes = 16,
    SharedSecretSizeInBytes = 32,
})
{
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new PrivateKey();

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey();

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey();

    private sealed class PublicKey : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => destination.Clear();

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            ciphertext[..8].Fill(1);
            sharedSecret[..8].Fill(2);
            throw new InvalidOperationException("in the middle");
        }
    }

    private sealed class PrivateKey : KemPrivateKeyState
    {
        public override KemPublicKeyState PublicKey { get; } = new PublicKey();

        public override void ExportPrivateKey(Span<byte> destination) => destination.Clear();

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            sharedSecret[..8].Fill(3);
            throw new InvalidOperationException("in the middle");
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}

/// <summary>A signature scheme that writes half a signature and then fails. Its keys have no bytes: they are handles.</summary>
internal sealed class FailingSignatureScheme() : SignatureScheme(new SignatureDescription
{
    Name = "Failing-Signature",
    Family = AlgorithmFamily.Classical,
    MaxSignatureSizeInBytes = 64,
})
{
    /// <summary>The messages that were to be signed.</summary>
    internal List<byte[]> Messages { get; } = [];

    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new PrivateKey(this);

    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => throw new NotSupportedException();

    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => throw new NotSupportedException();

    private sealed class PublicKey : SignaturePublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => throw new InvalidOperationException("There is no raw form.");

        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options) => false;
    }

    private sealed class PrivateKey(FailingSignatureScheme scheme) : SignaturePrivateKeyState
    {
        public override SignaturePublicKeyState PublicKey { get; } = new PublicKey();

        public override void ExportPrivateKey(Span<byte> destination) => throw new InvalidOperationException("There is no raw form.");

        public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            scheme.Messages.Add(data.ToArray());
            signature[..32].Fill(4);
            throw new InvalidOperationException("in the middle");
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}

/// <summary>A KEM whose private key is not its seed and lies in PKCS#8 as it is. Not secure: a toy for the contract.</summary>
internal sealed class SeededKemScheme() : KemScheme(new KemDescription
{
    Name = "Seeded-KEM",
    Family = AlgorithmFamily.Classical,
    Oid = "1.3.6.1.4.1.99999.2",
    PublicKeySizeInBytes = 1,
    PrivateKeySizeInBytes = 32,
    PrivateSeedSizeInBytes = 16,
    KeyGenerationRandomnessSizeInBytes = 16,
    CiphertextSizeInBytes = 1,
    SharedSecretSizeInBytes = 1,
})
{
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => ImportPrivateSeed(randomness);

    public override KemPrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed) => new PrivateKey(SHA256.HashData(seed), seed.ToArray());

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateKey(privateKey.ToArray(), seed: null);

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicKey();

    private sealed class PublicKey : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => destination.Clear();

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret) => ciphertext.Clear();
    }

    private sealed class PrivateKey(byte[] key, byte[]? seed) : KemPrivateKeyState
    {
        public override KemPublicKeyState PublicKey { get; } = new PublicKey();

        public override bool HasPrivateSeed => seed is not null;

        public override void ExportPrivateSeed(Span<byte> destination) => seed!.CopyTo(destination);

        public override void ExportPrivateKey(Span<byte> destination) => key.CopyTo(destination);

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret) => sharedSecret.Clear();

        protected override void Dispose(bool disposing)
        {
        }
    }
}

/// <summary>A signature scheme that only has what the public contract has, over the keys of another one: what a device would offer.</summary>
internal sealed class DeviceSignatureScheme(SignatureScheme device) : SignatureScheme(device.Description)
{
    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new Handle(device.GenerateKey(randomness));

    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) =>
        throw new NotSupportedException("The device takes no keys in.");

    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicPart(device.ImportPublicKey(publicKey));

    private sealed class PublicPart(SignaturePublicKeyState key) : SignaturePublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination) => key.ExportPublicKey(destination);

        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options) => key.Verify(data, signature, options);

        public override MessageDigest? CreateDigest(SignatureOptions options) => key.CreateDigest(options);

        public override bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) => key.VerifyDigest(digest, signature);
    }

    private sealed class Handle(SignaturePrivateKeyState key) : SignaturePrivateKeyState
    {
        public override SignaturePublicKeyState PublicKey => new PublicPart(key.PublicKey);

        public override void ExportPrivateKey(Span<byte> destination) => throw new NotSupportedException("The key cannot leave its device.");

        public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature) =>
            key.Sign(data, options, randomness, signature);

        public override int SignDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> randomness, Span<byte> signature) => key.SignDigest(digest, randomness, signature);

        protected override void Dispose(bool disposing) => key.Dispose();
    }
}
