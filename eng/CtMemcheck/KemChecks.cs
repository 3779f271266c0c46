using PqCrypto.Base;

namespace PqCrypto.CtMemcheck;

/// <summary>All operations of a key encapsulation scheme that have secrets.</summary>
/// <param name="gate">Counts.</param>
/// <param name="scheme">The scheme, over some kernels.</param>
/// <param name="name">What it is called where something is wrong.</param>
/// <param name="ownSecret">Whether the shared secret is computed by the library throughout. What the platform computes of a declassified key is public.</param>
/// <param name="secretSize">How much of a private key to mark where it is read: a structure may follow that the platform has written. All of it without.</param>
internal sealed class KemChecks(Gate gate, KemScheme scheme, string name, bool ownSecret, int? secretSize = null)
{
    private const int Several = 3;

    private readonly KemDescription description = scheme.Description;

    /// <summary>Runs them.</summary>
    /// <param name="rejects">Whether a changed ciphertext gives another secret: whether there is an ML-KEM in it.</param>
    internal void Run(bool rejects)
    {
        byte[] randomness = gate.Secret(description.KeyGenerationRandomnessSizeInBytes);
        using KemPrivateKeyState key = gate.Run($"{name} key generation", () => scheme.GenerateKey(randomness));
        KemPublicKeyState publicKey = PublicKeyOf(key);
        byte[] ciphertext = new byte[description.CiphertextSizeInBytes];
        byte[] secret = new byte[description.SharedSecretSizeInBytes];
        byte[] m = gate.Secret(description.EncapsulationRandomnessSizeInBytes);
        gate.Run($"{name} encapsulation", () => publicKey.Encapsulate(m, ciphertext, secret));
        Valgrind.MakePublic(ciphertext);
        if (ownSecret)
            gate.RequireSecret($"{name} encapsulation", secret);
        Valgrind.MakePublic(secret);
        Decapsulate("decapsulation", key, ciphertext, secret, agrees: true);

        if (rejects)
        {
            byte[] changed = [.. ciphertext];
            changed[changed.Length / 2] ^= 1;                   // in the share of ML-KEM, whichever comes first
            Decapsulate("rejecting decapsulation", key, changed, secret, agrees: false);
        }

        foreach ((string form, KemPrivateKeyState imported, bool isSecret) in Imports(key))
        {
            using (imported)
                Decapsulate($"decapsulation after import of {form}", imported, ciphertext, secret, agrees: true, isSecret);
        }

        if (scheme.RunsSideBySide)
            SideBySide(publicKey);
    }

    private void Decapsulate(string operation, KemPrivateKeyState key, byte[] ciphertext, byte[] expected, bool agrees, bool isSecret = true)
    {
        byte[] secret = new byte[expected.Length];
        gate.Run($"{name} {operation}", () => key.Decapsulate(ciphertext, secret));
        if (ownSecret && isSecret)
            gate.RequireSecret($"{name} {operation}", secret);
        Valgrind.MakePublic(secret);
        gate.Require($"{name} {operation}: the secret", secret.AsSpan().SequenceEqual(expected) == agrees);
    }

    /// <summary>The public key as others see it.</summary>
    private KemPublicKeyState PublicKeyOf(KemPrivateKeyState key)
    {
        byte[] encoded = key.PublicKey.ExportSubjectPublicKey(description.PublicKeySizeInBytes);
        Valgrind.MakePublic(encoded);
        return scheme.ImportOwnSubjectPublicKey(encoded) ?? scheme.ImportPublicKey(encoded);
    }

    private IEnumerable<(string Form, KemPrivateKeyState Key, bool IsSecret)> Imports(KemPrivateKeyState key)
    {
        if (key.HasPrivateSeed)
        {
            byte[] seed = new byte[description.PrivateSeedSizeInBytes];
            key.ExportPrivateSeed(seed);
            gate.RequireSecret($"{name} seed", seed);
            yield return ("a seed", gate.Run($"{name} import of a seed", () => scheme.ImportPrivateSeed(seed)), true);
        }

        if (description.PrivateKeySizeInBytes != 0)
        {
            byte[] encoded = new byte[description.PrivateKeySizeInBytes];
            gate.Run($"{name} export of a private key", () => key.ExportPrivateKey(encoded));
            Valgrind.MakeSecret(encoded.AsSpan(..(secretSize ?? encoded.Length)));
            yield return ("a private key", gate.Run($"{name} import of a private key", () => scheme.ImportPrivateKey(encoded)), true);
        }

        ContainerChecks<KemDescription, KemPublicKeyState, KemPrivateKeyState> containers = new(gate, scheme, name, ownSecret);
        foreach ((string Form, KemPrivateKeyState Key, bool IsSecret) import in containers.Imports(key))
            yield return import;
    }

    private void SideBySide(KemPublicKeyState publicKey)
    {
        KemPublicKeyState[] publicKeys = [.. Enumerable.Repeat(publicKey, Several)];
        KemPrivateKeyState[] keys = new KemPrivateKeyState[Several];
        byte[] seeds = gate.Secret(Several * description.KeyGenerationRandomnessSizeInBytes);
        byte[] m = gate.Secret(Several * description.EncapsulationRandomnessSizeInBytes);
        byte[] ciphertexts = new byte[Several * description.CiphertextSizeInBytes];
        byte[] secrets = new byte[Several * description.SharedSecretSizeInBytes];
        gate.Run($"{name} key generation of several", () => scheme.GenerateKeys(seeds, keys));
        gate.Run($"{name} encapsulation of several", () => scheme.Encapsulate(publicKeys, m, ciphertexts, secrets));
        Valgrind.MakePublic(ciphertexts);
        gate.RequireSecret($"{name} encapsulation of several", secrets);
        gate.Run($"{name} decapsulation of several", () => scheme.Decapsulate(keys[0], ciphertexts, secrets));
        gate.RequireSecret($"{name} decapsulation of several", secrets);
        foreach (KemPrivateKeyState key in keys)
            key.Dispose();
    }
}
