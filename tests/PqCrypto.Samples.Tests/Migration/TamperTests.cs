using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PqCrypto.Samples.Migration;
using PqCrypto.Samples.Migration.Documents;

namespace PqCrypto.Samples.Tests.Migration;

public class TamperTests
{
    public static TheoryData<string> Stages => [.. Stage.All.Select(stage => stage.Name)];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Verify_ByteFlippedInHeader_IsDetected(string stage)
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Find(stage));
        FlipBytes(folder, folder.Paths.Header(folder.DocumentOf("one.txt")), flips: 60);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Verify_ByteFlippedInContent_IsDetected(string stage)
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Find(stage));
        FlipBytes(folder, folder.Paths.Content(folder.DocumentOf("one.txt")), flips: 33);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Verify_ByteFlippedInManifest_IsDetected(string stage)
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Find(stage));
        FlipBytes(folder, folder.Paths.Manifest, flips: 60);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Verify_EveryPartChangedWithinItsSpelling_IsDetected(string stage)
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Find(stage));
        string path = folder.Paths.Header(folder.DocumentOf("one.txt"));
        byte[] original = File.ReadAllBytes(path);
        DocumentHeader header = DocumentHeader.Parse(original, "header");
        List<DocumentHeader> changed =
        [
            header with { Name = "other.txt" },
            header with { Length = header.Length + 1 },
            header with { ContentSha512 = Flip(header.ContentSha512) },
            header with { KeyCommitment = Flip(header.KeyCommitment) },
            header with { Policy = "classical " },
            .. Stage.All.Where(other => other.Name != stage).Select(other => header with { Policy = other.Name }),
            header with { Signers = [] },
            header with { Recipients = [] },
            header with { Signatures = [] },
            header with { Signers = [.. header.Signers.Reverse(), .. header.Signers] },
        ];
        for (int index = 0; index < header.Recipients.Count; index++)
        {
            Recipient wrap = header.Recipients[index];
            changed.Add(header with { Recipients = Replace(header.Recipients, index, wrap with { KemCiphertext = Flip(wrap.KemCiphertext) }) });
            changed.Add(header with { Recipients = Replace(header.Recipients, index, wrap with { KemCiphertext = wrap.KemCiphertext[1..] }) });
            changed.Add(header with { Recipients = Replace(header.Recipients, index, wrap with { WrappedKey = Flip(wrap.WrappedKey) }) });
            changed.Add(header with { Recipients = Replace(header.Recipients, index, wrap with { KeyId = new string('0', 32) }) });
            changed.Add(header with { Recipients = [.. header.Recipients, wrap] });
            changed.Add(header with { Recipients = [.. header.Recipients.Where(other => other != wrap)] });
        }
        for (int index = 0; index < header.Signatures.Count; index++)
        {
            SignatureEntry entry = header.Signatures[index];
            changed.Add(header with { Signatures = Replace(header.Signatures, index, entry with { Signature = Flip(entry.Signature) }) });
            changed.Add(header with { Signatures = Replace(header.Signatures, index, entry with { Signature = [] }) });
            changed.Add(header with { Signatures = [.. header.Signatures.Where(other => other != entry)] });
            changed.Add(header with
            {
                Signers = [.. header.Signers.Where((_, position) => position != index)],
                Signatures = [.. header.Signatures.Where(other => other != entry)],
            });
        }
        foreach (DocumentHeader tampered in changed)
        {
            File.WriteAllBytes(path, CanonicalJson.Write(tampered));
            Assert.True(folder.IsDamageDetected(), System.Text.Encoding.UTF8.GetString(CanonicalJson.Write(tampered)));
        }
        File.WriteAllBytes(path, original);
        Assert.False(folder.IsDamageDetected());
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Verify_TwoDocumentsSwapped_IsDetected(string stage)
    {
        using TemporaryStore headers = TemporaryStore.At(Stage.Find(stage));
        Swap(headers.Paths.Header(headers.DocumentOf("one.txt")), headers.Paths.Header(headers.DocumentOf("sub/three.txt")));
        Assert.True(headers.IsDamageDetected());

        using TemporaryStore contents = TemporaryStore.At(Stage.Find(stage));
        Swap(contents.Paths.Content(contents.DocumentOf("one.txt")), contents.Paths.Content(contents.DocumentOf("sub/three.txt")));
        Assert.True(contents.IsDamageDetected());

        using TemporaryStore both = TemporaryStore.At(Stage.Find(stage));
        Swap(both.Paths.Header(both.DocumentOf("one.txt")), both.Paths.Header(both.DocumentOf("sub/three.txt")));
        Swap(both.Paths.Content(both.DocumentOf("one.txt")), both.Paths.Content(both.DocumentOf("sub/three.txt")));
        Assert.True(both.IsDamageDetected());
    }

    [Fact]
    public void Verify_SignatureStripped_OldReaderIsNotFooledEither()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Hybrid);
        string document = folder.DocumentOf("one.txt");
        DocumentHeader header = DocumentHeader.Parse(File.ReadAllBytes(folder.Paths.Header(document)), "header");
        DocumentHeader stripped = header with
        {
            Policy = "classical",
            Signers = [header.Signers[0]],
            Signatures = [header.Signatures[0]],
            Recipients = [header.Recipients[0]],
        };
        File.WriteAllBytes(folder.Paths.Header(document), CanonicalJson.Write(stripped));
        Assert.True(folder.IsDamageDetected());

        using OldReader.ClassicalReader reader = new(
            File.ReadAllText(folder.Paths.PrivateKey("RSA-OAEP-2048")),
            TemporaryStore.Passphrase,
            File.ReadAllText(folder.Paths.PublicKey("ECDSA-P256-SHA256")));
        Assert.Throws<CryptographicException>(() => reader.Open(folder.Paths.Header(document), folder.Paths.Content(document), Stream.Null));
    }

    [Fact]
    public void Verify_EarlierStagesHeaderPutBack_IsDetected()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        string document = folder.DocumentOf("one.txt");
        File.Copy(folder.Paths.ArchivedHeader(document, Stage.Hybrid), folder.Paths.Header(document), overwrite: true);
        Assert.True(folder.IsDamageDetected());
    }

    [Fact]
    public void Verify_ManifestEditedToAnEarlierStage_IsDetected()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.PostQuantum);
        JsonNode manifest = JsonNode.Parse(File.ReadAllBytes(folder.Paths.Manifest))!;
        manifest["target"] = "hybrid";
        JsonSerializerOptions asTheProgramWrites = new() { WriteIndented = true, NewLine = "\n" };
        File.WriteAllText(folder.Paths.Manifest, manifest.ToJsonString(asTheProgramWrites) + "\n");
        Assert.True(folder.IsDamageDetected());
    }

    [Fact]
    public void Verify_FileMissingOrAdded_IsDetected()
    {
        using TemporaryStore header = TemporaryStore.At(Stage.Hybrid);
        File.Delete(header.Paths.Header(header.DocumentOf("one.txt")));
        Assert.True(header.IsDamageDetected());

        using TemporaryStore content = TemporaryStore.At(Stage.Hybrid);
        File.Delete(content.Paths.Content(content.DocumentOf("one.txt")));
        Assert.True(content.IsDamageDetected());

        using TemporaryStore stranger = TemporaryStore.At(Stage.Hybrid);
        File.WriteAllText(Path.Combine(stranger.Paths.Documents, "stranger.sealed"), "");
        Assert.True(stranger.IsDamageDetected());
    }

    [Fact]
    public void Verify_KeyOfAnotherStore_IsDetected()
    {
        using TemporaryStore other = TemporaryStore.WithFiles();
        other.RunForward();
        other.RollBack();
        using TemporaryStore folder = TemporaryStore.At(Stage.Hybrid);
        foreach (string algorithm in Stage.Hybrid.KeyNames)
        {
            byte[] own = File.ReadAllBytes(folder.Paths.PrivateKey(algorithm));
            File.Copy(other.Paths.PrivateKey(algorithm), folder.Paths.PrivateKey(algorithm), overwrite: true);
            Assert.True(folder.IsDamageDetected(), algorithm);
            File.WriteAllBytes(folder.Paths.PrivateKey(algorithm), own);
        }
        Assert.False(folder.IsDamageDetected());
    }

    [Fact]
    public void Forward_DamagedDocument_StopsBeforeSigningIt()
    {
        using TemporaryStore folder = TemporaryStore.At(Stage.Classical);
        string path = folder.Paths.Content(folder.DocumentOf("one.txt"));
        byte[] content = File.ReadAllBytes(path);
        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
        SortedDictionary<string, string> headers = folder.Headers();
        Assert.Contains("one.txt", Assert.Throws<InvalidDataException>(() => folder.RunForward()).Message, StringComparison.Ordinal);
        Assert.Equal(headers, folder.Headers());

        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
        folder.RunForward();
        Assert.Empty(folder.Prove().Problems);
    }

    private static void FlipBytes(TemporaryStore folder, string path, int flips)
    {
        byte[] original = File.ReadAllBytes(path);
        int stride = Math.Max(1, original.Length / flips);
        for (int position = 0; position < original.Length; position += stride)
        {
            byte[] flipped = [.. original];
            flipped[position] ^= (byte)(1 << (position % 8));
            File.WriteAllBytes(path, flipped);
            Assert.True(folder.IsDamageDetected(), $"bit {position % 8} of byte {position}");
        }
        File.WriteAllBytes(path, original);
        Assert.False(folder.IsDamageDetected());
    }

    private static byte[] Flip(byte[] bytes) => [(byte)(bytes[0] ^ 1), .. bytes.AsSpan(1)];

    private static List<T> Replace<T>(IReadOnlyList<T> list, int index, T item) =>
        [.. list.Select((old, position) => position == index ? item : old)];

    private static void Swap(string first, string second)
    {
        byte[] kept = File.ReadAllBytes(first);
        File.WriteAllBytes(first, File.ReadAllBytes(second));
        File.WriteAllBytes(second, kept);
    }
}
