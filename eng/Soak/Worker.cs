namespace PqCrypto.Soak;

/// <summary>What one thread does: it uses the shared keys, disposes one of them now and then and puts a new one in its place, and takes the time of
/// calls that cost the same each time.</summary>
internal sealed class Worker(SharedKey[] keys, Func<SharedKey>[] makers, LastingKeys lasting, Planted planted, int seed)
{
    private const int DisposedOfAThousand = 20;

    private readonly Random random = new(seed);

    internal TimedCalls Timed { get; } = new(lasting);

    internal long Uses { get; private set; }

    internal long Disposals { get; private set; }

    /// <summary>Uses that found the key disposed by the other thread.</summary>
    internal long Refusals { get; private set; }

    internal void Run(Func<bool> goesOn)
    {
        while (goesOn())
        {
            int place = random.Next(keys.Length);
            if (random.Next(1000) < DisposedOfAThousand)
            {
                Interlocked.Exchange(ref keys[place], makers[place]()).Dispose();
                Disposals++;
            }

            Use(Volatile.Read(ref keys[place]));
            planted.Act(Uses);
            Timed.Run(random.Next(Timed.Count));
        }
    }

    private void Use(SharedKey key)
    {
        try
        {
            key.Use(random.Next());
            Uses++;
        }
        catch (ObjectDisposedException) when (key.IsRetired)
        {
            Refusals++;
        }
    }
}
