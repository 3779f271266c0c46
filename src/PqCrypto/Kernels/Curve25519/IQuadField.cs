using System.Diagnostics.CodeAnalysis;

namespace PqCrypto.Kernels.Curve25519;

/// <summary>Which operations powers are made of.</summary>
/// <typeparam name="T">What elements are made of: whole elements, or limbs.</typeparam>
internal interface IPowers<T>
    where T : unmanaged
{
    /// <summary>How many T one element takes.</summary>
    static abstract int Size { get; }

    /// <summary>Multiplies.</summary>
    /// <param name="a">In: loose. Secret.</param>
    /// <param name="b">In: tight. Secret.</param>
    /// <param name="product">Out: tight; may be an input.</param>
    static abstract void Multiply(ref readonly T a, ref readonly T b, ref T product);

    /// <summary>Squares several times: raises to a power of two.</summary>
    /// <param name="a">In: tight. Secret.</param>
    /// <param name="count">How many times, 1 or more. Public.</param>
    /// <param name="power">Out: tight; may be the input.</param>
    static abstract void SquareRepeatedly(ref readonly T a, int count, ref T power);
}

/// <summary>Arithmetic modulo p = 2^255 - 19 on quads: four elements side by side, in lanes 0 to 3.</summary>
/// <remarks>
/// A quad is <see cref="IPowers{T}.Size"/> limbs in a row, each of which holds that limb of the four elements. Tight: what a multiplication
/// returns. Loose: the sum or difference of two tight quads, or what <see cref="Load"/> returns; a multiplication accepts it as its first factor
/// only. All operands are secret but for those that say otherwise; there are no branches and no addresses that depend on them.
/// </remarks>
/// <typeparam name="TLimb">One limb of four elements.</typeparam>
internal interface IQuadField<TLimb> : IPowers<TLimb>
    where TLimb : unmanaged
{
    /// <summary>What the arithmetic is made of.</summary>
    static abstract string Name { get; }

    /// <summary>Whether products are exact only where the processor rounds to nearest.</summary>
    static virtual bool NeedsNearestRounding => false;

    /// <summary>Multiplies lane by lane, and adds or subtracts the products of neighbouring lanes.</summary>
    /// <param name="a">In: loose.</param>
    /// <param name="b">In: tight.</param>
    /// <param name="sums">What becomes of the products. Public.</param>
    /// <param name="product">Out: tight; may be an input.</param>
    static abstract void Multiply(ref readonly TLimb a, ref readonly TLimb b, LaneSums sums, ref TLimb product);

    /// <summary>Makes a quad of four elements.</summary>
    /// <param name="elements">In: limbs below 2^51.</param>
    /// <param name="quad">Out: loose.</param>
    static abstract void Load(ReadOnlySpan<Element25519> elements, ref TLimb quad);

    /// <summary>Reads the four elements of a quad.</summary>
    /// <param name="quad">In: tight.</param>
    /// <param name="elements">Out: loose.</param>
    static abstract void Store(ref readonly TLimb quad, Span<Element25519> elements);

    /// <summary>Adds one limb of two tight quads.</summary>
    static abstract TLimb Add(TLimb a, TLimb b);

    /// <summary>Subtracts one limb of two tight quads.</summary>
    /// <param name="a">The limb that stays.</param>
    /// <param name="b">The limb that is taken from it.</param>
    /// <param name="index">Which limb it is. Public.</param>
    static abstract TLimb Subtract(TLimb a, TLimb b, int index);

    /// <summary>Brings the lanes of a limb into another order.</summary>
    /// <param name="a">The limb.</param>
    /// <param name="order">Two bits for each lane of the result, those of lane 0 lowest: the lane that it comes from. Public.</param>
    static abstract TLimb Permute(TLimb a, [ConstantExpected] byte order);

    /// <summary>Takes some lanes of a limb from another one.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other one.</param>
    /// <param name="lanes">One bit for each lane that comes from b, that of lane 0 lowest. Public.</param>
    static abstract TLimb Blend(TLimb a, TLimb b, [ConstantExpected] byte lanes);

    /// <summary>Chooses one of two limbs.</summary>
    /// <param name="mask">All bits set for the first, none for the second. Secret.</param>
    /// <param name="whenSet">The first.</param>
    /// <param name="whenClear">The second.</param>
    static abstract TLimb Select(ulong mask, TLimb whenSet, TLimb whenClear);

    /// <summary>Makes a mask of all lanes for <see cref="Include"/>.</summary>
    /// <param name="mask">All bits set, or none. Secret.</param>
    static abstract TLimb Mask(ulong mask);

    /// <summary>Takes a limb up where its mask is set: of several limbs, all but one of which are masked out, the one remains.</summary>
    /// <param name="chosen">Zero, or the one limb that was taken up before.</param>
    /// <param name="limb">The limb.</param>
    /// <param name="mask">Its mask. Secret.</param>
    static abstract TLimb Include(TLimb chosen, TLimb limb, TLimb mask);
}
