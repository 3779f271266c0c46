using System.Globalization;
using PqCrypto.SecretOperations;

// trace PAIRS INPUTS [WORDS], time SECONDS [WORDS]: the operations whose names contain one of the words, which commas separate, or all
if (args is not [string mode, ..])
{
    Console.WriteLine("eng/ct-trace and eng/ct-timing build this program and run it.");
    return 2;
}

return mode switch
{
    "trace" => Report.Traces(Chosen(3), int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture)),
    "time" => Report.Times(Chosen(2), double.Parse(args[1], CultureInfo.InvariantCulture)),
    _ => throw new ArgumentException($"There is no '{mode}'."),
};

IEnumerable<Operation> Chosen(int place)
{
    string[] words = args.Length > place ? args[place].Split(',') : [""];
    return OperationList.All().Where(operation => Array.Exists(words, word => operation.Name.Contains(word, StringComparison.Ordinal)));
}
