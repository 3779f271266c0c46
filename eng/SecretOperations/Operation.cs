namespace PqCrypto.SecretOperations;

/// <summary>An operation whose secret can be exchanged while all that is public, and every address, stays as it is.</summary>
internal sealed class Operation(string name, int secretSize)
{
    /// <summary>What it is called.</summary>
    internal string Name => name;

    /// <summary>The secret that <see cref="Load"/> and <see cref="Run"/> use; it never moves.</summary>
    internal byte[] Secret { get; } = Memory(secretSize);

    /// <summary>Chooses what is public. Not observed.</summary>
    internal Action<Random> Begin { get; init; } = static _ => { };

    /// <summary>Makes a secret. Not observed.</summary>
    internal Action<Random, int, byte[]> Make { get; init; } = static (random, _, secret) => random.NextBytes(secret);

    /// <summary>Makes keys of the secret. Not observed.</summary>
    internal Action Load { get; init; } = static () => { };

    /// <summary>What is observed.</summary>
    internal required Action Run { get; init; }

    /// <summary>Whether the answer for the secret of a number is right. Where it is not that of number 0, what is declassified is still that of the
    /// first.</summary>
    internal Func<int, bool> IsRight { get; init; } = static _ => true;

    /// <summary>Disposes what was made. Not observed.</summary>
    internal Action Unload { get; init; } = static () => { };

    /// <summary>Memory that never moves.</summary>
    internal static byte[] Memory(int size) => GC.AllocateArray<byte>(size, pinned: true);

    /// <summary>Disposes an object and forgets it: what waits to be finalised is part of what the next run finds.</summary>
    internal static void Release<T>(ref T disposable)
        where T : class, IDisposable
    {
        disposable.Dispose();
        disposable = null!;
    }

    /// <summary>Chooses public inputs and secrets.</summary>
    internal byte[][] Prepare(Random random, int secrets)
    {
        Begin(random);
        byte[][] made = new byte[secrets][];
        for (int i = 0; i < secrets; i++)
        {
            made[i] = new byte[secretSize];
            Make(random, i, made[i]);
        }

        return made;
    }

    /// <summary>Runs with one secret while the tape records.</summary>
    /// <returns>Whether the answer is right.</returns>
    internal bool Record(byte[] secret)
    {
        secret.CopyTo(Secret, 0);
        Tape.Record();
        Load();
        Run();
        Tape.Stop();
        bool isRight = IsRight(0);
        Unload();
        return isRight;
    }
}
