namespace PqCrypto.Soak;

/// <summary>A defect for the proof that the gate sees it.</summary>
internal enum Defect
{
    None,
    Leak,
    Answer,
}

/// <summary>Leaks a key now and then, or takes a right answer for a wrong one.</summary>
internal sealed class Planted(Defect defect)
{
    private const int Period = 20;
    private const long Late = 5000;

    private static readonly List<SignaturePrivateKey> Kept = [];

    internal void Act(long uses)
    {
        if (defect == Defect.Answer && uses == Late)
            throw new InvalidDataException("planted: a wrong answer");
        if (defect != Defect.Leak || uses % Period != 0)
            return;
        SignaturePrivateKey key = SignatureAlgorithm.MLDsa87.GenerateKey();
        key.Sign([1]);
        lock (Kept)
            Kept.Add(key);
    }
}
