using System.Security.Cryptography;
using PqCrypto.Samples.Handshake;

namespace PqCrypto.Samples.Tests.Handshake;

public class ReplayGuardTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    [Fact]
    public void Admit_SameRandomWithinTheWindow_IsReplayed()
    {
        SetClock clock = new();
        ReplayGuard guard = new(Window, 10, clock);
        byte[] random = RandomNumberGenerator.GetBytes(32);
        long sentAt = clock.Milliseconds;
        guard.Admit(random, sentAt);
        Assert.Equal(HandshakeReason.ReplayedHello, ReasonOf(() => guard.Admit(random, sentAt)));
        clock.Now += TimeSpan.FromSeconds(59);
        Assert.Equal(HandshakeReason.ReplayedHello, ReasonOf(() => guard.Admit(random, sentAt)));
        clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(HandshakeReason.StaleHello, ReasonOf(() => guard.Admit(random, sentAt)));
    }

    [Fact]
    public void Admit_HelloOfTheFuture_StaysKnownUntilItIsStale()
    {
        SetClock clock = new();
        ReplayGuard guard = new(Window, 10, clock);
        byte[] random = RandomNumberGenerator.GetBytes(32);
        long sentAt = clock.Milliseconds + 59_000;
        guard.Admit(random, sentAt);
        clock.Now += TimeSpan.FromSeconds(118);
        guard.Admit(RandomNumberGenerator.GetBytes(32), clock.Milliseconds);
        Assert.Equal(HandshakeReason.ReplayedHello, ReasonOf(() => guard.Admit(random, sentAt)));
    }

    [Theory]
    [InlineData(-61_000L)]
    [InlineData(61_000L)]
    [InlineData(long.MinValue / 2)]
    [InlineData(long.MaxValue / 2)]
    public void Admit_TimeOutsideTheWindow_IsStale(long offset)
    {
        SetClock clock = new();
        ReplayGuard guard = new(Window, 10, clock);
        Assert.Equal(HandshakeReason.StaleHello, ReasonOf(() => guard.Admit(new byte[32], clock.Milliseconds + offset)));
        Assert.Equal(0, guard.Count);
    }

    [Fact]
    public void Admit_ManyHellos_StaysWithinItsCapacityAndForgetsTheExpired()
    {
        SetClock clock = new();
        ReplayGuard guard = new(Window, 100, clock);
        for (int i = 0; i < 1000; i++)
            guard.Admit(RandomNumberGenerator.GetBytes(32), clock.Milliseconds);
        Assert.Equal(100, guard.Count);
        clock.Now += 3 * Window;
        guard.Admit(RandomNumberGenerator.GetBytes(32), clock.Milliseconds);
        Assert.Equal(1, guard.Count);
    }

    [Fact]
    public void Admit_ManyThreads_AdmitEachHelloOnce()
    {
        ReplayGuard guard = new();
        byte[][] randoms = [.. Enumerable.Range(0, 200).Select(_ => RandomNumberGenerator.GetBytes(32))];
        int admitted = 0;
        Parallel.For(0, 1000, i =>
        {
            try
            {
                guard.Admit(randoms[i % randoms.Length], DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
                Interlocked.Increment(ref admitted);
            }
            catch (HandshakeException error) when (error.Reason == HandshakeReason.ReplayedHello)
            {
                return;
            }
        });
        Assert.Equal(randoms.Length, admitted);
    }

    private static HandshakeReason ReasonOf(Action act) => Assert.Throws<HandshakeException>(act).Reason;

    private sealed class SetClock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        internal long Milliseconds => Now.ToUnixTimeMilliseconds();

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
