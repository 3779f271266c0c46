using PqCrypto.Benchmarks.Measuring;
using PqCrypto.Benchmarks.Ratios;
using PqCrypto.Classical;
using PqCrypto.Kernels;

namespace PqCrypto.Benchmarks.Operations;

/// <summary>This library's operations, through its public interface: all algorithms of the package.</summary>
internal static class OurOperations
{
    private const int Batch = 64;

    public static IEnumerable<Operation> All()
    {
        yield return new Operation(KeccakFloors.Keccak, Operation.Permute, Operation.Ours, () => KernelSelector.Best.Accept(new PermutationTime())[0]);
        foreach (KemAlgorithm algorithm in KemAlgorithm.All.Concat(Found("MLKEM768-P256", "MLKEM1024-P384")).Concat(CompositeAlgorithms.Kems))
        {
            yield return new Operation(algorithm.Name, Operation.GenerateKey, Operation.Ours, () => new Work(_ => algorithm.GenerateKey().Dispose()));
            yield return new Operation(algorithm.Name, Operation.EncapsulateToBytes, Operation.Ours, () => KemWork.Of(algorithm).EncapsulateToBytes);
            yield return new Operation(algorithm.Name, Operation.Encapsulate, Operation.Ours, () => KemWork.Of(algorithm).Encapsulate);
            yield return new Operation(algorithm.Name, Operation.Decapsulate, Operation.Ours, () => KemWork.Of(algorithm).Decapsulate);
        }

        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All.Concat(CompositeAlgorithms.Signatures))
        {
            yield return new Operation(algorithm.Name, Operation.GenerateKey, Operation.Ours, () => new Work(_ => algorithm.GenerateKey().Dispose()));
            yield return new Operation(algorithm.Name, Operation.Sign, Operation.Ours, () => SignatureWork.Of(algorithm).Sign);
            yield return new Operation(algorithm.Name, Operation.VerifyFromBytes, Operation.Ours, () => SignatureWork.Of(algorithm).VerifyFromBytes);
            yield return new Operation(algorithm.Name, Operation.Verify, Operation.Ours, () => SignatureWork.Of(algorithm).Verify);
        }

        foreach (KemAlgorithm algorithm in new[] { KemAlgorithm.MLKem512, KemAlgorithm.MLKem768, KemAlgorithm.MLKem1024 })
        {
            yield return new Operation(
                algorithm.Name, Operation.GenerateKeys, Operation.Ours, () => new Work(_ => Array.ForEach(algorithm.GenerateKeys(Batch), key => key.Dispose())) { Operations = Batch });
            yield return new Operation(algorithm.Name, Operation.EncapsulateMany, Operation.Ours, () => KemWork.Of(algorithm).EncapsulateMany);
        }

        foreach (SignatureAlgorithm algorithm in new[] { SignatureAlgorithm.MLDsa44, SignatureAlgorithm.MLDsa65, SignatureAlgorithm.MLDsa87 })
            yield return new Operation(algorithm.Name, Operation.VerifyMany, Operation.Ours, () => SignatureWork.Of(algorithm).VerifyMany);

