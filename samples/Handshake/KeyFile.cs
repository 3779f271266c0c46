using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake.Program;

/// <summary>A text file with public keys: the pins that one side hands to the other by a way that both trust.</summary>
internal static class KeyFile
{
    private const string Label = "PUBLIC KEY";

    /// <summary>Writes the file in one step: a reader sees all of it or none.</summary>
    internal static void Write(string path, IEnumerable<HandshakeIdentity> identities)
    {
        string partial = path + ".part";
        IEnumerable<string> blocks = identities.Select(each => $"{each.Subject}: {each.Algorithm}\n{each.PublicKey.ExportSubjectPublicKeyInfoPem()}\n");
        File.WriteAllText(partial, string.Concat(blocks));
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Reads all public keys of a file.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static List<SignaturePublicKey> Read(string path)
    {
        List<SignaturePublicKey> keys = [];
        ReadOnlySpan<char> rest = File.ReadAllText(path);
        while (PemEncoding.TryFind(rest, out PemFields block))
        {
            if (rest[block.Label].SequenceEqual(Label))
                keys.Add(SignaturePublicKey.ImportFromPem(rest[block.Location]));
            rest = rest[block.Location.End..];
        }

        return keys.Count > 0 ? keys : throw new ArgumentException($"{path} holds no public key.");
    }
}
