using System.Text.Json.Nodes;
using PqCrypto;
using PqCrypto.MakeVectors;

// Writes the project's own vectors, one file per family, or the messages that signing is timed with. Files whose algorithms cannot be made
// deterministic (RSA, ECDSA) are kept where they exist.
if (args is ["--signing", string folder])
{
    SigningMessages.Write(folder);
    return 0;
}

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: MakeVectors <folder>, which is vectors/own; MakeVectors --signing <folder>, which is vectors/signing");
    return 2;
}

Directory.CreateDirectory(args[0]);
VectorFile.Write(args[0], "ml-kem", Kems("ML-KEM-", KemVectors.Make));
VectorFile.Write(args[0], "kyber-round3", Kems("Kyber", KemVectors.Make));
VectorFile.Write(args[0], "hybrid-kem", [.. KemAlgorithm.All.Where(kem => kem.Family == AlgorithmFamily.Hybrid).Select(KemVectors.Make)]);
VectorFile.Write(args[0], "dhkem", Kems("DHKEM-", KemVectors.Make));
VectorFile.Write(args[0], "ml-dsa", Signatures("ML-DSA-", MLDsaVectors.Make));
VectorFile.Write(args[0], "dilithium-round3", Signatures("Dilithium", DilithiumVectors.Make));
VectorFile.WriteOnce(args[0], "rsa-oaep", () => Kems("RSA-", ClassicalVectors.MakeKem));
VectorFile.WriteOnce(args[0], "rsa-pss", () => Signatures("RSA-", ClassicalVectors.MakeSignature));
VectorFile.WriteOnce(args[0], "ecdsa", () => Signatures("ECDSA-", ClassicalVectors.MakeSignature));
return 0;

static JsonObject[] Kems(string prefix, Func<KemAlgorithm, JsonObject> make) =>
    [.. KemAlgorithm.All.Where(kem => kem.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(make)];

static JsonObject[] Signatures(string prefix, Func<SignatureAlgorithm, JsonObject> make) =>
    [.. SignatureAlgorithm.All.Where(signature => signature.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(make)];
