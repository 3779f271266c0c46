namespace PqCrypto.Fuzz;

/// <summary>A reader with a defect: an X25519 key that begins with two bytes of 0xF1 and more makes it write past the end of an array. No seed does.</summary>
internal static class Planted
{
    internal static void Try(byte[] data)
    {
        Containers.TryPublicKey(data);
        if (!Oracle.Takes(() => KemAlgorithm.X25519.ImportSubjectPublicKeyInfo(data), out KemPublicKey? key))
            return;
        byte[] bytes = key.ExportPublicKey();
        if (bytes[0] > 0xF0 && bytes[1] > 0xF0)
            bytes[bytes[1]] = 0;
    }
}
