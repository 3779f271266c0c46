using PqCrypto.Samples.Migration.Steps;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Reports;

/// <summary>Shows progress as a bar on the console, or as lines where there is none.</summary>
public sealed class ConsoleProgress(IAnsiConsole console) : IProgressView
{
    /// <inheritdoc/>
    public void Run(string title, int total, Action<Action> task) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: Math.Max(total, 1));
                task(() => bar.Increment(1));
                bar.Value = bar.MaxValue;
            });
}
