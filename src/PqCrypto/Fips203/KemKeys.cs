using PqCrypto.Base;
using PqCrypto.Fips203.Algebra;

namespace PqCrypto.Fips203;

/// <summary>What encryption needs of an encapsulation key; parts of it may be missing, and are filled in on the way. Public.</summary>
internal readonly ref struct EncryptionKey
{
    /// <summary>ek as FIPS 203 encodes it.</summary>
    internal required ReadOnlySpan<byte> Encoded { get; init; }

    /// <summary>H(ek), or room for it.</summary>
    internal required Span<byte> Hash { get; init; }

    /// <summary>Whether the hash is there.</summary>
    internal required bool HasHash { get; init; }

    /// <summary>The matrix A, in the order of <see cref="Matrix{TParams, TKernels}"/>, and behind it the vector t; or room for them.</summary>
    internal required Span<NttPoly> Forms { get; init; }

    /// <summary>Whether matrix and vector are there.</summary>
    internal required bool HasForms { get; init; }

    /// <summary>The seed of the matrix: the last 32 bytes of the encoded key.</summary>
    internal ReadOnlySpan<byte> Rho => Encoded[^32..];
}

/// <summary>What encryption needs of several encapsulation keys, as it is known when an operation begins, with room in scratch memory for the rest.</summary>
/// <remarks>Another thread may complete a key meanwhile: what the operation found at its beginning holds for all of it.</remarks>
internal readonly ref struct EncryptionKeys
{
    private readonly ReadOnlySpan<EncapsulationKey> keys;
    private readonly Span<NttPoly[]?> forms;
    private readonly Span<Known> known;
    private readonly Span<byte> hashes;
    private readonly Span<NttPoly> scratch;

    /// <summary>Finds out what is known.</summary>
    /// <param name="workspace">Gives the memory.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="forms">An element for each key, which keeps its forms for as long as this lives.</param>
    /// <param name="polynomials">Polynomials of the forms of one key.</param>
    internal EncryptionKeys(Workspace workspace, ReadOnlySpan<EncapsulationKey> keys, Span<NttPoly[]?> forms, int polynomials)
    {
        this.keys = keys;
        this.forms = forms;
        known = workspace.Take<Known>(keys.Length);
        hashes = workspace.Bytes(HashSize * keys.Length);
        int once = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            byte[]? hash = keys[i].Hash;
            hash.CopyTo(hashes[(HashSize * i)..]);
            known[i].Hash = hash is not null;
            forms[i] = keys[i].Forms;
            known[i].Forms = forms[i] is not null;
            if (forms[i] is null && keys[i].Use())
                forms[i] = GC.AllocateUninitializedArray<NttPoly>(polynomials);
            known[i].ScratchStart = once;
            once += forms[i] is null ? polynomials : 0;
        }

        scratch = workspace.Take<NttPoly>(once);
        Polynomials = polynomials;
    }

    private const int HashSize = 32;

    private int Polynomials { get; }

    /// <summary>Whether the hash of a key was known.</summary>
    internal bool HasHash(int i) => known[i].Hash;

    /// <summary>Whether the forms of a key were known.</summary>
    internal bool HasForms(int i) => known[i].Forms;

    /// <summary>The hash of a key, or room for it.</summary>
    internal Span<byte> Hash(int i) => hashes.Slice(HashSize * i, HashSize);

    /// <summary>One of the keys.</summary>
    internal EncryptionKey this[int i] => new()
    {
        Encoded = keys[i].Encoded,
        Hash = Hash(i),
        HasHash = known[i].Hash,
        Forms = forms[i] is { } kept ? kept : scratch.Slice(known[i].ScratchStart, Polynomials),
        HasForms = known[i].Forms,
    };

    /// <summary>Lets the keys keep what has been computed: a hash always, forms where a key had been used before.</summary>
    internal void Keep()
    {
        for (int i = 0; i < keys.Length; i++)
        {
            if (!known[i].Hash)
                keys[i].Hash = hashes.Slice(HashSize * i, HashSize).ToArray();
            if (!known[i].Forms)
                keys[i].Forms = forms[i];
        }
    }

    private struct Known
    {
        internal bool Hash;
        internal bool Forms;
        internal int ScratchStart;
    }
}

/// <summary>An encapsulation key: public, and usable by many threads.</summary>
/// <remarks>What is computed from the encoded key is not there from the start: many keys serve once, and their matrix is best left in scratch
/// memory, which is warm. It is kept from the second use on. Two threads that compute it at the same time compute the same.</remarks>
/// <param name="sizeInBytes">Length of the encoded key.</param>
internal sealed class EncapsulationKey(int sizeInBytes)
{
    private bool isUsed;
    private byte[]? hash;
    private NttPoly[]? forms;

    /// <summary>ek as FIPS 203 encodes it: t, then rho. Written before the key is used, and never again.</summary>
    internal byte[] Encoded { get; } = GC.AllocateUninitializedArray<byte>(sizeInBytes);

    /// <summary>H(ek), 32 bytes; null where it is not known yet.</summary>
    internal byte[]? Hash
    {
        get => Volatile.Read(ref hash);
        set => Volatile.Write(ref hash, value);
    }

    /// <summary>The matrix A and behind it the vector t; null where they are not kept.</summary>
    internal NttPoly[]? Forms
    {
        get => Volatile.Read(ref forms);
        set => Volatile.Write(ref forms, value);
    }

    /// <summary>Marks the key as used.</summary>
    /// <returns>Whether it was used before.</returns>
    internal bool Use()
    {
        bool before = Volatile.Read(ref isUsed);
        if (!before)
            Volatile.Write(ref isUsed, true);
        return before;
    }
}

/// <summary>A decapsulation key in memory that never moves. Beside its secrets lie the matrix and t of its encapsulation key: both live and end
/// together, and memory that is freed at once is warm for the next key.</summary>
/// <remarks>The owner keeps it referenced while a span of it is used, and disposes it after the last use.</remarks>
/// <param name="ek">The encapsulation key.</param>
/// <param name="k">The rank.</param>
internal sealed class DecapsulationKey(EncapsulationKey ek, int k) : IDisposable
{
    private readonly SecretBuffer memory = new((((2 * k) + (k * k)) * Polynomials.SizeInBytes) + 64);        // = s, A, t, d, z

    /// <summary>The encapsulation key; stays usable after this key is disposed.</summary>
    internal EncapsulationKey Ek { get; } = ek;

    /// <summary>Whether d is known: not where the key was imported expanded.</summary>
    internal bool HasSeed { get; set; }

    /// <summary>The vector s. Secret.</summary>
    internal Span<NttPoly> SHat => memory.As<NttPoly>()[..k];

    /// <summary>The matrix A and behind it the vector t. Public.</summary>
    internal Span<NttPoly> Forms => memory.As<NttPoly>()[k..];

    /// <summary>The seed d || z, 64 bytes; d is zero where it is not known. Secret.</summary>
    internal Span<byte> Seed => memory.Bytes[^64..];

    /// <summary>The rejection value z, 32 bytes. Secret.</summary>
    internal Span<byte> Z => Seed[32..];

    /// <summary>Zeroes and frees the memory.</summary>
    public void Dispose() => memory.Dispose();
}
