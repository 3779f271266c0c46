namespace PqCrypto.Tests.Api;

public sealed class SignatureOptionsTests
{
    [Fact]
    public void Equals_GoesByTheContentOfTheContext()
    {
        SignatureOptions one = new() { Context = new byte[] { 1, 2, 3 }, Deterministic = true, PreHash = PreHash.Sha512 };
        SignatureOptions same = new() { Context = new byte[] { 0, 1, 2, 3 }.AsMemory(1), Deterministic = true, PreHash = PreHash.Sha512 };

        Assert.Equal(one, same);
        Assert.True(one == same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.Equal(one.ToString(), same.ToString());
    }

    [Fact]
    public void Equals_AnyDifference_IsFalse()
    {
        SignatureOptions one = new() { Context = new byte[] { 1, 2, 3 }, Deterministic = true, PreHash = PreHash.Sha512 };

        Assert.NotEqual(one, one with { Context = new byte[] { 1, 2, 4 } });
        Assert.NotEqual(one, one with { Context = new byte[] { 1, 2 } });
        Assert.NotEqual(one, one with { Context = default });
        Assert.NotEqual(one, one with { Deterministic = false });
        Assert.NotEqual(one, one with { PreHash = PreHash.Sha256 });
        Assert.NotEqual<object>(one, "text");
    }

    [Fact]
    public void Defaults_AreEmptyContextHedgedAndPure()
    {
        SignatureOptions options = new();

        Assert.True(options.Context.IsEmpty);
        Assert.False(options.Deterministic);
        Assert.Equal(PreHash.None, options.PreHash);
        Assert.Equal(options, new SignatureOptions { Context = Array.Empty<byte>() });
    }

    [Fact]
    public void ToString_ShowsTheContextInHexadecimal()
    {
        string text = new SignatureOptions { Context = new byte[] { 0xAB, 0x01 }, PreHash = PreHash.Shake256 }.ToString();

        Assert.Contains("AB01", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Shake256", text, StringComparison.Ordinal);
    }
}
