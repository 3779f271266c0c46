namespace PqCrypto.SecretOperations;

/// <summary>All operations of a key encapsulation mechanism that have secrets.</summary>
/// <param name="scheme">The mechanism.</param>
/// <param name="rejects">Whether a changed ciphertext gives another secret, as those of ML-KEM do.</param>
internal sealed class KemOperations(KemScheme scheme, bool rejects)
{
    private const int Several = 3;

    private readonly KemDescription description = scheme.Description;
    private readonly string name = scheme.Description.Name;

    /// <summary>Whether every answer can be right: hybrids declassify shares of a curve, which are then those of the first secret.</summary>
    private readonly bool hasOwnAnswers = scheme.RunsSideBySide;

    /// <summary>Those that every key goes through.</summary>
    internal IEnumerable<Operation> Main()
    {
        yield return Generation();
        yield return Encapsulation(first: false);
        yield return Encapsulation(first: true);
        yield return Decapsulation();
        if (rejects)
            yield return Rejection();
    }

    /// <summary>Exports, imports, and several at a time.</summary>
    internal IEnumerable<Operation> Others()
    {
        if (description.PrivateKeySizeInBytes != 0)
        {
            yield return Export();
            yield return Import();
        }

        foreach (PrivateKeyForm form in Forms())
        {
            yield return ContainerExport(form);
            yield return ContainerImport(form);
        }

        if (!scheme.RunsSideBySide)
            yield break;
        yield return GenerationOfSeveral();
        yield return EncapsulationOfSeveral();
        yield return DecapsulationOfSeveral();
    }

    private IEnumerable<PrivateKeyForm> Forms() =>
        !scheme.HasContainers ? []
        : description.Pkcs8Content == Pkcs8Content.SeedOrExpanded ? Enum.GetValues<PrivateKeyForm>() : [PrivateKeyForm.Default];

    private Operation Generation()
    {
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        return operation = new Operation($"{name} key generation", description.KeyGenerationRandomnessSizeInBytes)
        {
            Run = () => key = scheme.GenerateKey(operation.Secret),
            IsRight = i => i != 0 || Agrees(key),
            Unload = () => Operation.Release(ref key),
        };
    }

    /// <param name="first">Whether it is the first use of the public key, which computes the matrix.</param>
    private Operation Encapsulation(bool first)
    {
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        KemPublicKeyState publicKey = null!;
        byte[] encoded = new byte[description.PublicKeySizeInBytes];
        byte[] ciphertext = Operation.Memory(description.CiphertextSizeInBytes);
        byte[] secret = Operation.Memory(description.SharedSecretSizeInBytes);
        int size;
        using (KemPrivateKeyState any = scheme.GenerateKey(new byte[description.KeyGenerationRandomnessSizeInBytes]))
            size = any.PublicKey.DerandomizedSizeInBytes ?? description.EncapsulationRandomnessSizeInBytes;
        return operation = new Operation($"{name} {(first ? "first encapsulation" : "encapsulation")}", size)
        {
            Begin = random =>
            {
                key = Generate(random);
                key.PublicKey.ExportPublicKey(encoded);
                publicKey = scheme.ImportPublicKey(encoded);
                for (int i = 0; i < 3; i++)
                    publicKey.Encapsulate(operation.Secret, ciphertext, secret);
            },
            Load = () => publicKey = first ? scheme.ImportPublicKey(encoded) : publicKey,
            Run = () => publicKey.Encapsulate(operation.Secret, ciphertext, secret),
            IsRight = i => (i != 0 && !hasOwnAnswers) || Decapsulated(key, ciphertext).AsSpan().SequenceEqual(secret),
        };
    }

