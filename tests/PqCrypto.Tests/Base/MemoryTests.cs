using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PqCrypto.Base;

namespace PqCrypto.Tests.Base;

/// <summary>The memory of secrets: zero when it is taken, zero when it is given back, and there for exactly as long as it is used.</summary>
public sealed class MemoryTests
{
    private const int TwoMarks = 512;                   // bytes of stack that hold two marks
    private const int UsualStack = 3 * 1024;
    private const int LookedAt = 24 * 1024;
    private const ulong Used = 0xA5A5_A5A5_A5A5_A5A5;
    private const int Frames = 512;                     // of the methods that zero the stack

    [Fact]
    public void SecretBuffer_New_IsZeroAlignedAndGoneAfterDispose()
    {
        foreach (int size in new[] { 1, 63, 64, 65, 4096, 300_000 })
        {
            using SecretBuffer buffer = new(size);
            Assert.Equal(size, buffer.Bytes.Length);
            Assert.False(buffer.Bytes.ContainsAnyExcept((byte)0));
            Assert.Equal(0, AddressOf(buffer.Bytes) & (SecretBuffer.Alignment - 1));
            buffer.Bytes.Fill(0xA5);
            buffer.Dispose();
            Assert.Throws<ObjectDisposedException>(() => buffer.Bytes.Length);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new SecretBuffer(0));
    }

    [Fact]
    public void SecretBuffer_Untouched_CostsNoMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        const int size = 64 << 20;
        long smallest = long.MaxValue;      // of several: other tests allocate too
        for (int attempt = 0; attempt < 4; attempt++)
        {
            long before = ResidentPages();
            SecretBuffer buffer = new(size);
            smallest = long.Min(smallest, (ResidentPages() - before) * Environment.SystemPageSize);
            buffer.Dispose();
        }

