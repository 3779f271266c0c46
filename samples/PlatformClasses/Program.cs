using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

// A program that somebody wrote over the platform's classes MLDsa and MLKem. It knows nothing of PqCrypto. PlatformClasses compiles it as it is, for machines
// whose platform has these algorithms; PlatformClasses.Managed compiles the same file with two aliases, for all machines.
//   make FOLDER     writes keys, a signature, a request and a certificate
//   check FOLDER    reads them, whoever wrote them, and tries them
if (args.Length != 2 || args[0] is not ("make" or "check"))
{
    Console.Error.WriteLine("usage: make|check FOLDER");
    return 2;
}

string folder = args[1];
byte[] message = "Pay the bearer one unit."u8.ToArray();
byte[] context = "invoice-v1"u8.ToArray();
if (args[0] == "make")
{
    using MLDsa signer = MLDsa.GenerateKey(MLDsaAlgorithm.MLDsa65);
    Write("signer.key.pem", signer.ExportPkcs8PrivateKeyPem());
    Write("signer.pub.pem", signer.ExportSubjectPublicKeyInfoPem());
    File.WriteAllBytes(Path("message.sig"), signer.SignData(message, context));

    CertificateRequest request = new("CN=Signer", signer);
    request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
    request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, critical: true));
    Write("signer.csr.pem", request.CreateSigningRequestPem());
    X509SignatureGenerator generator = X509SignatureGenerator.CreateForMLDsa(signer);
    DateTimeOffset now = DateTimeOffset.UtcNow;
    using X509Certificate2 certificate = request.Create(request.SubjectName, generator, now.AddMinutes(-5), now.AddDays(1), [1, 2, 3]);
    Write("signer.crt.pem", certificate.ExportCertificatePem());

    using MLKem recipient = MLKem.GenerateKey(MLKemAlgorithm.MLKem768);
    Write("recipient.key.pem", recipient.ExportPkcs8PrivateKeyPem());
    Write("recipient.pub.pem", recipient.ExportSubjectPublicKeyInfoPem());
    Console.WriteLine($"{signer.GetType().Name} and {recipient.GetType().Name} wrote {Directory.GetFiles(folder).Length} files.");
    return 0;
}

using MLDsa verifier = MLDsa.ImportFromPem(File.ReadAllText(Path("signer.pub.pem")));
using MLDsa signerAgain = MLDsa.ImportFromPem(File.ReadAllText(Path("signer.key.pem")));
using MLKem sender = MLKem.ImportFromPem(File.ReadAllText(Path("recipient.pub.pem")));
using MLKem recipientAgain = MLKem.ImportFromPem(File.ReadAllText(Path("recipient.key.pem")));
sender.Encapsulate(out byte[] ciphertext, out byte[] sent);
using X509Certificate2 read = X509Certificate2.CreateFromPem(File.ReadAllText(Path("signer.crt.pem")));
(string What, bool Holds)[] checks =
[
    ("the signature", verifier.VerifyData(message, File.ReadAllBytes(Path("message.sig")), context)),
    ("a new signature", verifier.VerifyData(message, signerAgain.SignData(message))),
    ("a signature without its context", !verifier.VerifyData(message, File.ReadAllBytes(Path("message.sig")))),
    ("the shared secret", recipientAgain.Decapsulate(ciphertext).AsSpan().SequenceEqual(sent)),
    ("the certificate's key", read.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(verifier.ExportSubjectPublicKeyInfo())),
];
foreach ((string what, bool holds) in checks)
    Console.WriteLine($"{(holds ? "ok   " : "WRONG")} {what}");
return checks.All(check => check.Holds) ? 0 : 1;

string Path(string name) => System.IO.Path.Combine(folder, name);

void Write(string name, string text) => File.WriteAllText(Path(name), text);
