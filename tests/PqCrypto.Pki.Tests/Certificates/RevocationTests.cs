using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PqCrypto.Pki.Tests.Certificates;

/// <summary>Revocation lists: what they say, and which ones are believed.</summary>
public sealed class RevocationTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TestAuthority root = TestAuthority.Root(SignatureAlgorithm.MLDsa44);
    private readonly X509Certificate2 certificate;

    public RevocationTests() => certificate = root.Issue(new CertificateBuilder("CN=host"));

    public void Dispose()
    {
        certificate.Dispose();
        root.Dispose();
    }

    [Fact]
    public void Validate_Listed_IsRevoked() =>
        CertificateValidatorTests.Refused(CertificateProblemKind.Revoked, With(root.Revoke(Now.AddHours(-1), Now.AddDays(1), certificate)), certificate);

    [Fact]
    public void Validate_NotListed_IsValid() => Assert.Empty(With(root.Revoke(Now.AddHours(-1), Now.AddDays(1))).Validate(certificate).Problems);

    [Fact]
    public void Validate_WithoutAList_IsUnknownOnlyWhereOneIsRequired()
    {
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(), certificate);
        Assert.True(new CertificateValidator { TrustAnchors = [root.Certificate] }.Validate(certificate).IsValid);
    }

    [Fact]
    public void Validate_OldList_StillRevokesButShowsNothingElse()
    {
        CertificateValidatorTests.Refused(CertificateProblemKind.Revoked, With(root.Revoke(Now.AddDays(-2), Now.AddDays(-1), certificate)), certificate);
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(root.Revoke(Now.AddDays(-2), Now.AddDays(-1))), certificate);
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(root.Revoke(Now.AddDays(1), Now.AddDays(2))), certificate);
    }

    [Fact]
    public void Validate_ListOfAnotherKey_CoversNothing()
    {
        using TestAuthority impostor = TestAuthority.Root(SignatureAlgorithm.MLDsa44);      // with the same name
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(impostor.Revoke(Now.AddHours(-1), Now.AddDays(1))), certificate);
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(impostor.Revoke(Now.AddHours(-1), Now.AddDays(1), certificate)), certificate);
    }

    [Fact]
    public void Validate_ChangedList_CoversNothing()
    {
        byte[] list = root.Revoke(Now.AddHours(-1), Now.AddDays(1));
        list[^1] ^= 1;
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(list), certificate);
    }

    [Fact]
    public void Validate_KeyThatMaySignNoLists_CoversNothing()
    {
        using SignaturePrivateKey key = SignatureAlgorithm.MLDsa44.GenerateKey();
        using TestAuthority noLists = new(new CertificateBuilder("CN=Root") { IsAuthority = true, KeyUsage = X509KeyUsageFlags.KeyCertSign }.CreateSelfSigned(key), key);
        using X509Certificate2 below = noLists.Issue(new CertificateBuilder("CN=host"));
        CertificateValidator validator = new()
        {
            TrustAnchors = [noLists.Certificate],
            RevocationLists = [noLists.Revoke(Now.AddHours(-1), Now.AddDays(1))],
            RequireRevocationLists = true,
        };
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, validator, below);
    }

    [Fact]
    public void Validate_RevokedIntermediate_IsRefused()
    {
        using TestAuthority intermediate = root.Intermediate(SignatureAlgorithm.MLDsa65);
        using X509Certificate2 below = intermediate.Issue(new CertificateBuilder("CN=host"));
        CertificateValidator validator = new()
        {
            TrustAnchors = [root.Certificate],
            Intermediates = [intermediate.Certificate],
            RevocationLists = [root.Revoke(Now.AddHours(-1), Now.AddDays(1), intermediate.Certificate), intermediate.Revoke(Now.AddHours(-1), Now.AddDays(1))],
        };
        Assert.Equal(intermediate.Certificate, CertificateValidatorTests.Refused(CertificateProblemKind.Revoked, validator, below).Certificate);
    }

    [Fact]
    public void Validate_ListOfADistributionPoint_CoversTheCertificatesThatNameIt()
    {
        Uri first = new("http://example.org/1.crl"), second = new("http://example.org/2.crl");
        using X509Certificate2 ofFirst = root.Issue(new CertificateBuilder("CN=host") { RevocationListAddresses = [first] });
        using X509Certificate2 ofSecond = root.Issue(new CertificateBuilder("CN=host") { RevocationListAddresses = [second] });
        byte[] list = ListOf(first, critical: true, certificate);
        Assert.Empty(With(list).Validate(ofFirst).Problems);
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(list), ofSecond);
        CertificateValidatorTests.Refused(CertificateProblemKind.Revoked, With(list), certificate);      // listed all the same
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(ListOf(first, critical: false)), ofSecond);
    }

    [Theory]
    [InlineData("2.5.29.27", new byte[] { 0x02, 0x01, 0x01 })]              // deltaCRLIndicator
    [InlineData("2.5.29.28", new byte[] { 0x30, 0x03, 0x84, 0x01, 0xFF })]  // issuingDistributionPoint: indirectCRL
    [InlineData("2.5.29.28", new byte[] { 0x30, 0x03, 0x82, 0x01, 0xFF })]  // onlyContainsCACerts
    [InlineData("2.5.29.28", new byte[] { 0x30, 0x04, 0x83, 0x02, 0x06, 0x40 })]      // onlySomeReasons
    [InlineData("2.5.29.99", new byte[] { 0x05, 0x00 })]                    // not known
    public void Validate_ListThatIsNotComplete_CoversNothing(string oid, byte[] value)
    {
        byte[] list = root.Revoke(Now.AddHours(-1), Now.AddDays(1));
        CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(WithExtension(list, new X509Extension(oid, value, critical: true))), certificate);
    }

    /// <summary>What is an authority goes by the certificate, not by its place on the path (RFC 5280, section 6.3.3).</summary>
    [Theory]
    [InlineData(new byte[] { 0x30, 0x03, 0x81, 0x01, 0xFF }, false)]        // onlyContainsUserCerts
    [InlineData(new byte[] { 0x30, 0x03, 0x82, 0x01, 0xFF }, true)]         // onlyContainsCACerts
    public void Validate_AnAuthorityItself_IsCoveredByTheListsOfAuthorities(byte[] issuingDistributionPoint, bool isCovered)
    {
        using TestAuthority intermediate = root.Intermediate(SignatureAlgorithm.MLDsa44);
        byte[] list = WithExtension(root.Revoke(Now.AddHours(-1), Now.AddDays(1)), new X509Extension("2.5.29.28", issuingDistributionPoint, critical: true));
        if (isCovered)
            Assert.Empty(With(list).Validate(intermediate.Certificate).Problems);
        else
            CertificateValidatorTests.Refused(CertificateProblemKind.RevocationUnknown, With(list), intermediate.Certificate);
    }

    [Fact]
    public void Validate_MalformedList_Throws()
    {
        byte[] list = root.Revoke(Now.AddHours(-1), Now.AddDays(1));
        Assert.Throws<CryptographicException>(() => With(list.AsMemory(..^10)).Validate(certificate));
        Assert.Throws<CryptographicException>(() => With(Array.Empty<byte>()).Validate(certificate));
        Assert.Throws<CryptographicException>(() => With("no list"u8.ToArray()).Validate(certificate));
    }

    [Fact]
    public void Validate_EveryChangedByte_ThrowsOrCoversNothing()
    {
        byte[] list = root.Revoke(Now.AddHours(-1), Now.AddDays(1));
        for (int i = 0; i < list.Length; i += i < 250 ? 1 : 97)
        {
            byte[] changed = [.. list];
            changed[i] ^= 1;
            try
            {
                Assert.False(With(changed).Validate(certificate).IsValid);
            }
            catch (CryptographicException)
            {
            }
        }
    }

    private byte[] ListOf(Uri address, bool critical, params X509Certificate2[] certificates)
    {
        // IssuingDistributionPoint { distributionPoint [0] { fullName [0] { uniformResourceIdentifier [6] } } } (RFC 5280, section 5.2.5)
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            writer.WriteCharacterString(UniversalTagNumber.IA5String, address.AbsoluteUri, new Asn1Tag(TagClass.ContextSpecific, 6));
        return WithExtension(root.Revoke(Now.AddHours(-1), Now.AddDays(1), certificates), new X509Extension("2.5.29.28", writer.Encode(), critical));
    }

    /// <summary>The list with another extension, signed again: the platform's builder writes none of these.</summary>
    private byte[] WithExtension(byte[] list, X509Extension extension)
    {
        AsnReader outer = new AsnReader(list, AsnEncodingRules.DER).ReadSequence();
        AsnReader fields = outer.ReadSequence();
        AsnWriter body = new(AsnEncodingRules.DER);
        Asn1Tag extensions = new(TagClass.ContextSpecific, 0);
        using (body.PushSequence())
        {
            while (fields.HasData)
            {
                if (!fields.PeekTag().HasSameClassAndValue(extensions))
                {
                    body.WriteEncodedValue(fields.ReadEncodedValue().Span);
                    continue;
                }

                AsnReader old = fields.ReadSequence(extensions).ReadSequence();
                using (body.PushSequence(extensions))
                using (body.PushSequence())
                {
                    while (old.HasData)
                        body.WriteEncodedValue(old.ReadEncodedValue().Span);
                    using (body.PushSequence())
                    {
                        body.WriteObjectIdentifier(extension.Oid!.Value!);
                        if (extension.Critical)
                            body.WriteBoolean(value: true);
                        body.WriteOctetString(extension.RawData);
                    }
                }
            }
        }

        byte[] toBeSigned = body.Encode();
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(toBeSigned);
            writer.WriteEncodedValue(outer.ReadEncodedValue().Span);
            writer.WriteBitString(root.Key.Sign(toBeSigned));
        }

        return writer.Encode();
    }

    private CertificateValidator With(params ReadOnlyMemory<byte>[] lists) =>
        new() { TrustAnchors = [root.Certificate], RevocationLists = lists, RequireRevocationLists = true };
}
