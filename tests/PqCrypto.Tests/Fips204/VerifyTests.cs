using PqCrypto.Fips204;
using PqCrypto.Kernels.Reference;

namespace PqCrypto.Tests.Fips204;

/// <summary>Verification says false to everything but a signature.</summary>
public sealed class VerifyTests
{
    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_EveryLengthAround_ReturnsFalse(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(1));
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        for (int length = 0; length <= signature.Length + 100; length++)
        {
            byte[] changed = new byte[length];
            signature.AsSpan(0, int.Min(length, signature.Length)).CopyTo(changed);
            Assert.Equal(length == signature.Length, key.PublicKey.Verify([1], changed, SignatureOptions.Default));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_EveryByteOfTheCommitmentHash_IsCompared(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(2));
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        int size = name switch
        {
            "ML-DSA-65" => 48,
            "ML-DSA-87" => 64,
            _ => 32,
        };
        for (int bit = 0; bit < 8 * size; bit++)
        {
            byte[] changed = [.. signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.PublicKey.Verify([1], changed, SignatureOptions.Default));
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_FirstSecondAndThirdUseOfAKey_GivesTheSame(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        using SignaturePrivateKeyState key = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
        byte[] signature = DsaSchemes.Sign(scheme, key, [1]);
        byte[] publicKey = new byte[scheme.Description.PublicKeySizeInBytes];
        key.PublicKey.ExportPublicKey(publicKey);
        foreach (bool isValid in new[] { true, false })             // the first use computes for itself, the second keeps, the third takes what is kept
        {
            byte[] message = [(byte)(isValid ? 1 : 2)];
            SignaturePublicKeyState imported = scheme.ImportPublicKey(publicKey);
            for (int use = 0; use < 3; use++)
            {
                Assert.Equal(isValid, imported.Verify(message, signature, SignatureOptions.Default));
                Assert.Equal(isValid, key.PublicKey.Verify(message, signature, SignatureOptions.Default));
            }
        }
    }

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Verify_LongZWithEverythingElseRight_ReturnsFalse(string name) => DsaSchemes.Visit(name, new ForgesLongZ());

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Verify_ZOnEitherSideOfItsBound_IsRefusedFromTheBoundOn(string name) => DsaSchemes.Visit(name, new MeetsBoundOfZ());

    [Theory, MemberData(nameof(DsaSchemes.MLDsaNames), MemberType = typeof(DsaSchemes))]
    public void Verify_OneByteOfTheCommitmentHashWrongWithEverythingElseRight_ReturnsFalse(string name) =>
        DsaSchemes.Visit(name, new ForgesOneByte());

    [Theory, MemberData(nameof(DsaSchemes.AllNames), MemberType = typeof(DsaSchemes))]
    public void Verify_ArbitraryKeysAndSignatures_ReturnsFalse(string name)
    {
        SignatureScheme scheme = DsaSchemes.Create(name);
        Random random = new(5);
        for (int turn = 0; turn < 40; turn++)
        {
            byte[] publicKey = new byte[scheme.Description.PublicKeySizeInBytes];
            byte[] signature = new byte[scheme.Description.MaxSignatureSizeInBytes];
            random.NextBytes(publicKey);
            random.NextBytes(signature);
            int hints = name[^1] == '3' || name.Contains('5', StringComparison.Ordinal) ? 55 + 6 : 80 + 4;
            if (turn % 2 == 0)
                signature.AsSpan(signature.Length - hints).Clear();                 // well-formed hints: the arithmetic is reached
            if (turn % 4 == 0)
                publicKey.AsSpan(32).Fill((byte)(turn % 8 == 0 ? 0xFF : 0x00));     // t1 at either end
            Assert.False(scheme.ImportPublicKey(publicKey).Verify([1], signature, SignatureOptions.Default));
        }
    }

    /// <summary>Makes attempts as signing does, and takes one whose only fault is a z that reaches gamma1 - beta.</summary>
    private sealed class ForgesLongZ : IDsaVisitor
    {
        public void Visit<TParams, TVariant>()
            where TParams : struct, IDsaParameters
            where TVariant : struct, IDsaVariant
        {
            MLDsaScheme<TParams, TVariant, ReferenceKernels> scheme = new();
            using SignaturePrivateKeyState state = scheme.ImportPrivateSeed(DsaSchemes.Seed(3));
            byte[] sk = DsaSchemes.PrivateKey(scheme, state);
            byte[] mu = DsaSchemes.Seed(4).Concat(DsaSchemes.Seed(5)).ToArray();
            (int refused, int accepted) = (0, 0);
            for (int attempt = 0; refused == 0 || accepted == 0; attempt++)
            {
                Assert.True(attempt < 1000, "No suitable attempt.");
                byte[]? signature = SigningAttempt.Make<TParams, TVariant>(sk, mu, attempt, out int largest);
                if (signature is null)
                    continue;
                bool isLong = largest >= TParams.Gamma1 - DsaSizes<TParams, TVariant>.Beta;
                Assert.Equal(!isLong, state.PublicKey.VerifyDigest(mu, signature));
                refused += isLong ? 1 : 0;
                accepted += isLong ? 0 : 1;
            }
        }
    }

    /// <summary>Makes attempts until one has gamma1 - beta as its largest coefficient of z, and one has the number before.</summary>
    private sealed class MeetsBoundOfZ : IDsaVisitor
    {
        public void Visit<TParams, TVariant>()
            where TParams : struct, IDsaParameters
            where TVariant : struct, IDsaVariant
        {
            MLDsaScheme<TParams, TVariant, ReferenceKernels> scheme = new();
            using SignaturePrivateKeyState state = scheme.ImportPrivateSeed(DsaSchemes.Seed(6));
            byte[] sk = DsaSchemes.PrivateKey(scheme, state);
            byte[] mu = DsaSchemes.Seed(7).Concat(DsaSchemes.Seed(8)).ToArray();
            int bound = TParams.Gamma1 - DsaSizes<TParams, TVariant>.Beta;
            (int at, int below) = (0, 0);
            for (int attempt = 0; at == 0 || below == 0; attempt++)
            {
                Assert.True(attempt < 5000, "No suitable attempt.");
                byte[]? signature = SigningAttempt.Make<TParams, TVariant>(sk, mu, attempt, out int largest, isNearBound: true);
                if (signature is null || largest < bound - 1 || largest > bound)
                    continue;
                Assert.Equal(largest < bound, state.PublicKey.VerifyDigest(mu, signature));
                at += largest == bound ? 1 : 0;
                below += largest < bound ? 1 : 0;
            }
        }
    }

    /// <summary>Signs with a commitment hash of which one byte is changed before the challenge is made of it: the verifier finds the right
    /// commitment, and its hash differs in that byte only.</summary>
    private sealed class ForgesOneByte : IDsaVisitor
    {
        public void Visit<TParams, TVariant>()
            where TParams : struct, IDsaParameters
            where TVariant : struct, IDsaVariant
        {
            MLDsaScheme<TParams, TVariant, ReferenceKernels> scheme = new();
            using SignaturePrivateKeyState state = scheme.ImportPrivateSeed(DsaSchemes.Seed(9));
            byte[] sk = DsaSchemes.PrivateKey(scheme, state);
            byte[] message = [1, 2, 3];
            byte[] mu = Shake256.HashData([.. sk.AsSpan(64, 64), 0, 0, .. message], 64);
            int size = DsaSizes<TParams, TVariant>.Commitment;
            int attempt = 0;
            foreach (int place in new[] { SigningAttempt.Nowhere, 0, 7, 8, size / 2, size - 2, size - 1 })
            {
                byte[]? signature = null;
                for (; signature is null; attempt++)
                {
                    Assert.True(attempt < 5000, "No suitable attempt.");
                    signature = SigningAttempt.Make<TParams, TVariant>(sk, mu, attempt, out int largest, changedByte: place);
                    if (largest >= TParams.Gamma1 - DsaSizes<TParams, TVariant>.Beta)
                        signature = null;
                }

                bool isRight = place == SigningAttempt.Nowhere;
                Assert.Equal(isRight, state.PublicKey.Verify(message, signature, SignatureOptions.Default));        // which takes the key in hand
                SignatureCheck check = new(state.PublicKey, message, signature, SignatureOptions.Default);
                bool[] valid = new bool[2];
                scheme.Verify([check, check], valid);                                                               // side by side
                Assert.Equal([isRight, isRight], valid);
            }
        }
    }
}
