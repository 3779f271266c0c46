using PqCrypto.Classical;
using PqCrypto.Fips203;
using PqCrypto.Fips204;
using PqCrypto.Hybrid;
using PqCrypto.Kernels;
using PqCrypto.Kernels.Curve25519;

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
        KemScheme mlKem768 = new MLKemScheme<MLKem768Parameters, MLKem, TKernels>();
        KemScheme mlKem1024 = new MLKemScheme<MLKem1024Parameters, MLKem, TKernels>();
        Kem(new MLKemScheme<MLKem512Parameters, MLKem, TKernels>(), kernels);
        Kem(mlKem768, kernels);
        Kem(mlKem1024, kernels);
        Kem(new MLKemScheme<MLKem512Parameters, KyberRound3, TKernels>(), kernels);
        Kem(new MLKemScheme<MLKem768Parameters, KyberRound3, TKernels>(), kernels);
        Kem(new MLKemScheme<MLKem1024Parameters, KyberRound3, TKernels>(), kernels);
        Kem(SeedHybridScheme<TKernels>.XWing(mlKem768), kernels);
        Kem(TlsHybridScheme.X25519MLKem768(mlKem768), kernels);
        Kem(TlsHybridScheme.SecP256r1MLKem768(mlKem768), kernels, ownSecret: false);
        Kem(TlsHybridScheme.SecP384r1MLKem1024(mlKem1024), kernels, ownSecret: false);
        Signature(new MLDsaScheme<MLDsa44Parameters, MLDsa, TKernels>(), kernels);
        Signature(new MLDsaScheme<MLDsa65Parameters, MLDsa, TKernels>(), kernels);
        Signature(new MLDsaScheme<MLDsa87Parameters, MLDsa, TKernels>(), kernels);
        Signature(new MLDsaScheme<MLDsa44Parameters, DilithiumRound3, TKernels>(), kernels);
        Signature(new MLDsaScheme<MLDsa65Parameters, DilithiumRound3, TKernels>(), kernels);
        Signature(new MLDsaScheme<MLDsa87Parameters, DilithiumRound3, TKernels>(), kernels);
        return true;
    }

    private void Kem(KemScheme scheme, string kernels, bool rejects = true, bool ownSecret = true) =>
        new KemChecks(gate, scheme, scheme.Description.Name + kernels, ownSecret).Run(rejects);

    private void Signature(SignatureScheme scheme, string kernels) =>
        new SignatureChecks(gate, scheme, scheme.Description.Name + kernels).Run();

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
