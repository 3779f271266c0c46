using PqCrypto.Samples.Migration.Documents;

namespace PqCrypto.Samples.Migration.Keys;

/// <summary>A key that documents are wrapped for.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Private">The private key.</param>
public sealed record KemKey(string Id, KemPrivateKey Private)
{
    /// <summary>The name of its algorithm.</summary>
    public string Name => Private.Algorithm.Name;

    /// <summary>How headers refer to it.</summary>
    public KeyReference Reference => new(Name, Id);
}

/// <summary>A key that signs.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Private">The private key.</param>
public sealed record SigningKey(string Id, SignaturePrivateKey Private)
{
    /// <summary>The name of its algorithm.</summary>
    public string Name => Private.Algorithm.Name;

    /// <summary>How headers refer to it.</summary>
    public KeyReference Reference => new(Name, Id);
}
