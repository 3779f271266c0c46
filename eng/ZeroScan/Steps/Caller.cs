using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.ZeroScan;

/// <summary>What the program around the library does with secrets as a careful caller: they lie in memory that does not move and are zeroed after use.</summary>
internal static class Caller
{
    /// <summary>Told of each secret that the caller gives or is given. The program that makes the needles listens.</summary>
    internal static Action<ReadOnlySpan<byte>>? Secrets { get; set; }

    /// <summary>Told of what the library draws on this thread: secrets, and salts.</summary>
    internal static Action<ReadOnlySpan<byte>>? Drawn { get; set; }

    /// <summary>Told of each secret that another thread of the library has drawn, so that nobody knew it before. The program that scans listens.</summary>
    internal static Action<Memory>? Unknown { get; set; }

    /// <summary>Told of what is public.</summary>
    internal static Action<byte[]>? Published { get; set; }

    /// <summary>Runs while keys and secrets live, so that what the collector moves has a copy. Nothing where needles are made.</summary>
    internal static Action Collect { get; set; } = static () => { };

    /// <summary>Writes the secret of a number, byte by byte: eight of them are never together in a register.</summary>
    internal static void Fill(Span<byte> secret, ulong number)
    {
        for (int i = 0; i < secret.Length; i++)
            secret[i] = Byte(number, i);
    }

    /// <summary>Uses the password of a number.</summary>
    internal static void WithPassword(ulong number, Action<Memory> use)
    {
        using Memory password = new(48);
        Fill(password.Bytes, number);
        foreach (ref char character in password.Text)
            character = (char)('!' + (character & 63));
        Secrets?.Invoke(password.Bytes);
        use(password);
    }

    /// <summary>Uses room for a secret that the library gives.</summary>
    internal static void Receive(int size, Action<Memory> use)
    {
        using Memory secret = new(size);
        use(secret);
        Secrets?.Invoke(secret.Bytes);
    }

    /// <summary>Zeroes a secret that came in an ordinary array.</summary>
    internal static void Forget(byte[] secret)
    {
        Secrets?.Invoke(secret);
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>Zeroes a secret that came as a text.</summary>
    internal static void Forget(string secret)
    {
        Span<char> text = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(secret.AsSpan()), secret.Length);
        Secrets?.Invoke(MemoryMarshal.AsBytes(text));
        text.Clear();
    }

    /// <summary>Tells that bytes are public.</summary>
    internal static byte[] Publish(byte[] bytes)
    {
        Published?.Invoke(bytes);
        return bytes;
    }

    /// <summary>Tells that a public key is public, and what is around a private key in a text.</summary>
    internal static void PublishForms(byte[] publicKey)
    {
        Publish(publicKey);
        Publish(System.Text.Encoding.Unicode.GetBytes("-----BEGIN PRIVATE KEY-----\n"));
        Publish(System.Text.Encoding.Unicode.GetBytes("\n-----END PRIVATE KEY-----"));
        Publish(System.Text.Encoding.Unicode.GetBytes("PRIVATE KEY"));
    }

    /// <summary>Lets the library draw the secrets of a number and those after it, on this thread.</summary>
    internal static IDisposable Draw(ulong number)
    {
        ulong drawn = 0;
        return Entropy.Replace(destination =>
        {
            Fill(destination, number + (drawn++ << 32));
            Drawn?.Invoke(destination);
        });
    }

    /// <summary>Lets an operation find little scratch memory, so that it ends in its middle with an exception.</summary>
    internal static void Starve(int kilobytes, Action operation)
    {
        using IDisposable limit = Workspace.Limit(kilobytes * 1024);
        try
        {
            operation();
        }
        catch (InvalidOperationException)
        {
        }
    }

    /// <summary>Runs an import that is refused.</summary>
    internal static void Refused(Func<IDisposable> import)
    {
        try
        {
            import().Dispose();
        }
        catch (CryptographicException)
        {
            return;
        }

        throw new InvalidOperationException("A key that was changed has been read.");
    }

    private static byte Byte(ulong number, int i)
    {
        ulong x = (number * 0x1_0001) + (ulong)i + 1;
        x = (x ^ (x >> 30)) * 0xbf58_476d_1ce4_e5b9;
        x = (x ^ (x >> 27)) * 0x94d0_49bb_1331_11eb;
        return (byte)(x >> 56);
    }

    /// <summary>Native memory that is zeroed when it is disposed.</summary>
    internal sealed unsafe class Memory(int size) : IDisposable
    {
        private readonly byte* start = (byte*)NativeMemory.AllocZeroed((nuint)size);

        internal Span<byte> Bytes => new(start, size);

        internal Span<char> Text => MemoryMarshal.Cast<byte, char>(Bytes);

        public void Dispose()
        {
            CryptographicOperations.ZeroMemory(Bytes);
            NativeMemory.Free(start);
        }
    }
}
