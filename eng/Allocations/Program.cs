using System.Globalization;
using PqCrypto.Allocations;

// Counts what span calls allocate. Ends with 1 where one of our own algorithms does, or where a garbage collection happens meanwhile.
bool isPlanted = args is ["--planted"];
int calls = isPlanted ? 2 * Planted.Period : 1_000_000;
if (!isPlanted && args.Length > 0 && (args.Length > 1 || !int.TryParse(args[0], CultureInfo.InvariantCulture, out calls) || calls < 10))
{
    Console.Error.WriteLine("usage: alloc [<calls> | --planted]");
    return 2;
}

List<Operation> operations = isPlanted ? [] : [.. Operation.OfOwnAlgorithms()];
if (isPlanted)
    operations.Add(Planted.Operation);
long made = 0, bytes = 0, collections = 0;
foreach (Operation operation in operations)
{
    int count = operation.IsSigning ? calls / 10 : calls;
    Allocation allocation = Allocation.Measure(operation, count);
    if (!allocation.IsNone)
        Console.WriteLine($"{operation.Name}: {allocation.Bytes} bytes and {allocation.Collections} collections in {count} calls");
    made += count;
    bytes += allocation.Bytes;
    collections += allocation.Collections;
}

if (!isPlanted)
{
    const int PlatformCalls = 20;
    IEnumerable<string> platform = Operation.OfPlatform()
        .Select(operation => $"{operation.Name} {Allocation.OfLaterCalls(operation, PlatformCalls).Bytes / PlatformCalls}");
    Console.WriteLine($"Not bounded, bytes a call on the platform's algorithms: {string.Join(", ", platform)}");
}

Console.WriteLine($"alloc: {bytes} bytes and {collections} collections in {made} calls of {operations.Count} operations");
return bytes == 0 && collections == 0 ? 0 : 1;
