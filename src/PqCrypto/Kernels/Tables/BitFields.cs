using System.Runtime.Intrinsics;

namespace PqCrypto.Kernels.Tables;

/// <summary>How eight fields of d bits, which are d bytes, are moved between those bytes and eight lanes of 16 bits. Public constants.</summary>
/// <remarks>
/// Two neighbouring fields lie within four bytes. Unpacking brings these into a lane of 32 bits and multiplies them by the power of two that moves
/// the fields to their place. Packing joins two fields to a pair, two pairs to a quad of 4 * d bits, and brings the bytes of two quads together.
/// </remarks>
internal sealed class BitFields
{
    /// <summary>Fields at the bottom of their lanes: entry d is for d bits, 1 to 12. Two of 11 bits can be packed only: there is no room to align them.</summary>
    internal static readonly BitFields[] Low = Build(12, 0, 0);

    /// <summary>Fields whose highest bit is bit 14 of their lanes, for unpacking: entry d is for d bits, 1 to 12.</summary>
    internal static readonly BitFields[] High = Build(12, 15, 1);

    /// <summary>Fields whose highest bit is bit 15 of their lanes, for packing and unpacking: entry d is for d bits, 1 to 13.</summary>
    internal static readonly BitFields[] Top = Build(13, 16, 1);

    /// <summary>Entries up to a number of bits; a field begins at the given bit of its lane, less its own bits times the last argument.</summary>
    private static BitFields[] Build(int most, int place, int lessOwnBits)
    {
        BitFields[] fields = new BitFields[most + 1];
        for (int bits = 0; bits <= most; bits++)
            fields[bits] = new BitFields(bits, place - (lessOwnBits * bits));
        return fields;
    }

    private BitFields(int bits, int place)
    {
        Bits = bits;
        Place = place;
        Span<byte> spread = stackalloc byte[16];
        Span<byte> spreadFromEnd = stackalloc byte[16];
        Span<int> align = stackalloc int[4];
        for (int pair = 0; pair < 4; pair++)
        {
            int start = 2 * bits * pair;
            align[pair] = 1 << (16 + place - bits - (start % 8));           // the upper field at bit 16 + place, the lower one bits below it
            for (int i = 0; i < 4; i++)
            {
                int from = int.Min((start / 8) + i, bits);                  // what lies behind the fields is masked
                spread[(4 * pair) + i] = (byte)from;
                spreadFromEnd[(4 * pair) + i] = (byte)int.Min(from + 16 - bits, 15);
            }
        }

        Spread = Vector128.Create<byte>(spread);
        SpreadFromEnd = Vector128.Create<byte>(spreadFromEnd);
        Align = Vector128.Create<int>(align).AsByte();

        Span<byte> join = stackalloc byte[16];
        Span<byte> joinShifted = stackalloc byte[16];
        join.Fill(7);                                                       // a byte that is zero: a quad has 52 bits at most, 56 when shifted
        joinShifted.Fill(7);
        int whole = bits / 2;                                               // a quad has half as many bytes as a field has bits
        int half = bits % 2;
        Span<byte> second = half == 0 ? join : joinShifted;
        for (int i = 0; i < whole + half; i++)
        {
            join[i] = (byte)i;
            second[whole + i] = (byte)(8 + i);
        }

        Join = Vector128.Create<byte>(join);
        JoinShifted = Vector128.Create<byte>(joinShifted);
    }

    /// <summary>d.</summary>
    internal int Bits { get; }

    /// <summary>At which bit of its lane an unpacked field begins.</summary>
    internal int Place { get; }

    /// <summary>The order that brings the bytes of each two fields into a lane of 32 bits.</summary>
    internal Vector128<byte> Spread { get; }

    /// <summary>The same where the d bytes are the last of sixteen and not the first.</summary>
    internal Vector128<byte> SpreadFromEnd { get; }

    /// <summary>The factors, in lanes of 32 bits, that align each two fields.</summary>
    internal Vector128<byte> Align { get; }

    /// <summary>The order that brings the bytes of two quads, each in 64 bits, together.</summary>
    internal Vector128<byte> Join { get; }

    /// <summary>For odd d, what is to be added of the odd quad: the order after a shift by half a byte.</summary>
    internal Vector128<byte> JoinShifted { get; }
}
