using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Keys;

namespace PqCrypto.Samples.Migration.Documents;

/// <summary>Finds whatever is wrong with a document.</summary>
public static class DocumentCheck
{
    /// <summary>Checks a header and its content file against a stage. Every signature and every wrap is tried.</summary>
    /// <returns>The problems in words; none for a good document.</returns>
    public static IReadOnlyList<string> Problems(DocumentHeader header, string contentPath, Stage stage, KeyRing keys)
    {
        List<string> problems = [];
        if (header.Policy != stage.Name)
            problems.Add($"its policy is '{header.Policy}' instead of '{stage.Name}'");
        problems.AddRange(keys.SignatureProblems(stage, header.Statement(), header.Signers, header.Signatures));
        problems.AddRange(RecipientProblems(header, stage, keys));
        problems.AddRange(ContentProblems(header, contentPath));
        return problems;
    }

    private static IEnumerable<string> RecipientProblems(DocumentHeader header, Stage stage, KeyRing keys)
    {
        IEnumerable<KeyReference> wanted = stage.Recipients.Select(algorithm => keys.Kem(algorithm.Name).Reference);
        if (!wanted.SequenceEqual(header.Recipients.Select(wrap => new KeyReference(wrap.Algorithm, wrap.KeyId))))
        {
            string found = string.Join(", ", header.Recipients.Select(wrap => wrap.Algorithm));
            yield return $"its recipients are not those of the policy '{stage.Name}' ({found})";
            yield break;
        }
        foreach (Recipient wrap in header.Recipients)
        {
            using ContentKey? contentKey = KeyWrap.TryUnwrap(wrap, keys.Kem(wrap.Algorithm), header.Document);
            if (contentKey is null || !contentKey.Commitment(header.Document).AsSpan().SequenceEqual(header.KeyCommitment))
                yield return $"its wrap for {wrap.Algorithm} does not give the content key";
        }
    }

    private static IEnumerable<string> ContentProblems(DocumentHeader header, string contentPath)
    {
        if (!File.Exists(contentPath))
        {
            yield return "its content is missing";
            yield break;
        }
        using FileStream content = File.OpenRead(contentPath);
        if (!SHA512.HashData(content).AsSpan().SequenceEqual(header.ContentSha512))
            yield return "its sealed content is not the one that was signed";
    }
}
