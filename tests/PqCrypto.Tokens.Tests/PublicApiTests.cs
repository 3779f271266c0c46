using System.Reflection;
using PqCrypto.Tests.House;

namespace PqCrypto.Tokens.Tests;

/// <summary>The public surfaces are the approved ones, as for the core.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("PqCrypto.Cose")]
    [InlineData("PqCrypto.IdentityModel")]
    public void PublicSurface_Is_TheApprovedText(string assembly) =>
        Repository.AssertGenerated($"tests/PqCrypto.Tokens.Tests/approved/{assembly}.txt", PublicSurface.Render(Assembly.Load(assembly)));
}
