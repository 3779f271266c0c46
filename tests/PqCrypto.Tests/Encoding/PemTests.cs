using System.Diagnostics;
using System.Security.Cryptography;
using PqCrypto.Base;
using PqCrypto.Encoding;

namespace PqCrypto.Tests.Encoding;

public class PemTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    [Theory]
    [InlineData(Pem.PublicKey)]
    [InlineData(Pem.PrivateKey)]
    [InlineData(Pem.EncryptedPrivateKey)]
    public void Decode_OwnTextAmongNeighbours_GivesTheContent(string label)
    {
        string block = Pem.Encode(label, Key);
        Assert.StartsWith($"-----BEGIN {label}-----\n", block, StringComparison.Ordinal);
        Assert.EndsWith($"-----END {label}-----", block, StringComparison.Ordinal);
        string[] texts =
        [
            block,
            block.ReplaceLineEndings("\r\n"),
            "Bag Attributes\n  friendlyName: key\n" + block + "\n",
            Pem.Encode("EC PARAMETERS", [5, 0]) + "\n" + block + "\n" + Pem.Encode("CERTIFICATE", Key) + "\n",
            Pem.Encode("EC PRIVATE KEY", [1]) + "\n" + block,
            .. new[] { Pem.PublicKey, Pem.PrivateKey, Pem.EncryptedPrivateKey }.Where(other => other != label)
                .Select(other => Pem.Encode(other, [1, 2]) + "\n" + block),
        ];
        foreach (string text in texts)
        {
            using SecretBuffer content = Pem.Decode(text, label, "source");
            Assert.Equal(Key, content.Bytes.ToArray());
        }
    }

    [Theory]
    [InlineData(Pem.PublicKey)]
    [InlineData(Pem.PrivateKey)]
    [InlineData(Pem.EncryptedPrivateKey)]
    public void Decode_NoneOrTwo_ThrowsArgumentException(string label)
    {
        string block = Pem.Encode(label, Key);
        string[] texts =
        [
            "",
            "no PEM here",
            Pem.Encode("CERTIFICATE", Key),
            Pem.Encode("X" + label, Key),
            block[..^1],
            block[1..],
            block.Replace("AAEC", "A*EC", StringComparison.Ordinal),
            block.Replace("END", "BEGIN", StringComparison.Ordinal),
            block + "\n" + block,
            block + "\n" + Pem.Encode("CERTIFICATE", Key) + "\n" + Pem.Encode(label, [1]),
        ];
        foreach (string text in texts)
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(() => Pem.Decode(text, label, "source").Dispose());
            Assert.Equal("source", thrown.ParamName);
            Assert.Contains(label, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Pem.PrivateKey, Pem.EncryptedPrivateKey, "takes a password")]
    [InlineData(Pem.EncryptedPrivateKey, Pem.PrivateKey, "without a password")]
    [InlineData(Pem.PrivateKey, "RSA PRIVATE KEY", "RSA PRIVATE KEY")]
    [InlineData(Pem.PrivateKey, "EC PRIVATE KEY", "EC PRIVATE KEY")]
    [InlineData(Pem.PublicKey, "RSA PUBLIC KEY", "RSA PUBLIC KEY")]
    [InlineData(Pem.PublicKey, Pem.PrivateKey, "'PRIVATE KEY'")]
    public void Decode_AnotherKindOfKey_SaysWhich(string label, string other, string says)
    {
        string text = Pem.Encode("CERTIFICATE", Key) + "\n" + Pem.Encode(other, Key);
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => Pem.Decode(text, label, "source").Dispose()).Message, StringComparison.Ordinal);
    }

    /// <summary>Texts of markers, contents and what may stand beside them, in any order: the platform is asked about all of the text each time.</summary>
    [Fact]
    public void MoveNext_TextsOfPieces_FindsWhatThePlatformFinds()
    {
        string[] pieces =
        [
            "-----BEGIN A-----", "-----END A-----", "-----BEGIN B KEY-----", "-----END B KEY-----", "-----BEGIN -----", "-----END -----", "-----", "-----END ", "-----BEGIN ",
            "AAAA", "AAE=", "A", "\n", "\n", "\n", "\r\n", " ", "\t", "-", "é",
        ];
        Random random = new(1);
        int found = 0;
        for (int i = 0; i < 200_000; i++)
        {
            string text = string.Concat(random.GetItems(pieces, random.Next(20)));
            if (i % 2 == 0)         // enough of them are blocks
                text = text.Insert(random.Next(text.Length + 1), "\n-----BEGIN A-----\nAAAA\n-----END A-----\n");
            List<string> expected = [], actual = [];
            ReadOnlySpan<char> rest = text;
            while (PemEncoding.TryFind(rest, out PemFields fields))
            {
                expected.Add($"{rest[fields.Label]}|{rest[fields.Base64Data]}|{fields.DecodedDataLength}");
                rest = rest[fields.Location.End..];
            }

            PemBlocks blocks = new(text);
            while (blocks.MoveNext())
                actual.Add($"{blocks.Label}|{blocks.Base64}|{blocks.SizeInBytes}");
            Assert.True(expected.SequenceEqual(actual), $"'{text}': {string.Join(';', expected)} and {string.Join(';', actual)}");
            found += actual.Count;
        }

        Assert.True(found > 100_000);
    }

    /// <summary>The platform's search takes a minute for one of these, and four times as long for twice as much.</summary>
    [Fact]
    public void Decode_TextsOfMarkers_TakesTimeInProportion()
    {
        Stopwatch watch = Stopwatch.StartNew();
        foreach (string piece in new[] { "-----BEGIN A-----\n", "-----END A-----\n", "-----", "-----END ", "-----BEGIN ", "-----BEGIN A-----\n-----END B-----\n" })
            Assert.Throws<ArgumentException>(() => Pem.Decode(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)), Pem.PublicKey, "source"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void Decode_EmptyBlock_ThrowsCryptographicException() =>
        Assert.Throws<CryptographicException>(() => Pem.Decode(Pem.Encode(Pem.PublicKey, []), Pem.PublicKey, "source").Dispose());
}
