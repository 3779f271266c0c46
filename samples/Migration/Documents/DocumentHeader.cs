namespace PqCrypto.Samples.Migration.Documents;

/// <summary>Everything about a document but its content: who can open it, and who vouches for it.</summary>
/// <param name="Format">The version of this format.</param>
/// <param name="Document">The identifier: 32 hexadecimal digits.</param>
/// <param name="Name">The relative path with slashes.</param>
/// <param name="Length">Length of the plain content in bytes.</param>
/// <param name="ContentSha512">SHA-512 of the sealed content file.</param>
/// <param name="KeyCommitment">A value that only one content key gives, so that all recipients see the same content.</param>
/// <param name="Policy">The name of the stage.</param>
/// <param name="Signers">The signatures that must be there; the signed statement names them.</param>
/// <param name="Recipients">The content key, wrapped once for each recipient. Not signed: the commitment and the policy are.</param>
/// <param name="Signatures">The signatures of the statement.</param>
public sealed record DocumentHeader(
    string Format,
    string Document,
    string Name,
    long Length,
    byte[] ContentSha512,
    byte[] KeyCommitment,
    string Policy,
    IReadOnlyList<KeyReference> Signers,
    IReadOnlyList<Recipient> Recipients,
    IReadOnlyList<SignatureEntry> Signatures)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "pqstore-document/1";

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is not a header of this format in its one spelling.</exception>
    public static DocumentHeader Parse(ReadOnlySpan<byte> json, string what)
    {
        DocumentHeader header = CanonicalJson.Read<DocumentHeader>(json, what);
        if (header.Format != CurrentFormat)
            throw new InvalidDataException($"{what} has the format '{header.Format}'; this program knows '{CurrentFormat}'.");
        return header;
    }

    /// <summary>What the signatures are over: fields that stay the same when the content key is wrapped for somebody else.</summary>
    /// <remarks>The list of signers is in it, so no signature can be taken away without breaking the others.</remarks>
    public byte[] Statement()
    {
        FieldList fields = new("pqstore/document-statement/1");
        fields.Add(Document);
        fields.Add(Name);
        fields.Add(Length);
        fields.Add(ContentSha512);
        fields.Add(KeyCommitment);
        fields.Add(Policy);
        foreach (KeyReference signer in Signers)
        {
            fields.Add(signer.Algorithm);
            fields.Add(signer.KeyId);
        }
        return fields.ToArray();
    }
}

/// <summary>A key by its algorithm and identifier.</summary>
/// <param name="Algorithm">The name of the algorithm.</param>
/// <param name="KeyId">The first 32 hexadecimal digits of SHA-256 of the SubjectPublicKeyInfo.</param>
public sealed record KeyReference(string Algorithm, string KeyId);

/// <summary>A content key, wrapped for one recipient.</summary>
/// <param name="Algorithm">The name of the key encapsulation algorithm.</param>
/// <param name="KeyId">The recipient's key.</param>
/// <param name="KemCiphertext">What carries the shared secret.</param>
/// <param name="WrappedKey">The content key under AES-256-GCM: 32 bytes and the tag of 16.</param>
public sealed record Recipient(string Algorithm, string KeyId, byte[] KemCiphertext, byte[] WrappedKey);

/// <summary>One signature.</summary>
/// <param name="Algorithm">The name of the signature algorithm.</param>
/// <param name="KeyId">The signer's key.</param>
/// <param name="Signature">The signature.</param>
public sealed record SignatureEntry(string Algorithm, string KeyId, byte[] Signature);
