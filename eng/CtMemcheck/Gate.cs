namespace PqCrypto.CtMemcheck;

/// <summary>Runs operations and counts what valgrind reports during each.</summary>
internal sealed class Gate
{
    private readonly Random random = new(20240813);
    private readonly HashSet<string> begun = [];

    /// <summary>Operations that ran.</summary>
    internal int Operations { get; private set; }

    /// <summary>Reports during operations.</summary>
    internal int Reports { get; private set; }

    /// <summary>Wrong answers, and results that should have depended on a secret and did not.</summary>
    internal int Faults { get; private set; }

    /// <summary>Whether a name is given for the first time. What does not depend on kernels runs with the first ones only.</summary>
    internal bool Begins(string name) => begun.Add(name);

    /// <summary>Runs an operation.</summary>
    internal T Run<T>(string operation, Func<T> work)
    {
        int before = Valgrind.Reports;
        T result = work();
        int reports = Valgrind.Reports - before;
        Operations++;
        Reports += reports;
        if (reports != 0)
            Console.WriteLine($"  {operation}: {reports} reports");
        return result;
    }

    /// <summary>Runs an operation without a result.</summary>
    internal void Run(string operation, Action work) => Run(operation, () =>
    {
        work();
        return true;
    });

    /// <summary>Fresh bytes, marked as secret.</summary>
    internal byte[] Secret(int size)
    {
        byte[] bytes = Bytes(size);
        Valgrind.MakeSecret(bytes);
        return bytes;
    }

    /// <summary>Fresh bytes that are public.</summary>
    internal byte[] Bytes(int size)
    {
        byte[] bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Notes a fault unless all bytes depend on a secret: where they do not, the marks were lost, and silence shows nothing.</summary>
    internal void RequireSecret(string what, ReadOnlySpan<byte> bytes)
    {
        int secret = Valgrind.CountSecret(bytes);
        Require($"{what}: {secret} of {bytes.Length} bytes depend on a secret", secret == bytes.Length);
    }

    /// <summary>Notes a fault unless a condition holds.</summary>
    internal void Require(string what, bool holds)
    {
        if (holds)
            return;
        Faults++;
        Console.WriteLine($"  wrong: {what}");
    }
}
