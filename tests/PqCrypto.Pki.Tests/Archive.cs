using System.IO.Compression;

namespace PqCrypto.Pki.Tests;

/// <summary>An archive of another implementation.</summary>
internal static class Archive
{
    /// <summary>Its files, by name.</summary>
    internal static Dictionary<string, byte[]> Read(string archive)
    {
        using ZipArchive zip = ZipFile.OpenRead(archive);
        Dictionary<string, byte[]> files = [];
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using MemoryStream content = new();
            using Stream source = entry.Open();
            source.CopyTo(content);
            files.Add(entry.Name, content.ToArray());
        }

        return files;
    }
}
