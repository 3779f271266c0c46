namespace PqCrypto.ZeroScan;

/// <summary>Something that a program does with secrets from their first to their last moment: afterwards nothing of them may be left.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Does it. Whatever it does with given numbers it does in the same way each time, in every process.</param>
/// <param name="IsRandom">Whether other threads draw its secrets, so that nobody knows them before.</param>
/// <param name="IsVariant">Whether another step differs from it in a number only; the short form leaves it out.</param>
/// <param name="IsInArrays">Whether it asks for secrets in arrays or texts, which a collection in its middle copies: its caller's affair.</param>
/// <param name="EndsByException">Whether an exception ends an operation in its middle.</param>
internal sealed record Step(string Name, Action Run, bool IsRandom = false, bool IsVariant = false, bool IsInArrays = false, bool EndsByException = false);

/// <summary>The steps of one algorithm.</summary>
/// <param name="Name">The algorithm's name.</param>
/// <param name="WarmUp">The same with other secrets: public tables are there afterwards, and methods are compiled.</param>
/// <param name="Steps">All of them are about the same secrets.</param>
/// <param name="Others">What people can do who know the public values only: what this has in memory is public.</param>
internal sealed record Subject(string Name, Action WarmUp, IReadOnlyList<Step> Steps, Action Others);
