using PqCrypto.Samples.Handshake;

namespace PqCrypto.Samples.Tests.Handshake;

/// <summary>Messages read back as written; whatever else comes is refused with a reason, never with another exception.</summary>
public class MessageTests
{
    private static readonly Dictionary<MessageType, (byte[] Encoded, Func<byte[], byte[]> Again)> Messages = new()
    {
        [MessageType.ClientHello] = (
            new ClientHello([.. Enumerable.Range(0, 32).Select(i => (byte)i)], 1234567890123, ["X25519MLKEM768", "b"], ["c"], [new KeyShare("b", [1, 2, 3])]).Encode(),
            bytes => ClientHello.Decode(bytes).Encode()),
        [MessageType.ServerHello] = (new ServerHello(new byte[32], "b", [1, 2, 3, 4]).Encode(), bytes => ServerHello.Decode(bytes).Encode()),
        [MessageType.HelloRetry] = (new HelloRetry("b").Encode(), bytes => HelloRetry.Decode(bytes).Encode()),
        [MessageType.EncryptedExtensions] = (new EncryptedExtensions(["a", "b"], ["c", "d"]).Encode(), bytes => EncryptedExtensions.Decode(bytes).Encode()),
        [MessageType.CertificateRequest] = (new CertificateRequest(["a"]).Encode(), bytes => CertificateRequest.Decode(bytes).Encode()),
        [MessageType.Certificate] = (new Certificate("näme", [5, 6]).Encode(), bytes => Certificate.Decode(bytes).Encode()),
        [MessageType.CertificateVerify] = (new CertificateVerify("a", [7]).Encode(), bytes => CertificateVerify.Decode(bytes).Encode()),
    };

    public static TheoryData<string> Types => [.. Messages.Keys.Select(type => type.ToString())];

    [Theory, MemberData(nameof(Types))]
    public void Decode_Encoded_RoundTrips(string type)
    {
        (byte[] encoded, Func<byte[], byte[]> again) = Messages[Enum.Parse<MessageType>(type)];
        Assert.Equal(encoded, again(encoded));
    }

    [Theory, MemberData(nameof(Types))]
    public void Decode_EveryTruncationAndExtension_IsADecodeError(string type)
    {
        (byte[] encoded, Func<byte[], byte[]> again) = Messages[Enum.Parse<MessageType>(type)];
        byte[] body = encoded[Message.HeaderSizeInBytes..];
        for (int size = 0; size < body.Length; size++)
            Assert.Equal(HandshakeReason.DecodeError, ReasonOf(() => again(Message.Frame((MessageType)encoded[0], body.AsSpan(0, size)))));
        Assert.Equal(HandshakeReason.DecodeError, ReasonOf(() => again(Message.Frame((MessageType)encoded[0], [.. body, 0]))));
    }

    [Theory, MemberData(nameof(Types))]
    public void Decode_EveryByteReplaced_ReadsOrGivesAReason(string type)
    {
        (byte[] encoded, Func<byte[], byte[]> again) = Messages[Enum.Parse<MessageType>(type)];
        for (int position = 0; position < encoded.Length; position++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = [.. encoded];
                changed[position] = (byte)value;
                Exception? error = Record.Exception(() => Assert.Equal(changed, again(changed)));
                Assert.True(error is null or HandshakeException, $"{type}, byte {position} = {value}: {error}");
            }
        }
    }

    [Fact]
    public void Decode_ListTooLongOrWithRepetition_IsRefused()
    {
        string[] many = [.. Enumerable.Range(0, 17).Select(i => $"name {i}")];
        Assert.Equal(HandshakeReason.DecodeError, ReasonOf(() => CertificateRequest.Decode(new CertificateRequest(many).Encode())));
        Assert.Equal(HandshakeReason.DecodeError, ReasonOf(() => CertificateRequest.Decode(new CertificateRequest(["a", "a"]).Encode())));
    }

    [Fact]
    public void Decode_ShareNotOfferedOrTwice_IsRefused()
    {
        ClientHello hello = new(new byte[32], 0, ["a"], ["s"], [new KeyShare("b", [1])]);
        Assert.Equal(HandshakeReason.IllegalParameter, ReasonOf(() => ClientHello.Decode(hello.Encode())));
        hello = hello with { Shares = [new KeyShare("a", [1]), new KeyShare("a", [2])] };
        Assert.Equal(HandshakeReason.IllegalParameter, ReasonOf(() => ClientHello.Decode(hello.Encode())));
    }

    private static HandshakeReason ReasonOf(Action act) => Assert.Throws<HandshakeException>(act).Reason;
}
