using PqCrypto.ZeroScan;

// Takes the steps of eng/ZeroScanNeedles again and looks after each for what these wrote down: at once, and again after collections. Then measures the stack.
using BinaryReader file = new(File.OpenRead(args[0]));
using Gate gate = new(repeats: args.Contains("--short") ? 25 : 100, isVerbose: args.Contains("--verbose"));
gate.Plant();
gate.Hold();
foreach (Subject subject in Subjects.Asked(args))
    gate.Run(subject, file);
bool isZeroed = StackDepth.Check([.. Subjects.All(isShort: false).Select(static subject => subject.Name)]);
int status = gate.Report();
return isZeroed ? status : 1;
