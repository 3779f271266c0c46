using PqCrypto.Base;

namespace PqCrypto.Tests.Base;

/// <summary>Comparison and selection look at every byte, whatever the length.</summary>
public sealed class ConstantTimeTests
{
    private const int Longest = 41;

    [Fact]
    public void EqualMask_EachByteOfEachLength_IsCompared()
    {
        for (int length = 0; length <= Longest; length++)
        {
            byte[] one = Bytes(length);
            Assert.Equal(0xFF, ConstantTime.EqualMask(one, [.. one]));
            for (int bit = 0; bit < 8 * length; bit++)
            {
                byte[] other = [.. one];
                other[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(0, ConstantTime.EqualMask(one, other));
            }
        }
    }

    [Fact]
    public void EqualMask_OtherLength_IsRefused() => Assert.Throws<ArgumentException>(() => ConstantTime.EqualMask(new byte[8], new byte[9]));

    [Fact]
    public void IsZeroMask_EachByteOfEachLength_IsLookedAt()
    {
        for (int length = 0; length <= Longest; length++)
        {
            byte[] bytes = new byte[length];
            Assert.Equal(0xFF, ConstantTime.IsZeroMask(bytes));
            for (int bit = 0; bit < 8 * length; bit++)
            {
                bytes[bit / 8] = (byte)(1 << (bit % 8));
                Assert.Equal(0, ConstantTime.IsZeroMask(bytes));
                bytes[bit / 8] = 0;
            }
        }
    }

    [Fact]
    public void Select_EitherMask_CopiesTheWholeOfOne()
    {
        for (int length = 0; length <= Longest; length++)
        {
            byte[] set = Bytes(length);
            byte[] clear = [.. set.Select(value => (byte)~value)];
            byte[] destination = new byte[length];
            ConstantTime.Select(0xFF, set, clear, destination);
            Assert.Equal(set, destination);
            ConstantTime.Select(0x00, set, clear, destination);
            Assert.Equal(clear, destination);
        }
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 37) + 11))];
}