        Assert.True(smallest < size / 2, $"{smallest} bytes became resident.");
    }

    [Fact]
    public void Workspace_AfterDispose_IsZeroWhenItIsTakenAgain()
    {
        nint first = Fill(fail: false);
        Assert.Throws<InvalidOperationException>(() => Fill(fail: true));

        using Workspace workspace = Workspace.Rent();
        Span<byte> again = workspace.Bytes(3000);
        Assert.Equal(first, AddressOf(again));
        Assert.False(again.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Workspace_Nested_ContinuesAboveTheOuterOne()
    {
        using Workspace outer = Workspace.Rent();
        Span<byte> kept = outer.Bytes(5);
        kept.Fill(7);
        using (Workspace inner = Workspace.Rent())
        {
            Span<long> above = inner.Take<long>(3);
            Assert.Equal(AddressOf(kept) + SecretBuffer.Alignment, AddressOf(MemoryMarshal.AsBytes(above)));
            above.Fill(-1);
        }

        Assert.Equal([7, 7, 7, 7, 7], kept.ToArray());
        Assert.False(outer.Bytes(64).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Workspace_UsedUp_ThrowsAndStaysUsable()
    {
        Assert.Throws<InvalidOperationException>(UseUp);

        using Workspace after = Workspace.Rent();
        Assert.False(after.Bytes(256 * 1024).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void UseCount_DisposedDuringUses_WaitsForTheLast()
    {
        Resource resource = new();
        UseCount count = new(resource, typeof(KemPrivateKey));
        UseCount.Use first = count.Enter();
        UseCount.Use second = count.Enter();
        count.Dispose();
        count.Dispose();

        Assert.Equal(typeof(KemPrivateKey).FullName, Assert.Throws<ObjectDisposedException>(() => count.Enter().Dispose()).ObjectName);
        second.Dispose();
        Assert.Equal(0, resource.Disposals);
        first.Dispose();
        Assert.Equal(1, resource.Disposals);
        count.Dispose();
        Assert.Equal(1, resource.Disposals);
    }

    [Fact]
    public void UseCount_NoMemoryForTheFirstOperationOfAThread_IsNoUse()
    {
        Resource resource = new();
        UseCount count = new(resource, typeof(KemPrivateKey));
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            using IDisposable watch = SecretBuffer.Watch(static change => throw new InsufficientMemoryException());
            thrown = Record.Exception(() => count.Enter().Dispose());
        });
        thread.Start();
        thread.Join();
        Assert.IsType<InsufficientMemoryException>(thrown);

        count.Dispose();
        Assert.Equal(1, resource.Disposals);
    }

    [Fact]
    public void EqualMask_OneBitAnywhere_IsSeen()
    {
        byte[] one = new byte[1568];
        byte[] other = new byte[1568];
        Assert.Equal(0xFF, ConstantTime.EqualMask(one, other));
        Assert.Equal(0xFF, ConstantTime.IsZeroMask(one));
        for (int bit = 0; bit < 8 * one.Length; bit++)
        {
            one[bit >> 3] = (byte)(1 << (bit & 7));
            Assert.Equal(0, ConstantTime.EqualMask(one, other));
            Assert.Equal(0, ConstantTime.IsZeroMask(one));
            one[bit >> 3] = 0;
        }

        Assert.Throws<ArgumentException>(() => ConstantTime.EqualMask(one, other.AsSpan(1)));
    }

    private static void UseUp()
    {
        using Workspace workspace = Workspace.Rent();
        for (int taken = 0; taken < int.MaxValue - 65536; taken += 65536)
            workspace.Bytes(65536).Fill(0xA5);
    }

    /// <summary>A value that is not stored, or loaded from another place, would leave a register as it is.</summary>
    [Fact]
    public unsafe void Load_AsManyValuesAsRegisters_MovesEachByOnePlace()
    {
        ulong* values = stackalloc ulong[32];
        for (int i = 0; i < 32; i++)
            values[i] = (ulong)i;
        Traces.Load(values);
        for (int i = 0; i < 32; i++)
            Assert.Equal((ulong)((i + 31) % 32), values[i]);
    }

    /// <summary>Signals and collections save the registers on the stack, at any of these depths. Each overwrites few of the marks.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(11)]
    public void Dispose_StackUsed_IsZeroedThereAndBelow(int kilobytes)
    {
        CountBelow();                                   // compiled before it counts
        LeaveBelow(kilobytes, TwoMarks);
        Assert.NotEqual(0, CountBelow());
        UseStack(kilobytes);
        Assert.Equal(0, CountBelow());
    }

    [Fact]
    public void Errors_InTheMiddleOfAnOperation_ZeroTheStack()
    {
        CountBelow();
        Assert.Throws<System.Security.Cryptography.CryptographicException>(static () => UseStack(0));
        LeaveBelow(0, UsualStack);
        Assert.NotEqual(0, CountBelow());
        bool isCaught = false;
        try
        {
            UseStack(0);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            isCaught = true;                            // here the stack ends far below that of the operation
        }

        Assert.Equal(0, CountBelow());
        Assert.True(isCaught);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseStack(int kilobytes)
    {
        using Workspace workspace = Workspace.Rent();
        LeaveBelow(kilobytes, kilobytes == 0 ? UsualStack : TwoMarks);
        if (kilobytes == 0)
            throw Errors.Unusable("a test", new InvalidOperationException());
    }

    /// <summary>Writes to the stack, some way down.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static unsafe void LeaveBelow(int kilobytes, int size)
    {
        byte* below = stackalloc byte[LookedAt];
        byte* start = below + LookedAt - Frames - (kilobytes << 10) - size;
        for (int i = 0; i < size; i += sizeof(ulong))
            Volatile.Write(ref *(ulong*)(start + i), Used);
    }

    /// <summary>How much of what has been written is left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static unsafe int CountBelow()
    {
        byte* below = stackalloc byte[LookedAt];
        int count = 0;
        for (int i = 0; i < LookedAt; i += sizeof(ulong))
            count += Volatile.Read(ref *(ulong*)(below + i)) == Used ? 1 : 0;
        return count;
    }

    private static nint Fill(bool fail)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> taken = workspace.Bytes(3000);
        taken.Fill(0xA5);
        if (fail)
            throw new InvalidOperationException("in the middle");
        return AddressOf(taken);
    }

    private static nint AddressOf(Span<byte> unmovable)
    {
        ref byte start = ref MemoryMarshal.GetReference(unmovable);
        return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref start);
    }

    private static long ResidentPages() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Resource : IDisposable
    {
        internal int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
