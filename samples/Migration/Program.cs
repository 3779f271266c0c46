using System.Security.Cryptography;
using PqCrypto.Samples.Migration.Commands;
using PqCrypto.Samples.Migration.Durability;
using Spectre.Console;

const int WidthOfFiles = 200;       // columns, where the output is not a terminal that says how wide it is

IAnsiConsole console = AnsiConsole.Console;
if (Console.IsOutputRedirected)
    console.Profile.Width = WidthOfFiles;
try
{
    return await new CommandLine(console).RunAsync(args);
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException
    or InvalidOperationException or ArgumentException)
{
    await Console.Error.WriteLineAsync($"{(exception is StoreInUseException ? "" : "Stopped: ")}{exception.Message}");
    return 1;
}
