using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PqCrypto.Base;

namespace PqCrypto.SecretOperations;

/// <summary>Leaks planted on purpose: a gate that does not report them is broken.</summary>
internal static class Canaries
{
    private const int Size = 512;
    private const int Stride = 4096;        // so that entries lie in different pages

    private static readonly byte[] Known = Operation.Memory(Size);
    private static readonly byte[] Table = Operation.Memory(256 * Stride);

    /// <summary>Leaks through the instructions or addresses of one run: seen by traces, and in time.</summary>
    internal static IEnumerable<Operation> Leaks()
    {
        yield return Leak("branch", static secret => Branch(secret));
        yield return Leak("table", static secret => Look(secret));
        yield return Leak("early exit", static secret => EarlyExit(secret));
        yield return Leak("comparison of the platform", static secret => secret.AsSpan().SequenceEqual(Known) ? 1 : 0);
    }

    /// <summary>Leaks that only traces tell of: the same instructions in another order, and other elements of the same memory.</summary>
    internal static IEnumerable<Operation> QuietLeaks()
    {
        yield return Leak("order of branches", static secret => Branch(secret), isKnown: false);
        if (Vector512.IsHardwareAccelerated)
            yield return Leak("mask", static secret => StoreUnderMask(secret));
    }

    /// <summary>What must not be reported: a branch on what was declassified, and a sum.</summary>
    internal static IEnumerable<Operation> Clean()
    {
        yield return Leak("declassified branch", static secret => Branch(Declassify.Value(secret[0], DeclassifyReason.PublishedOutput)));
        yield return Leak("sum", static secret => Sum(secret));
    }

    /// <summary>The first secret is what is known, if it is; the others are random.</summary>
    private static Operation Leak(string name, Func<byte[], int> leak, bool isKnown = true)
    {
        Operation operation = null!;
        int result = 0;
        return operation = new Operation(name, Size)
        {
            Make = (random, i, made) =>
            {
                if (i != 0 || !isKnown)
                    random.NextBytes(made);
            },
            Run = () => result += leak(operation.Secret),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Branch(byte[] secret)
    {
        foreach (byte value in secret)
        {
            if (value > 100)
                Table[0]++;                                         // a store: no conditional move can stand for it
        }

        return Table[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Branch(byte value)
    {
        if (value > 100)
            Table[0]++;
        return Table[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Look(byte[] secret)
    {
        int sum = 0;
        foreach (byte value in secret)
            sum = Table[(value * Stride) ^ (sum & 1)];                  // each waits for the one before it
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe int StoreUnderMask(byte[] secret)
    {
        Vector512<byte> mask = Vector512.GreaterThan(Vector512.Create(secret), Vector512.Create((byte)100));
        fixed (byte* table = Table)
            Avx512BW.MaskStore(table, mask, mask);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int EarlyExit(byte[] secret)
    {
        int i = 0;
        while (i < secret.Length && secret[i] == Known[i])
            i++;
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Sum(byte[] secret)
    {
        int sum = 0;
        foreach (byte value in secret)
            sum += value * value;
        return sum;
    }
}
