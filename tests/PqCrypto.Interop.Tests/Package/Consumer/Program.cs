// A handshake in one process over the packed library: the client's share, the server's answer, the server's signature over the transcript.
using System.Security.Cryptography;
using PqCrypto;
using PqCrypto.Testing;

using SignaturePrivateKey identity = SignatureAlgorithm.MLDsa65.GenerateKey();
SignatureOptions options = new() { Context = "package test"u8.ToArray() };

using KemPrivateKey clientShare = KemAlgorithm.X25519MLKem768.GenerateKey();
byte[] clientHello = clientShare.PublicKey.ExportPublicKey();

KemPublicKey received = KemAlgorithm.X25519MLKem768.ImportPublicKey(clientHello);
using SharedSecret serverSecret = received.Encapsulate(out byte[] serverHello);
byte[] transcript = SHA256.HashData([.. clientHello, .. serverHello]);
byte[] signature = identity.Sign(transcript, options);

SignaturePublicKey trusted = SignaturePublicKey.ImportFromPem(identity.PublicKey.ExportSubjectPublicKeyInfoPem());
using SharedSecret clientSecret = clientShare.Decapsulate(serverHello);
byte[] clientKey = new byte[32];
byte[] serverKey = new byte[32];
clientSecret.DeriveKey(transcript, "record key"u8, clientKey);
serverSecret.DeriveKey(transcript, "record key"u8, serverKey);

using SharedSecret tampered = clientShare.Decapsulate([(byte)(serverHello[0] ^ 1), .. serverHello[1..]]);
bool authentic = trusted.Verify(transcript, signature, options);
bool forged = trusted.Verify(clientHello, signature, options);
bool agreed = CryptographicOperations.FixedTimeEquals(clientKey, serverKey) && !tampered.FixedTimeEquals(serverSecret);

byte[] ciphertext = new byte[KemAlgorithm.XWing.CiphertextSizeInBytes];
byte[] secret = new byte[KemAlgorithm.XWing.SharedSecretSizeInBytes];
using KemPrivateKey xWing = KemAlgorithm.XWing.ImportPrivateSeed(new byte[32]);
Derandomized.Encapsulate(xWing.PublicKey, new byte[64], ciphertext, secret);

int working = 0;
foreach (KemAlgorithm algorithm in KemAlgorithm.All)
{
    using KemPrivateKey key = algorithm.GenerateKey();
    using SharedSecret sent = key.PublicKey.Encapsulate(out byte[] message);
    using SharedSecret arrived = key.Decapsulate(message);
    working += sent.FixedTimeEquals(arrived) ? 1 : 0;
}

foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All)
{
    using SignaturePrivateKey key = algorithm.GenerateKey();
    working += key.PublicKey.Verify(transcript, key.Sign(transcript)) ? 1 : 0;
}

Console.WriteLine($"agreed {agreed}, authentic {authentic}, forged {forged}, algorithms {working} of {KemAlgorithm.All.Count + SignatureAlgorithm.All.Count}");
Console.WriteLine($"kernels {PqCryptoRuntime.Kernels}");
return agreed && authentic && !forged && working == KemAlgorithm.All.Count + SignatureAlgorithm.All.Count ? 0 : 1;
