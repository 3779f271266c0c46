using System.Net.Sockets;
using PqCrypto.Samples.Handshake;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>One thread reads what is wrong while another one is in the middle of a record.</summary>
[Collection(HandshakeSuite.Name)]
public class FailureWhileWritingTests(HandshakeFixture fixture)
{
    [Fact]
    public async Task Read_WrongRecordWhileAWriteIsUnderWay_LeavesWhatIsWritten()
    {
        using Wire wire = await Wire.ConnectAsync();
        using HeldStream serverEnd = new(wire.ServerEnd);
        SecureChannel[] ends = await Task.WhenAll(
            HandshakeServer.AcceptAsync(serverEnd, fixture.Server(HandshakePolicy.HybridPreferred)),
            HandshakeClient.ConnectAsync(wire.ClientEnd, fixture.ClientOf(HandshakePolicy.HybridPreferred)));
        await using SecureChannel server = ends[0];
        await using SecureChannel client = ends[1];

        byte[] data = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        serverEnd.IsHeld = true;
        Task writing = server.WriteAsync(data).AsTask();
        await serverEnd.Reached.WaitAsync(TimeSpan.FromSeconds(20));
        await wire.ClientEnd.WriteAsync((byte[])[(byte)RecordType.Protected, 0, 20, .. new byte[20]]);
        HandshakeException error = await Assert.ThrowsAsync<HandshakeException>(async () => await server.ReadAsync(new byte[1]));
        Assert.False(error.ReportedByPeer);
        serverEnd.Release();
        await writing;

        byte[] received = new byte[data.Length];
        await client.ReadExactlyAsync(received);
        Assert.Equal(data, received);
    }

    /// <summary>A stream whose writes wait, with the caller's bytes where they are.</summary>
    private sealed class HeldStream(NetworkStream stream) : Stream
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        internal bool IsHeld { get; set; }

        internal Task Reached => reached.Task;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsHeld)
            {
                reached.TrySetResult();
                await released.Task.WaitAsync(cancellationToken);
            }

            await stream.WriteAsync(buffer, cancellationToken);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => stream.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);

        public override void Flush() => stream.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        internal void Release() => released.SetResult();

        protected override void Dispose(bool disposing)
        {
            stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
