namespace PqCrypto.Kernels.Curve25519;

/// <summary>Powers in <see cref="Field25519"/>.</summary>
internal readonly struct ScalarPowers : IPowers<Element25519>
{
    /// <inheritdoc/>
    public static int Size => 1;

    /// <inheritdoc/>
    public static void Multiply(ref readonly Element25519 a, ref readonly Element25519 b, ref Element25519 product) =>
        Field25519.Multiply(in a, in b, out product);

    /// <inheritdoc/>
    public static void SquareRepeatedly(ref readonly Element25519 a, int count, ref Element25519 power) =>
        Field25519.SquareRepeatedly(in a, count, out power);
}
