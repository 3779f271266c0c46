using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.CtMemcheck;

/// <summary>A private key out into each of its containers and in again.</summary>
/// <param name="gate">Counts.</param>
/// <param name="scheme">The scheme, over some kernels.</param>
/// <param name="name">What it is called where something is wrong.</param>
/// <param name="ownSecret">Whether all of the key is the library's; the platform's part is public.</param>
internal sealed class ContainerChecks<TDescription, TPublic, TPrivate>(
    Gate gate, KeyScheme<TDescription, TPublic, TPrivate> scheme, string name, bool ownSecret)
    where TDescription : AlgorithmDescription
    where TPublic : PublicKeyState
    where TPrivate : PrivateKeyState
{
    private const int PasswordSize = 20;

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 2);

    private readonly KeyScheme<TDescription, TPublic, TPrivate>[] schemes = [scheme];

    /// <summary>The key as it comes out of each. What the platform has read or decrypted is public.</summary>
    internal IEnumerable<(string Form, TPrivate Key, bool IsSecret)> Imports(TPrivate key)
    {
        if (!scheme.HasContainers)
            yield break;
        PrivateKeyForm[] forms =
            scheme.Description.Pkcs8Content == Pkcs8Content.SeedOrExpanded ? Enum.GetValues<PrivateKeyForm>() : [PrivateKeyForm.Default];
        foreach (PrivateKeyForm form in forms)
        {
            using SecretBuffer pkcs8 = Export(key, form);
            TPrivate imported = gate.Run($"{name} import of PKCS#8 ({form})", () => KeyContainers.ImportPkcs8(schemes, pkcs8.Bytes, out _));
            yield return ($"PKCS#8 ({form})", imported, true);
        }

        if (!gate.Begins(scheme.Description.Name))
            yield break;
        yield return ("PEM", Pem(key), false);
        char[] password = [.. gate.Bytes(PasswordSize).Select(static value => (char)(' ' + (value & 63)))];
        Valgrind.MakeSecret(MemoryMarshal.AsBytes(password.AsSpan()));
        yield return ("encrypted PKCS#8", Encrypted(key, password), false);
        yield return ("encrypted PEM", EncryptedPem(key, password), false);
    }

    private SecretBuffer Export(TPrivate key, PrivateKeyForm form)
    {
        SecretBuffer pkcs8 = gate.Run($"{name} export of PKCS#8 ({form})", () => KeyContainers.ExportPkcs8(scheme, key, form));
        gate.Require($"{name} PKCS#8 ({form}) holds a secret", !ownSecret || Valgrind.CountSecret(pkcs8.Bytes) > 0);
        return pkcs8;
    }

    private TPrivate Pem(TPrivate key)
    {
        using SecretBuffer pkcs8 = Export(key, PrivateKeyForm.Default);
        string text = gate.Run($"{name} export of PEM", () => Encoding.Pem.Encode(Encoding.Pem.PrivateKey, pkcs8.Bytes));
        return gate.Run($"{name} import of PEM", () => KeyContainers.ImportPrivatePem(schemes, text, out _));
    }

    private TPrivate Encrypted(TPrivate key, char[] password) =>
        gate.Run($"{name} import of encrypted PKCS#8", () => KeyContainers.ImportEncryptedPkcs8(schemes, password, Encrypt(key, password), out _));

    private TPrivate EncryptedPem(TPrivate key, char[] password)
    {
        string text = Encoding.Pem.Encode(Encoding.Pem.EncryptedPrivateKey, Encrypt(key, password));
        return gate.Run($"{name} import of encrypted PEM", () => KeyContainers.ImportEncryptedPem(schemes, text, password, out _));
    }

    private byte[] Encrypt(TPrivate key, char[] password)
    {
        using SecretBuffer pkcs8 = Export(key, PrivateKeyForm.Default);
        byte[] encrypted = gate.Run($"{name} export of encrypted PKCS#8", () => KeyContainers.Encrypt(pkcs8.Bytes, password, Encryption));
        Valgrind.MakePublic(encrypted);
        return encrypted;
    }
}
