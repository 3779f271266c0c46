using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.ZeroScan;

/// <summary>Measures whether operations use more of the stack than what is zeroed at their end: runs them above a painted stack, and looks for what is touched
/// below the zeros.</summary>
/// <remarks>What is zeroed last is the lowest long run of zeros. Just below it lie the frames of the zeroing itself, which a workspace without an operation has
/// too. An operation that has zeroed from deeper in the stack before has such frames at the lowest place, and from there on zeros only. Of fifteen runs
/// the fourth least counts: what an operation uses it uses each time, and while code is still being compiled the runtime comes in between more often than not.</remarks>
internal static unsafe class StackDepth
{
    private const int Painted = 96 * 1024;
    private const int LookedAt = Painted - 1024;        // frames differ
    private const int Zeroed = 3 * 1024;                // of 4.5 KB; later frames may have overwritten the rest
    private const int ZeroedDeeper = 16 * 1024;         // where marks on the stack were overwritten
    private const int TooMuch = 8 * 1024;
    private const int WarmUps = 3;
    private const int Runs = 15;
    private const int FewWords = 128;                   // by which the frames of the zeroing differ: what is zero there counts as zeroed
    private const byte Paint = 0xA5;
    private const ulong PaintedWord = 0xA5A5_A5A5_A5A5_A5A5;

    private static readonly byte[] Message = new byte[100];

    /// <summary>Runs the operations of all subjects' algorithms, and prints the deepest one.</summary>
    /// <returns>Whether none goes deeper than what is zeroed.</returns>
    internal static bool Check(IReadOnlyCollection<string> names)
    {
        int own = Below(static () => Workspace.Rent().Dispose(), own: 0);
        bool isNoticed = Below(GoDeeper, own) > 0;
        if (!isNoticed)
            Console.WriteLine("  not noticed: an operation that uses too much of the stack");
        int deepest = 0;
        string which = "none";
        int count = 0;
        foreach ((string name, Action operation) in Operations(names))
        {
            int below = Below(operation, own);
            count++;
            if (below <= deepest)
                continue;
            deepest = below;
            which = name;
        }

        Console.WriteLine($"  stack: {count} operations; below what is zeroed and the {own} bytes of the zeroing {deepest} bytes are used ({which})");
        return deepest == 0 && isNoticed;
    }

    private static IEnumerable<(string Name, Action Operation)> Operations(IReadOnlyCollection<string> names)
    {
        foreach (KemAlgorithm algorithm in KemAlgorithm.All.Where(algorithm => names.Contains(algorithm.Name)))
        {
            using KemPrivateKey key = algorithm.GenerateKey();
            byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
            byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
            byte[] encoded = key.ExportPrivateKey();
            yield return ($"{algorithm.Name} generation", () => algorithm.GenerateKey().Dispose());
            yield return ($"{algorithm.Name} encapsulation", () => key.PublicKey.Encapsulate(ciphertext, secret));
            yield return ($"{algorithm.Name} decapsulation", () => key.Decapsulate(ciphertext, secret));
            yield return ($"{algorithm.Name} import", () => algorithm.ImportPrivateKey(encoded).Dispose());
        }

        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All.Where(algorithm => names.Contains(algorithm.Name)))
        {
            using SignaturePrivateKey key = algorithm.GenerateKey();
            byte[] signature = new byte[algorithm.MaxSignatureSizeInBytes];
            byte[] encoded = key.ExportPrivateKey();
            yield return ($"{algorithm.Name} generation", () => algorithm.GenerateKey().Dispose());
            yield return ($"{algorithm.Name} signing", () => key.Sign(Message, signature));
            yield return ($"{algorithm.Name} import", () => algorithm.ImportPrivateKey(encoded).Dispose());
        }
    }

    /// <summary>How many bytes below the zeros an operation has touched, on a thread of its own.</summary>
    private static int Below(Action operation, int own)
    {
        int[] below = new int[Runs];
        Thread thread = new(() =>
        {
            for (int i = -WarmUps; i < Runs; i++)
            {
                PaintStack();
                operation();
                below[int.Max(i, 0)] = LookBelow(own);
            }
        });
        thread.Start();
        thread.Join();
        Array.Sort(below);
        return below[Runs / 4];
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void PaintStack()
    {
        byte* stack = stackalloc byte[Painted];
        for (int i = 0; i < Painted; i++)
            Volatile.Write(ref stack[i], Paint);
    }

    /// <summary>Its own frame is above the memory that it looks at, and it calls nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static int LookBelow(int own)
    {
        byte* stack = stackalloc byte[LookedAt];
        for (int i = 0; i < LookedAt; i += sizeof(ulong))
        {
            if (*(ulong*)(stack + i) == StackMarks.Mark)
                *(ulong*)(stack + i) = PaintedWord;
        }

        int lowest = 0;
        while (lowest < LookedAt && stack[lowest] == Paint)
            lowest++;
        if (lowest == 0)
            return LookedAt;
        int zeros = 0;
        int end = lowest;
        for (; end < LookedAt && zeros < Zeroed; end++)
            zeros = stack[end] == 0 ? zeros + 1 : 0;
        int start = end - zeros;
        while (end < LookedAt && stack[end] == 0)
            end++;
        if (end - start > ZeroedDeeper)
            return TooMuch;
        if (own == 0)
            return start - lowest + FewWords;
        for (int i = lowest + own; i < start - own; i++)
        {
            if (stack[i] != 0)
                return start - i;
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GoDeeper()
    {
        using Workspace workspace = Workspace.Rent();
        UseStack();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void UseStack()
    {
        byte* stack = stackalloc byte[TooMuch];
        Volatile.Write(ref stack[0], 1);
    }
}
