using PqCrypto.Classical;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;
using PqCrypto.SecretOperations;

namespace PqCrypto.CtMemcheck;

/// <summary>Every scheme over one kernel set.</summary>
internal sealed class KernelChecks(Gate gate) : IKernelVisitor<bool>
{
    /// <summary>Runs all checks: each kernel set, each implementation of Curve25519, and what has no kernels of its own.</summary>
    internal void Run()
    {
        foreach (KernelSet set in KernelSelector.Supported)
            set.Accept(this);
        foreach (CurveKernels curve in KernelSelector.Curves)
            Curve(curve);
        Kem(DhkemScheme.X25519HkdfSha256, "", rejects: false);
        Kem(DhkemScheme.P256HkdfSha256, "", rejects: false, ownSecret: false);
        Kem(DhkemScheme.P384HkdfSha384, "", rejects: false, ownSecret: false);
    }

    /// <inheritdoc/>
    public bool Visit<TKernels>()
        where TKernels : struct, IKernels
    {
        string kernels = $" ({TKernels.Name})";
        foreach ((KemScheme scheme, bool ownSecret) in Schemes.Kems<TKernels>())
            Kem(scheme, kernels, ownSecret: ownSecret);
        foreach (SignatureScheme scheme in Schemes.Signatures<TKernels>())
            new SignatureChecks(gate, scheme, scheme.Description.Name + kernels).Run();
        return true;
    }

    private void Kem(KemScheme scheme, string kernels, bool rejects = true, bool ownSecret = true) =>
        new KemChecks(gate, scheme, scheme.Description.Name + kernels, ownSecret).Run(rejects);

    private void Curve(CurveKernels curve)
    {
        byte[] scalar = gate.Secret(X25519.SizeInBytes);
        X25519.Clamp(scalar);
        byte[] u = gate.Bytes(X25519.SizeInBytes);
        byte[] first = new byte[X25519.SizeInBytes];
        byte[] second = new byte[X25519.SizeInBytes];
        gate.Run($"X25519 ({curve.Name}) of the base point", () => curve.MultiplyBase(scalar, first));
        gate.RequireSecret($"X25519 ({curve.Name})", first);
        gate.Run($"X25519 ({curve.Name})", () => curve.Multiply(scalar, u, first));
        gate.RequireSecret($"X25519 ({curve.Name})", first);
        gate.Run($"X25519 ({curve.Name}) of both", () => curve.MultiplyBoth(scalar, u, first, second));
        gate.RequireSecret($"X25519 ({curve.Name})", second);
    }
}
