using System.Buffers.Binary;

namespace PqCrypto.Samples.Handshake;

/// <summary>Remembers the hellos of a time window, so that a recorded one is refused before any costly work.</summary>
/// <remarks>
/// The memory is bounded: when it is full the oldest hello is forgotten. That is no hole. A replayed flight never completes, because the server's
/// encapsulation is fresh and whoever replays does not hold the private key of the share; the guard saves work and gives the clear error.
/// <para>Safe for many threads.</para>
/// </remarks>
public sealed class ReplayGuard
{
    private readonly TimeSpan window;
    private readonly int capacity;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly HashSet<HelloRandom> seen = [];
    private readonly Queue<(HelloRandom Random, DateTimeOffset Until)> order = [];

    /// <summary>A guard of two minutes and 65536 hellos.</summary>
    public ReplayGuard()
        : this(TimeSpan.FromMinutes(2), 65536, TimeProvider.System)
    {
    }

    /// <summary>Makes a guard.</summary>
    /// <param name="window">How far a hello's time may be from the server's, in either direction.</param>
    /// <param name="capacity">How many hellos are remembered at most.</param>
    /// <param name="clock">The clock.</param>
    public ReplayGuard(TimeSpan window, int capacity, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        this.window = window;
        this.capacity = capacity;
        this.clock = clock;
    }

    /// <summary>How many hellos are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return order.Count;
        }
    }

    /// <summary>Refuses a hello that is outside of the window or was seen, and remembers a new one.</summary>
    /// <param name="random">The hello's 32 random bytes. Public.</param>
    /// <param name="sentAt">The hello's time, milliseconds since 1970. Public.</param>
    /// <exception cref="HandshakeException">Stale or replayed.</exception>
    internal void Admit(ReadOnlySpan<byte> random, long sentAt)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (Math.Abs((decimal)now.ToUnixTimeMilliseconds() - sentAt) > (decimal)window.TotalMilliseconds)
            throw new HandshakeException(HandshakeReason.StaleHello, $"the hello's time is more than {window.TotalSeconds:0} s from the server's");
        HelloRandom id = new(BinaryPrimitives.ReadUInt128LittleEndian(random), BinaryPrimitives.ReadUInt128LittleEndian(random[16..]));
        lock (gate)
        {
            while (order.TryPeek(out (HelloRandom Random, DateTimeOffset Until) oldest) && (oldest.Until < now || order.Count >= capacity))
            {
                seen.Remove(oldest.Random);
                order.Dequeue();
            }

            if (!seen.Add(id))
                throw new HandshakeException(HandshakeReason.ReplayedHello, "this hello was already used");
            order.Enqueue((id, now + 2 * window));              // a hello from the window's future stays valid for two windows
        }
    }

    private readonly record struct HelloRandom(UInt128 Low, UInt128 High);
}
