using PqCrypto.Tests.House;

namespace PqCrypto.Pki.Tests;

/// <summary>The public surface is the approved one, as for the core.</summary>
public class PublicApiTests
{
    [Fact]
    public void PublicSurface_Is_TheApprovedText() =>
        Repository.AssertGenerated("tests/PqCrypto.Pki.Tests/approved/PqCrypto.Pki.txt", PublicSurface.Render(typeof(PkiAlgorithms).Assembly));
}
