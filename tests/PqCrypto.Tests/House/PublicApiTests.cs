namespace PqCrypto.Tests.House;

/// <summary>The public surface is the approved one: a change of it is seen in review as a change of a text file.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("PqCrypto")]
    [InlineData("PqCrypto.Testing")]
    public void PublicSurface_Is_TheApprovedText(string assembly) =>
        Repository.AssertGenerated(
            $"tests/PqCrypto.Tests/House/approved/{assembly}.txt",
            PublicSurface.Render(System.Reflection.Assembly.Load(assembly)));
}
