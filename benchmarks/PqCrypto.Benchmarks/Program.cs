using BenchmarkDotNet.Running;
using PqCrypto.Benchmarks;
using PqCrypto.Benchmarks.PerKernel;
using PqCrypto.Benchmarks.Ratios;

// Two commands of its own measure in one process; everything else is BenchmarkDotNet's.
switch (args.FirstOrDefault())
{
    case "ratios":
        return RatiosCommand.Run(args[1..]);
    case "kernels":
        return KernelsCommand.Run(args[1..]);
    default:
        BenchmarkSwitcher.FromTypes([typeof(MLKem768Benchmarks), typeof(MLDsa65Benchmarks), typeof(X25519Benchmarks)]).Run(args);
        return 0;
}
