using PqCrypto.Base;

namespace PqCrypto.Tests.Base;

/// <summary>Tests that look at the memory of the whole process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class WholeProcess
{
    internal const string Name = "memory of the process";
}

/// <summary>The scratch memory of threads that have ended.</summary>
[Collection(WholeProcess.Name)]
public sealed class ThreadMemoryTests
{
    [Fact]
    public void Workspace_ThreadsThatEnded_GiveTheirMemoryBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        const int threads = 6000;          // what is left is as much for a hundred as for all of them
        const int used = 128 * 1024;
        long before = ResidentPages();
        for (int i = 0; i < threads; i++)
        {
            Thread thread = new(static () =>
            {
                using Workspace workspace = Workspace.Rent();
                workspace.Bytes(used).Fill(0xA5);
            });
            thread.Start();
            thread.Join();
        }

        long grown = (ResidentPages() - before) * Environment.SystemPageSize;
        Assert.True(grown < threads * (long)used / 2, $"{grown} bytes more are resident after {threads} threads.");
    }

    private static long ResidentPages() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
