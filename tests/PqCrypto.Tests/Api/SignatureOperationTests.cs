namespace PqCrypto.Tests.Api;

/// <summary>Sign and Verify in one call, the same for all algorithms.</summary>
public sealed class SignatureOperationTests
{
    private static byte[] Message => "To whom it may concern"u8.ToArray();

    [Theory, Algorithms]
    public void Sign_MessagesOfManyLengths_Verify(SignatureSubject algorithm)
    {
        foreach (int length in new[] { 0, 1, 31, 32, 135, 136, 137, 1000, 100_000 })
        {
            byte[] data = new byte[length];
            new Random(length).NextBytes(data);
            byte[] signature = algorithm.PrivateKey.Sign(data);

            Assert.InRange(signature.Length, 1, algorithm.Algorithm.MaxSignatureSizeInBytes);
            Assert.True(algorithm.PrivateKey.PublicKey.Verify(data, signature));
            Assert.False(algorithm.PrivateKey.PublicKey.Verify([.. data, 0], signature));
            if (length > 0)
                Assert.False(algorithm.PrivateKey.PublicKey.Verify(data.AsSpan(1), signature));
        }
    }

    [Theory, Algorithms]
    public void Sign_IntoBuffer_WritesTheSignatureAndNothingMore(SignatureSubject algorithm)
    {
        int room = algorithm.Algorithm.MaxSignatureSizeInBytes + 40;
        byte[] buffer = Failure.Marked(room);

        int written = algorithm.PrivateKey.Sign(Message, buffer);

        Assert.InRange(written, 1, algorithm.Algorithm.MaxSignatureSizeInBytes);
        Assert.True(algorithm.PrivateKey.PublicKey.Verify(Message, buffer.AsSpan(0, written)));
        Failure.IsUntouched(buffer[algorithm.Algorithm.MaxSignatureSizeInBytes..]);
    }

    [Theory, Algorithms]
    public void Sign_NullArrayAsData_SignsTheEmptyMessage(SignatureSubject algorithm)
    {
        byte[] signature = algorithm.PrivateKey.Sign((byte[])null!);

        Assert.True(algorithm.PrivateKey.PublicKey.Verify(ReadOnlySpan<byte>.Empty, signature));
    }

    [Theory, Algorithms]
    public void Sign_BufferTooShort_IsRefusedAndUntouched(SignatureSubject algorithm)
    {
        int needed = algorithm.Algorithm.MaxSignatureSizeInBytes;
        foreach (int length in new[] { 0, 1, needed / 2, needed - 1 })
        {
            byte[] buffer = Failure.Marked(length);
            Failure.IsWrongLength(() => algorithm.PrivateKey.Sign(Message, buffer), "signature", needed, length);
            Failure.IsUntouched(buffer);
        }

        Failure.IsWrongLength(() => algorithm.PrivateKey.Sign(Message, (byte[])null!), "signature", needed, 0);
    }

    [Theory, Algorithms]
    public void Sign_BufferOverlapsData_IsRefusedAndUntouched(SignatureSubject algorithm)
    {
        int size = algorithm.Algorithm.MaxSignatureSizeInBytes;
        foreach (int offset in new[] { 0, 1, size - 1 })
        {
            byte[] memory = Failure.Marked(size + 100);
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(
                () => algorithm.PrivateKey.Sign(memory.AsSpan(offset, 64), memory.AsSpan(0, size)));
            Assert.Equal("signature", exception.ParamName);
            Failure.IsUntouched(memory);
        }
    }

    [Theory, Algorithms]
    public void Verify_SignatureOfAnyLength_IsFalse(SignatureSubject algorithm)
    {
        SignaturePublicKey key = algorithm.PrivateKey.PublicKey;
        byte[] signature = algorithm.PrivateKey.Sign(Message);
        byte[] longer = [.. signature, .. new byte[100]];
        for (int length = 0; length <= longer.Length; length++)
            Assert.Equal(length == signature.Length, key.Verify(Message, longer.AsSpan(0, length)));
        Assert.False(key.Verify(Message, (byte[])null!));
    }

