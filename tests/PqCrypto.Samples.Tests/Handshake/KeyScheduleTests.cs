using System.Security.Cryptography;
using PqCrypto.Samples.Handshake;

namespace PqCrypto.Samples.Tests.Handshake;

public class KeyScheduleTests
{
    /// <summary>The start of every TLS 1.3 key schedule over SHA-384, public in many traces: the early secret of no pre-shared key, and what is derived.</summary>
    [Fact]
    public void ExpandLabel_TlsLabel_GivesTheKnownDerivedSecret()
    {
        byte[] early = HKDF.Extract(HashAlgorithmName.SHA384, new byte[48], []);
        Assert.Equal("7EE8206F5570023E6DC7519EB1073BC4E791AD37B5C382AA10BA18E2357E716971F9362F2C2FE2A76BFD78DFEC4EA9B5", Convert.ToHexString(early));
        byte[] derived = new byte[48];
        KeySchedule.ExpandLabel(early, "tls13 derived"u8, SHA384.HashData([]), derived);
        Assert.Equal("1591DAC5CBBF0330A4A84DE9C753330E92D01F0A88214B4464972FD668049E93E52F2B16FAD922FDC0584478428F282B", Convert.ToHexString(derived));
    }

    /// <summary>The whole schedule again, from HMAC alone.</summary>
    [Fact]
    public void Schedule_AgainstHmacByHand_GivesTheSameFinishedAndRecords()
    {
        using KemPrivateKey key = KemAlgorithm.X25519MLKem768.GenerateKey();
        using SharedSecret secret = key.PublicKey.Encapsulate(out _);
        byte[] hellos = SHA384.HashData([1]);
        byte[] untilFinished = SHA384.HashData([2]);
        using KeySchedule schedule = new();
        schedule.EnterHandshake(secret, hellos);

        byte[] empty = SHA384.HashData([]);
        byte[] early = HMACSHA384.HashData(new byte[48], new byte[48]);
        byte[] handshake = HMACSHA384.HashData(Expand(early, "derived", empty, 48), secret.ToArray());
        byte[] serverTraffic = Expand(handshake, "s hs traffic", hellos, 48);
        byte[] clientTraffic = Expand(handshake, "c hs traffic", hellos, 48);
        Assert.Equal(HMACSHA384.HashData(Expand(serverTraffic, "finished", [], 48), untilFinished), schedule.FinishedMac(Role.Server, untilFinished));
        Assert.Equal(HMACSHA384.HashData(Expand(clientTraffic, "finished", [], 48), untilFinished), schedule.FinishedMac(Role.Client, untilFinished));

        schedule.EnterApplication(untilFinished);
        byte[] master = HMACSHA384.HashData(Expand(handshake, "derived", empty, 48), new byte[48]);
        byte[] application = Expand(master, "c ap traffic", untilFinished, 48);
        using AesGcm byHand = new(Expand(application, "key", [], 32), 16);
        using TrafficKeys keys = schedule.ApplicationKeys(Role.Client);
        for (byte number = 0; number < 3; number++)
        {
            byte[] nonce = Expand(application, "iv", [], 12);
            nonce[^1] ^= number;
            byte[] expected = new byte[5 + 16];
            byHand.Encrypt(nonce, "hello"u8, expected.AsSpan(0, 5), expected.AsSpan(5), [24, 0, 21]);
            byte[] actual = new byte[5 + 16];
            keys.Protect([24, 0, 21], "hello"u8, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Protect_KeyUsedUp_RefusesRatherThanRepeatsANonce()
    {
        using TrafficKeys keys = new(new byte[32], new byte[12]) { Sequence = TrafficKeys.MaxRecords - 1 };
        keys.Protect([], [1], new byte[17]);
        Assert.Equal(HandshakeReason.KeyExhausted, Assert.Throws<HandshakeException>(() => keys.Protect([], [1], new byte[17])).Reason);
        Assert.Equal(HandshakeReason.KeyExhausted, Assert.Throws<HandshakeException>(() => keys.Unprotect([], new byte[17], new byte[1])).Reason);
    }

    [Fact]
    public void Dispose_Secret_IsZeroed()
    {
        PinnedSecret secret = new(48);
        secret.Bytes.Fill(0xa5);
        secret.Dispose();
        Assert.True(secret.Bytes.IndexOfAnyExcept((byte)0) < 0);
    }

    /// <summary>HKDF-Expand-Label (RFC 8446, section 7.1) from HMAC (RFC 5869, section 2.3), for outputs of at most one block.</summary>
    private static byte[] Expand(byte[] secret, string label, byte[] context, int size)
    {
        byte[] full = System.Text.Encoding.ASCII.GetBytes("pqhs1 " + label);
        byte[] info = [0, (byte)size, (byte)full.Length, .. full, (byte)context.Length, .. context];
        byte[] firstBlock = [.. info, 1];
        return HMACSHA384.HashData(secret, firstBlock)[..size];
    }
}
