using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PqCrypto.Samples.Handshake;

/// <summary>Who sends what the key protects.</summary>
internal enum Role
{
    Client,
    Server,
}

/// <summary>The key schedule of RFC 8446, section 7.1, without pre-shared keys, over SHA-384, with labels of this protocol.</summary>
internal sealed class KeySchedule : IDisposable
{
    internal const int HashSizeInBytes = 48;                    // SHA-384

    internal static readonly HashAlgorithmName Hash = HashAlgorithmName.SHA384;

    private const int MaxLabelSizeInBytes = 255;
    private const int MaxInfoSizeInBytes = 2 + 1 + MaxLabelSizeInBytes + 1 + HashSizeInBytes;
    private static readonly byte[] EmptyHash = SHA384.HashData([]);

    private readonly PinnedSecret current = new(HashSizeInBytes);
    private readonly PinnedSecret[] handshakeTraffic = [new(HashSizeInBytes), new(HashSizeInBytes)];       // by sender
    private readonly PinnedSecret[] applicationTraffic = [new(HashSizeInBytes), new(HashSizeInBytes)];

    /// <summary>Starts with the early secret of no pre-shared key.</summary>
    internal KeySchedule() => HKDF.Extract(Hash, new byte[HashSizeInBytes], [], current.Bytes);

    /// <summary>Mixes in the shared secret and derives the traffic secrets of the handshake.</summary>
    /// <param name="sharedSecret">From the key exchange. Secret.</param>
    /// <param name="transcriptHash">ClientHello to ServerHello.</param>
    internal void EnterHandshake(SharedSecret sharedSecret, ReadOnlySpan<byte> transcriptHash)
    {
        using PinnedSecret input = new(sharedSecret.SizeInBytes);
        sharedSecret.CopyTo(input.Bytes);
        Advance(input.Bytes);
        DeriveSecret("pqhs1 c hs traffic"u8, transcriptHash, handshakeTraffic[(int)Role.Client].Bytes);
        DeriveSecret("pqhs1 s hs traffic"u8, transcriptHash, handshakeTraffic[(int)Role.Server].Bytes);
    }

    /// <summary>Goes on to the master secret and derives the traffic secrets of the application data.</summary>
    /// <param name="transcriptHash">ClientHello to the server's Finished.</param>
    internal void EnterApplication(ReadOnlySpan<byte> transcriptHash)
    {
        Span<byte> zeros = stackalloc byte[HashSizeInBytes];
        zeros.Clear();
        Advance(zeros);
        DeriveSecret("pqhs1 c ap traffic"u8, transcriptHash, applicationTraffic[(int)Role.Client].Bytes);
        DeriveSecret("pqhs1 s ap traffic"u8, transcriptHash, applicationTraffic[(int)Role.Server].Bytes);
    }

    /// <summary>The record keys of one direction within the handshake.</summary>
    internal TrafficKeys HandshakeKeys(Role sender) => MakeKeys(handshakeTraffic[(int)sender].Bytes);

    /// <summary>The record keys of one direction for what follows the sender's Finished.</summary>
    internal TrafficKeys ApplicationKeys(Role sender) => MakeKeys(applicationTraffic[(int)sender].Bytes);

    /// <summary>The Finished MAC of one side (RFC 8446, section 4.4.4), from the handshake traffic secrets.</summary>
    internal byte[] FinishedMac(Role sender, ReadOnlySpan<byte> transcriptHash)
    {
        using PinnedSecret key = new(HashSizeInBytes);
        ExpandLabel(handshakeTraffic[(int)sender].Bytes, "pqhs1 finished"u8, [], key.Bytes);
        return HMACSHA384.HashData(key.Bytes, transcriptHash);
    }

    /// <summary>HKDF-Expand-Label of RFC 8446, section 7.1; the label comes with its prefix.</summary>
    /// <param name="secret">Secret.</param>
    /// <param name="label">What the output is for. Public.</param>
    /// <param name="context">A transcript hash, or empty. Public.</param>
    /// <param name="output">Secret.</param>
    internal static void ExpandLabel(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, Span<byte> output)
    {
        Span<byte> info = stackalloc byte[MaxInfoSizeInBytes];
        BinaryPrimitives.WriteUInt16BigEndian(info, checked((ushort)output.Length));
        info[2] = checked((byte)label.Length);
        label.CopyTo(info[3..]);
        info[3 + label.Length] = checked((byte)context.Length);
        context.CopyTo(info[(4 + label.Length)..]);
        HKDF.Expand(Hash, secret, output, info[..(4 + label.Length + context.Length)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        current.Dispose();
        foreach (PinnedSecret secret in handshakeTraffic.Concat(applicationTraffic))
            secret.Dispose();
    }

    private static TrafficKeys MakeKeys(ReadOnlySpan<byte> trafficSecret)
    {
        using PinnedSecret key = new(TrafficKeys.KeySizeInBytes);
        using PinnedSecret iv = new(TrafficKeys.NonceSizeInBytes);
        ExpandLabel(trafficSecret, "pqhs1 key"u8, [], key.Bytes);
        ExpandLabel(trafficSecret, "pqhs1 iv"u8, [], iv.Bytes);
        return new TrafficKeys(key.Bytes, iv.Bytes);
    }

    private void Advance(ReadOnlySpan<byte> input)
    {
        using PinnedSecret salt = new(HashSizeInBytes);
        DeriveSecret("pqhs1 derived"u8, EmptyHash, salt.Bytes);
        HKDF.Extract(Hash, input, salt.Bytes, current.Bytes);
    }

    private void DeriveSecret(ReadOnlySpan<byte> label, ReadOnlySpan<byte> transcriptHash, Span<byte> output) =>
        ExpandLabel(current.Bytes, label, transcriptHash, output);
}
