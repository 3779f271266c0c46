using System.Security.Cryptography;

namespace PqCrypto.Encoding;

/// <summary>The blocks of a PEM text (RFC 7468), one after the other.</summary>
/// <remarks>The platform looks for the END of each BEGIN in all of the text: a megabyte of BEGIN lines keeps it busy for a minute. No block has a marker in it, so only the last BEGIN
/// before each END can be its own: the platform gets these two and what is between them, and time grows as the text does. In the memory of the text; nothing is copied.</remarks>
/// <param name="text">The text. As secret as its labels say.</param>
internal ref struct PemBlocks(ReadOnlySpan<char> text)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    private readonly ReadOnlySpan<char> text = text;
    private int beginsFrom;     // where the next BEGIN can be
    private int endsFrom;       // where the next END can be

    /// <summary>The label of the block.</summary>
    internal ReadOnlySpan<char> Label { get; private set; }

    /// <summary>Its content in base64.</summary>
    internal ReadOnlySpan<char> Base64 { get; private set; }

    /// <summary>Length of its content in bytes.</summary>
    internal int SizeInBytes { get; private set; }

    /// <summary>Goes on to the next block.</summary>
    /// <returns>Whether there is one.</returns>
    internal bool MoveNext()
    {
        while (Find(End, endsFrom) is int end and >= 0)
        {
            int close = Find(Dashes, end + End.Length);
            if (close < 0)
                return false;
            endsFrom = close;
            int begin = text[beginsFrom..end].LastIndexOf(Begin);
            int from = beginsFrom + begin;
            bool isContent = begin >= 0 && Find(Dashes, from + Begin.Length) == end;        // the dashes are those of the BEGIN, and the word is base64
            beginsFrom = isContent ? from : close;
            if (begin >= 0 && !isContent && IsBlock(from, close + Dashes.Length))
                return true;
        }

        return false;
    }

    /// <summary>Asks the platform, which also looks at the character before a block, and at the one behind it unless that is the text's last.</summary>
    private bool IsBlock(int from, int to)
    {
        ReadOnlySpan<char> candidate = text[int.Max(from - 1, 0)..int.Min(to + 2, text.Length)];
        if (!PemEncoding.TryFind(candidate, out PemFields fields))
            return false;
        Label = candidate[fields.Label];
        Base64 = candidate[fields.Base64Data];
        SizeInBytes = fields.DecodedDataLength;
        return true;
    }

    private readonly int Find(string what, int from)
    {
        int found = text[from..].IndexOf(what);
        return found < 0 ? found : from + found;
    }
}