    /// <summary>Of a key of another seed each time, which has been used before: with odd numbers of a ciphertext of its own, with others of that of
    /// number 0, which is accepted for the first key and rejected by the others. Rho is that of the first key.</summary>
    private Operation Decapsulation()
    {
        int seedSize = description.KeyGenerationRandomnessSizeInBytes;
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        byte[] first = new byte[description.CiphertextSizeInBytes];
        byte[] secret = Operation.Memory(description.SharedSecretSizeInBytes);
        List<byte[]> expected = [];
        return operation = new Operation($"{name} decapsulation", seedSize + description.CiphertextSizeInBytes)
        {
            Begin = _ => expected.Clear(),
            Make = (random, i, made) =>
            {
                random.NextBytes(made.AsSpan(0, seedSize));
                if (i == 0)
                    Tape.Record();
                else
                    Tape.Play();
                using KemPrivateKeyState own = scheme.GenerateKey(made.AsSpan(0, seedSize));
                Tape.Stop();
                expected.Add(Encapsulated(own, random, made.AsSpan(seedSize)));
                if (i == 0)
                    made.AsSpan(seedSize).CopyTo(first);
                else if ((i & 1) == 0)
                    first.CopyTo(made.AsSpan(seedSize));
            },
            Load = () =>
            {
                key = scheme.GenerateKey(operation.Secret.AsSpan(0, seedSize));
                key.Decapsulate(operation.Secret.AsSpan(seedSize), secret);
            },
            Run = () => key.Decapsulate(operation.Secret.AsSpan(seedSize), secret),
            IsRight = i => (i != 0 && !hasOwnAnswers) || secret.AsSpan().SequenceEqual(expected[i]) == (i == 0 || (i & 1) == 1),
            Unload = () => Operation.Release(ref key),
        };
    }

    /// <summary>Of one key: of a ciphertext that is accepted (0), of such with one bit changed (odd), of random ones (even). The share of a curve
    /// stays as it is, since it may be refused.</summary>
    private Operation Rejection()
    {
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        byte[] valid = new byte[description.CiphertextSizeInBytes];
        byte[] secret = Operation.Memory(description.SharedSecretSizeInBytes);
        byte[] expected = [];
        return operation = new Operation($"{name} rejecting decapsulation", valid.Length)
        {
            Begin = random =>
            {
                key?.Dispose();
                key = Generate(random);
                expected = Encapsulated(key, random, valid);
                key.Decapsulate(valid, secret);
            },
            Make = (random, i, made) =>
            {
                valid.CopyTo(made, 0);
                Span<byte> share = made.AsSpan(0, made.Length - 32);        // of ML-KEM: it comes first in all that are tried here
                if (i != 0 && (i & 1) == 0)
                    random.NextBytes(share);
                else if (i != 0)
                    share[random.Next(share.Length)] ^= (byte)(1 << random.Next(8));
            },
            Run = () => key.Decapsulate(operation.Secret, secret),
            IsRight = i => secret.AsSpan().SequenceEqual(expected) == (i == 0),
        };
    }

    private Operation Export()
    {
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        byte[] encoded = Operation.Memory(description.PrivateKeySizeInBytes);
        return operation = new Operation($"{name} export of a private key", description.KeyGenerationRandomnessSizeInBytes)
        {
            Load = () => key = scheme.GenerateKey(operation.Secret),
            Run = () => key.ExportPrivateKey(encoded),
            Unload = () => Operation.Release(ref key),
        };
    }

    private Operation Import()
    {
        Operation operation = null!;
        KemPrivateKeyState imported = null!;
        byte[] encoded = Operation.Memory(description.PrivateKeySizeInBytes);
        return operation = new Operation($"{name} import of a private key", description.KeyGenerationRandomnessSizeInBytes)
        {
            Load = () =>
            {
                using KemPrivateKeyState key = scheme.GenerateKey(operation.Secret);
                key.ExportPrivateKey(encoded);
            },
            Run = () => imported = scheme.ImportPrivateKey(encoded),
            IsRight = i => i != 0 || Agrees(imported),
            Unload = () => Operation.Release(ref imported),
        };
    }

    private Operation ContainerExport(PrivateKeyForm form)
    {
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        Base.SecretBuffer encoded = null!;
        return operation = new Operation($"{name} export of PKCS#8 ({form})", description.KeyGenerationRandomnessSizeInBytes)
        {
            Load = () => key = scheme.GenerateKey(operation.Secret),
            Run = () => encoded = KeyContainers.ExportPkcs8(scheme, key, form),
            Unload = () =>
            {
                Operation.Release(ref encoded);
                Operation.Release(ref key);
            },
        };
    }

