namespace PqCrypto.Base;

/// <summary>What an algorithm must pass, once in a process, before it makes or reads its first key.</summary>
/// <remarks>There is no key without a passed test, so operations with keys need not ask. Of several threads one runs the test and the others wait for
/// it. A failure is final: the algorithm stays unusable in this process, since whatever broke it (memory, processor, floating-point mode,
/// a damaged file) cannot be trusted to have gone.</remarks>
internal sealed class SelfTest
{
    private readonly Lock gate = new();
    private readonly string algorithm;
    private readonly Action? test;
    private readonly SelfTest[] parts;
    private Exception? failure;
    private volatile bool hasPassed;

    /// <summary>Makes the test of an algorithm; without test and parts it has passed.</summary>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="test">Throws where an answer is wrong.</param>
    /// <param name="parts">Tests of the algorithms that this one is made of, which run first.</param>
    internal SelfTest(string algorithm, Action? test, params SelfTest[] parts)
    {
        this.algorithm = algorithm;
        this.test = test;
        this.parts = parts;
        hasPassed = test is null && parts.Length == 0;
    }

    /// <summary>Tests of the algorithms that this one is made of.</summary>
    internal IReadOnlyList<SelfTest> Parts => parts;

    /// <summary>Runs the test unless it has passed; after that this is one branch, and one for each part, which may have failed since.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The test failed, now or earlier.</exception>
    internal void Require()
    {
        if (!hasPassed)
            Run();
        foreach (SelfTest part in parts)
            part.Require();
    }

    /// <summary>Makes the algorithm unusable, since a check that ran later has failed.</summary>
    /// <param name="reason">What that check saw.</param>
    internal void Fail(Exception reason)
    {
        lock (gate)
        {
            failure ??= reason;
            hasPassed = false;
        }
    }

    private void Run()
    {
        lock (gate)
        {
            if (hasPassed)
                return;
            if (failure is null)
            {
                try
                {
                    foreach (SelfTest part in parts)
                        part.Require();
                    test?.Invoke();
                    hasPassed = true;
                    return;
                }
                catch (Exception reason) when (reason is not (OutOfMemoryException or ThreadInterruptedException))      // no answer: the next use tests again
                {
                    failure = reason;
                }
            }

            throw Errors.Unusable(algorithm, failure);
        }
    }
}
