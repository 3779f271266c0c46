namespace PqCrypto.Mutants;

/// <content>Hybrids and formats.</content>
internal static partial class BugClasses
{
    private const string Composite = "Hybrid/CompositeSignatureScheme.cs";
    private const string Tls = "Hybrid/TlsHybridScheme.cs";
    private const string Containers = "KeyContainers.cs";
    private const string Reader = "Encoding/DerReader.cs";

    private static BugClass[] Formats { get; } =
    [
        new("C1", "the classical signature of a composite is not looked at", Composite,
            "&& pkTrad.Verify(digest, signature[split..], SignatureOptions.Default);",
            "pkTrad.Verify(digest, signature[split..], SignatureOptions.Default)", "true"),
        new("C1b", "the ML-DSA signature of a composite is not looked at", Composite,
            "&& pkMLDsa.Verify(digest, signature[..split], scheme.labelAsContext)",
            "pkMLDsa.Verify(digest, signature[..split], scheme.labelAsContext)", "true"),
        new("C1c", "a composite without a classical signature is accepted", Composite,
            "return signature.Length > split\n                && pkMLDsa.Verify(digest, signature[..split], scheme.labelAsContext)\n"
            + "                && pkTrad.Verify(digest, signature[split..], SignatureOptions.Default);",
            "signature.Length > split\n                && pkMLDsa.Verify(digest, signature[..split], scheme.labelAsContext)\n"
            + "                && pkTrad.Verify(digest, signature[split..], SignatureOptions.Default)",
            "signature.Length >= split && pkMLDsa.Verify(digest, signature[..split], scheme.labelAsContext)"
            + " && (signature.Length == split || pkTrad.Verify(digest, signature[split..], SignatureOptions.Default))"),
        new("C1d", "a composite public key without a classical part is not refused as such", Composite,
            "if (publicKey.Length <= PublicKeySizeOfMLDsa)", "publicKey.Length <= PublicKeySizeOfMLDsa", "publicKey.Length < PublicKeySizeOfMLDsa"),
        new("C1e", "a composite KEM's public key without a classical part is not refused as such", "Hybrid/CompositeKemScheme.cs",
            "if (publicKey.Length <= PublicKeySizeOfMLKem)", "publicKey.Length <= PublicKeySizeOfMLKem", "publicKey.Length < PublicKeySizeOfMLKem"),
        new("C1f", "the classical part of a composite key may have any length", "Hybrid/CompositeParts.cs",
            "if (actual != expected)", "actual != expected", "false"),
        new("C2", "the algorithm's label is not bound to the classical signature", Composite,
            "start = [.. Prefix, .. scheme.label, (byte)context.Length, .. context];", "scheme.label", "Array.Empty<byte>()"),
        new("C2b", "the identifier of the hash is not bound to a pre-hashed signature", "Fips204/MessageEncoding.cs",
            "PreHashFunction.WriteOid(options.PreHash, prefix[length..]);", "PreHashFunction.WriteOid(options.PreHash, prefix[length..]);", string.Empty),
        new("C4", "the secrets of a TLS group stand in the other order", Tls,
            "secret = new Split(mlKem.Description.SharedSecretSizeInBytes, group.SecretSize, mlKemFirst);", "mlKemFirst", "!mlKemFirst"),
        new("C4b", "the shares of a TLS group stand in the other order", Tls,
            "publicKey = new Split(mlKem.Description.PublicKeySizeInBytes, group.PointSize, mlKemFirst);", "mlKemFirst", "!mlKemFirst"),
        new("C4c", "the combiner hashes the classical key before the classical ciphertext", "Hybrid/KemCombiner.cs",
            "hash.Add(SpongeKind.Sha3_256, SecretSize, secrets, tail)", "tail",
            "new byte[][] { [.. classicalKey, .. classicalCiphertext, .. label] }[0]"),
        new("C5", "a sender accepts an X25519 secret of zero", "Classical/X25519Group.cs",
            "X25519.MultiplyBoth(scalar, peer, ephemeral, secret);\n        if (refusesZero && IsZero(secret))", "IsZero(secret)", "false"),
        new("C5b", "a receiver accepts an X25519 secret of zero", "Classical/X25519Group.cs",
            "X25519.Multiply(scalar.Bytes, peer, secret);\n            if (group.refusesZero && IsZero(secret))", "IsZero(secret)", "false"),
        new("C5c", "X-Wing refuses an X25519 secret of zero", "Hybrid/SeedHybridScheme.cs",
            "mlKem768, X25519Group.WithZeroSecret, X25519.SizeInBytes);", "X25519Group.WithZeroSecret", "X25519Group.Instance"),
        new("C6", "public keys are read by their length, whatever their identifier says", Containers,
            "!scheme.ReadsSubjectPublicKey(spki.Algorithm, spki.SubjectPublicKey)",
            "!scheme.ReadsSubjectPublicKey(spki.Algorithm, spki.SubjectPublicKey)",
            "scheme.Description.PublicKeySizeInBytes != spki.SubjectPublicKey.Length"),
        new("C6b", "private keys are read whatever their identifier says", Containers,
            "!scheme.ReadsPkcs8(pkcs8.Algorithm, pkcs8.PrivateKey)", "!scheme.ReadsPkcs8(pkcs8.Algorithm, pkcs8.PrivateKey)", "false"),
        new("F1", "lengths may be BER", Reader,
            "AsnDecoder.ReadEncodedValue(value, AsnEncodingRules.DER,", "AsnEncodingRules.DER", "AsnEncodingRules.BER"),
        new("F1b", "an identifier may have parameters", "Contracts/KeyScheme.cs",
            "identifier.Oid == Description.Oid && identifier.Parameters.IsEmpty", "identifier.Parameters.IsEmpty", "true"),
        new("F1c", "bytes may follow the last field", Reader,
            "if (!rest.IsEmpty)\n            throw Errors.MalformedEncoding($\"bytes follow", "!rest.IsEmpty", "false"),
        new("F1d", "version and presence of the public key need not agree", "Encoding/Pkcs8.cs",
            "if (hasPublicKey != (version == Version2))", "hasPublicKey != (version == Version2)", "false"),
        new("F1e", "seed and expanded key need not agree", Containers, "if (agrees != 0)", "agrees != 0", "true"),
        new("F1f", "the public key beside a private key may be another", Containers,
            "if (pkcs8.HasPublicKey && !pkcs8.PublicKey.SequenceEqual(", "pkcs8.HasPublicKey", "false"),
        new("F1g", "a bit string may have unused bits", Reader,
            "if (content.IsEmpty || content[0] != 0)", "content[0] != 0", "content[0] > 7"),
        new("F1h", "any version is read", "Encoding/Pkcs8.cs",
            "if (version is not (Version1 or Version2))", "version is not (Version1 or Version2)", "false"),
        new("F1i", "attributes are not looked at", "Encoding/Pkcs8.cs",
            "SkipAttributes(fields.Enter(DerIdentifier.Context0Constructed, \"the attributes\"));",
            "SkipAttributes(fields.Enter(DerIdentifier.Context0Constructed, \"the attributes\"));",
            "fields.Enter(DerIdentifier.Context0Constructed, \"the attributes\");"),
    ];
}
