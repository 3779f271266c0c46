using System.Security.Cryptography;
using PqCrypto;
using PqCrypto.EveryOperation;

// Has every operation on secrets compiled and run: generation, import and export, encapsulation, decapsulation, signing and verification of every
// algorithm of our own. What is wrong with the answers ends it with an exception. Its compiled code is looked at.
foreach (KemAlgorithm algorithm in KemAlgorithm.All.Where(Operations.IsOwn))
    Operations.Use(algorithm);
foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All.Where(Operations.IsOwn))
    Operations.Use(algorithm);
Console.WriteLine(PqCryptoRuntime.Kernels);
Console.WriteLine(Planted.Divide(RandomNumberGenerator.GetInt32(9)) + Planted.DivideByConstant(RandomNumberGenerator.GetInt32(9)));
