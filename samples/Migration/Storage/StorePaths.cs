namespace PqCrypto.Samples.Migration.Storage;

/// <summary>Where everything in a store is.</summary>
public sealed class StorePaths
{
    /// <summary>The name of the store's folder within a folder of plain files.</summary>
    public const string FolderName = ".pqstore";

    private const string HeadersName = "headers";
    private const string HeaderEnding = ".json";
    private const string ContentEnding = ".sealed";

    private StorePaths(string root, string? plainFolder)
    {
        Root = root;
        PlainFolder = plainFolder;
    }

    /// <summary>The store's own folder.</summary>
    public string Root { get; }

    /// <summary>The user's folder of plain files, or null for a store that was taken away from it. Only read, never written.</summary>
    public string? PlainFolder { get; }

    /// <summary>The signed list of documents and keys.</summary>
    public string Manifest => Path.Combine(Root, "store.json");

    /// <summary>The journal.</summary>
    public string Journal => Path.Combine(Root, "journal.jsonl");

    /// <summary>The file that is locked.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>A passphrase that the program made because none was given.</summary>
    public string Passphrase => Path.Combine(Root, "passphrase");

    /// <summary>Headers and sealed contents.</summary>
    public string Documents => Path.Combine(Root, "documents");

    /// <summary>Keys in use, and all public keys.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>What a rollback needs, until it is committed.</summary>
    public string Archive => Path.Combine(Root, "archive");

    /// <summary>Retired private keys.</summary>
    public string ArchivedKeys => Path.Combine(Archive, "keys");

    /// <summary>Finds the store that belongs to a folder: the folder itself if it is one, else its subfolder.</summary>
    public static StorePaths Of(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetFileName(full) == FolderName)
            return new StorePaths(full, Path.GetDirectoryName(full));
        StorePaths itself = new(full, plainFolder: null);
        bool isStore = File.Exists(itself.Manifest) && File.Exists(itself.Journal) && Directory.Exists(itself.Documents);
        return isStore ? itself : new StorePaths(Path.Combine(full, FolderName), full);
    }

    /// <summary>The header of a document.</summary>
    public string Header(string document) => Path.Combine(Documents, document + HeaderEnding);

    /// <summary>The sealed content of a document.</summary>
    public string Content(string document) => Path.Combine(Documents, document + ContentEnding);

    /// <summary>The header that a document had at an earlier stage.</summary>
    public string ArchivedHeader(string document, Stage stage) => Path.Combine(ArchivedHeaders(stage), document + HeaderEnding);

    /// <summary>All headers of an earlier stage.</summary>
    public string ArchivedHeaders(Stage stage) => Path.Combine(Archive, HeadersName, stage.Name);

    /// <summary>A private key in use.</summary>
    public string PrivateKey(string algorithm) => Path.Combine(Keys, algorithm + ".private.pem");

    /// <summary>A public key.</summary>
    public string PublicKey(string algorithm) => Path.Combine(Keys, algorithm + ".public.pem");

    /// <summary>A retired private key.</summary>
    public string RetiredPrivateKey(string algorithm) => Path.Combine(ArchivedKeys, algorithm + ".private.pem");

    /// <summary>Makes all folders, for their owner only.</summary>
    /// <exception cref="InvalidDataException">One of them is a link, which leads out of the store.</exception>
    public void CreateFolders()
    {
        Create(Root);
        foreach (string folder in (string[])[Documents, Keys, Archive, ArchivedKeys, Path.Combine(Archive, HeadersName), .. Stage.All.Select(ArchivedHeaders)])
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
                throw new InvalidDataException($"{folder} is a link; the store's own folders are none.");
            Create(folder);
        }
    }

    /// <summary>The files in a folder of the store and below it. Links are not followed: what they lead to is not the store's.</summary>
    public IEnumerable<string> FilesBelow(string folder, string pattern) => Directory.EnumerateFiles(
        folder,
        pattern,
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false });

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