    private Operation ContainerImport(PrivateKeyForm form)
    {
        Operation operation = null!;
        KemPrivateKeyState imported = null!;
        Base.SecretBuffer encoded = null!;
        return operation = new Operation($"{name} import of PKCS#8 ({form})", description.KeyGenerationRandomnessSizeInBytes)
        {
            Load = () =>
            {
                using KemPrivateKeyState key = scheme.GenerateKey(operation.Secret);
                encoded = KeyContainers.ExportPkcs8(scheme, key, form);
            },
            Run = () => imported = KeyContainers.ImportPkcs8<KemDescription, KemPublicKeyState, KemPrivateKeyState>([scheme], encoded.Bytes, out _),
            IsRight = i => i != 0 || Agrees(imported),
            Unload = () =>
            {
                Operation.Release(ref imported);
                Operation.Release(ref encoded);
            },
        };
    }

    private Operation GenerationOfSeveral()
    {
        Operation operation = null!;
        KemPrivateKeyState[] keys = new KemPrivateKeyState[Several];
        return operation = new Operation($"{name} key generation of several", Several * description.KeyGenerationRandomnessSizeInBytes)
        {
            Run = () => scheme.GenerateKeys(operation.Secret, keys),
            IsRight = i => i != 0 || Array.TrueForAll(keys, Agrees),
            Unload = () =>
            {
                foreach (ref KemPrivateKeyState key in keys.AsSpan())
                    Operation.Release(ref key);
            },
        };
    }

    private Operation EncapsulationOfSeveral()
    {
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        KemPublicKeyState[] publicKeys = new KemPublicKeyState[Several];
        byte[] ciphertexts = Operation.Memory(Several * description.CiphertextSizeInBytes);
        byte[] secrets = Operation.Memory(Several * description.SharedSecretSizeInBytes);
        return operation = new Operation($"{name} encapsulation of several", Several * description.EncapsulationRandomnessSizeInBytes)
        {
            Begin = random =>
            {
                key?.Dispose();
                key = Generate(random);
                Array.Fill(publicKeys, key.PublicKey);
                for (int i = 0; i < 3; i++)
                    scheme.Encapsulate(publicKeys, operation.Secret, ciphertexts, secrets);
            },
            Run = () => scheme.Encapsulate(publicKeys, operation.Secret, ciphertexts, secrets),
            IsRight = _ => Decapsulated(key, ciphertexts.AsSpan(0, description.CiphertextSizeInBytes)).AsSpan()
                .SequenceEqual(secrets.AsSpan(0, description.SharedSecretSizeInBytes)),
        };
    }

    private Operation DecapsulationOfSeveral()
    {
        Operation operation = null!;
        KemPrivateKeyState key = null!;
        byte[] secrets = Operation.Memory(Several * description.SharedSecretSizeInBytes);
        return operation = new Operation($"{name} decapsulation of several", Several * description.CiphertextSizeInBytes)
        {
            Begin = random =>
            {
                key?.Dispose();
                key = Generate(random);
                Encapsulated(key, random, new byte[description.CiphertextSizeInBytes]);
            },
            Make = (random, i, made) =>
            {
                random.NextBytes(made);
                for (int item = i & 1; item < Several; item += 2)           // which of them are accepted
                    Encapsulated(key, random, made.AsSpan(item * description.CiphertextSizeInBytes, description.CiphertextSizeInBytes));
            },
            Run = () => scheme.Decapsulate(key, operation.Secret, secrets),
        };
    }

    private KemPrivateKeyState Generate(Random random)
    {
        byte[] randomness = new byte[description.KeyGenerationRandomnessSizeInBytes];
        random.NextBytes(randomness);
        return scheme.GenerateKey(randomness);
    }

    private bool Agrees(KemPrivateKeyState key)
    {
        byte[] ciphertext = new byte[description.CiphertextSizeInBytes];
        byte[] secret = Encapsulated(key, new Random(1), ciphertext);
        return Decapsulated(key, ciphertext).AsSpan().SequenceEqual(secret);
    }

    private byte[] Encapsulated(KemPrivateKeyState key, Random random, Span<byte> ciphertext)
    {
        byte[] secret = new byte[description.SharedSecretSizeInBytes];
        byte[] m = new byte[key.PublicKey.DerandomizedSizeInBytes ?? description.EncapsulationRandomnessSizeInBytes];
        random.NextBytes(m);
        key.PublicKey.Encapsulate(m, ciphertext, secret);
        return secret;
    }

    private byte[] Decapsulated(KemPrivateKeyState key, ReadOnlySpan<byte> ciphertext)
    {
        byte[] secret = new byte[description.SharedSecretSizeInBytes];
        key.Decapsulate(ciphertext, secret);
        return secret;
    }
}
