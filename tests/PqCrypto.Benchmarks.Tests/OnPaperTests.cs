using PqCrypto.Benchmarks.Handshakes;
using PqCrypto.Benchmarks.Report;

namespace PqCrypto.Benchmarks.Tests;

/// <summary>Round trips that bytes cost.</summary>
public class OnPaperTests
{
    [Theory]
    [InlineData(700, 1, 2)]
    [InlineData(14_600, 10, 2)]
    [InlineData(14_601, 11, 3)]
    [InlineData(43_800, 30, 3)]
    [InlineData(43_801, 31, 4)]
    public void RoundTrips_OfAServersFlight_GrowWithTheWindow(long bytes, int segments, int roundTrips)
    {
        OnPaper paper = new(new HandshakeMeasurement("", "", "", "", 300, bytes, 0, 0, [2000]));
        Assert.Equal((1, segments, roundTrips), (paper.SegmentsToServer, paper.SegmentsToClient, paper.RoundTrips));
        Assert.Equal((roundTrips * 20) + 2, paper.Milliseconds(20));
        Assert.Equal(Math.Pow(0.99, segments + 1), paper.NothingLost(0.01));
    }
}
