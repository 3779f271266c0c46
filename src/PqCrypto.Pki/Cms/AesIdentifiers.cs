namespace PqCrypto.Pki.Cms;

/// <summary>AES as messages name it, by the length of its key in bytes: for contents and for keys.</summary>
/// <remarks>RFC 3565 (CBC, key wrap), RFC 5084 (GCM).</remarks>
internal static class AesIdentifiers
{
    private const string Arc = "2.16.840.1.101.3.4.1.";

    private static readonly (int KeySize, int Cbc, int Wrap, int Gcm)[] Rows = [(16, 2, 5, 6), (24, 22, 25, 26), (32, 42, 45, 46)];

    internal static string Wrap(int keySize) => Arc + Rows.Single(row => row.KeySize == keySize).Wrap;

    internal static string Cbc(int keySize) => Arc + Rows.Single(row => row.KeySize == keySize).Cbc;

    internal static string Gcm(int keySize) => Arc + Rows.Single(row => row.KeySize == keySize).Gcm;

    /// <summary>Length of the key of a key wrap; null where it is another algorithm.</summary>
    internal static int? WrapKeySize(string oid) => Find(oid, row => row.Wrap);

    /// <summary>Length of the key of CBC; null where it is another algorithm.</summary>
    internal static int? CbcKeySize(string oid) => Find(oid, row => row.Cbc);

    /// <summary>Length of the key of GCM; null where it is another algorithm.</summary>
    internal static int? GcmKeySize(string oid) => Find(oid, row => row.Gcm);

    private static int? Find(string oid, Func<(int KeySize, int Cbc, int Wrap, int Gcm), int> arc) =>
        Rows.Where(row => oid == Arc + arc(row)).Select(row => (int?)row.KeySize).SingleOrDefault();
}
