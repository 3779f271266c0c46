using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PqCrypto.Kernels.Curve25519;

namespace PqCrypto.Tests.Conformance;

/// <summary>What tests know of a quad's limbs: how to make and read them, their weights and their bounds.</summary>
internal interface IQuadModel<TLimb>
    where TLimb : unmanaged
{
    static abstract bool IsSupported { get; }

    static abstract TLimb Make(long lane0, long lane1, long lane2, long lane3);

    static abstract long Lane(TLimb limb, int lane);

    /// <summary>The exponent of two that a limb counts.</summary>
    static abstract int Weight(int index);

    static abstract (long Least, long Most) Tight(int index);

    static abstract (long Least, long Most) Loose(int index);
}

/// <summary>A check that is generic in the arithmetic of quads.</summary>
internal interface IQuadVisitor
{
    void Visit<TModel, TField, TLimb>()
        where TModel : struct, IQuadModel<TLimb>
        where TField : struct, IQuadField<TLimb>
        where TLimb : unmanaged;
}

internal readonly struct DoubleModel : IQuadModel<Vector256<double>>
{
    private const long T = (1L << 50) + (1L << 13);

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static Vector256<double> Make(long lane0, long lane1, long lane2, long lane3) => Vector256.Create((double)lane0, lane1, lane2, lane3);

    public static long Lane(Vector256<double> limb, int lane)
    {
        Assert.Equal(Math.Truncate(limb[lane]), limb[lane]);
        return (long)limb[lane];
    }

    public static int Weight(int index) => 51 * index;

    public static (long Least, long Most) Tight(int index) => (-T, T);

    public static (long Least, long Most) Loose(int index) => (-2 * T, 2 * T);
}

internal readonly struct IntegerModel : IQuadModel<IntegerLimb>
{
    private const long Excess = 1L << 15;

    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static IntegerLimb Make(long lane0, long lane1, long lane2, long lane3) =>
        new(Vector128.Create((ulong)lane0, (ulong)lane1), Vector128.Create((ulong)lane2, (ulong)lane3));

    public static long Lane(IntegerLimb limb, int lane) => (long)(lane < 2 ? limb.Low : limb.High)[lane & 1];

    public static int Weight(int index) => ((51 * index) + 1) / 2;

    public static (long Least, long Most) Tight(int index) => (0, (index % 2 == 0 ? 1L << 26 : 1L << 25) + Excess - 1);

    public static (long Least, long Most) Loose(int index) => (0, index % 2 == 0 ? (3L << 26) + (2 * Excess) - 1 : (3L << 25) + Excess - 1);
}

internal readonly struct ScalarModel : IQuadModel<ScalarLimb>
{
    public static bool IsSupported => true;

    public static ScalarLimb Make(long lane0, long lane1, long lane2, long lane3) => new((ulong)lane0, (ulong)lane1, (ulong)lane2, (ulong)lane3);

    public static long Lane(ScalarLimb limb, int lane) => (long)Unsafe.Add(ref Unsafe.As<ScalarLimb, ulong>(ref limb), lane);

    public static int Weight(int index) => 51 * index;

    public static (long Least, long Most) Tight(int index) => (0, (1L << 51) + (1L << 16) - 1);

    public static (long Least, long Most) Loose(int index) => (0, (1L << 53) - 1);
}

/// <summary>The arithmetics of quads that this machine has, by name.</summary>
public static class QuadFields
{
    internal static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    public static TheoryData<string> Supported
    {
        get
        {
            TheoryData<string> names = [];
            foreach (string name in new[] { DoubleQuads.Name, IntegerQuads.Name, ScalarQuads.Name })
            {
                Support support = new();
                Run(name, support);
                if (support.Found)
                    names.Add(name);
            }

            return names;
        }
    }

    internal static void Run(string name, IQuadVisitor visitor)
    {
        if (name == DoubleQuads.Name)
            visitor.Visit<DoubleModel, DoubleQuads, Vector256<double>>();
        else if (name == IntegerQuads.Name)
            visitor.Visit<IntegerModel, IntegerQuads, IntegerLimb>();
        else
            visitor.Visit<ScalarModel, ScalarQuads, ScalarLimb>();
    }

    private sealed class Support : IQuadVisitor
    {
        internal bool Found { get; private set; }

        public void Visit<TModel, TField, TLimb>()
            where TModel : struct, IQuadModel<TLimb>
            where TField : struct, IQuadField<TLimb>
            where TLimb : unmanaged => Found = TModel.IsSupported;
    }
}

/// <summary>Quads as four big integers each, and the inputs that tests give.</summary>
internal static class Quads<TModel, TField, TLimb>
    where TModel : struct, IQuadModel<TLimb>
    where TField : struct, IQuadField<TLimb>
    where TLimb : unmanaged
{
    /// <summary>The value of a lane in [0, p).</summary>
    internal static BigInteger Value(ReadOnlySpan<TLimb> quad, int lane)
    {
        BigInteger value = BigInteger.Zero;
        for (int i = 0; i < TField.Size; i++)
            value += (BigInteger)TModel.Lane(quad[i], lane) << TModel.Weight(i);
        return Residue(value);
    }

    internal static BigInteger[] Values(TLimb[] quad) => [.. Enumerable.Range(0, 4).Select(lane => Value(quad, lane))];

    internal static BigInteger Residue(BigInteger value) => ((value % QuadFields.P) + QuadFields.P) % QuadFields.P;

    internal static void AssertTight(TLimb[] quad) => AssertWithin(quad, TModel.Tight);

    internal static void AssertLoose(TLimb[] quad) => AssertWithin(quad, TModel.Loose);

    /// <summary>Quads whose limbs are the least, the most, zero, or next to them, in every combination of two; then random ones.</summary>
    internal static IEnumerable<TLimb[]> Inputs(bool loose, int random, int seed)
    {
        Func<int, (long Least, long Most)> bounds = loose ? TModel.Loose : TModel.Tight;
        Func<int, long>[] extremes =
        [
            i => bounds(i).Least, i => bounds(i).Most, _ => 0, _ => 1, i => bounds(i).Most - 1, i => bounds(i).Least / 2, i => (bounds(i).Most / 2) + 1,
        ];
        foreach (Func<int, long> even in extremes)
        {
            foreach (Func<int, long> odd in extremes)
            {
                yield return Fill((i, lane) => ((i + lane) % 2 == 0 ? even : odd)(i));
                yield return Fill((i, lane) => (i == lane ? even : odd)(i));
                yield return Fill((i, lane) => (lane % 2 == 0 ? even : odd)(i));
            }
        }

        Random source = new(seed);
        for (int n = 0; n < random; n++)
        {
            bool corners = n % 2 == 0;
            yield return Fill((i, _) => corners ? extremes[source.Next(extremes.Length)](i) : source.NextInt64(bounds(i).Least, bounds(i).Most + 1));
        }
    }

    internal static TLimb[] Fill(Func<int, int, long> limb) =>
        [.. Enumerable.Range(0, TField.Size).Select(i => TModel.Make(limb(i, 0), limb(i, 1), limb(i, 2), limb(i, 3)))];

    private static void AssertWithin(TLimb[] quad, Func<int, (long Least, long Most)> bounds)
    {
        for (int i = 0; i < TField.Size; i++)
        {
            for (int lane = 0; lane < 4; lane++)
                Assert.InRange(TModel.Lane(quad[i], lane), bounds(i).Least, bounds(i).Most);
        }
    }
}
