namespace PqCrypto.Tests.Vectors;

/// <summary>A test over <see cref="SharedVectors"/>: reported as skipped, with the reason, where the folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedVectors.LeftOut;
}

/// <summary>A theory over <see cref="SharedVectors"/>: one skipped test, with the reason, where the folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedVectors.LeftOut;
}
