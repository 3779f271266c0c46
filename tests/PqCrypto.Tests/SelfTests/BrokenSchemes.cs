using PqCrypto.Kernels.Curve25519;

namespace PqCrypto.Tests.SelfTests;

/// <summary>What is wrong with a planted scheme.</summary>
public enum Fault
{
    /// <summary>Nothing: the plant itself must not be what is caught.</summary>
    None,

    /// <summary>One bit of the public key.</summary>
    PublicKey,

    /// <summary>One bit of the private key.</summary>
    PrivateKey,

    /// <summary>One bit of the ciphertext or signature.</summary>
    Output,

    /// <summary>One bit of the sender's secret.</summary>
    SentSecret,

    /// <summary>One bit of the receiver's secret.</summary>
    ReceivedSecret,

    /// <summary>Every ciphertext or signature is accepted.</summary>
    AcceptsAll,

    /// <summary>Every ciphertext or signature is rejected.</summary>
    RejectsAll,

    /// <summary>An exception that no operation documents.</summary>
    Throws,

    /// <summary>No memory: not an answer at all.</summary>
    OutOfMemory,
}

/// <summary>A right KEM with a fault.</summary>
internal sealed class BrokenKemScheme(KemScheme right, Fault fault) : KemScheme(right.Description)
{
    /// <summary>What is wrong; may change.</summary>
    internal Fault Fault { get; set; } = fault;

    /// <summary>How many keys were made of seeds.</summary>
    internal int Made;

    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new PrivateState(this, right.GenerateKey(randomness));

    public override KemPrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed)
    {
        Interlocked.Increment(ref Made);
        return Fault switch
        {
            Fault.Throws => throw new InvalidOperationException(),
            Fault.OutOfMemory => throw new InsufficientMemoryException(),
            _ => new PrivateState(this, right.ImportPrivateSeed(seed)),
        };
    }

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateState(this, right.ImportPrivateKey(privateKey));

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicState(this, right.ImportPublicKey(publicKey));

    internal static void Flip(Span<byte> bytes, bool isBroken) => bytes[bytes.Length / 2] ^= Convert.ToByte(isBroken);

    private sealed class PublicState(BrokenKemScheme scheme, KemPublicKeyState state) : KemPublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination)
        {
            state.ExportPublicKey(destination);
            destination[^1] ^= Convert.ToByte(scheme.Fault == Fault.PublicKey);      // in rho, so that the key passes its import
        }

        public override void Encapsulate(ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
        {
            state.Encapsulate(randomness, ciphertext, sharedSecret);
            Flip(ciphertext, scheme.Fault == Fault.Output);
            Flip(sharedSecret, scheme.Fault == Fault.SentSecret);
        }
    }

    private sealed class PrivateState(BrokenKemScheme scheme, KemPrivateKeyState state) : KemPrivateKeyState
    {
        private readonly byte[] accepted = new byte[scheme.Description.SharedSecretSizeInBytes];

        public override KemPublicKeyState PublicKey { get; } = new PublicState(scheme, state.PublicKey);

        public override void ExportPrivateKey(Span<byte> destination)
        {
            state.ExportPrivateKey(destination);
            Flip(destination, scheme.Fault == Fault.PrivateKey);
        }

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            byte[] changed = ciphertext.ToArray();
            changed[0] ^= Convert.ToByte(scheme.Fault == Fault.RejectsAll);
            state.Decapsulate(changed, sharedSecret);
            Flip(sharedSecret, scheme.Fault == Fault.ReceivedSecret);
            if (scheme.Fault == Fault.AcceptsAll && accepted.AsSpan().ContainsAnyExcept((byte)0))
                accepted.CopyTo(sharedSecret);
            sharedSecret.CopyTo(accepted);
        }

        protected override void Dispose(bool disposing) => state.Dispose();
    }
}

/// <summary>A right signature scheme with a fault.</summary>
internal sealed class BrokenSignatureScheme(SignatureScheme right, Fault fault) : SignatureScheme(right.Description)
{
    /// <summary>What is wrong; may change.</summary>
    internal Fault Fault { get; set; } = fault;

    public override SignaturePrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new PrivateState(this, right.GenerateKey(randomness));

    public override SignaturePrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed) => Fault == Fault.Throws
        ? throw new InvalidOperationException()
        : new PrivateState(this, right.ImportPrivateSeed(seed));

    public override SignaturePrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new PrivateState(this, right.ImportPrivateKey(privateKey));

    public override SignaturePublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => new PublicState(this, right.ImportPublicKey(publicKey));

    private sealed class PublicState(BrokenSignatureScheme scheme, SignaturePublicKeyState state) : SignaturePublicKeyState
    {
        public override void ExportPublicKey(Span<byte> destination)
        {
            state.ExportPublicKey(destination);
            BrokenKemScheme.Flip(destination, scheme.Fault == Fault.PublicKey);
        }

        public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureOptions options) => scheme.Fault switch
        {
            Fault.AcceptsAll => true,
            Fault.RejectsAll => false,
            _ => state.Verify(data, signature, options),
        };
    }

    private sealed class PrivateState(BrokenSignatureScheme scheme, SignaturePrivateKeyState state) : SignaturePrivateKeyState
    {
        public override SignaturePublicKeyState PublicKey { get; } = new PublicState(scheme, state.PublicKey);

        public override void ExportPrivateKey(Span<byte> destination)
        {
            state.ExportPrivateKey(destination);
            BrokenKemScheme.Flip(destination, scheme.Fault == Fault.PrivateKey);
        }

        public override int Sign(ReadOnlySpan<byte> data, SignatureOptions options, ReadOnlySpan<byte> randomness, Span<byte> signature)
        {
            int length = state.Sign(data, options, randomness, signature);
            BrokenKemScheme.Flip(signature, scheme.Fault == Fault.Output);
            return length;
        }

        protected override void Dispose(bool disposing) => state.Dispose();
    }
}

/// <summary>A right curve, one of whose operations has a wrong bit.</summary>
internal sealed class BrokenCurve(CurveKernels right, string operation) : CurveKernels
{
    internal override string Name => right.Name;

    internal override bool NeedsNearestRounding => right.NeedsNearestRounding;

    internal override void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> result)
    {
        right.Multiply(scalar, u, result);
        BrokenKemScheme.Flip(result, operation == "Multiply");
    }

    internal override void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result)
    {
        right.MultiplyBase(scalar, result);
        BrokenKemScheme.Flip(result, operation == "MultiplyBase");
    }

    internal override void MultiplyBoth(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u, Span<byte> baseResult, Span<byte> result)
    {
        right.MultiplyBoth(scalar, u, baseResult, result);
        BrokenKemScheme.Flip(baseResult, operation == "MultiplyBoth, base");
        BrokenKemScheme.Flip(result, operation == "MultiplyBoth, point");
    }
}
