using PqCrypto.Base;

namespace PqCrypto.CtMemcheck;

/// <summary>All operations of a signature scheme that have secrets.</summary>
/// <param name="gate">Counts.</param>
/// <param name="scheme">The scheme, over some kernels.</param>
/// <param name="name">What it is called where something is wrong.</param>
/// <param name="secretSize">How much of a private key to mark where it is read: a structure may follow that the platform has written. All of it without.</param>
internal sealed class SignatureChecks(Gate gate, SignatureScheme scheme, string name, int? secretSize = null)
{
    private const int Messages = 3;

    private readonly SignatureDescription description = scheme.Description;

    /// <summary>Runs them.</summary>
    internal void Run()
    {
        byte[] randomness = gate.Secret(description.KeyGenerationRandomnessSizeInBytes);
        using SignaturePrivateKeyState key = gate.Run($"{name} key generation", () => scheme.GenerateKey(randomness));
        for (int i = 0; i < Messages; i++)                      // of several messages some have rejected attempts
            Sign("signing", key, SignatureOptions.Default);
        if (description.SupportsContext)
            Sign("signing with a context", key, new SignatureOptions { Context = gate.Bytes(5) });
        if (description.SupportsPreHash)
            Sign("signing a hash", key, new SignatureOptions { PreHash = PreHash.Sha512 });
        if (description.SupportsExternalMu)
            SignMu(key);
        foreach ((string form, SignaturePrivateKeyState imported) in Imports(key))
        {
            using (imported)
                Sign($"signing after import of {form}", imported, SignatureOptions.Default);
        }
    }

    private void Sign(string operation, SignaturePrivateKeyState key, SignatureOptions options)
    {
        byte[] message = gate.Bytes(50);
        byte[] rnd = gate.Secret(description.SigningRandomnessSizeInBytes);
        byte[] signature = new byte[description.MaxSignatureSizeInBytes];
        int size = gate.Run($"{name} {operation}", () => key.Sign(message, options, rnd, signature));
        Valgrind.MakePublic(signature);
        gate.Require($"{name} {operation}: the signature", PublicKeyOf(key).Verify(message, signature.AsSpan(0, size), options));
    }

    private void SignMu(SignaturePrivateKeyState key)
    {
        byte[] mu = gate.Bytes(64);
        byte[] rnd = gate.Secret(description.SigningRandomnessSizeInBytes);
        byte[] signature = new byte[description.MaxSignatureSizeInBytes];
        int size = gate.Run($"{name} signing mu", () => key.SignDigest(mu, rnd, signature));
        Valgrind.MakePublic(signature);
        gate.Require($"{name} signing mu: the signature", PublicKeyOf(key).VerifyDigest(mu, signature.AsSpan(0, size)));
    }

    /// <summary>The public key as others see it.</summary>
    private SignaturePublicKeyState PublicKeyOf(SignaturePrivateKeyState key)
    {
        byte[] encoded = key.PublicKey.ExportSubjectPublicKey(description.PublicKeySizeInBytes);
        Valgrind.MakePublic(encoded);
        return scheme.ImportOwnSubjectPublicKey(encoded) ?? scheme.ImportPublicKey(encoded);
    }

    private IEnumerable<(string Form, SignaturePrivateKeyState Key)> Imports(SignaturePrivateKeyState key)
    {
        if (key.HasPrivateSeed)
        {
            byte[] seed = new byte[description.PrivateSeedSizeInBytes];
            key.ExportPrivateSeed(seed);
            gate.RequireSecret($"{name} seed", seed);
            yield return ("a seed", gate.Run($"{name} import of a seed", () => scheme.ImportPrivateSeed(seed)));
        }

        if (description.PrivateKeySizeInBytes != 0)
        {
            byte[] encoded = new byte[description.PrivateKeySizeInBytes];
            gate.Run($"{name} export of a private key", () => key.ExportPrivateKey(encoded));
            Valgrind.MakeSecret(encoded.AsSpan(..(secretSize ?? encoded.Length)));
            yield return ("a private key", gate.Run($"{name} import of a private key", () => scheme.ImportPrivateKey(encoded)));
        }

        ContainerChecks<SignatureDescription, SignaturePublicKeyState, SignaturePrivateKeyState> containers = new(gate, scheme, name, ownSecret: true);
        foreach ((string Form, SignaturePrivateKeyState Key, bool IsSecret) import in containers.Imports(key))
            yield return (import.Form, import.Key);
    }
}
