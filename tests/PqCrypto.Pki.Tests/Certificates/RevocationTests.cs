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

    private CertificateValidator With(params ReadOnlyMemory<byte>[] lists) =>
        new() { TrustAnchors = [root.Certificate], RevocationLists = lists, RequireRevocationLists = true };
}