    [Theory, Algorithms]
    public void Verify_SignatureOfAnyContent_IsFalse(SignatureSubject algorithm)
    {
        SignaturePublicKey key = algorithm.PrivateKey.PublicKey;
        byte[] signature = algorithm.PrivateKey.Sign(Message);
        Random random = new(7);
        byte[] content = new byte[signature.Length];
        Assert.False(key.Verify(Message, content));
        content.AsSpan().Fill(0xFF);
        Assert.False(key.Verify(Message, content));
        for (int round = 0; round < 50; round++)
        {
            random.NextBytes(content);
            Assert.False(key.Verify(Message, content));
            byte[] tampered = [.. signature];
            tampered[random.Next(tampered.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(key.Verify(Message, tampered));
        }

        Assert.True(key.Verify(Message, signature));
    }

    [Theory, Algorithms]
    public void Verify_WithAnotherKey_IsFalse(SignatureSubject algorithm)
    {
        Assert.False(((SignaturePrivateKeySubject)algorithm.OtherKey).Key.PublicKey.Verify(Message, algorithm.PrivateKey.Sign(Message)));
    }

    [Theory, Algorithms]
    public void Verify_SignatureOfAnotherAlgorithm_IsFalse(SignatureSubject algorithm)
    {
        foreach (SignatureSubject other in Subjects.Signatures.Where(other => !ReferenceEquals(other, algorithm)))
            Assert.False(algorithm.PrivateKey.PublicKey.Verify(Message, other.PrivateKey.Sign(Message)));
    }

    [Theory, Algorithms]
    public void Context_WhereSupported_BindsTheSignature(SignatureSubject algorithm)
    {
        if (!algorithm.Algorithm.SupportsContext)
        {
            SignatureOptions unsupported = new() { Context = new byte[] { 1 } };
            Failure.IsNotSupported(() => algorithm.PrivateKey.Sign(Message, unsupported), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.PrivateKey.CreateSigner(unsupported), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.PrivateKey.PublicKey.Verify(Message, new byte[8], unsupported), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.PrivateKey.PublicKey.CreateVerifier(unsupported), algorithm.Name);
            return;
        }

        foreach (int length in new[] { 1, 32, 254, 255 })
        {
            byte[] context = new byte[length];
            context.AsSpan().Fill(0x5C);
            byte[] other = [.. context[..^1], 0];
            byte[] signature = algorithm.PrivateKey.Sign(Message, With(context));
            SignaturePublicKey key = algorithm.PrivateKey.PublicKey;

            Assert.True(key.Verify(Message, signature, With(context)));
            Assert.False(key.Verify(Message, signature));
            Assert.False(key.Verify(Message, signature, With(other)));
            Assert.False(key.Verify(Message, signature, With(context[1..])));
            Assert.False(key.Verify(Message, signature, With(new byte[256])));
        }
    }

    [Theory, Algorithms]
    public void Context_Over255Bytes_ThrowsWhenSigningAndIsFalseWhenVerifying(SignatureSubject algorithm)
    {
        if (!algorithm.Algorithm.SupportsContext)
            return;
        byte[] signature = algorithm.PrivateKey.Sign(Message);
        byte[] buffer = Failure.Marked(algorithm.Algorithm.MaxSignatureSizeInBytes);
        foreach (int length in new[] { 256, 257, 1000, 65_536 })
        {
            SignatureOptions options = With(new byte[length]);
            SignaturePublicKey key = algorithm.PrivateKey.PublicKey;

            Failure.IsWrongLength(() => algorithm.PrivateKey.Sign(Message, options), "options", 255, length);
            Failure.IsWrongLength(() => algorithm.PrivateKey.Sign(Message, buffer, options), "options", 255, length);
            Failure.IsWrongLength(() => algorithm.PrivateKey.Sign(new MemoryStream(), options), "options", 255, length);
            Failure.IsWrongLength(() => algorithm.PrivateKey.CreateSigner(options), "options", 255, length);
            Assert.False(key.Verify(Message, signature, options));
            Assert.False(key.Verify(new MemoryStream(Message), signature, options));
            using SignatureVerifier verifier = key.CreateVerifier(options);
            verifier.Append(Message);
            Assert.False(verifier.Verify(signature));
        }

        Failure.IsUntouched(buffer);
    }

    [Theory, Algorithms]
    public void PreHash_WhereSupported_IsAnotherSignatureThanPureAndThanEveryOtherHash(SignatureSubject algorithm)
    {
        SignaturePublicKey key = algorithm.PrivateKey.PublicKey;
        if (!algorithm.Algorithm.SupportsPreHash)
        {
            SignatureOptions unsupported = new() { PreHash = PreHash.Sha512 };
            Failure.IsNotSupported(() => algorithm.PrivateKey.Sign(Message, unsupported), algorithm.Name);
            Failure.IsNotSupported(() => algorithm.PrivateKey.CreateSigner(unsupported), algorithm.Name);
            Failure.IsNotSupported(() => key.Verify(Message, new byte[8], unsupported), algorithm.Name);
            Failure.IsNotSupported(() => key.CreateVerifier(unsupported), algorithm.Name);
            return;
        }

        foreach (PreHash signed in Enum.GetValues<PreHash>())
        {
            byte[] signature = algorithm.PrivateKey.Sign(Message, new SignatureOptions { PreHash = signed });
            foreach (PreHash verified in Enum.GetValues<PreHash>())
                Assert.Equal(signed == verified, key.Verify(Message, signature, new SignatureOptions { PreHash = verified }));
        }
    }

    [Theory, Algorithms]
    public void PreHash_Unknown_IsAnArgumentError(SignatureSubject algorithm)
    {
        foreach (int unknown in new[] { -1, 13, 1000 })
        {
            SignatureOptions options = new() { PreHash = (PreHash)unknown };
            AssertNames(() => algorithm.PrivateKey.Sign(Message, options));
            AssertNames(() => algorithm.PrivateKey.CreateSigner(options));
            AssertNames(() => algorithm.PrivateKey.PublicKey.Verify(Message, new byte[8], options));
            AssertNames(() => algorithm.PrivateKey.PublicKey.CreateVerifier(options));
        }

        static void AssertNames(Action call) => Assert.Equal("options", Assert.ThrowsAny<ArgumentException>(call).ParamName);
    }

    [Theory, Algorithms]
    public void ExternalMu_WhereSupported_SignsLikeTheMessageAndChecksItsLength(SignatureSubject algorithm)
    {
        SignaturePublicKey key = algorithm.PrivateKey.PublicKey;
        byte[] mu = new byte[64];
        if (!algorithm.Algorithm.SupportsExternalMu)
        {
            Failure.IsNotSupported(() => algorithm.PrivateKey.SignMu(mu), algorithm.Name);
            Failure.IsNotSupported(() => key.VerifyMu(mu, new byte[8]), algorithm.Name);
            return;
        }

        new Random(3).NextBytes(mu);
        byte[] signature = algorithm.PrivateKey.SignMu(mu);
        Assert.True(key.VerifyMu(mu, signature));
        Assert.False(key.Verify(mu, signature));
        Assert.False(key.VerifyMu(mu, signature.AsSpan(1)));
        Assert.Equal(
            algorithm.PrivateKey.SignMu(mu, new SignatureOptions { Deterministic = true }),
            algorithm.PrivateKey.SignMu(mu, new SignatureOptions { Deterministic = true }));
        mu[63] ^= 1;
        Assert.False(key.VerifyMu(mu, signature));
        foreach (int length in Failure.WrongLengths(64))
        {
            Failure.IsWrongLength(() => algorithm.PrivateKey.SignMu(new byte[length]), "mu", 64, length);
            Failure.IsWrongLength(() => key.VerifyMu(new byte[length], signature), "mu", 64, length);
        }
    }

    [Theory, Algorithms]
    public void Deterministic_WhereThereIsAChoice_DecidesWhetherSignaturesRepeat(SignatureSubject algorithm)
    {
        if (!algorithm.RepeatsItself)
            return;
        SignatureOptions deterministic = new() { Deterministic = true };
        byte[] one = algorithm.PrivateKey.Sign(Message, deterministic);

        Assert.Equal(one, algorithm.PrivateKey.Sign(Message, deterministic));
        Assert.NotEqual(algorithm.PrivateKey.Sign(Message), algorithm.PrivateKey.Sign(Message));
        Assert.True(algorithm.PrivateKey.PublicKey.Verify(Message, one));
    }

    [Theory, Algorithms]
    public async Task Keys_SharedByManyThreads_GiveRightAnswers(SignatureSubject algorithm)
    {
        using PrivateKeySubject fresh = algorithm.Copy(algorithm.Key);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int round = 0; round < 10; round++)
                Assert.True(fresh.Fits(fresh.PublicKey));
        })));
    }

    private static SignatureOptions With(byte[] context) => new() { Context = context };
}
