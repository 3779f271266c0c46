namespace PqCrypto.Base;

/// <summary>Lets many threads use an object while one disposes it: the disposal waits for the last user.</summary>
/// <remarks>A use that begins after <see cref="Dispose"/> throws <see cref="ObjectDisposedException"/>; one that began before ends with its
/// right answer, and the last to leave disposes the resource. Holding a use also keeps the resource from being finalized.</remarks>
internal sealed class UseCount(IDisposable resource, Type ownerType) : IDisposable
{
    private const int Disposed = int.MinValue;

    private readonly IDisposable resource = resource;
    private readonly Type ownerType = ownerType;

    /// <summary>Users under way; the sign bit is set once Dispose was called.</summary>
    private int state;

    /// <summary>Begins a use. Use with <c>using</c>.</summary>
    /// <exception cref="ObjectDisposedException">Dispose was called before.</exception>
    /// <exception cref="OutOfMemoryException">This is the thread's first operation, and there is no scratch memory for it.</exception>
    internal Use Enter()
    {
        Workspace operation = Workspace.Rent();     // before the use is counted: there may be no memory for it
        int seen = Volatile.Read(ref state);
        while (seen >= 0)
        {
            int found = Interlocked.CompareExchange(ref state, seen + 1, seen);
            if (found == seen)
                return new Use(this, operation);
            seen = found;
        }

        operation.Dispose();
        throw new ObjectDisposedException(ownerType.FullName);
    }

    /// <summary>Forbids new uses; the resource is disposed now or by the last user. Calling it twice is harmless.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref state, Disposed) == 0)
            resource.Dispose();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref state) == Disposed)
            resource.Dispose();
    }

    /// <summary>One use under way; ends with Dispose. It is an operation: registers and stack are erased at its end.</summary>
    internal readonly ref struct Use(UseCount owner, Workspace operation)
    {
        private readonly UseCount owner = owner;
        private readonly Workspace operation = operation;

        /// <summary>Ends the use.</summary>
        public void Dispose()
        {
            operation.Dispose();
            owner.Leave();
        }
    }
}
