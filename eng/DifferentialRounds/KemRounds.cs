using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using PqCrypto.Kernels;
using PqCrypto.Tests.Fips203;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.DifferentialRounds;

/// <summary>ML-KEM and Kyber round 3 over every kernel set, against BouncyCastle (ML-KEM) or the reference (round 3).</summary>
internal sealed class KemRounds
{
    private readonly string name;
    private readonly List<(string Set, KemScheme Scheme)> schemes;

    internal KemRounds(string name, bool isPlanted)
    {
        this.name = name;
        schemes = [.. KernelSelector.Supported.Select(set => (set.Name, set.Accept(new SchemeOf(name))))];
        if (isPlanted)
            schemes.Insert(0, ("planted", new PlantedScheme(schemes[0].Scheme)));
    }

    /// <summary>One round: a key, an encapsulation, a right and a changed ciphertext, changed keys.</summary>
    internal void Run(Draw draw)
    {
        byte[] seed = draw.Bytes(64);
        byte[] m = draw.Bytes(32);
        KemScheme reference = schemes[^1].Scheme;
        using KemPrivateKeyState key = reference.ImportPrivateSeed(seed);
        byte[] publicKey = KemSchemes.PublicKey(reference, key.PublicKey);
        byte[] privateKey = KemSchemes.PrivateKey(reference, key);
        (byte[] ciphertext, byte[] secret) = KemSchemes.Encapsulate(reference, key.PublicKey, m);
        byte[] changed = draw.Mutate(ciphertext);
        byte[] rejected = KemSchemes.Decapsulate(reference, key, changed);
        byte[] wrongPublicKey = draw.Mutate(publicKey);
        byte[] wrongPrivateKey = draw.Mutate(privateKey);
        byte[]? ofWrongPublicKey = Encapsulate(reference, wrongPublicKey, m);
        byte[]? ofWrongPrivateKey = Decapsulate(reference, wrongPrivateKey, ciphertext);
        if (Theirs is MLKemParameters parameters)
        {
            MLKemPrivateKeyParameters theirs = MLKemPrivateKeyParameters.FromSeed(parameters, seed);
            Comparison.Equal(theirs.GetPublicKeyEncoded(), publicKey, $"{name}, BouncyCastle: public key");
            Comparison.Equal(theirs.GetEncoded(), privateKey, $"{name}, BouncyCastle: private key");
            Comparison.Equal(EncapsulateTheirs(theirs.GetPublicKey(), m), [.. ciphertext, .. secret], $"{name}, BouncyCastle: encapsulation");
            Comparison.Equal(DecapsulateTheirs(theirs, ciphertext), secret, $"{name}, BouncyCastle: secret");
            Comparison.Equal(DecapsulateTheirs(theirs, changed), rejected, $"{name}, BouncyCastle: secret of a changed ciphertext");
            Comparison.Equal(
                Comparison.Try(() => EncapsulateTheirs(MLKemPublicKeyParameters.FromEncoding(parameters, wrongPublicKey), m)),
                ofWrongPublicKey,
                $"{name}, BouncyCastle: encapsulation to a changed key");
            if (ofWrongPrivateKey is not null)          // we check more of a private key than they do
            {
                Comparison.Equal(
                    DecapsulateTheirs(MLKemPrivateKeyParameters.FromEncoding(parameters, wrongPrivateKey), ciphertext),
                    ofWrongPrivateKey,
                    $"{name}, BouncyCastle: secret of a changed key");
            }
        }

        foreach ((string set, KemScheme scheme) in schemes.SkipLast(1))
        {
            string subject = $"{name}, {set}: ";
            using KemPrivateKeyState own = scheme.ImportPrivateSeed(seed);
            Comparison.Equal(publicKey, KemSchemes.PublicKey(scheme, own.PublicKey), subject + "public key");
            Comparison.Equal(privateKey, KemSchemes.PrivateKey(scheme, own), subject + "private key");
            Comparison.Equal([.. ciphertext, .. secret], Encapsulate(scheme, publicKey, m), subject + "encapsulation");
            Comparison.Equal(secret, KemSchemes.Decapsulate(scheme, own, ciphertext), subject + "secret");
            Comparison.Equal(rejected, KemSchemes.Decapsulate(scheme, own, changed), subject + "secret of a changed ciphertext");
            Comparison.Equal(rejected, Decapsulate(scheme, privateKey, changed), subject + "secret of a changed ciphertext with an imported key");
            Comparison.Equal(ofWrongPublicKey, Encapsulate(scheme, wrongPublicKey, m), subject + "encapsulation to a changed key");
            Comparison.Equal(ofWrongPrivateKey, Decapsulate(scheme, wrongPrivateKey, ciphertext), subject + "secret of a changed key");
        }
    }

    private MLKemParameters? Theirs => name switch
    {
        "ML-KEM-512" => MLKemParameters.ml_kem_512,
        "ML-KEM-768" => MLKemParameters.ml_kem_768,
        "ML-KEM-1024" => MLKemParameters.ml_kem_1024,
        _ => null,
    };

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

    private static byte[] EncapsulateTheirs(MLKemPublicKeyParameters key, byte[] m)
    {
        MLKemEncapsulator encapsulator = new(key.Parameters);
        encapsulator.Init(new ParametersWithRandom(key, new FixedRandom(m)));
        byte[] result = new byte[encapsulator.EncapsulationLength + encapsulator.SecretLength];
        encapsulator.Encapsulate(result, 0, encapsulator.EncapsulationLength, result, encapsulator.EncapsulationLength, encapsulator.SecretLength);
        return result;
    }

    internal static byte[] DecapsulateTheirs(MLKemPrivateKeyParameters key, byte[] ciphertext)
    {
        MLKemDecapsulator decapsulator = new(key.Parameters);
        decapsulator.Init(key);
        byte[] secret = new byte[decapsulator.SecretLength];
        decapsulator.Decapsulate(ciphertext, 0, ciphertext.Length, secret, 0, secret.Length);
        return secret;
    }

    private sealed class SchemeOf(string name) : IKernelVisitor<KemScheme>
    {
        public KemScheme Visit<TKernels>()
            where TKernels : struct, IKernels => KemSchemes.Create<TKernels>(name);
    }
}
