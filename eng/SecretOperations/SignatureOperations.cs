namespace PqCrypto.SecretOperations;

/// <summary>All operations of a signature scheme that have secrets.</summary>
internal sealed class SignatureOperations(SignatureScheme scheme)
{
    private readonly SignatureDescription description = scheme.Description;
    private readonly string name = scheme.Description.Name;

    private int SeedSize => description.KeyGenerationRandomnessSizeInBytes;

    /// <summary>Those that every key goes through.</summary>
    internal IEnumerable<Operation> Main()
    {
        yield return Generation();
        yield return Signing("first signing", SignatureOptions.Default, first: true);
        yield return Signing("signing", SignatureOptions.Default);
    }

    /// <summary>Hashes that are signed, exports and imports.</summary>
    internal IEnumerable<Operation> Others()
    {
        if (description.SupportsPreHash)
            yield return Signing("signing a hash", new SignatureOptions { PreHash = PreHash.Sha512 });
        if (description.SupportsExternalMu)
            yield return Signing("signing mu", null);
        yield return Export();
        yield return Import();
        if (!scheme.HasContainers)
            yield break;
        bool hasForms = description.Pkcs8Content == Pkcs8Content.SeedOrExpanded;
        PrivateKeyForm[] forms = hasForms ? Enum.GetValues<PrivateKeyForm>() : [PrivateKeyForm.Default];
        foreach (PrivateKeyForm form in forms)
        {
            yield return ContainerExport(form);
            yield return ContainerImport(form);
        }
    }

    private Operation Generation()
    {
        Operation operation = null!;
        SignaturePrivateKeyState key = null!;
        return operation = new Operation($"{name} key generation", SeedSize)
        {
            Run = () => key = scheme.GenerateKey(operation.Secret),
            IsRight = i => i != 0 || Signs(key),
            Unload = () => Operation.Release(ref key),
        };
    }

    /// <summary>By a key of another seed and with other randomness each time. Attempts, their challenges and what ended them are those of the
    /// first.</summary>
    /// <param name="what">What it is called.</param>
    /// <param name="options">How a message is signed; null where it is mu that is signed.</param>
    /// <param name="first">Whether it is the key's first signature, which transforms its vectors.</param>
    private Operation Signing(string what, SignatureOptions? options, bool first = false)
    {
        Operation operation = null!;
        SignaturePrivateKeyState key = null!;
        byte[] message = Operation.Memory(64);                      // as long as mu
        byte[] signature = Operation.Memory(description.MaxSignatureSizeInBytes);
        int size = 0;
        return operation = new Operation($"{name} {what}", SeedSize + description.SigningRandomnessSizeInBytes)
        {
            Begin = random => random.NextBytes(message),
            Load = () =>
            {
                key = scheme.GenerateKey(operation.Secret.AsSpan(0, SeedSize));
                if (!first)
                    Sign();
            },
            Run = () => size = Sign(),
            IsRight = i => i != 0 || Verifies(signature.AsSpan(0, size)),
            Unload = () => Operation.Release(ref key),
        };

        int Sign() => options is null
            ? key.SignDigest(message, operation.Secret.AsSpan(SeedSize), signature)
            : key.Sign(message, options, operation.Secret.AsSpan(SeedSize), signature);
        bool Verifies(ReadOnlySpan<byte> made) => options is null
            ? PublicKeyOf(key).VerifyDigest(message, made)
            : PublicKeyOf(key).Verify(message, made, options);
    }

    private Operation Export()
    {
        Operation operation = null!;
        SignaturePrivateKeyState key = null!;
        byte[] encoded = Operation.Memory(description.PrivateKeySizeInBytes);
        return operation = new Operation($"{name} export of a private key", SeedSize)
        {
            Load = () => key = scheme.GenerateKey(operation.Secret),
            Run = () => key.ExportPrivateKey(encoded),
            Unload = () => Operation.Release(ref key),
        };
    }

    private Operation Import()
    {
        Operation operation = null!;
        SignaturePrivateKeyState imported = null!;
        byte[] encoded = Operation.Memory(description.PrivateKeySizeInBytes);
        return operation = new Operation($"{name} import of a private key", SeedSize)
        {
            Load = () =>
            {
                using SignaturePrivateKeyState key = scheme.GenerateKey(operation.Secret);
                key.ExportPrivateKey(encoded);
            },
            Run = () => imported = scheme.ImportPrivateKey(encoded),
            IsRight = i => i != 0 || Signs(imported),
            Unload = () => Operation.Release(ref imported),
        };
    }

    private Operation ContainerExport(PrivateKeyForm form)
    {
        Operation operation = null!;
        SignaturePrivateKeyState key = null!;
        Base.SecretBuffer encoded = null!;
        return operation = new Operation($"{name} export of PKCS#8 ({form})", SeedSize)
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
        SignaturePrivateKeyState imported = null!;
        Base.SecretBuffer encoded = null!;
        return operation = new Operation($"{name} import of PKCS#8 ({form})", SeedSize)
        {
            Load = () =>
            {
                using SignaturePrivateKeyState key = scheme.GenerateKey(operation.Secret);
                encoded = KeyContainers.ExportPkcs8(scheme, key, form);
            },
            Run = () => imported =
                KeyContainers.ImportPkcs8<SignatureDescription, SignaturePublicKeyState, SignaturePrivateKeyState>([scheme], encoded.Bytes, out _),
            IsRight = i => i != 0 || Signs(imported),
            Unload = () =>
            {
                Operation.Release(ref imported);
                Operation.Release(ref encoded);
            },
        };
    }

    private bool Signs(SignaturePrivateKeyState key)
    {
        byte[] message = [1, 2, 3];
        byte[] signature = new byte[description.MaxSignatureSizeInBytes];
        int size = key.Sign(message, SignatureOptions.Default, new byte[description.SigningRandomnessSizeInBytes], signature);
        return PublicKeyOf(key).Verify(message, signature.AsSpan(0, size), SignatureOptions.Default);
    }

    private SignaturePublicKeyState PublicKeyOf(SignaturePrivateKeyState key)
    {
        byte[] encoded = new byte[description.PublicKeySizeInBytes];
        key.PublicKey.ExportPublicKey(encoded);
        return scheme.ImportPublicKey(encoded);
    }
}