        byte[] scalar = [.. Enumerable.Range(1, X25519.SizeInBytes).Select(i => (byte)i)];
        byte[] point = new byte[X25519.SizeInBytes];
        byte[] result = new byte[X25519.SizeInBytes];
        yield return new Operation("X25519", Operation.GenerateKey, Operation.Ours, () => new Work(_ => X25519.MultiplyBase(scalar, point)));
        yield return new Operation("X25519", Operation.Agree, Operation.Ours, () =>
        {
            X25519.MultiplyBase(scalar, point);
            return new Work(_ => X25519.Multiply(scalar, point, result));
        });
    }

    private static IEnumerable<KemAlgorithm> Found(params string[] names) =>
        names.Select(name => KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm) ? algorithm : throw new ArgumentException(name));

    private sealed class KemWork
    {
        /// <summary>One key serves all operations of an algorithm: RSA keys take their time.</summary>
        private static readonly Dictionary<string, KemWork> Made = [];

        private readonly KemAlgorithm algorithm;
        private readonly KemPrivateKey key;
        private readonly byte[] ciphertext;
        private readonly byte[] secret;

        private KemWork(KemAlgorithm algorithm)
        {
            this.algorithm = algorithm;
            key = algorithm.GenerateKey();
            ciphertext = new byte[algorithm.CiphertextSizeInBytes];
            secret = new byte[algorithm.SharedSecretSizeInBytes];
            key.PublicKey.Encapsulate(ciphertext, secret);
        }

        public static KemWork Of(KemAlgorithm algorithm)
        {
            lock (Made)
                return Made.TryGetValue(algorithm.Name, out KemWork? work) ? work : Made[algorithm.Name] = new KemWork(algorithm);
        }

        public Work Encapsulate => new(_ => key.PublicKey.Encapsulate(ciphertext, secret));

        public Work Decapsulate => new(_ => key.Decapsulate(ciphertext, secret));

        public Work EncapsulateMany
        {
            get
            {
                KemPublicKey[] keys = [.. Enumerable.Repeat(key.PublicKey, Batch)];
                return new Work(_ => Array.ForEach(KemBatch.Encapsulate(keys), result => result.Dispose())) { Operations = Batch };
            }
        }

        public Work EncapsulateToBytes
        {
            get
            {
                if (algorithm.PublicKeySizeInBytes == 0)        // RSA has no raw form
                {
                    byte[] keyInfo = key.PublicKey.ExportSubjectPublicKeyInfo();
                    return new Work(_ => algorithm.ImportSubjectPublicKeyInfo(keyInfo).Encapsulate(ciphertext, secret));
                }

                byte[] publicKey = key.PublicKey.ExportPublicKey();
                return new Work(_ => algorithm.ImportPublicKey(publicKey).Encapsulate(ciphertext, secret));
            }
        }
    }

    /// <summary>ML-DSA signs deterministically, under the key of the zero seed, messages whose attempts are distributed as in the long run.</summary>
    private sealed class SignatureWork
    {
        private static readonly Dictionary<string, SignatureWork> Made = [];

        private readonly SignatureAlgorithm algorithm;
        private readonly SignaturePrivateKey key;
        private readonly byte[][] messages;
        private readonly byte[] signature;
        private readonly byte[] signed;
        private readonly SignatureOptions? options;

        private SignatureWork(SignatureAlgorithm algorithm)
        {
            this.algorithm = algorithm;
            bool hasList = SigningMessages.Has(algorithm.Name);
            key = hasList ? algorithm.ImportPrivateSeed(new byte[algorithm.PrivateSeedSizeInBytes]) : algorithm.GenerateKey();
            options = hasList ? new SignatureOptions { Deterministic = true } : null;
            messages = SigningMessages.Own(hasList ? algorithm.Name : "ML-DSA-65");
            signature = new byte[algorithm.MaxSignatureSizeInBytes];
            signed = key.Sign(messages[0], options);
        }

        public static SignatureWork Of(SignatureAlgorithm algorithm)
        {
            lock (Made)
                return Made.TryGetValue(algorithm.Name, out SignatureWork? work) ? work : Made[algorithm.Name] = new SignatureWork(algorithm);
        }

        public Work Sign => new(i => key.Sign(messages[i], signature, options)) { Cases = messages.Length };

        public Work Verify => new(_ => key.PublicKey.Verify(messages[0], signed));

        public Work VerifyMany
        {
            get
            {
                SignatureBatchItem[] items = [.. Enumerable.Repeat(new SignatureBatchItem(key.PublicKey, messages[0], signed), Batch)];
                return new Work(_ => SignatureBatch.Verify(items)) { Operations = Batch };
            }
        }

        public Work VerifyFromBytes
        {
            get
            {
                byte[] keyInfo = algorithm.PublicKeySizeInBytes == 0 ? key.PublicKey.ExportSubjectPublicKeyInfo() : key.PublicKey.ExportPublicKey();
                return algorithm.PublicKeySizeInBytes == 0
                    ? new Work(_ => algorithm.ImportSubjectPublicKeyInfo(keyInfo).Verify(messages[0], signed))
                    : new Work(_ => algorithm.ImportPublicKey(keyInfo).Verify(messages[0], signed));
            }
        }
    }
}
