namespace PqCrypto.Samples.Migration.Steps;

/// <summary>Sees how far a task is.</summary>
public interface IProgressView
{
    /// <summary>Runs a task that tells how far it is.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="total">How many items there are.</param>
    /// <param name="task">The task; it calls its argument after every item.</param>
    void Run(string title, int total, Action<Action> task);
}

/// <summary>Shows nothing.</summary>
public sealed class SilentProgress : IProgressView
{
    /// <inheritdoc/>
    public void Run(string title, int total, Action<Action> task) => task(static () => { });
}
