using PqCrypto.Benchmarks.Report;

namespace PqCrypto.Benchmarks.Handshakes;

/// <summary>A handshake over a network, computed from its bytes: for machines whose kernel has no netem to simulate one.</summary>
/// <remarks>TCP sends ten segments at first (RFC 6928) and twice as many in each further round trip; a segment has 1460 bytes (1500 less two headers of 20). The client is ready one
/// round trip after that of TCP's connection, if the server's flight fits into the first window.</remarks>
internal sealed class OnPaper(HandshakeMeasurement handshake)
{
    private const int SegmentSize = 1460;
    private const int FirstWindow = 10;

    public int SegmentsToServer => Segments(handshake.BytesToServer);

    public int SegmentsToClient => Segments(handshake.BytesToClient);

    /// <summary>Of the connection and of the handshake.</summary>
    public int RoundTrips
    {
        get
        {
            int trips = 2, sent = FirstWindow;
            for (int window = 2 * FirstWindow; sent < SegmentsToClient; window *= 2, trips++)
                sent += window;
            return trips;
        }
    }

    /// <summary>From the first packet to the agreed keys, with the processor's share as it was measured on the loopback interface.</summary>
    public double Milliseconds(double roundTripMilliseconds) => (RoundTrips * roundTripMilliseconds) + (handshake.Percentile(50) / 1000);

    /// <summary>The chance that no segment is lost, and so nothing has to be waited for.</summary>
    public double NothingLost(double lossRate) => Math.Pow(1 - lossRate, SegmentsToServer + SegmentsToClient);

    private static int Segments(long bytes) => (int)((bytes + SegmentSize - 1) / SegmentSize);
}
