using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace PqCrypto.Tests;

/// <summary>Runs tests in this process, without the test host of <c>dotnet test</c>: for other processors under emulation.</summary>
/// <remarks>Arguments are parts of the tests' full names; without any, all tests run. The last line is the result, and the exit code 0 where tests ran
/// and none failed.</remarks>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        Assembly assembly = typeof(Program).Assembly;
        using XunitTestFramework framework = new(new Listener());
        Listener listener = new();
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        discoverer.Find(includeSourceInformation: false, listener, new Options());
        listener.Finished.Wait();

        ITestCase[] chosen = [.. listener.Found.Where(test => arguments.Length == 0 || arguments.Any(part => NameOf(test).Contains(part, StringComparison.Ordinal)))];
        listener.Finished.Reset();
        using ITestFrameworkExecutor executor = framework.GetExecutor(assembly.GetName());
        executor.RunTests(chosen, listener, new Options());
        listener.Finished.Wait();

        Console.WriteLine(
            $"{RuntimeInformation.ProcessArchitecture}, {PqCryptoRuntime.Kernels} kernels, "
            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, {listener.Skipped} skipped");
        Console.WriteLine($"{listener.Passed} passed, {listener.Failed} failed");
        return listener.Failed == 0 && listener.Passed > 0 ? 0 : 1;
    }

    private static string NameOf(ITestCase test) => $"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}";

    /// <summary>Hears what the framework tells.</summary>
    private sealed class Listener : LongLivedMarshalByRefObject, IMessageSink
    {
        public ManualResetEventSlim Finished { get; } = new();

        public ConcurrentBag<ITestCase> Found { get; } = [];

        public int Passed { get; private set; }

        public int Failed { get; private set; }

        public int Skipped { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            lock (Found)
            {
                switch (message)
                {
                    case ITestCaseDiscoveryMessage discovered:
                        Found.Add(discovered.TestCase);
                        break;
                    case ITestPassed:
                        Passed++;
                        break;
                    case ITestSkipped skipped:
                        Skipped++;
                        Console.WriteLine($"skipped: {skipped.Test.DisplayName}: {skipped.Reason}");
                        break;
                    case IFailureInformation failure:       // a test that failed, or something around tests
                        Failed++;
                        string name = message is ITestFailed failed ? failed.Test.DisplayName : message.GetType().Name;
                        Console.WriteLine($"FAILED: {name}: {string.Join('\n', failure.Messages)}\n{string.Join('\n', failure.StackTraces)}");
                        break;
                    case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                        Finished.Set();
                        break;
                }
            }

            return true;
        }
    }

    /// <summary>The framework's own values of all options.</summary>
    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> values = [];

        public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }
}
