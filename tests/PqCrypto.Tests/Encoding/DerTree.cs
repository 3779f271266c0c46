namespace PqCrypto.Tests.Encoding;

/// <summary>A DER value as a tree, to be written again with one place made wrong.</summary>
internal sealed class DerTree
{
    private readonly byte identifier;
    private readonly byte[] content = [];
    private readonly List<DerTree> children = [];

    private DerTree(ReadOnlySpan<byte> value, out int size)
    {
        identifier = value[0];
        int header = 2;
        int length = value[1];
        if (length > 0x80)
        {
            header += length - 0x80;
            length = 0;
            foreach (byte octet in value[2..header])
                length = (length << 8) | octet;
        }

        size = header + length;
        ReadOnlySpan<byte> inside = value[header..size];
        if ((identifier & 0x20) == 0)
            content = inside.ToArray();
        while ((identifier & 0x20) != 0 && !inside.IsEmpty)
        {
            children.Add(new DerTree(inside, out int used));
            inside = inside[used..];
        }
    }

    /// <summary>Every way to make one length of the value BER or one constructed value longer by a NULL.</summary>
    public static IEnumerable<(string Name, byte[] Value)> Wrong(byte[] der)
    {
        DerTree root = new(der, out _);
        foreach (DerTree node in root.All())
        {
            yield return ($"long length at {node.identifier:X2}", root.Write(node, Mutation.LongLength));
            if ((node.identifier & 0x20) != 0)
            {
                yield return ($"indefinite length at {node.identifier:X2}", root.Write(node, Mutation.IndefiniteLength));
                yield return ($"a NULL more in {node.identifier:X2}", root.Write(node, Mutation.OneMore));
            }
        }
    }

    /// <summary>Every truncation, every extension by one byte, and every wrong form of <see cref="Wrong"/>.</summary>
    public static IEnumerable<(string Name, byte[] Value)> WrongOrCut(byte[] der)
    {
        for (int length = 0; length < der.Length; length++)
            yield return ($"cut to {length}", der[..length]);
        for (int octet = 0; octet < 256; octet++)
            yield return ($"followed by {octet:X2}", [.. der, (byte)octet]);
        foreach ((string, byte[]) wrong in Wrong(der))
            yield return wrong;
    }

    private IEnumerable<DerTree> All() => children.SelectMany(child => child.All()).Prepend(this);

    private byte[] Write(DerTree wrong, Mutation mutation)
    {
        byte[] inside = [.. content, .. children.SelectMany(child => child.Write(wrong, mutation))];
        if (this != wrong)
            return [identifier, .. Length(inside.Length), .. inside];
        return mutation switch
        {
            Mutation.LongLength when inside.Length < 0x80 => [identifier, 0x81, (byte)inside.Length, .. inside],
            Mutation.LongLength => [identifier, 0x84, 0, 0, (byte)(inside.Length >> 8), (byte)inside.Length, .. inside],
            Mutation.IndefiniteLength => [identifier, 0x80, .. inside, 0, 0],
            _ => [identifier, .. Length(inside.Length + 2), .. inside, 5, 0],
        };
    }

    private static byte[] Length(int length) => length switch
    {
        < 0x80 => [(byte)length],
        < 0x100 => [0x81, (byte)length],
        _ => [0x82, (byte)(length >> 8), (byte)length],
    };

    private enum Mutation
    {
        LongLength,
        IndefiniteLength,
        OneMore,
    }
}
