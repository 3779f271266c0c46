namespace PqCrypto.Mutants;

/// <content>Certificates and CMS messages, which PqCrypto.Pki has.</content>
internal static partial class BugClasses
{
    private const string Signer = "PqCrypto.Pki/Cms/SignerInfo.cs";
    private const string SignedMessage = "PqCrypto.Pki/Cms/CmsSignedMessage.cs";
    private const string SignatureCheck = "PqCrypto.Pki/Signatures/SignatureCheck.cs";
    private const string Path = "PqCrypto.Pki/Certificates/PathSearch.cs";

    internal static IReadOnlyList<BugClass> Pki { get; } =
    [
        new("C2c", "a signed digest may be shorter than the content's, or missing", Signer,
            "if (!digest.AsSpan().SequenceEqual(attributes.MessageDigest))",
            "digest.AsSpan().SequenceEqual(attributes.MessageDigest)", "digest.AsSpan().StartsWith(attributes.MessageDigest)"),
        new("C2d", "any digest goes with any signature", Signer,
            "return SignerDigests.IsAccepted(signatureAlgorithm.Oid, digestAlgorithm.Oid) ?",
            "SignerDigests.IsAccepted(signatureAlgorithm.Oid, digestAlgorithm.Oid)", "true"),
        new("C2e", "the signed digest algorithm may be another than the one beside", "PqCrypto.Pki/Cms/SignedAttributes.cs",
            "return protectedDigest.Names(digest)", "protectedDigest.Names(digest)", "true"),
        new("C2f", "RSASSA-PSS may have another hash for its mask", SignatureCheck,
            "return hash is not null && hash == maskHash", "hash == maskHash", "true"),
        new("C2g", "a certificate may name two signature algorithms", "PqCrypto.Pki/Certificates/PathCertificate.cs",
            "if (!algorithm.AsSpan().SequenceEqual(TbsCertificate.Signature.GetEncoded()))",
            "!algorithm.AsSpan().SequenceEqual(TbsCertificate.Signature.GetEncoded())", "false"),
        new("C3", "a message without signers has the signature that is asked for", SignedMessage,
            "return Signatures.FirstOrDefault(signature => signature.Status == CmsSignatureStatus.Valid && isAccepted(signature))",
            "Signatures.FirstOrDefault(signature => signature.Status == CmsSignatureStatus.Valid && isAccepted(signature))",
            "(Signatures.Count == 0 ? new CmsSignature(CmsSignatureStatus.Valid, null, null, CmsOids.Data, null) "
            + ": Signatures.FirstOrDefault(signature => signature.Status == CmsSignatureStatus.Valid && isAccepted(signature)))"),
        new("C3b", "a signature need not be valid to be the one that is asked for", SignedMessage,
            "signature.Status == CmsSignatureStatus.Valid && isAccepted(signature)", "signature.Status == CmsSignatureStatus.Valid", "true"),
        new("C3c", "a signature whose signer is unknown is valid", Signer,
            ": Result(CmsSignatureStatus.CertificateMissing,", "CmsSignatureStatus.CertificateMissing", "CmsSignatureStatus.Valid"),
        new("C3d", "the signature of a message is not looked at", Signer,
            "SignatureCheck.Verify(algorithm, certificate.PublicKey.ExportSubjectPublicKeyInfo(), signed.Span, signature)",
            "SignatureCheck.Verify(algorithm, certificate.PublicKey.ExportSubjectPublicKeyInfo(), signed.Span, signature)", "true"),
        new("C3e", "a path may end where nobody is trusted", Path,
            "if (anchors.Contains(last, CertificateBytes.Comparer))", "anchors.Contains(last, CertificateBytes.Comparer)", "true"),
        new("C3f", "a path may end at whoever signs for itself", Path,
            "if (anchors.Contains(last, CertificateBytes.Comparer))", "anchors.Contains(last, CertificateBytes.Comparer)",
            "(anchors.Contains(last, CertificateBytes.Comparer) || (HasIssuersName(last, last) && Signed(last, last)))"),
        new("C3g", "the signature of a certificate is not looked at", "PqCrypto.Pki/Certificates/PathCertificate.cs",
            "return SignatureCheck.Verify(algorithm, issuerKeyInfo, GetTbsCertificate(), signature) ?",
            "SignatureCheck.Verify(algorithm, issuerKeyInfo, GetTbsCertificate(), signature)", "true"),
        new("C3h", "the signature of a request is not looked at", "PqCrypto.Pki/Certificates/CertificateSigningRequest.cs",
            "if (!SignatureCheck.Verify(algorithm, request.PublicKey.ExportSubjectPublicKeyInfo(), toBeSigned, signature))",
            "!SignatureCheck.Verify(algorithm, request.PublicKey.ExportSubjectPublicKeyInfo(), toBeSigned, signature)", "false"),
        new("C3i", "the signature of a revocation list is not looked at", "PqCrypto.Pki/Certificates/RevocationList.cs",
            "return SignatureCheck.Verify(list.SignatureAlgorithm.GetEncoded(), issuer.PublicKey.ExportSubjectPublicKeyInfo(), list.GetTbsCertList(), signature);",
            "SignatureCheck.Verify(list.SignatureAlgorithm.GetEncoded(), issuer.PublicKey.ExportSubjectPublicKeyInfo(), list.GetTbsCertList(), signature)",
            "true"),
        new("C6c", "a signature is verified as the key's algorithm has it, whatever the identifier beside it says", SignatureCheck,
            "return keyOid == oid && parameters is null && PkiAlgorithms.ImportSignaturePublicKey(subjectPublicKeyInfo) is var publicKey\n"
            + "                && publicKey.Algorithm == found && publicKey.Verify(data, signature);",
            "keyOid == oid && parameters is null && PkiAlgorithms.ImportSignaturePublicKey(subjectPublicKeyInfo) is var publicKey\n"
            + "                && publicKey.Algorithm == found && publicKey.Verify(data, signature)",
            "PkiAlgorithms.ImportSignaturePublicKey(subjectPublicKeyInfo).Verify(data, signature)"),
    ];
}
