using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto.Encoding;

/// <summary>The parameters of PBES2 with PBKDF2 and AES-CBC (RFC 8018, appendices A.2 and A.4).</summary>
internal readonly ref struct Pbes2Parameters
{
    /// <summary>The most iterations that are read or written: it bounds the time that a hostile file can cost.</summary>
    internal const int MaxIterations = 10_000_000;

    /// <summary>Length of an AES block, and so of the initialization vector, in bytes.</summary>
    internal const int InitializationVectorSize = 16;

    /// <summary>The salt of PBKDF2. Public.</summary>
    internal required ReadOnlySpan<byte> Salt { get; init; }

    /// <summary>The number of iterations of PBKDF2.</summary>
    internal required int Iterations { get; init; }

    /// <summary>The hash of the pseudorandom function HMAC.</summary>
    internal required HashAlgorithmName Hash { get; init; }

    /// <summary>Length of the AES key in bytes.</summary>
    internal required int KeySize { get; init; }

    /// <summary>The initialization vector. Public.</summary>
    internal required ReadOnlySpan<byte> InitializationVector { get; init; }

    /// <summary>Checks what a caller asks to be written.</summary>
    /// <param name="parameters">Encryption algorithm, hash and iteration count.</param>
    /// <param name="salt">The salt. Public.</param>
    /// <param name="initializationVector">The initialization vector. Public.</param>
    /// <exception cref="NotSupportedException">The encryption algorithm or the hash is not written here, or the iteration count is above
    /// <see cref="MaxIterations"/>.</exception>
    internal static Pbes2Parameters From(PbeParameters parameters, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> initializationVector)
    {
        int keySize = parameters.EncryptionAlgorithm switch
        {
            PbeEncryptionAlgorithm.Aes128Cbc => 16,
            PbeEncryptionAlgorithm.Aes192Cbc => 24,
            PbeEncryptionAlgorithm.Aes256Cbc => 32,
            _ => throw Errors.UnwritableEncryption("encryption algorithm", "Aes128Cbc, Aes192Cbc and Aes256Cbc"),
        };
        HashAlgorithmName hash = parameters.HashAlgorithm;
        if (hash != HashAlgorithmName.SHA256 && hash != HashAlgorithmName.SHA384 && hash != HashAlgorithmName.SHA512)
            throw Errors.UnwritableEncryption("hash", "SHA256, SHA384 and SHA512");
        if (parameters.IterationCount is < 1 or > MaxIterations)
            throw Errors.UnwritableEncryption("iteration count", $"1 to {MaxIterations}");
        return new Pbes2Parameters
        {
            Salt = salt,
            Iterations = parameters.IterationCount,
            Hash = hash,
            KeySize = keySize,
            InitializationVector = initializationVector,
        };
    }

    /// <summary>Reads an encryptionAlgorithm.</summary>
    /// <exception cref="CryptographicException">It is not PBES2 with PBKDF2 and AES-CBC, not DER, or its iteration count is refused.</exception>
    internal static Pbes2Parameters Decode(AlgorithmIdentifier algorithm)
    {
        if (algorithm.Oid != Oids.Pbes2)
            throw Errors.UnreadableEncryption($"the scheme {algorithm.Oid} is not PBES2 (1.2.840.113549.1.5.13)");
        DerReader outer = new(algorithm.Parameters);
        DerReader fields = outer.Sequence("the PBES2 parameters");
        AlgorithmIdentifier derivation = fields.AlgorithmIdentifier("the PBES2 keyDerivationFunc");
        AlgorithmIdentifier encryption = fields.AlgorithmIdentifier("the PBES2 encryptionScheme");
        fields.End("the PBES2 parameters");

        int keySize = encryption.Oid switch
        {
            Oids.Aes128Cbc => 16,
            Oids.Aes192Cbc => 24,
            Oids.Aes256Cbc => 32,
            _ => throw Errors.UnreadableEncryption($"the cipher {encryption.Oid} is not AES in CBC mode"),
        };
        DerReader vector = new(encryption.Parameters);
        ReadOnlySpan<byte> initializationVector = vector.OctetString("the initialization vector");
        vector.End("the initialization vector");
        if (initializationVector.Length != InitializationVectorSize)
            throw Errors.MalformedEncoding($"the initialization vector is {InitializationVectorSize} bytes; got {initializationVector.Length}");
        return DecodeDerivation(derivation, keySize, initializationVector);
    }

    /// <summary>Writes these parameters as an encryptionAlgorithm.</summary>
    internal void Encode(ref DerWriter writer)
    {
        int end = writer.Count;

        writer.OctetString(InitializationVector);
        writer.ObjectIdentifier(KeySize switch { 16 => Oids.Aes128Cbc, 24 => Oids.Aes192Cbc, _ => Oids.Aes256Cbc });
        writer.Close(DerIdentifier.Sequence, end);

        int derivationEnd = writer.Count;
        writer.AlgorithmIdentifier(new AlgorithmIdentifier(
            Hash.Name switch { "SHA256" => Oids.HmacSha256, "SHA384" => Oids.HmacSha384, _ => Oids.HmacSha512 }, [DerIdentifier.Null, 0]));
        writer.SmallInteger(Iterations);
        writer.OctetString(Salt);
        writer.Close(DerIdentifier.Sequence, derivationEnd);
        writer.ObjectIdentifier(Oids.Pbkdf2);
        writer.Close(DerIdentifier.Sequence, derivationEnd);

        writer.Close(DerIdentifier.Sequence, end);
        writer.ObjectIdentifier(Oids.Pbes2);
        writer.Close(DerIdentifier.Sequence, end);
    }

    private static Pbes2Parameters DecodeDerivation(AlgorithmIdentifier derivation, int keySize, ReadOnlySpan<byte> initializationVector)
    {
        if (derivation.Oid != Oids.Pbkdf2)
            throw Errors.UnreadableEncryption($"the key derivation {derivation.Oid} is not PBKDF2 (1.2.840.113549.1.5.12)");
        DerReader outer = new(derivation.Parameters);
        DerReader fields = outer.Sequence("the PBKDF2 parameters");
        ReadOnlySpan<byte> salt = fields.OctetString("the PBKDF2 salt");
        int iterations = fields.SmallInteger("the PBKDF2 iterationCount");
        if (iterations is < 1 or > MaxIterations)
            throw Errors.UnreadableEncryption($"the iteration count of PBKDF2 is not between 1 and {MaxIterations}");
        if (fields.NextIs(DerIdentifier.Integer) && fields.SmallInteger("the PBKDF2 keyLength") != keySize)
            throw Errors.MalformedEncoding($"the PBKDF2 keyLength is not {keySize}, the key length of the cipher");
        HashAlgorithmName hash = HashAlgorithmName.SHA1;      // RFC 8018, appendix A.2: DEFAULT algid-hmacWithSHA1
        if (!fields.IsEmpty)
            hash = PseudorandomFunction(fields.AlgorithmIdentifier("the PBKDF2 prf"));
        fields.End("the PBKDF2 parameters");
        return new Pbes2Parameters
        {
            Salt = salt,
            Iterations = iterations,
            Hash = hash,
            KeySize = keySize,
            InitializationVector = initializationVector,
        };
    }

    private static HashAlgorithmName PseudorandomFunction(AlgorithmIdentifier function)
    {
        if (!function.Parameters.IsEmpty && !function.Parameters.SequenceEqual((ReadOnlySpan<byte>)[DerIdentifier.Null, 0]))
            throw Errors.MalformedEncoding("the PBKDF2 prf has parameters other than NULL (RFC 8018, appendix B.1)");
        return function.Oid switch
        {
            Oids.HmacSha1 => HashAlgorithmName.SHA1,
            Oids.HmacSha256 => HashAlgorithmName.SHA256,
            Oids.HmacSha384 => HashAlgorithmName.SHA384,
            Oids.HmacSha512 => HashAlgorithmName.SHA512,
            _ => throw Errors.UnreadableEncryption($"the pseudorandom function {function.Oid} is not HMAC with SHA-1, SHA-256, SHA-384 or SHA-512"),
        };
    }
}
