using PqCrypto.Samples.Migration.Documents;
using PqCrypto.Samples.Migration.Keys;

namespace PqCrypto.Samples.Migration.Storage;

/// <summary>The signed table of contents: which stage the store is at, and what must be in it.</summary>
/// <param name="Format">The version of this format.</param>
/// <param name="Store">The identifier of the store: 32 hexadecimal digits.</param>
/// <param name="Stage">The stage that all documents have reached.</param>
/// <param name="Target">The stage that some documents may be at already, while a step is under way.</param>
/// <param name="Keys">The keys.</param>
/// <param name="Documents">The documents, so that a missing one is noticed.</param>
/// <param name="Signers">The signatures that must be there.</param>
/// <param name="Signatures">The signatures over everything above.</param>
public sealed record Manifest(
    string Format,
    string Store,
    string Stage,
    string? Target,
    IReadOnlyList<ManifestKey> Keys,
    IReadOnlyList<ManifestDocument> Documents,
    IReadOnlyList<KeyReference> Signers,
    IReadOnlyList<SignatureEntry> Signatures)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "pqstore/1";

    /// <summary>Signs with the signers of the manifest's own stage.</summary>
    public Manifest Sign(KeyRing keys)
    {
        Stage stage = Migration.Stage.Find(Stage);
        Manifest unsigned = this with { Signers = keys.Signers(stage), Signatures = [] };
        return unsigned with { Signatures = keys.Sign(stage, unsigned.Statement()) };
    }

    /// <summary>Reads a manifest and checks its signatures.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or not signed by the store's own keys.</exception>
    public static Manifest Read(string path, KeyRing keys)
    {
        Manifest manifest = CanonicalJson.Read<Manifest>(File.ReadAllBytes(path), "The store's manifest");
        if (manifest.Format != CurrentFormat)
            throw new InvalidDataException($"The store has the format '{manifest.Format}'; this program knows '{CurrentFormat}'.");
        Stage stage = Migration.Stage.Find(manifest.Stage);
        byte[] statement = (manifest with { Signatures = [] }).Statement();
        List<string> problems = [.. keys.SignatureProblems(stage, statement, manifest.Signers, manifest.Signatures)];
        if (problems.Count > 0)
            throw new InvalidDataException($"The store's manifest is not to be trusted: {string.Join("; ", problems)}.");
        return manifest;
    }

    private byte[] Statement()
    {
        FieldList fields = new("pqstore/manifest-statement/1");
        fields.Add(CanonicalJson.Write(this));
        return fields.ToArray();
    }
}

/// <summary>A key in the manifest.</summary>
/// <param name="Algorithm">The name of its algorithm.</param>
/// <param name="KeyId">Its identifier.</param>
/// <param name="IsRetired">Whether its private key is in the archive.</param>
/// <param name="Made">When it was made, in UTC.</param>
public sealed record ManifestKey(string Algorithm, string KeyId, bool IsRetired, DateTimeOffset Made);

/// <summary>A document in the manifest.</summary>
/// <param name="Document">Its identifier.</param>
/// <param name="Name">The relative path with slashes.</param>
/// <param name="Length">Length of the plain content in bytes.</param>
/// <param name="LastWrite">When the plain file was last written, in UTC.</param>
/// <param name="ContentSha512">SHA-512 of the sealed content file.</param>
public sealed record ManifestDocument(string Document, string Name, long Length, DateTimeOffset LastWrite, byte[] ContentSha512);
