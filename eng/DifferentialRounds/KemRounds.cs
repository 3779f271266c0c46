using PqCrypto.Kernels;
using PqCrypto.Tests.Fips203;

namespace PqCrypto.DifferentialRounds;

/// <summary>ML-KEM and Kyber round 3 over every kernel set in each round, and against other implementations of ML-KEM in a share of them.</summary>
internal sealed class KemRounds
{
    /// <summary>Other implementations take part in one round of so many; they take longer than all kernel sets together.</summary>
    internal const int PeerPeriod = 4;

    private readonly string name;
    private readonly List<(string Set, KemScheme Scheme)> schemes;

    internal KemRounds(string name, bool isPlanted)
    {
        this.name = name;
        schemes = [.. KernelSelector.Supported.Select(set => (set.Name, set.Accept(new SchemeOf(name))))];
        if (isPlanted)
            schemes.Add(("planted", new PlantedScheme(schemes[0].Scheme)));
    }

    /// <summary>One round: a key, an encapsulation, a right and a changed ciphertext, changed keys.</summary>
    internal void Run(Draw draw)
    {
        byte[] seed = draw.Bytes(64);
        byte[] m = draw.Bytes(32);
        (string firstSet, KemScheme first) = schemes[0];
        using KemPrivateKeyState key = first.ImportPrivateSeed(seed);
        byte[] publicKey = KemSchemes.PublicKey(first, key.PublicKey);
        byte[] privateKey = KemSchemes.PrivateKey(first, key);
        (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(first, key.PublicKey, m);
        byte[] changed = draw.Mutate(ciphertext);
        byte[] wrongPublicKey = draw.Mutate(publicKey);
        byte[] wrongPrivateKey = draw.Mutate(privateKey);
        KemAnswers answers = new(
            seed,
            m,
            publicKey,
            privateKey,
            ciphertext,
            secret,
            changed,
            KemSchemes.Decapsulate(first, key, changed),
            wrongPublicKey,
            Encapsulate(first, wrongPublicKey, m),
            wrongPrivateKey,
            Decapsulate(first, wrongPrivateKey, ciphertext));
        Comparison.Equal(secret, KemSchemes.Decapsulate(first, key, ciphertext), $"{name}, {firstSet}: secret");
        Comparison.Equal([.. ciphertext, .. secret], Encapsulate(first, publicKey, m), $"{name}, {firstSet}: encapsulation to an imported key");
        Tally.Add(name, firstSet);
        foreach ((string set, KemScheme scheme) in schemes.Skip(1))
        {
            Compare(scheme, answers, $"{name}, {set}: ");
            Tally.Add(name, set);
        }

        if (draw.Below(PeerPeriod) != 0 || !name.StartsWith("ML-KEM", StringComparison.Ordinal))
            return;
        KemPeers.CompareBouncyCastle(name, answers);
        KemPeers.CompareLibsodium(name, answers);
        KemPeers.ComparePlatform(name, answers, other => KemSchemes.Decapsulate(first, key, other));
    }

    private void Compare(KemScheme scheme, KemAnswers answers, string subject)
    {
        using KemPrivateKeyState own = scheme.ImportPrivateSeed(answers.Seed);
        Comparison.Equal(answers.PublicKey, KemSchemes.PublicKey(scheme, own.PublicKey), subject + "public key");
        Comparison.Equal(answers.PrivateKey, KemSchemes.PrivateKey(scheme, own), subject + "private key");
        Comparison.Equal([.. answers.Ciphertext, .. answers.Secret], Encapsulate(scheme, answers.PublicKey, answers.M), subject + "encapsulation");
        Comparison.Equal(answers.Secret, KemSchemes.Decapsulate(scheme, own, answers.Ciphertext), subject + "secret");
        Comparison.Equal(answers.Rejected, KemSchemes.Decapsulate(scheme, own, answers.Changed), subject + "secret of a changed ciphertext");
        byte[]? ofImported = Decapsulate(scheme, answers.PrivateKey, answers.Changed);
        byte[]? ofWrongPublicKey = Encapsulate(scheme, answers.WrongPublicKey, answers.M);
        byte[]? ofWrongPrivateKey = Decapsulate(scheme, answers.WrongPrivateKey, answers.Ciphertext);
        Comparison.Equal(answers.Rejected, ofImported, subject + "secret of a changed ciphertext with an imported key");
        Comparison.Equal(answers.OfWrongPublicKey, ofWrongPublicKey, subject + "encapsulation to a changed key");
        Comparison.Equal(answers.OfWrongPrivateKey, ofWrongPrivateKey, subject + "secret of a changed key");
    }

    /// <summary>Encapsulates twice to an imported key, which keeps its matrix from the second time on.</summary>
    private byte[]? Encapsulate(KemScheme scheme, byte[] publicKey, byte[] m) => Comparison.Try(() =>
    {
        KemPublicKeyState key = scheme.ImportPublicKey(publicKey);
        (byte[] first, byte[] firstSecret) = KemSchemes.Encapsulate(scheme, key, m);
        (byte[] second, byte[] secondSecret) = KemSchemes.Encapsulate(scheme, key, m);
        Comparison.Equal([.. first, .. firstSecret], [.. second, .. secondSecret], $"{name}: second encapsulation");
        return [.. first, .. firstSecret];
    });

    private static byte[]? Decapsulate(KemScheme scheme, byte[] privateKey, byte[] ciphertext) => Comparison.Try(() =>
    {
        using KemPrivateKeyState key = scheme.ImportPrivateKey(privateKey);
        return KemSchemes.Decapsulate(scheme, key, ciphertext);
    });

    private sealed class SchemeOf(string name) : IKernelVisitor<KemScheme>
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels => KemSchemes.Create<TKernels>(name);
    }
}
