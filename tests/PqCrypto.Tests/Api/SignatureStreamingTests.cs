namespace PqCrypto.Tests.Api;

/// <summary>Messages in pieces: signers, verifiers, streams and cancellation, the same for all algorithms.</summary>
public sealed class SignatureStreamingTests
{
    private static readonly byte[] Message = CreateMessage(200_001);

    [Theory, Algorithms]
    public void Signer_MessageInPieces_IsTheOneShotSignature(SignatureSubject algorithm)
    {
        foreach (SignatureOptions options in OptionsOf(algorithm))
        {
            foreach (int piece in new[] { 1, 7, 136, 4096 })
            {
                byte[] data = Message[..(piece * 20)];
                using SignatureSigner signer = algorithm.PrivateKey.CreateSigner(options);
                for (int position = 0; position < data.Length; position += piece)
                    signer.Append(data.AsSpan(position, piece));
                signer.Append([]);
                byte[] signature = signer.GetSignature();

                Assert.True(algorithm.PrivateKey.PublicKey.Verify(data, signature, options));
                if (RepeatsItself(algorithm, options))
                    Assert.Equal(algorithm.PrivateKey.Sign(data, options), signature);
            }
        }
    }

    [Theory, Algorithms]
    public void Verifier_MessageInPieces_GivesTheOneShotVerdict(SignatureSubject algorithm)
    {
        foreach (SignatureOptions options in OptionsOf(algorithm))
        {
            byte[] signature = algorithm.PrivateKey.Sign(Message, options);
            using SignatureVerifier verifier = algorithm.PrivateKey.PublicKey.CreateVerifier(options);
            verifier.Append(Message.AsSpan(0, 77));
            verifier.Append(Message.AsSpan(77));
            Assert.True(verifier.Verify(signature));

            verifier.Append(Message.AsSpan(1));
            Assert.False(verifier.Verify(signature));
            Assert.False(verifier.Verify(signature));

            verifier.Append(Message);
            Assert.False(verifier.Verify(signature.AsSpan(1)));
            verifier.Append(Message);
            Assert.True(verifier.Verify(signature));
        }
    }

    [Theory, Algorithms]
    public void Append_LongMessage_IsHashedWhereItCanBe_AndNotCollected(SignatureSubject algorithm)
    {
        using MessageDigest? digest = algorithm.PrivateKey.PublicKey.State.CreateDigest(SignatureOptions.Default);
        using SignatureSigner signer = algorithm.PrivateKey.CreateSigner();
        byte[] piece = new byte[100_000];
        signer.Append(piece);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            signer.Append(piece);
        Assert.Equal(digest is null, GC.GetAllocatedBytesForCurrentThread() - before > 5 * piece.Length);
    }

    [Theory, Algorithms]
    public void Signer_Reused_StartsAnEmptyMessage(SignatureSubject algorithm)
    {
        using SignatureSigner signer = algorithm.PrivateKey.CreateSigner();
        byte[] ofNothing = signer.GetSignature();
        signer.Append("one"u8);
        byte[] ofOne = signer.GetSignature();
        signer.Append("t"u8);
        signer.Append("wo"u8);
        byte[] ofTwo = signer.GetSignature();
        SignaturePublicKey key = algorithm.PrivateKey.PublicKey;

        Assert.True(key.Verify(ReadOnlySpan<byte>.Empty, ofNothing));
        Assert.True(key.Verify("one"u8, ofOne));
        Assert.True(key.Verify("two"u8, ofTwo));
        Assert.False(key.Verify("onetwo"u8, ofTwo));
    }

    [Theory, Algorithms]
    public void SignerAndVerifier_ContextChangedAfterCreation_KeepTheirCopy(SignatureSubject algorithm)
    {
        if (!algorithm.Algorithm.SupportsContext)
            return;
        byte[] context = "invoice"u8.ToArray();
        SignatureOptions options = new() { Context = context };
        SignatureOptions unchanged = new() { Context = "invoice"u8.ToArray() };
        using SignatureSigner signer = algorithm.PrivateKey.CreateSigner(options);
        using SignatureVerifier verifier = algorithm.PrivateKey.PublicKey.CreateVerifier(options);
        context[0] = (byte)'I';
        for (int use = 0; use < 2; use++)
        {
            signer.Append("data"u8);
            byte[] signature = signer.GetSignature();
            verifier.Append("data"u8);

            Assert.True(verifier.Verify(signature));
            Assert.True(algorithm.PrivateKey.PublicKey.Verify("data"u8, signature, unchanged));
        }
    }

    [Theory, Algorithms]
    public void SignerAndVerifier_AfterDispose_Throw(SignatureSubject algorithm)
    {
        SignatureSigner signer = algorithm.PrivateKey.CreateSigner();
        signer.Dispose();
        signer.Dispose();
        SignatureVerifier verifier = algorithm.PrivateKey.PublicKey.CreateVerifier();
        verifier.Dispose();
        verifier.Dispose();

        Assert.Throws<ObjectDisposedException>(() => signer.Append("x"u8));
        Assert.Throws<ObjectDisposedException>(signer.GetSignature);
        Assert.Throws<ObjectDisposedException>(() => verifier.Append("x"u8));
        Assert.Throws<ObjectDisposedException>(() => verifier.Verify("x"u8));
    }

    [Fact]
    public void Verifier_WithTooLongContextAfterDispose_ThrowsToo()
    {
        SignaturePublicKey key = Subjects.Signatures.Single(subject => subject.Algorithm == SignatureAlgorithm.MLDsa44).PrivateKey.PublicKey;
        SignatureVerifier verifier = key.CreateVerifier(new SignatureOptions { Context = new byte[256] });
        verifier.Append("x"u8);
        Assert.False(verifier.Verify("x"u8));
        verifier.Dispose();

        Assert.Throws<ObjectDisposedException>(() => verifier.Append("x"u8));
        Assert.Throws<ObjectDisposedException>(() => verifier.Verify("x"u8));
    }

