namespace PqCrypto.Tests.Vectors;

public class CtrDrbgTests
{
    [Fact]
    public void Draw_EntropyOfResponseFiles_GivesFirstPublishedSeed()
    {
        using CtrDrbg generator = KatFile.OuterGenerator();
        Assert.Equal(
            "061550234D158C5EC95595FE04EF7A25767F2E24CC2BC479D09D86DC9ABCFDE7056A8C266F9EF97ED08541DBD2E1FFA1",
            Convert.ToHexString(generator.Draw(48)));
    }

    [Fact]
    public void Draw_TwiceThirtyTwo_IsNotOnceSixtyFour()
    {
        using CtrDrbg two = KatFile.OuterGenerator();
        using CtrDrbg one = KatFile.OuterGenerator();
        byte[] halves = [.. two.Draw(32), .. two.Draw(32)];
        byte[] whole = one.Draw(64);
        Assert.Equal(whole[..32], halves[..32]);
        Assert.NotEqual(whole[32..], halves[32..]);
    }
}
