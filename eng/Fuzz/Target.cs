namespace PqCrypto.Fuzz;

/// <summary>Something that reads what others wrote.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Try">Reads one input; throws where that shows a defect.</param>
/// <param name="Seeds">Inputs to begin with.</param>
internal sealed record Target(string Name, Action<byte[]> Try, Func<IEnumerable<byte[]>> Seeds)
{
    internal static readonly Target[] All =
    [
        new("spki", Containers.TryPublicKey, Fuzz.Seeds.PublicKeys),
        new("pkcs8", Containers.TryPrivateKey, Fuzz.Seeds.PrivateKeys),
        new("pem", Containers.TryPem, Fuzz.Seeds.Texts),
        new("hybrid-shares", Shares.Try, Shares.Inputs),
        new("signature", Signatures.Try, Signatures.Inputs),
        new("handshake", HandshakeMessages.Try, HandshakeMessages.Inputs),
        new("encrypted-pkcs8", Containers.TryEncrypted, Fuzz.Seeds.EncryptedKeys),
        new("jwk", Tokens.TryJsonWebKey, Tokens.JsonWebKeys),
        new("cose-key", Tokens.TryCoseKey, Tokens.CoseKeys),
        new("cose-sign1", Tokens.TryCoseSign1, Tokens.CoseMessages),
        new("cms-signed", Messages.TrySigned, Messages.Signed),
        new("cms-encrypted", Messages.TryEncrypted, Messages.Encrypted),
    ];

    internal static readonly Target Planted = new("planted", Fuzz.Planted.Try, () => [Fuzz.Seeds.PublicKeys().MinBy(key => key.Length)!]);
}
