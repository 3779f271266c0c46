namespace PqCrypto.Samples.Migration;

/// <summary>A policy for stored data: which algorithms every document is wrapped for, and which ones sign it.</summary>
/// <remarks>Migrating is going from one of these values to the next; no code below asks which algorithm it is working with.</remarks>
public sealed class Stage
{
    private Stage(string name, KemAlgorithm[] recipients, SignatureAlgorithm[] signers)
    {
        Name = name;
        Recipients = recipients;
        Signers = signers;
    }

    /// <summary>RSA and elliptic curves: where the store comes from.</summary>
    public static Stage Classical { get; } = new("classical", [KemAlgorithm.RsaOaep2048], [SignatureAlgorithm.EcdsaP256Sha256]);

    /// <summary>The old beside the new: old readers go on working, and nothing rests on one mathematics alone.</summary>
    public static Stage Hybrid { get; } = new(
        "hybrid",
        [KemAlgorithm.RsaOaep2048, KemAlgorithm.XWing],
        [SignatureAlgorithm.EcdsaP256Sha256, SignatureAlgorithm.MLDsa65]);

    /// <summary>FIPS 203 and FIPS 204 only.</summary>
    public static Stage PostQuantum { get; } = new("post-quantum", [KemAlgorithm.MLKem768], [SignatureAlgorithm.MLDsa65]);

    /// <summary>All stages in the order of the migration.</summary>
    public static IReadOnlyList<Stage> All { get; } = [Classical, Hybrid, PostQuantum];

    /// <summary>The name in files and on the command line.</summary>
    public string Name { get; }

    /// <summary>Every document has one wrap of its content key for each of these, in this order.</summary>
    public IReadOnlyList<KemAlgorithm> Recipients { get; }

    /// <summary>Every document has one signature of each of these, in this order, and all must verify.</summary>
    public IReadOnlyList<SignatureAlgorithm> Signers { get; }

    /// <summary>The names of all algorithms whose private keys the stage works with.</summary>
    public IEnumerable<string> KeyNames => Recipients.Select(algorithm => algorithm.Name).Concat(Signers.Select(algorithm => algorithm.Name));

    /// <summary>The following stage, or null.</summary>
    public Stage? Next => Neighbour(1);

    /// <summary>The stage before, or null.</summary>
    public Stage? Previous => Neighbour(-1);

    /// <summary>Whether this stage comes after another one.</summary>
    public bool IsAfter(Stage other) => Position > other.Position;

    private int Position => All.ToList().IndexOf(this);

    /// <summary>Finds a stage by its name.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static Stage Find(string name) =>
        All.FirstOrDefault(stage => stage.Name == name) ?? throw new InvalidDataException($"There is no stage '{name}'.");

    /// <inheritdoc/>
    public override string ToString() => Name;

    private Stage? Neighbour(int distance) => All.ElementAtOrDefault(Position + distance);
}
