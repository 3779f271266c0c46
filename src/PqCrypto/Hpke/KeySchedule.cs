using System.Buffers.Binary;
using PqCrypto.Base;

namespace PqCrypto.Hpke;

/// <summary>From a shared secret to the key, the nonce and the exporter secret of a context.</summary>
internal static class KeySchedule
{
    /// <summary>Length of the shortest pre-shared key in bytes (RFC 9180, section 9.5).</summary>
    internal const int MinPskSize = 32;

    private const byte ModeBase = 0x00;
    private const byte ModePsk = 0x01;

    /// <summary>Derives what a context works with.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="sharedSecret">What the KEM gave. Secret.</param>
    /// <param name="info">What the context is bound to.</param>
    /// <param name="psk">The pre-shared key; empty in base mode. Secret.</param>
    /// <param name="pskId">Its name; empty in base mode.</param>
    /// <param name="key">Receives the key, Nk bytes. Secret.</param>
    /// <param name="baseNonce">Receives the nonce, Nn bytes. Secret.</param>
    /// <param name="exporterSecret">Receives Nh bytes. Secret.</param>
    /// <remarks>RFC 9180, section 5.1 (KeySchedule); with a function in one stage, draft-ietf-hpke-pq.</remarks>
    internal static void Run(
        HpkeSuite suite,
        ReadOnlySpan<byte> sharedSecret,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> psk,
        ReadOnlySpan<byte> pskId,
        Span<byte> key,
        Span<byte> baseNonce,
        Span<byte> exporterSecret)
    {
        CheckPsk(psk, pskId);
        CheckLength(info, nameof(info));
        CheckLength(psk, nameof(psk));
        CheckLength(pskId, nameof(pskId));
        byte mode = psk.IsEmpty ? ModeBase : ModePsk;
        if (KeyDerivation.IsOneStage(suite.Kdf))
            RunOneStage(suite, mode, sharedSecret, info, psk, pskId, key, baseNonce, exporterSecret);
        else
            RunTwoStages(suite, mode, sharedSecret, info, psk, pskId, key, baseNonce, exporterSecret);
    }

    /// <summary>Refuses what one-stage functions cannot take, and the others need not.</summary>
    /// <remarks>RFC 9180, section 7.2.1, leaves such a limit to the implementation.</remarks>
    internal static void CheckLength(ReadOnlySpan<byte> value, string parameterName, int longest = ushort.MaxValue)
    {
        if (value.Length > longest)
            throw new ArgumentException($"HPKE takes {longest} bytes at most here; got {value.Length}.", parameterName);
    }

    private static void CheckPsk(ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        if (psk.IsEmpty != pskId.IsEmpty)
            throw new ArgumentException("A pre-shared key and its identifier belong together (RFC 9180, section 5.1).", nameof(psk));
        if (!psk.IsEmpty && psk.Length < MinPskSize)
            throw new ArgumentException($"A pre-shared key is {MinPskSize} bytes or more; got {psk.Length}.", nameof(psk));
    }

    private static void RunTwoStages(
        HpkeSuite suite,
        byte mode,
        ReadOnlySpan<byte> sharedSecret,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> psk,
        ReadOnlySpan<byte> pskId,
        Span<byte> key,
        Span<byte> baseNonce,
        Span<byte> exporterSecret)
    {
        ReadOnlySpan<byte> suiteId = suite.Identifier;
        int hashSize = KeyDerivation.HashSize(suite.Kdf);
        using Workspace workspace = Workspace.Rent();
        Span<byte> context = workspace.Bytes(1 + 2 * hashSize);
        Span<byte> secret = workspace.Bytes(hashSize);
        context[0] = mode;
        KeyDerivation.Extract(suite.Kdf, suiteId, default, "psk_id_hash"u8, pskId, context.Slice(1, hashSize));
        KeyDerivation.Extract(suite.Kdf, suiteId, default, "info_hash"u8, info, context[(1 + hashSize)..]);
        KeyDerivation.Extract(suite.Kdf, suiteId, sharedSecret, "secret"u8, psk, secret);
        if (!key.IsEmpty)
        {
            KeyDerivation.Expand(suite.Kdf, suiteId, secret, "key"u8, context, key);
            KeyDerivation.Expand(suite.Kdf, suiteId, secret, "base_nonce"u8, context, baseNonce);
        }

        KeyDerivation.Expand(suite.Kdf, suiteId, secret, "exp"u8, context, exporterSecret);
    }

    private static void RunOneStage(
        HpkeSuite suite,
        byte mode,
        ReadOnlySpan<byte> sharedSecret,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> psk,
        ReadOnlySpan<byte> pskId,
        Span<byte> key,
        Span<byte> baseNonce,
        Span<byte> exporterSecret)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> secrets = workspace.Bytes(2 * sizeof(ushort) + psk.Length + sharedSecret.Length);
        Span<byte> context = workspace.Bytes(1 + 2 * sizeof(ushort) + pskId.Length + info.Length);
        Span<byte> output = workspace.Bytes(key.Length + baseNonce.Length + exporterSecret.Length);
        WriteWithLength(sharedSecret, WriteWithLength(psk, secrets));
        context[0] = mode;
        WriteWithLength(info, WriteWithLength(pskId, context[1..]));
        KeyDerivation.Derive(suite.Kdf, suite.Identifier, secrets, "secret"u8, context, output);
        output[..key.Length].CopyTo(key);
        output.Slice(key.Length, baseNonce.Length).CopyTo(baseNonce);
        output[(key.Length + baseNonce.Length)..].CopyTo(exporterSecret);
    }

    /// <summary>Writes a value behind its length in two bytes.</summary>
    /// <returns>What is left of the destination.</returns>
    private static Span<byte> WriteWithLength(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)value.Length);
        value.CopyTo(destination[sizeof(ushort)..]);
        return destination[(sizeof(ushort) + value.Length)..];
    }
}
