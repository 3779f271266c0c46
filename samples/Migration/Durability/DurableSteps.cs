namespace PqCrypto.Samples.Migration.Durability;

/// <summary>Counts the moments at which something has reached the disk, and can stop the program at any one of them.</summary>
/// <remarks>Between two of these moments a kill leaves nothing that the earlier one did not, so stopping at each in turn tries every kill.</remarks>
public sealed class DurableSteps
{
    private readonly int stopAfter;
    private readonly Action stop;

    /// <summary>Counts without ever stopping.</summary>
    public DurableSteps()
        : this(int.MaxValue, static () => { })
    {
    }

    /// <summary>Counts, and calls <paramref name="stop"/> when the given number is reached.</summary>
    public DurableSteps(int stopAfter, Action stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stopAfter, 1);
        this.stopAfter = stopAfter;
        this.stop = stop;
    }

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>One more thing is on the disk.</summary>
    public void Taken()
    {
        if (++Count == stopAfter)
            stop();
    }
}
