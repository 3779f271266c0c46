using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace PqCrypto;

/// <summary>Independent pieces of work on all cores, in groups as large as the kernels have lanes.</summary>
internal static class Batch
{
    private const int GroupSize = 8;                    // = 512 / 64: lanes of the widest vectors

    /// <summary>Runs groups of items.</summary>
    /// <param name="count">How many items there are.</param>
    /// <param name="group">Does the items from its first number up to, and without, its second.</param>
    /// <param name="cancellationToken">Ends the work between groups.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>Of several exceptions of groups the first is thrown.</remarks>
    internal static void Run(int count, Action<int, int> group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (count == 0)
            return;
        if (count <= GroupSize)
        {
            group(0, count);
            return;
        }

        try
        {
            Parallel.ForEach(
                Partitioner.Create(0, count, GroupSize),
                new ParallelOptions { CancellationToken = cancellationToken },
                range => group(range.Item1, range.Item2));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }
    }
}
