using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto;

/// <summary>Keys in and out of their containers (SubjectPublicKeyInfo, PKCS#8, encrypted PKCS#8, PEM), for all kinds of algorithm alike.</summary>
/// <remarks>An import is given the schemes that may read the key, and says by its index which one did.</remarks>
internal static class KeyContainers
{
    /// <summary>Refuses a raw form that the algorithm does not have, and a buffer of the wrong length.</summary>
    internal static void CheckSize(string algorithm, string what, string property, int expected, int actual, string parameterName)
    {
        if (expected == 0)
            throw Errors.NotSupported(algorithm, $"raw {what}", property);
        if (actual != expected)
            throw Errors.WrongLength(parameterName, algorithm, what, expected, actual);
    }

    /// <summary>Refuses a description that no algorithm can have.</summary>
    internal static void ValidateDescription(AlgorithmDescription description, string parameterName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description.Name, parameterName);
        int smallest = int.Min(
            int.Min(description.PublicKeySizeInBytes, description.PrivateKeySizeInBytes),
            int.Min(description.PrivateSeedSizeInBytes, description.KeyGenerationRandomnessSizeInBytes));
        if (smallest < 0)
            throw new ArgumentException($"{description.Name} is described with a negative size.", parameterName);
        if (description.Oid is not null && (description.PublicKeySizeInBytes == 0 || description.PrivateKeySizeInBytes == 0))
            throw new ArgumentException($"{description.Name} has an object identifier but no raw keys to put under it.", parameterName);
        if (description.Oid is not null && description.Pkcs8Content == Pkcs8Content.SeedOrExpanded && description.PrivateSeedSizeInBytes == 0)
            throw new ArgumentException($"{description.Name} stores a seed or an expanded key but has no seed.", parameterName);
    }

    /// <summary>Refuses an algorithm whose keys have no containers.</summary>
    internal static void RequireContainers<TDescription, TPublic, TPrivate>(KeyScheme<TDescription, TPublic, TPrivate> scheme)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        if (!scheme.HasContainers)
            throw Errors.NoContainers(scheme.Description.Name);
    }

    /// <summary>Writes a SubjectPublicKeyInfo.</summary>
    internal static byte[] ExportSubjectPublicKeyInfo<TDescription, TPublic, TPrivate>(KeyScheme<TDescription, TPublic, TPrivate> scheme, TPublic state)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        RequireContainers(scheme);
        return Spki.Encode(scheme.WrittenIdentifier, state.ExportSubjectPublicKey(scheme.Description.PublicKeySizeInBytes));
    }

    /// <summary>Reads a SubjectPublicKeyInfo.</summary>
    internal static TPublic ImportSubjectPublicKeyInfo<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<byte> source, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        SpkiContent spki = Spki.Decode(source);
        for (index = 0; index < schemes.Count; index++)
        {
            KeyScheme<TDescription, TPublic, TPrivate> scheme = schemes[index];
            if (!scheme.HasContainers || !scheme.ReadsSubjectPublicKey(spki.Algorithm, spki.SubjectPublicKey))
                continue;
            scheme.SelfTest.Require();
            return scheme.ImportOwnSubjectPublicKey(spki.SubjectPublicKey) ?? ImportRawPublic(scheme, spki.SubjectPublicKey);
        }

        throw Errors.UnknownKey(spki.Algorithm.Oid);
    }

    /// <summary>Reads a PEM text with a public key.</summary>
    internal static TPublic ImportPublicPem<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<char> source, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using SecretBuffer der = Pem.Decode(source, Pem.PublicKey, nameof(source));
        return ImportSubjectPublicKeyInfo(schemes, der.Bytes, out index);
    }

    /// <summary>Writes a PKCS#8 structure into memory that is zeroed when it is disposed.</summary>
    internal static SecretBuffer ExportPkcs8<TDescription, TPublic, TPrivate>(
        KeyScheme<TDescription, TPublic, TPrivate> scheme, TPrivate state, PrivateKeyForm form)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        RequireContainers(scheme);
        if (form is < PrivateKeyForm.Default or > PrivateKeyForm.SeedAndExpanded)     // Enum.IsDefined uses reflection in native programs
            throw new ArgumentOutOfRangeException(nameof(form), form, "The form is unknown.");
        using SecretBuffer content = ExportContent(scheme.Description, state, form);
        return Pkcs8.Encode(scheme.WrittenIdentifier, content.Bytes);
    }

    /// <summary>Writes a PKCS#8 structure in its default form where there is room for it.</summary>
    internal static bool TryExportPkcs8<TDescription, TPublic, TPrivate>(
        KeyScheme<TDescription, TPublic, TPrivate> scheme, TPrivate state, Span<byte> destination, out int bytesWritten)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using SecretBuffer der = ExportPkcs8(scheme, state, PrivateKeyForm.Default);
        bool fits = der.Bytes.TryCopyTo(destination);
        bytesWritten = fits ? der.Bytes.Length : 0;
        return fits;
    }

    /// <summary>Reads a PKCS#8 structure.</summary>
    internal static TPrivate ImportPkcs8<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<byte> source, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using Workspace operation = Workspace.Rent();
        Pkcs8Parts pkcs8 = Pkcs8.Decode(source);
        for (index = 0; index < schemes.Count; index++)
        {
            KeyScheme<TDescription, TPublic, TPrivate> scheme = schemes[index];
            if (!scheme.HasContainers || !scheme.ReadsPkcs8(pkcs8.Algorithm, pkcs8.PrivateKey))
                continue;
            scheme.SelfTest.Require();
            TPrivate state = scheme.ImportOwnPkcs8Content(pkcs8.PrivateKey) ?? ImportContent(scheme, pkcs8.PrivateKey);
            try
            {
                if (pkcs8.HasPublicKey && !pkcs8.PublicKey.SequenceEqual(PublicOf(state).ExportSubjectPublicKey(scheme.Description.PublicKeySizeInBytes)))
                    throw Errors.MalformedKey(scheme.Description.Name, "the public key beside it is not its own (RFC 5958, section 2)");
                return state;
            }
            catch
            {
                state.Dispose();
                throw;
            }
        }

        throw Errors.UnknownKey(pkcs8.Algorithm.Oid);
    }

    /// <summary>Reads a PEM text with a private key.</summary>
    internal static TPrivate ImportPrivatePem<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<char> source, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using Workspace operation = Workspace.Rent();
        using SecretBuffer der = Pem.Decode(source, Pem.PrivateKey, nameof(source));
        return ImportPkcs8(schemes, der.Bytes, out index);
    }

    /// <summary>Encrypts a PKCS#8 structure with fresh salt and initialisation vector.</summary>
    internal static byte[] Encrypt(ReadOnlySpan<byte> pkcs8, ReadOnlySpan<char> password, PbeParameters parameters)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> randomness = workspace.Bytes(EncryptedPkcs8.RandomnessSize);
        Entropy.Fill(randomness);
        return EncryptedPkcs8.Encode(password, parameters, pkcs8, randomness);
    }

    /// <summary>Reads an EncryptedPrivateKeyInfo.</summary>
    internal static TPrivate ImportEncryptedPkcs8<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<char> password, ReadOnlySpan<byte> source, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using Workspace operation = Workspace.Rent();
        using SecretBuffer passwordBytes = EncryptedPkcs8.PasswordBytes(password, out int size);
        return ImportEncryptedPkcs8(schemes, passwordBytes.Bytes[..size], source, out index);
    }

    /// <summary>Reads an EncryptedPrivateKeyInfo.</summary>
    internal static TPrivate ImportEncryptedPkcs8<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<byte> passwordBytes, ReadOnlySpan<byte> source, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using Workspace operation = Workspace.Rent();
        using SecretBuffer der = EncryptedPkcs8.Decode(passwordBytes, source);
        return ImportPkcs8(schemes, der.Bytes, out index);
    }

    /// <summary>Reads a PEM text with an encrypted private key.</summary>
    internal static TPrivate ImportEncryptedPem<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<char> source, ReadOnlySpan<char> password, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using Workspace operation = Workspace.Rent();
        using SecretBuffer passwordBytes = EncryptedPkcs8.PasswordBytes(password, out int size);
        return ImportEncryptedPem(schemes, source, passwordBytes.Bytes[..size], out index);
    }

    /// <summary>Reads a PEM text with an encrypted private key.</summary>
    internal static TPrivate ImportEncryptedPem<TDescription, TPublic, TPrivate>(
        IReadOnlyList<KeyScheme<TDescription, TPublic, TPrivate>> schemes, ReadOnlySpan<char> source, ReadOnlySpan<byte> passwordBytes, out int index)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        using Workspace operation = Workspace.Rent();
        using SecretBuffer der = Pem.Decode(source, Pem.EncryptedPrivateKey, nameof(source));
        return ImportEncryptedPkcs8(schemes, passwordBytes, der.Bytes, out index);
    }

    /// <summary>Writes the seed, or says that the key has lost it.</summary>
    internal static void ExportSeed(string algorithm, PrivateKeyState state, Span<byte> destination)
    {
        if (!state.HasPrivateSeed)
            throw Errors.KeyHasNo(algorithm, "private seed");
        state.ExportPrivateSeed(destination);
    }

    /// <summary>Whether two public keys of one algorithm are the same: by their bytes, and where they have none, by their identity.</summary>
    internal static bool SameKey(PublicKeyState one, PublicKeyState other, int rawSizeInBytes)
    {
        if (ReferenceEquals(one, other))
            return true;
        byte[] bytes = one.ExportSubjectPublicKey(rawSizeInBytes);
        return bytes.Length > 0 && bytes.AsSpan().SequenceEqual(other.ExportSubjectPublicKey(rawSizeInBytes));
    }

    /// <summary>A hash code that goes by the key's bytes.</summary>
    internal static int KeyHashCode(PublicKeyState state, int rawSizeInBytes)
    {
        HashCode hash = default;
        hash.AddBytes(state.ExportSubjectPublicKey(rawSizeInBytes));
        return hash.ToHashCode();
    }

    private static TPublic ImportRawPublic<TDescription, TPublic, TPrivate>(KeyScheme<TDescription, TPublic, TPrivate> scheme, ReadOnlySpan<byte> publicKey)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        CheckContentLength(scheme.Description.Name, "public key", scheme.Description.PublicKeySizeInBytes, publicKey.Length);
        return scheme.ImportPublicKey(publicKey);
    }

    private static SecretBuffer ExportContent(AlgorithmDescription description, PrivateKeyState state, PrivateKeyForm form)
    {
        bool isChoice = description.Pkcs8Content == Pkcs8Content.SeedOrExpanded;
        bool isSeed = description.PrivateSeedSizeInBytes > 0 && description.PrivateSeedSizeInBytes == description.PrivateKeySizeInBytes;    // X-Wing
        bool hasSeedForm = isChoice || isSeed;
        bool asksForSeed = form is PrivateKeyForm.Seed or PrivateKeyForm.SeedAndExpanded;
        bool asksForExpanded = form is PrivateKeyForm.Expanded or PrivateKeyForm.SeedAndExpanded;
        if ((asksForSeed && !hasSeedForm) || (asksForExpanded && hasSeedForm && !isChoice))
            throw Errors.NotSupported(description.Name, $"private key form {form}", nameof(AlgorithmDescription.PrivateSeedSizeInBytes));
        if (state.ExportOwnPkcs8Content() is { } own)
            return own;
        return isChoice ? ExportChoice(description, state, form) : ExportRaw(description, state);
    }

    private static SecretBuffer ExportRaw(AlgorithmDescription description, PrivateKeyState state)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> raw = workspace.Bytes(description.PrivateKeySizeInBytes);
        state.ExportPrivateKey(raw);
        return description.Pkcs8Content == Pkcs8Content.OctetString ? CurvePrivateKey.Encode(raw) : new SecretBuffer(raw);
    }

    private static SecretBuffer ExportChoice(AlgorithmDescription description, PrivateKeyState state, PrivateKeyForm form)
    {
        if (form == PrivateKeyForm.Default)
            form = state.HasPrivateSeed ? PrivateKeyForm.Seed : PrivateKeyForm.Expanded;
        using Workspace workspace = Workspace.Rent();
        Span<byte> seed = workspace.Bytes(form == PrivateKeyForm.Expanded ? 0 : description.PrivateSeedSizeInBytes);
        Span<byte> expanded = workspace.Bytes(form == PrivateKeyForm.Seed ? 0 : description.PrivateKeySizeInBytes);
        if (!seed.IsEmpty)
            ExportSeed(description.Name, state, seed);
        if (!expanded.IsEmpty)
            state.ExportPrivateKey(expanded);
        return SeedOrExpandedKey.Encode(form, seed, expanded);
    }

    private static TPrivate ImportContent<TDescription, TPublic, TPrivate>(KeyScheme<TDescription, TPublic, TPrivate> scheme, ReadOnlySpan<byte> content)
        where TDescription : AlgorithmDescription
        where TPublic : PublicKeyState
        where TPrivate : PrivateKeyState
    {
        TDescription description = scheme.Description;
        if (description.Pkcs8Content == Pkcs8Content.Raw)
        {
            CheckContentLength(description.Name, "private key", description.PrivateKeySizeInBytes, content.Length);
            return scheme.ImportPrivateKey(content);
        }

        if (description.Pkcs8Content == Pkcs8Content.OctetString)
            return scheme.ImportPrivateKey(CurvePrivateKey.Decode(content, description.PrivateKeySizeInBytes));

        SeedAndExpandedKey key = SeedOrExpandedKey.Decode(content, description.PrivateSeedSizeInBytes, description.PrivateKeySizeInBytes);
        if (!key.HasSeed)
            return scheme.ImportPrivateKey(key.ExpandedKey);
        TPrivate state = scheme.ImportPrivateSeed(key.Seed);
        if (key.HasExpandedKey)
            CheckAgreement(description, state, key.ExpandedKey);
        return state;
    }

    /// <summary>Refuses a structure whose expanded key is not the one that its seed gives.</summary>
    private static void CheckAgreement(AlgorithmDescription description, PrivateKeyState state, ReadOnlySpan<byte> expanded)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> own = workspace.Bytes(description.PrivateKeySizeInBytes);
        state.ExportPrivateKey(own);
        byte agrees = Declassify.Value(ConstantTime.EqualMask(own, expanded), DeclassifyReason.ImportVerdict);
        if (agrees != 0)
            return;
        state.Dispose();
        throw Errors.MalformedKey(description.Name, "seed and expanded key disagree (RFC 9881, section 8.2; RFC 9935, section 8)");
    }

    private static void CheckContentLength(string algorithm, string what, int expected, int actual)
    {
        if (actual != expected)
            throw Errors.MalformedKey(algorithm, $"the {what} inside is {actual} bytes instead of {expected}");
    }

    private static PublicKeyState PublicOf(PrivateKeyState state) => state switch
    {
        KemPrivateKeyState kem => kem.PublicKey,
        SignaturePrivateKeyState signature => signature.PublicKey,
        _ => throw new InvalidOperationException("A private key is of one of two kinds."),
    };
}
