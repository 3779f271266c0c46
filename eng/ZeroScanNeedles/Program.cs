using PqCrypto.ZeroScan;
using PqCrypto.ZeroScanNeedles;

// Writes the needles for eng/zero-scan: it takes the same steps with the same secrets, over the same kernels, first to learn what is public, then to note all that
// lies in the library's memory.
using BinaryWriter file = new(File.Create(args[0]));
foreach (Subject subject in Subjects.Asked(args))
{
    PublicWindows published = new();
    SecretWindows secret = new(published);
    Step[] steps = [.. subject.Steps.Where(static step => !step.IsRandom)];
    subject.WarmUp();                   // the tests of first use
    Caller.Published = bytes => Into(published, () => Notes.Memory([.. new byte[Window.Longest], .. bytes, .. new byte[Window.Longest]]));   // zeros around an array
    foreach (Step step in steps)
        step.Run();
    Into(published, subject.Others);
    Caller.Published = null;
    Caller.Secrets = Notes.Secret;
    Caller.Drawn = Notes.Memory;
    foreach (Step step in steps)
        Into(secret, step.Run);
    Caller.Secrets = null;
    Caller.Drawn = null;
    NeedleFile.Write(file, subject.Name, secret.All);
    Console.WriteLine($"  {subject.Name}: {secret.All.Count} needles, {published.Count} public windows");
}

static void Into(IWindows windows, Action work)
{
    IWindows? others = Notes.Into;
    Notes.Into = windows;
    work();
    Notes.Into = others;
}
