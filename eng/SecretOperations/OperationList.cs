using PqCrypto.Classical;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;

namespace PqCrypto.SecretOperations;

/// <summary>All operations of algorithms of our own over one kernel set.</summary>
internal sealed class OperationList : IKernelVisitor<IEnumerable<Operation>>
{
    /// <summary>Those over the best set, and over every implementation of Curve25519.</summary>
    internal static IEnumerable<Operation> All() => KernelSelector.Curves.SelectMany(Curve).Concat(KernelSelector.Best.Accept(new OperationList()));

    /// <inheritdoc/>
    public IEnumerable<Operation> Visit<TKernels>()
        where TKernels : struct, IKernels
    {
        // half of what is left out is the platform's
        KemOperations[] kems =
        [
            .. Schemes.Kems<TKernels>().Where(static kem => kem.OwnSecret).Select(static kem => new KemOperations(kem.Scheme, rejects: true)),
            new KemOperations(DhkemScheme.X25519HkdfSha256, rejects: false),
        ];
        SignatureOperations[] signatures = [.. Schemes.Signatures<TKernels>().Select(static scheme => new SignatureOperations(scheme))];
        return kems.SelectMany(static kem => kem.Main())
            .Concat(signatures.SelectMany(static signature => signature.Main()))
            .Concat(kems.SelectMany(static kem => kem.Others()))
            .Concat(signatures.SelectMany(static signature => signature.Others()));
    }

    private static IEnumerable<Operation> Curve(CurveKernels curve)
    {
        byte[] u = Operation.Memory(X25519.SizeInBytes);
        byte[] first = Operation.Memory(X25519.SizeInBytes);
        byte[] second = Operation.Memory(X25519.SizeInBytes);
        yield return Scalar($"X25519 of the base point ({curve.Name})", u, scalar => curve.MultiplyBase(scalar, first));
        yield return Scalar($"X25519 ({curve.Name})", u, scalar => curve.Multiply(scalar, u, first));
        yield return Scalar($"X25519 of both points ({curve.Name})", u, scalar => curve.MultiplyBoth(scalar, u, first, second));
    }

    private static Operation Scalar(string name, byte[] u, Action<byte[]> multiply)
    {
        Operation operation = null!;
        return operation = new Operation(name, X25519.SizeInBytes)
        {
            Begin = random => random.NextBytes(u),
            Make = static (random, _, made) =>
            {
                random.NextBytes(made);
                X25519.Clamp(made);
            },
            Run = () => multiply(operation.Secret),
        };
    }
}
