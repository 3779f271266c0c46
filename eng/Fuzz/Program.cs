using System.Diagnostics;
using PqCrypto.Fuzz;
using SharpFuzz;

// Reads inputs that others wrote; eng/fuzz runs it. Ends with 1 where a defect shows.
Target? Find(string name) => Target.All.Append(Target.Planted).FirstOrDefault(target => target.Name == name);

switch (args)
{
    case ["targets"]:
        Console.WriteLine(string.Join('\n', Target.All.Select(target => target.Name)));
        return 0;
    case ["seeds", string name, string folder] when Find(name) is { } target:
        int written = 0;
        foreach (byte[] input in target.Seeds().Concat(Corpus.Read(target.Name)))
            File.WriteAllBytes(Path.Combine(folder, $"{written++:d4}"), input);
        return 0;
    case ["instrument", string folder]:
        foreach (string assembly in new[] { "PqCrypto.dll", "PqCrypto.Cose.dll", "PqCrypto.IdentityModel.dll", "PqCrypto.Pki.dll", "PqCrypto.Samples.Handshake.Protocol.dll", "PqCrypto.Fuzz.dll" })
            Fuzzer.Instrument(Path.Combine(folder, assembly), IsInstrumented, Options.Value);
        return 0;
    case ["afl", string name] when Find(name) is { } target:
        Run(target);
        return 0;
    case ["try", string name, string file] when Find(name) is { } target:
        return Fails(target, File.ReadAllBytes(file)) ? 1 : 0;
    case ["keep", string name, string folder, string archive] when Find(name) is { } target:
        Corpus.Keep(target, folder, archive);
        return 0;
    case ["replay"]:
        return Replay(Target.All);
    case ["replay", string name] when Find(name) is { } target:
        return Replay([target]);
    default:
        Console.Error.WriteLine("usage: fuzz <target> <seconds> | replay [<target>] | keep <target>; targets: "
            + string.Join(' ', Target.All.Select(target => target.Name)));
        return 2;
}

// Not the kernels and hashes: their branches are loops over fixed lengths, and they are most of the time. Of this program only the planted defect.
static bool IsInstrumented(string type)
{
    string[] without = ["PqCrypto.Kernels", "PqCrypto.Fips202", "PqCrypto.Fips180", "PqCrypto.Fuzz"];
    bool isPlanted = type == typeof(Planted).FullName;
    bool isOurs = type.StartsWith("PqCrypto", StringComparison.Ordinal) && !without.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));
    return isPlanted || isOurs;
}

static void Run(Target target)
{
    // Self-tests and keys come before the first run that is looked at; until AFL++ gives its own, the traces need a place.
    Traces.Place();
    foreach (byte[] input in target.Seeds())
        target.Try(input);
    Fuzzer.Run(stream =>
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        target.Try(bytes.ToArray());
    });
}

static int Replay(Target[] targets)
{
    long start = Stopwatch.GetTimestamp();
    int inputs = 0, defects = 0;
    foreach (Target target in targets)
    {
        foreach (byte[] input in target.Seeds().Concat(Corpus.Read(target.Name)))
        {
            inputs++;
            if (Fails(target, input))
                defects++;
        }
    }

    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine($"fuzz replay: {defects} defects in {inputs} inputs of {targets.Length} targets, {seconds:F1} s");
    return defects == 0 ? 0 : 1;
}

static bool Fails(Target target, byte[] input)
{
    try
    {
        target.Try(input);
        return false;
    }
    catch (Exception defect)
    {
        Console.WriteLine($"{target.Name}, {Convert.ToHexStringLower(input)}: {defect}");
        return true;
    }
}
