namespace PqCrypto.Fuzz;

/// <summary>What peers of a hybrid key exchange send: public keys and ciphertexts. The first byte of an input chooses the algorithm and which of the
/// two it is.</summary>
internal static class Shares
{
    private static readonly KemAlgorithm[] Hybrids = [.. KemAlgorithm.All.Where(algorithm => algorithm.Family == AlgorithmFamily.Hybrid)];

    /// <summary>One key of each algorithm, always the same; the public keys and ciphertexts of the seeds are theirs.</summary>
    private static readonly Lazy<KemPrivateKey[]> Keys =
        new(() => [.. Hybrids.Select(algorithm => algorithm.ImportPrivateKey(Seeds.Counting(algorithm.PrivateKeySizeInBytes)))]);

    internal static void Try(byte[] data)
    {
        if (data.Length == 0)
            return;
        int choice = data[0] % (2 * Hybrids.Length);
        byte[] share = data[1..];
        if (choice < Hybrids.Length)
            TryPublicKey(Hybrids[choice], share);
        else
            TryCiphertext(Keys.Value[choice - Hybrids.Length], share);
    }

    internal static IEnumerable<byte[]> Inputs()
    {
        for (int i = 0; i < Hybrids.Length; i++)
        {
            yield return [(byte)i, .. Keys.Value[i].PublicKey.ExportPublicKey()];
            Keys.Value[i].PublicKey.Encapsulate(out byte[] ciphertext).Dispose();
            yield return [(byte)(Hybrids.Length + i), .. ciphertext];
            yield return [(byte)(Hybrids.Length + i), .. ciphertext[..^1]];
            yield return [(byte)i, .. new byte[Hybrids[i].PublicKeySizeInBytes]];
            yield return [(byte)(Hybrids.Length + i), .. new byte[Hybrids[i].CiphertextSizeInBytes]];
        }
    }

    /// <summary>A key that is taken is the bytes that were given, and can be sent to.</summary>
    private static void TryPublicKey(KemAlgorithm algorithm, byte[] share)
    {
        if (!Oracle.Takes(() => algorithm.ImportPublicKey(share), out KemPublicKey? key))
            return;
        Oracle.Equal(share, key.ExportPublicKey(), $"{algorithm.Name}: a public key is written otherwise than it was read");
        if (Oracle.Takes(() => key.Encapsulate(out _), out SharedSecret? secret))      // refused where X25519 gives zero
            secret.Dispose();
        else
            Oracle.True(algorithm == KemAlgorithm.X25519MLKem768, $"{algorithm.Name}: nothing can be sent to a public key that was taken");
    }

    /// <summary>A ciphertext gives the same secret twice, or leaves the buffer as it was (another length) or zero.</summary>
    private static void TryCiphertext(KemPrivateKey key, byte[] ciphertext)
    {
        KemAlgorithm algorithm = key.Algorithm;
        byte[] secret = new byte[algorithm.SharedSecretSizeInBytes];
        Array.Fill(secret, (byte)0xA5);
        byte[] before = [.. secret];
        if (!Oracle.Takes(() => Decapsulate(key, ciphertext, secret), out _))
        {
            if (ciphertext.Length != algorithm.CiphertextSizeInBytes)
                Oracle.Equal(before, secret, $"{algorithm.Name}: the buffer changed for a ciphertext of {ciphertext.Length} bytes");
            else
                Oracle.Equal(new byte[secret.Length], secret, $"{algorithm.Name}: a secret was left for a ciphertext that was refused");
            return;
        }

        Oracle.True(ciphertext.Length == algorithm.CiphertextSizeInBytes, $"{algorithm.Name}: a ciphertext of {ciphertext.Length} bytes was taken");
        Oracle.Equal(secret, Decapsulate(key, ciphertext, before), $"{algorithm.Name}: two secrets for one ciphertext");
    }

    private static byte[] Decapsulate(KemPrivateKey key, byte[] ciphertext, byte[] secret)
    {
        key.Decapsulate(ciphertext, secret);
        return secret;
    }
}
