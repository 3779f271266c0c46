namespace PqCrypto.Allocations;

/// <summary>An operation that allocates now and then, for the proof that the gate sees it.</summary>
internal static class Planted
{
    internal const int Period = 100_000;

    private static byte[] kept = [];

    internal static Operation Operation { get; } = new("planted", Call, static () => { });

    private static void Call(int index)
    {
        if (index % Period == Period - 1)
            kept = new byte[kept.Length ^ 1];
    }
}