    [Theory, Algorithms]
    public async Task Streams_FromTheirPositionToTheirEnd_AreTheMessage(SignatureSubject algorithm)
    {
        SignaturePublicKey key = algorithm.PrivateKey.PublicKey;
        foreach (SignatureOptions options in OptionsOf(algorithm))
        {
            byte[] signature = algorithm.PrivateKey.Sign(At(1000), options);
            byte[] signatureAsync = await algorithm.PrivateKey.SignAsync(new TricklingStream(At(1000)), options);

            Assert.True(key.Verify(Message.AsSpan(1000), signature, options));
            Assert.True(key.Verify(Message.AsSpan(1000), signatureAsync, options));
            Assert.True(key.Verify(new TricklingStream(At(1000)), signature, options));
            Assert.True(await key.VerifyAsync(At(1000), signature, options));
            Assert.False(key.Verify(At(1001), signature, options));
            Assert.False(await key.VerifyAsync(At(1001), signature, options));
            Assert.False(await key.VerifyAsync(At(1000), signature.AsMemory(1), options));
        }
    }

    [Theory, Algorithms]
    public void Streams_AfterUse_AreLeftOpenAtTheirEnd(SignatureSubject algorithm)
    {
        using MemoryStream stream = At(10);
        byte[] signature = algorithm.PrivateKey.Sign(stream);

        Assert.True(stream.CanRead);
        Assert.Equal(stream.Length, stream.Position);
        stream.Position = 10;
        Assert.True(algorithm.PrivateKey.PublicKey.Verify(stream, signature));
        Assert.True(stream.CanRead);
    }

    [Theory, Algorithms]
    public async Task Streams_Null_AreRefused(SignatureSubject algorithm)
    {
        SignaturePublicKey key = algorithm.PrivateKey.PublicKey;

        Assert.Throws<ArgumentNullException>("data", () => algorithm.PrivateKey.Sign((Stream)null!));
        Assert.Throws<ArgumentNullException>("data", () => key.Verify((Stream)null!, []));
        await Assert.ThrowsAsync<ArgumentNullException>("data", async () => await algorithm.PrivateKey.SignAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("data", async () => await key.VerifyAsync(null!, ReadOnlyMemory<byte>.Empty));
    }

    [Theory, Algorithms]
    public async Task Streams_ThatFail_PassTheirFailureOn(SignatureSubject algorithm)
    {
        await Assert.ThrowsAsync<IOException>(async () => await algorithm.PrivateKey.SignAsync(new TricklingStream(At(0), failAfter: 3)));
        Assert.Throws<IOException>(() => algorithm.PrivateKey.PublicKey.Verify(new TricklingStream(At(0), failAfter: 3), []));
    }

    [Theory, Algorithms]
    public async Task Async_TokenCancelledBefore_Throws(SignatureSubject algorithm)
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await algorithm.PrivateKey.SignAsync(At(0), null, source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await algorithm.PrivateKey.PublicKey.VerifyAsync(At(0), new byte[8], null, source.Token));
    }

    [Theory, Algorithms]
    public async Task Async_TokenCancelledDuring_Throws(SignatureSubject algorithm)
    {
        TricklingStream whole = new(At(0));
        await whole.CopyToAsync(Stream.Null);
        foreach (int pieces in new[] { 1, 3, whole.Pieces - 1 })        // the last piece is the empty one that ends the stream
        {
            using CancellationTokenSource signing = new();
            using CancellationTokenSource verifying = new();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await algorithm.PrivateKey.SignAsync(new TricklingStream(At(0), cancelAfter: pieces, source: signing), null, signing.Token));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await algorithm.PrivateKey.PublicKey.VerifyAsync(
                    new TricklingStream(At(0), cancelAfter: pieces, source: verifying), new byte[8], null, verifying.Token));
        }
    }

    private static MemoryStream At(int position) => new(Message) { Position = position };

    private static byte[] CreateMessage(int length)
    {
        byte[] message = new byte[length];
        new Random(11).NextBytes(message);
        return message;
    }

    private static IEnumerable<SignatureOptions> OptionsOf(SignatureSubject algorithm)
    {
        yield return new SignatureOptions { Deterministic = true };
        yield return new SignatureOptions();
        if (algorithm.Algorithm.SupportsContext)
            yield return new SignatureOptions { Deterministic = true, Context = "context"u8.ToArray() };
        if (algorithm.Algorithm.SupportsPreHash)
        {
            foreach (PreHash preHash in Enum.GetValues<PreHash>())
                yield return new SignatureOptions { Deterministic = true, Context = "context"u8.ToArray(), PreHash = preHash };
        }
    }

    private static bool RepeatsItself(SignatureSubject algorithm, SignatureOptions options) =>
        options.Deterministic && algorithm.RepeatsItself;

    /// <summary>A stream that gives an uneven few bytes at a time, and on request fails or cancels a token after some pieces.</summary>
    private sealed class TricklingStream(MemoryStream inner, int failAfter = int.MaxValue, int cancelAfter = int.MaxValue, CancellationTokenSource? source = null)
        : Stream
    {
        private int pieces;

        /// <summary>Pieces that were asked for.</summary>
        internal int Pieces => pieces;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            pieces++;
            if (pieces > failAfter)
                throw new IOException("The disk is gone.");
            if (pieces > cancelAfter)
                source!.Cancel();
            return inner.Read(buffer, offset, int.Min(count, 1 + (pieces * 997)));
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
