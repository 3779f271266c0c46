using System.Runtime.CompilerServices;
using PqCrypto.Base;

namespace PqCrypto.CtMemcheck;

/// <summary>Leaks planted on purpose: a gate that does not report each of them is broken.</summary>
internal static class Canaries
{
    private static readonly byte[] Table = new byte[256];

    /// <summary>How many leaks are planted.</summary>
    internal const int Count = 5;

    /// <summary>How many of them are reported; what is declassified must not be.</summary>
    internal static int Reported(Gate gate)
    {
        byte[] secret = gate.Secret(32);
        byte[] other = gate.Bytes(32);
        int reported = 0;
        reported += Reports(() => Branch(secret[0])) ? 1 : 0;
        reported += Reports(() => Index(secret[1])) ? 1 : 0;
        reported += Reports(() => EarlyExit(secret, other)) ? 1 : 0;
        reported += Reports(() => secret.AsSpan().SequenceEqual(other) ? 1 : 0) ? 1 : 0;
        reported += Reports(() => Branch((byte)ConstantTime.IsZeroMask(secret))) ? 1 : 0;
        gate.Require("what is declassified is reported", !Reports(() => Branch(Declassify.Value(secret[2], DeclassifyReason.PublishedOutput))));
        gate.Require("the declassified value's source has become public", Valgrind.CountSecret(secret) == secret.Length);
        return reported;
    }

    private static bool Reports(Func<int> leak)
    {
        int before = Valgrind.Reports;
        GC.KeepAlive(leak());
        return Valgrind.Reports != before;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Branch(byte secret)
    {
        if (secret > 100)
            Table[0]++;                                         // a store: no conditional move can stand for it
        return Table[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Index(byte secret) => Table[secret];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int EarlyExit(byte[] secret, byte[] other)
    {
        int i = 0;
        while (i < secret.Length && secret[i] == other[i])
            i++;
        return i;
    }
}
