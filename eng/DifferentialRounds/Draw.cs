namespace PqCrypto.DifferentialRounds;

/// <summary>The random choices of one round, all of them from its seed (SplitMix64).</summary>
internal sealed class Draw(ulong seed)
{
    private ulong state = seed;

    internal ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to below the limit.</summary>
    internal int Below(int limit) => (int)(Next() % (uint)limit);

    internal byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)Next();
        return bytes;
    }

    /// <summary>A changed copy: mostly one to four flipped bits, otherwise a stretch of zeros, of ones or of random bytes.</summary>
    internal byte[] Mutate(byte[] bytes)
    {
        byte[] changed = [.. bytes];
        int kind = Below(8);
        int start = Below(changed.Length);
        Span<byte> stretch = changed.AsSpan(start, Below(changed.Length - start) + 1);
        switch (kind)
        {
            case 0:
                stretch.Clear();
                break;
            case 1:
                stretch.Fill(0xFF);
                break;
            case 2:
                Bytes(stretch.Length).CopyTo(stretch);
                break;
            default:
                for (int flips = Below(4); flips >= 0; flips--)
                    changed[Below(changed.Length)] ^= (byte)(1 << Below(8));
                break;
        }

        return changed;
    }
}
