using BenchmarkDotNet.Running;
using PqCrypto.Benchmarks;

BenchmarkSwitcher.FromTypes([typeof(MLKem768Benchmarks), typeof(MLDsa65Benchmarks), typeof(X25519Benchmarks)]).Run(args);
