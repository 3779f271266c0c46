using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PqCrypto.Tests.Vectors;

/// <summary>The generator behind NIST's response files: CTR_DRBG of SP 800-90A with AES-256, without derivation function, personalization string or
/// prediction resistance.</summary>
/// <remarks>Every draw ends with an update, so two draws of 32 bytes are not one draw of 64.</remarks>
internal sealed class CtrDrbg : IDisposable
{
    private const int BlockSize = 16;
    private const int SeedSize = 48;   // = 32-byte key + 16-byte counter

    private readonly Aes aes = Aes.Create();
    private UInt128 counter;

    /// <summary>Instantiates the generator.</summary>
    /// <param name="entropy">48 bytes.</param>
    public CtrDrbg(ReadOnlySpan<byte> entropy)
    {
        aes.Key = new byte[32];
        Update(entropy);
    }

    /// <summary>One draw.</summary>
    /// <param name="length">The number of bytes.</param>
    public byte[] Draw(int length)
    {
        byte[] output = Blocks(length);
        Update(default);
        return output;
    }

    public void Dispose() => aes.Dispose();

    private void Update(ReadOnlySpan<byte> provided)
    {
        byte[] state = Blocks(SeedSize);
        for (int i = 0; i < provided.Length; i++)
            state[i] ^= provided[i];
        aes.Key = state[..32];
        counter = BinaryPrimitives.ReadUInt128BigEndian(state.AsSpan(32));
    }

    /// <summary>Encrypts counter + 1, counter + 2, ... and drops the rest of the last block.</summary>
    [SuppressMessage("Security", "CA5358:Do Not Use Unsafe Cipher Modes", Justification = "SP 800-90A builds on the block cipher itself.")]
    private byte[] Blocks(int length)
    {
        byte[] blocks = new byte[(length + BlockSize - 1) / BlockSize * BlockSize];
        for (int i = 0; i < blocks.Length; i += BlockSize)
            BinaryPrimitives.WriteUInt128BigEndian(blocks.AsSpan(i), ++counter);
        return aes.EncryptEcb(blocks, PaddingMode.None)[..length];
    }
}
