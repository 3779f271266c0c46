using PqCrypto.ZeroScan;

// Takes the steps of eng/ZeroScanNeedles again and looks after each for what these wrote down: at once, and again after collections.
using BinaryReader file = new(File.OpenRead(args[0]));
using Gate gate = new(isVerbose: args.Contains("--verbose"));
gate.Plant();
foreach (Subject subject in Subjects.Asked(args))
    gate.Run(subject, file);
return gate.Report();
