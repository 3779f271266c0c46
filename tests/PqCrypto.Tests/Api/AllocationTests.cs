namespace PqCrypto.Tests.Api;

/// <summary>The span calls of our own algorithms leave the managed heap alone.</summary>
public sealed class AllocationTests
{
    private const int Calls = 50;
    private const int Rounds = 5;

    public static TheoryData<string> OwnKems =>
    [
        .. KemAlgorithm.All.Where(a => a.Family == AlgorithmFamily.PostQuantum).Select(a => a.Name), "X25519MLKEM768", "X-Wing", "DHKEM-X25519-HKDF-SHA256",
    ];

    public static TheoryData<string> OwnSignatures =>
        [.. SignatureAlgorithm.All.Where(a => a.Family == AlgorithmFamily.PostQuantum).Select(a => a.Name)];

    [Theory, MemberData(nameof(OwnKems))]
    public void EncapsulateAndDecapsulate_SpanCalls_AllocateNothing(string name)
    {
        Assert.True(KemAlgorithm.TryFind(name, out KemAlgorithm? algorithm));
        using KemPrivateKey key = algorithm.GenerateKey();
        byte[] ciphertext = new byte[algorithm.CiphertextSizeInBytes];
        byte[] sent = new byte[algorithm.SharedSecretSizeInBytes];
        byte[] received = new byte[algorithm.SharedSecretSizeInBytes];

        long allocated = Measure(() =>
        {
            key.PublicKey.Encapsulate(ciphertext, sent);
            key.Decapsulate(ciphertext, received);
        });

        Assert.Equal(sent, received);
        Assert.Equal(0, allocated);
    }

    [Theory, MemberData(nameof(OwnSignatures))]
    public void SignAndVerify_SpanCalls_AllocateNothing(string name)
    {
        Assert.True(SignatureAlgorithm.TryFind(name, out SignatureAlgorithm? algorithm));
        using SignaturePrivateKey key = algorithm.GenerateKey();
        byte[] signature = new byte[algorithm.MaxSignatureSizeInBytes];
        byte[] data = new byte[100];
        bool valid = true;

        long allocated = Measure(() =>
        {
            int written = key.Sign(data, signature);
            valid &= key.PublicKey.Verify(data, signature.AsSpan(0, written));
        });

        Assert.True(valid);
        Assert.Equal(0, allocated);
    }

    /// <summary>The fewest bytes that one of several rounds allocates: the compiler, which improves methods while they run, allocates in a
    /// round or two on the thread that meets it; a call that allocates does so in every round.</summary>
    internal static long Measure(Action call)
    {
        long fewest = long.MaxValue;
        for (int round = 0; round < Rounds && fewest != 0; round++)
        {
            call();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
                call();
            fewest = long.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
