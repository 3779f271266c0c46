using PqCrypto.ZeroScan;
using PqCrypto.ZeroScanNeedles;

// Writes the needles for eng/zero-scan: it takes the same steps with the same secrets, over the same kernels, notes all that lies in the library's memory, and
// drops what the public values give.
using BinaryWriter file = new(File.Create(args[0]));
foreach (Subject subject in Subjects.Asked(args))
{
    HashSet<Window> secret = [];
    HashSet<Window> published = [];
    Caller.Secrets = Notes.Memory;
    Caller.Published = bytes =>
    {
        HashSet<Window>? others = Notes.Into;
        Notes.Into = published;
        Notes.Memory([.. new byte[Window.Longest], .. bytes, .. new byte[Window.Longest]]);     // there are zeros around an array
        Notes.Into = others;
    };
    subject.WarmUp();                   // the tests of first use
    foreach (Step step in subject.Steps.Where(static step => !step.IsRandom))
        Into(secret, step.Run);
    Into(published, subject.Others);
    secret.ExceptWith(published);
    NeedleFile.Write(file, subject.Name, secret);
    Console.WriteLine($"  {subject.Name}: {secret.Count} needles, {published.Count} public windows");
}

static void Into(HashSet<Window> windows, Action work)
{
    Notes.Into = windows;
    work();
    Notes.Into = null;
}
