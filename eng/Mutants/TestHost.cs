using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using PqCrypto.Pki;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace PqCrypto.Mutants;

/// <summary>Runs test classes in this process, one test after the other.</summary>
internal sealed class TestHost : IDisposable
{
    private static readonly Assembly[] Tests = [Assembly.Load("PqCrypto.Tests"), Assembly.Load("PqCrypto.Pki.Tests")];

    private readonly Listener listener = new();
    private readonly XunitTestFramework framework;
    private readonly ITestFrameworkDiscoverer[] discoverers;
    private readonly ITestFrameworkExecutor[] executors;
    private readonly Options options = new();

    internal TestHost()
    {
        framework = new XunitTestFramework(listener);
        discoverers = [.. Tests.Select(assembly => framework.GetDiscoverer(Reflector.Wrap(assembly)))];
        executors = [.. Tests.Select(assembly => framework.GetExecutor(assembly.GetName()))];
        options.SetValue("xunit.execution.DisableParallelization", true);
        options.SetValue("xunit.execution.SynchronousMessageReporting", true);
    }

    /// <summary>The libraries that have mutants.</summary>
    internal static Assembly Core => typeof(KemAlgorithm).Assembly;

    internal static Assembly Pki => typeof(PkiAlgorithms).Assembly;

    /// <summary>The test classes that may kill a mutant: not those that read sources and documents.</summary>
    internal static string[] Classes { get; } =
    [
        .. Tests.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.Namespace?.EndsWith(".House", StringComparison.Ordinal) == false && type is { IsAbstract: false, IsClass: true })
            .Where(type => type.GetMethods().Any(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute)))
            .Select(type => type.FullName!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a test class is one of PqCrypto.Pki's.</summary>
    internal static bool IsOfPki(string name) => name.StartsWith("PqCrypto.Pki.Tests.", StringComparison.Ordinal);

    /// <summary>The process in which a mutant is tried: runs classes until a test fails.</summary>
    internal static int Try(IEnumerable<string> classes)
    {
        using TestHost host = new();
        foreach (string name in classes)
        {
            Console.WriteLine($"class {name}");
            if (host.Run(name) is string failed)
            {
                Console.WriteLine($"failed {failed}");
                return 1;
            }
        }

        return 0;
    }

    /// <summary>The process that finds out which mutants each class reaches.</summary>
    internal static int Record(string file)
    {
        Type[] switches = [.. new[] { Core, Pki }.Select(library => library.GetType(MutatedLibrary.SwitchType, throwOnError: true)!)];
        byte[][] reached = Read("Reached");
        using TestHost host = new();
        using StreamWriter lines = new(file);
        foreach (string name in Classes)
        {
            long start = Stopwatch.GetTimestamp();
            string? failed = host.Run(name);
            string seconds = Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("F2", CultureInfo.InvariantCulture);
            lines.WriteLine($"{name}\t{seconds}\t{Numbers(reached)}\t{failed}");
            foreach (byte[] set in reached)
                Array.Clear(set);
        }

        lines.WriteLine($"once\t0\t{Numbers(Read("Once"))}\t");
        return 0;

        byte[][] Read(string field) =>
            [.. switches.Select(type => (byte[])type.GetField(field, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!)];
        static string Numbers(byte[][] sets) =>
            string.Join(' ', sets.SelectMany(set => Enumerable.Range(0, set.Length).Where(number => set[number] != 0)));
    }

    public void Dispose()
    {
        Array.ForEach(executors, executor => executor.Dispose());
        Array.ForEach(discoverers, discoverer => discoverer.Dispose());
        framework.Dispose();
        listener.Dispose();
    }

    /// <summary>Runs the tests of a class up to the first one that fails, whose name it returns; null where none does.</summary>
    private string? Run(string name)
    {
        int assembly = IsOfPki(name) ? 1 : 0;
        listener.Found.Clear();
        listener.Finished.Reset();
        discoverers[assembly].Find(name, includeSourceInformation: false, listener, options);
        listener.Finished.Wait();
        listener.Finished.Reset();
        listener.Failed = null;
        executors[assembly].RunTests(listener.Found, listener, options);
        listener.Finished.Wait();
        return listener.Failed;
    }

    /// <summary>Hears what the framework tells, and ends a run when a test has failed.</summary>
    private sealed class Listener : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        internal ManualResetEventSlim Finished { get; } = new();

        internal ConcurrentBag<ITestCase> Found { get; } = [];

        internal string? Failed { get; set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage discovered:
                    Found.Add(discovered.TestCase);
                    break;
                case IFailureInformation failure:       // a test that failed, or something around tests
                    string what = message is ITestFailed failed ? failed.Test.DisplayName : message.GetType().Name;
                    Failed ??= $"{what}: {failure.Messages.FirstOrDefault()}".ReplaceLineEndings(" ");
                    break;
                case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                    Finished.Set();
                    break;
            }

            return Failed is null;
        }

        public void Dispose() => Finished.Dispose();
    }

    /// <summary>Options by their names.</summary>
    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> values = [];

        public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }
}
