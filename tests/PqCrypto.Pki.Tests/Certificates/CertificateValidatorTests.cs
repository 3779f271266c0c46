using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>Paths that are valid, and one of each kind that is not.</summary>
public class CertificateValidatorTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public static TheoryData<string, string> Mixtures()
    {
        string[] names = ["ML-DSA-44", "ML-DSA-87", "MLDSA65-ECDSA-P256-SHA512", "MLDSA65-Ed25519-SHA512", "MLDSA87-Ed448-SHAKE256", "ECDSA-P384-SHA384", "RSA-PSS-2048-SHA256"];
        TheoryData<string, string> mixtures = [];
        for (int i = 0; i < names.Length; i++)
            mixtures.Add(names[i], names[(i + 1) % names.Length]);
        return mixtures;
    }

    [Theory]
    [MemberData(nameof(Mixtures))]
    public void Validate_MixedPath_IsValid(string rootName, string intermediateName)
    {
        using TestAuthority root = TestAuthority.Root(Find(rootName));
        using TestAuthority intermediate = root.Intermediate(Find(intermediateName));
        using X509Certificate2 certificate = intermediate.Issue(new CertificateBuilder("CN=host") { DnsNames = ["example.org"] });
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate], Intermediates = [intermediate.Certificate], HostName = "example.org" };
        CertificateValidation validation = validator.Validate(certificate);
        Assert.Empty(validation.Problems);
        Assert.Equal([certificate, intermediate.Certificate, root.Certificate], validation.Chain);
    }

    [Fact]
    public void Validate_WithoutThePath_HasNone()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority stranger = TestAuthority.Root(SignatureAlgorithm.MLDsa44, "CN=Stranger");
        using TestAuthority intermediate = root.Intermediate(SignatureAlgorithm.MLDsa44);
        using X509Certificate2 certificate = intermediate.Issue(new CertificateBuilder("CN=host"));
        Refused(CertificateProblemKind.NoPath, new CertificateValidator { TrustAnchors = [root.Certificate] }, certificate);
        Refused(CertificateProblemKind.NoPath, new CertificateValidator { TrustAnchors = [stranger.Certificate], Intermediates = [intermediate.Certificate] }, certificate);
        Refused(CertificateProblemKind.NoPath, new CertificateValidator { TrustAnchors = [] }, certificate);
    }

    [Fact]
    public void Validate_ChangedOrForeignSignature_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=host"));
        byte[] changed = certificate.RawData;
        changed[^1] ^= 1;
        Refused(CertificateProblemKind.Signature, new CertificateValidator { TrustAnchors = [root.Certificate] }, X509CertificateLoader.LoadCertificate(changed));
    }

    [Fact]
    public void Validate_SeveralIssuersOfOneName_FindsTheOneThatSigned()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority other = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority intermediate = root.Intermediate(SignatureAlgorithm.MLDsa44);
        using TestAuthority decoy = other.Intermediate(SignatureAlgorithm.MLDsa65);
        using X509Certificate2 certificate = intermediate.Issue(new CertificateBuilder("CN=host"));
        CertificateValidator validator = new() { TrustAnchors = [other.Certificate, root.Certificate], Intermediates = [decoy.Certificate, certificate, intermediate.Certificate] };
        Assert.Equal([certificate, intermediate.Certificate, root.Certificate], validator.Validate(certificate).Chain);
    }

    [Fact]
    public void Validate_AuthoritiesThatSignEachOther_Ends()
    {
        using TestAuthority a = TestAuthority.Root(SignatureAlgorithm.MLDsa44, "CN=A");
        using TestAuthority b = TestAuthority.Root(SignatureAlgorithm.MLDsa44, "CN=B");
        using X509Certificate2 aByB = new CertificateBuilder("CN=A") { IsAuthority = true }.Create(a.Key.PublicKey, b.Certificate, b.Key);
        using X509Certificate2 bByA = new CertificateBuilder("CN=B") { IsAuthority = true }.Create(b.Key.PublicKey, a.Certificate, a.Key);
        using X509Certificate2 certificate = a.Issue(new CertificateBuilder("CN=host"));
        Refused(CertificateProblemKind.NoPath, new CertificateValidator { TrustAnchors = [], Intermediates = [aByB, bByA] }, certificate);
        Assert.True(new CertificateValidator { TrustAnchors = [b.Certificate], Intermediates = [aByB, bByA] }.Validate(certificate).IsValid);
    }

    [Fact]
    public void Validate_OutsideOfTheTimes_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=host") { NotBefore = Now, NotAfter = Now.AddDays(1) });
        CertificateValidator At(DateTimeOffset time) => new() { TrustAnchors = [root.Certificate], Time = time };
        Assert.True(At(Now.AddHours(12)).Validate(certificate).IsValid);
        Refused(CertificateProblemKind.Time, At(Now.AddSeconds(-2)), certificate);
        Refused(CertificateProblemKind.Time, At(Now.AddDays(1).AddSeconds(2)), certificate);
        using X509Certificate2 longer = root.Issue(new CertificateBuilder("CN=host") { NotAfter = Now.AddYears(9) });
        Refused(CertificateProblemKind.Time, At(Now.AddYears(2)), longer);      // the root's own
    }

    [Fact]
    public void Validate_SignedByNoAuthority_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using X509Certificate2 endEntity = new CertificateBuilder("CN=host").Create(key.PublicKey, root.Certificate, root.Key);
        using X509Certificate2 certificate = SignedBy(endEntity, key);
        CertificateProblem problem =
            Refused(CertificateProblemKind.Path, new CertificateValidator { TrustAnchors = [root.Certificate], Intermediates = [endEntity] }, certificate);
        Assert.Equal(endEntity, problem.Certificate);
        Refused(CertificateProblemKind.Path, new CertificateValidator { TrustAnchors = [endEntity] }, certificate);
    }

    [Fact]
    public void Validate_LongerThanTheAuthorityAllows_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority upper = root.Intermediate(SignatureAlgorithm.MLDsa44, new CertificateBuilder("CN=Upper") { IsAuthority = true, MaxPathLength = 0 });
        using TestAuthority lower = upper.Intermediate(SignatureAlgorithm.MLDsa44, new CertificateBuilder("CN=Lower") { IsAuthority = true });
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate], Intermediates = [upper.Certificate, lower.Certificate] };
        Assert.True(validator.Validate(upper.Issue(new CertificateBuilder("CN=host"))).IsValid);
        Refused(CertificateProblemKind.Path, validator, lower.Issue(new CertificateBuilder("CN=host")));
    }

    [Fact]
    public void Validate_OutsideOfTheNamesOfTheAuthority_IsRefused()
    {
        // NameConstraints { permittedSubtrees { dNSName example.org } } (RFC 5280, section 4.2.1.10)
        byte[] constraints = [0x30, 0x11, 0xA0, 0x0F, 0x30, 0x0D, 0x82, 0x0B, .. "example.org"u8];
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority intermediate = root.Intermediate(
            SignatureAlgorithm.MLDsa44,
            new CertificateBuilder("CN=Intermediate") { IsAuthority = true, Extensions = [new X509Extension("2.5.29.30", constraints, critical: true)] });
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate], Intermediates = [intermediate.Certificate] };
        Assert.Empty(validator.Validate(intermediate.Issue(new CertificateBuilder("CN=host") { DnsNames = ["www.example.org"] })).Problems);
        Refused(CertificateProblemKind.Path, validator, intermediate.Issue(new CertificateBuilder("CN=host") { DnsNames = ["example.com"] }));
    }

    [Fact]
    public void Validate_UnknownCriticalExtension_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate] };
        CertificateBuilder With(bool critical) => new("CN=host") { Extensions = [new X509Extension("1.2.3.4", [5, 0], critical)] };
        Assert.True(validator.Validate(root.Issue(With(critical: false))).IsValid);
        Refused(CertificateProblemKind.Path, validator, root.Issue(With(critical: true)));
    }

    [Fact]
    public void Validate_KeyUsages_AreKept()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate], KeyUsage = X509KeyUsageFlags.DigitalSignature };
        Assert.True(validator.Validate(root.Issue(new CertificateBuilder("CN=host"))).IsValid);
        Refused(CertificateProblemKind.KeyUsage, validator, root.Issue(new CertificateBuilder("CN=host") { KeyUsage = X509KeyUsageFlags.NonRepudiation }));

        using TestAuthority lists = root.Intermediate(SignatureAlgorithm.MLDsa44, new CertificateBuilder("CN=Lists") { IsAuthority = true, KeyUsage = X509KeyUsageFlags.CrlSign });
        CertificateValidator withLists = new() { TrustAnchors = [root.Certificate], Intermediates = [lists.Certificate] };
        Refused(CertificateProblemKind.Path, withLists, SignedBy(lists.Certificate, lists.Key));      // RFC 5280, section 6.1.4 (n)
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DigitalSignature)]
    [InlineData(X509KeyUsageFlags.KeyAgreement)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.DecipherOnly)]
    public void Validate_MLDsaKeyCertifiedToEncrypt_IsRefused(X509KeyUsageFlags usage)
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa65.GenerateKey();
        using X509Certificate2 certificate = SignedBy(root.Certificate, root.Key, key.PublicKey.ExportSubjectPublicKeyInfo(), new X509KeyUsageExtension(usage, critical: true));
        Refused(CertificateProblemKind.KeyUsage, new CertificateValidator { TrustAnchors = [root.Certificate] }, certificate);
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, true)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment, false)]
    [InlineData(X509KeyUsageFlags.DigitalSignature, false)]
    public void Validate_MLKemKey_IsForKeyEnciphermentOnly(X509KeyUsageFlags usage, bool valid)
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using KemPrivateKey key = KemAlgorithm.MLKem768.GenerateKey();
        using X509Certificate2 certificate = SignedBy(root.Certificate, root.Key, key.PublicKey.ExportSubjectPublicKeyInfo(), new X509KeyUsageExtension(usage, critical: true));
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate] };
        if (valid)
            Assert.Empty(validator.Validate(certificate).Problems);
        else
            Refused(CertificateProblemKind.KeyUsage, validator, certificate);
    }

    [Fact]
    public void Validate_Purposes_AreKeptAllTheWayUp()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using TestAuthority mail = root.Intermediate(
            SignatureAlgorithm.MLDsa44, new CertificateBuilder("CN=Mail") { IsAuthority = true, ExtendedKeyUsages = [KeyPurposes.EmailProtection] });
        CertificateBuilder server = new("CN=host") { ExtendedKeyUsages = [KeyPurposes.ServerAuthentication] };
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate], Intermediates = [mail.Certificate], Purpose = KeyPurposes.ServerAuthentication };
        Assert.True(validator.Validate(root.Issue(server)).IsValid);
        Assert.True(validator.Validate(root.Issue(new CertificateBuilder("CN=host"))).IsValid);
        Refused(CertificateProblemKind.KeyUsage, validator, root.Issue(new CertificateBuilder("CN=host") { ExtendedKeyUsages = [KeyPurposes.ClientAuthentication] }));
        Refused(CertificateProblemKind.KeyUsage, validator, mail.Issue(server));
    }

    [Fact]
    public void Validate_CriticalPurpose_IsKnown()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        X509EnhancedKeyUsageExtension purpose = new([new Oid(KeyPurposes.TimeStamping)], critical: true);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=time") { Extensions = [purpose] });
        Assert.Empty(new CertificateValidator { TrustAnchors = [root.Certificate], Purpose = KeyPurposes.TimeStamping }.Validate(certificate).Problems);
    }

    [Fact]
    public void Validate_OtherHost_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate], HostName = "example.org" };
        Assert.True(validator.Validate(root.Issue(new CertificateBuilder("CN=host") { DnsNames = ["example.org"] })).IsValid);
        Refused(CertificateProblemKind.HostName, validator, root.Issue(new CertificateBuilder("CN=example.org") { DnsNames = ["example.com"] }));
        Refused(CertificateProblemKind.HostName, validator, root.Issue(new CertificateBuilder("CN=example.org")));      // the subject's name is no host's
    }

    [Fact]
    public void Validate_TwoSignatureAlgorithms_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=host"));
        byte[] der = certificate.RawData;
        byte[] oid = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11];      // id-ml-dsa-44
        int inner = der.AsSpan().IndexOf(oid);
        der[inner + 8] = 0x12;      // ML-DSA-65 inside of what is signed
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate] };
        Refused(CertificateProblemKind.Signature, validator, X509CertificateLoader.LoadCertificate(der));

        // the signature itself being good
        using X509Certificate2 resigned = SignedAgain(certificate, root.Key, signed => signed[signed.AsSpan().IndexOf(oid) + 8] = 0x12);
        Assert.Contains("two signature algorithms", Refused(CertificateProblemKind.Signature, validator, resigned).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_RsaPssWithAnotherHashForItsMask_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.RsaPss2048Sha256);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=host"));
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate] };
        using X509Certificate2 same = SignedAgain(certificate, root.Key, _ => { });
        Assert.True(validator.Validate(same).IsValid);
        using X509Certificate2 mixed = SignedAgain(certificate, root.Key, NameSha384ForTheMask, NameSha384ForTheMask);
        Assert.Contains("RSASSA-PSS", Refused(CertificateProblemKind.Signature, validator, mixed).Message, StringComparison.Ordinal);

        static void NameSha384ForTheMask(byte[] der)
        {
            byte[] oid = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];      // id-sha256: that of the message, then that of the mask
            Span<byte> mask = der.AsSpan(der.AsSpan().IndexOf(oid) + oid.Length);
            mask[mask.IndexOf(oid) + 8] = 0x02;
        }
    }

    [Fact]
    public void Validate_EveryChangedByte_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=host"));
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate] };
        for (int i = 0; i < certificate.RawData.Length; i += i < 350 ? 1 : 97)
        {
            byte[] changed = certificate.RawData;
            changed[i] ^= 1;
            try
            {
                using X509Certificate2 loaded = X509CertificateLoader.LoadCertificate(changed);
                Assert.False(validator.Validate(loaded).IsValid, $"{i}");
            }
            catch (CryptographicException)      // it cannot be loaded, or an extension cannot be read
            {
            }
        }
    }

    /// <summary>The platform's Equals compares issuer and serial number only.</summary>
    [Fact]
    public void Validate_LookalikeOfTheAnchor_IsNotTrusted()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using X509Certificate2 lookalike = Lookalike(root.Certificate, key);
        Assert.Equal(root.Certificate, lookalike);      // so says the platform
        using X509Certificate2 below = SignedBy(lookalike, key);
        CertificateValidator validator = new() { TrustAnchors = [root.Certificate], Intermediates = [lookalike] };
        Assert.False(validator.Validate(lookalike).IsValid);
        Assert.False(validator.Validate(below).IsValid);

        using X509Certificate2 genuine = SignedBy(root.Certificate, root.Key);
        CertificateValidation validation = new CertificateValidator { TrustAnchors = [root.Certificate], Intermediates = [lookalike] }.Validate(genuine);
        Assert.True(validation.IsValid);
        Assert.Same(root.Certificate, validation.Chain[^1]);
    }

    [Fact]
    public void Validate_ExtensionThatIsThereTwice_IsRefused()
    {
        using TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
        X509KeyUsageExtension usage = new(X509KeyUsageFlags.DigitalSignature, critical: true);
        X509SubjectKeyIdentifierExtension identifier = new([1, 2, 3], critical: false);
        using X509Certificate2 twoUsages = Twice(usage, root.Certificate, root.Key);
        Assert.False(new CertificateValidator { TrustAnchors = [root.Certificate] }.Validate(twoUsages).IsValid);

        using X509Certificate2 twoIdentifiers = Twice(identifier, root.Certificate, root.Key);
        using X509Certificate2 certificate = root.Issue(new CertificateBuilder("CN=host"));
        Assert.True(new CertificateValidator { TrustAnchors = [root.Certificate], Intermediates = [twoIdentifiers] }.Validate(certificate).IsValid);
    }

    internal static CertificateProblem Refused(CertificateProblemKind kind, CertificateValidator validator, X509Certificate2 certificate)
    {
        CertificateValidation validation = validator.Validate(certificate);
        Assert.False(validation.IsValid);
        CertificateProblem problem = Assert.Single(validation.Problems);
        Assert.Equal(kind, problem.Kind);
        return problem;
    }

    private static SignatureAlgorithm Find(string name) => PkiAlgorithms.TryFind(name, out SignatureAlgorithm? algorithm) ? algorithm : throw new ArgumentException(name);

    /// <summary>A certificate that has an extension twice, which the platform's builder does not write: one of its extensions is given another identifier, and all is signed again.</summary>
    private static X509Certificate2 Twice(X509Extension extension, X509Certificate2 issuer, SignaturePrivateKey issuerKey)
    {
        X509Extension other = new("2.5.29.99", extension.RawData, extension.Critical);
        using X509Certificate2 certificate = SignedBy(issuer, issuerKey, null, extension, other);
        byte arc = byte.Parse(extension.Oid!.Value!.Split('.')[^1], CultureInfo.InvariantCulture);
        return SignedAgain(certificate, issuerKey, signed => signed[signed.AsSpan().IndexOf((byte[])[0x06, 0x03, 0x55, 0x1D, 99]) + 4] = arc);
    }

    /// <summary>A certificate with changes in what is signed, and in the algorithm beside it.</summary>
    private static X509Certificate2 SignedAgain(
        X509Certificate2 certificate, SignaturePrivateKey issuerKey, Action<byte[]> changeSigned, Action<byte[]>? changeBeside = null)
    {
        AsnReader fields = new AsnReader(certificate.RawData, AsnEncodingRules.DER).ReadSequence();
        byte[] toBeSigned = fields.ReadEncodedValue().ToArray();
        byte[] algorithm = fields.ReadEncodedValue().ToArray();
        changeSigned(toBeSigned);
        changeBeside?.Invoke(algorithm);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(toBeSigned);
            writer.WriteEncodedValue(algorithm);
            writer.WriteBitString(issuerKey.Sign(toBeSigned));
        }

        return X509CertificateLoader.LoadCertificate(writer.Encode());
    }

    /// <summary>A certificate of the same issuer with the same serial number, of another key.</summary>
    private static X509Certificate2 Lookalike(X509Certificate2 certificate, SignaturePrivateKey key)
    {
        PublicKey publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKey.ExportSubjectPublicKeyInfo(), out _);
        CertificateRequest request = new(certificate.SubjectName, publicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        return request.Create(certificate.IssuerName, new KeySignatureGenerator(key), Now.AddMinutes(-5), Now.AddDays(1), certificate.SerialNumberBytes.Span);
    }

    /// <summary>A certificate that our own builder would not sign.</summary>
    private static X509Certificate2 SignedBy(X509Certificate2 issuer, SignaturePrivateKey issuerKey, byte[]? keyInfo = null, params X509Extension[] extensions)
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        PublicKey publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(keyInfo ?? key.PublicKey.ExportSubjectPublicKeyInfo(), out _);
        CertificateRequest request = new(new X500DistinguishedName("CN=signed"), publicKey, HashAlgorithmName.SHA256);
        foreach (X509Extension extension in extensions)
            request.CertificateExtensions.Add(extension);
        return request.Create(issuer.SubjectName, new KeySignatureGenerator(issuerKey), Now.AddMinutes(-5), Now.AddDays(1), [1, 2, 3]);
    }
}
