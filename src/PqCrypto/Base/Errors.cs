using System.Security.Cryptography;

namespace PqCrypto.Base;

/// <summary>Every error message of the library. None depends on a secret byte.</summary>
internal static class Errors
{
    /// <summary>"ML-KEM-768 encapsulation key is 1184 bytes; got 1183."</summary>
    internal static ArgumentException WrongLength(string parameterName, string algorithm, string what, int expected, int actual) =>
        new($"{algorithm} {what} is {expected} bytes; got {actual}.", parameterName);

    /// <summary>A buffer that must have room for a maximum has less.</summary>
    internal static ArgumentException TooShort(string parameterName, string algorithm, string what, int needed, int actual) =>
        new($"{algorithm} {what} needs room for {needed} bytes; got {actual}.", parameterName);

    /// <summary>Two outputs, or an input and an output, share memory.</summary>
    internal static ArgumentException Overlap(string parameterName, string other) =>
        new($"The buffer overlaps '{other}'.", parameterName);

    /// <summary>A context string is longer than a signature can carry.</summary>
    internal static ArgumentException ContextTooLong(string parameterName, int actual) =>
        new($"A context is at most 255 bytes (FIPS 204, section 5.2); got {actual}.", parameterName);

    /// <summary>Key content fails a check; the reason names the check and its clause.</summary>
    internal static CryptographicException MalformedKey(string algorithm, string reason) =>
        Failure($"The {algorithm} key is malformed: {reason}.");

    /// <summary>A key container (SubjectPublicKeyInfo, PKCS#8, PEM content) is malformed.</summary>
    internal static CryptographicException MalformedEncoding(string reason, Exception? inner = null) =>
        Failure($"The key encoding is malformed: {reason}.", inner);

    /// <summary>A well-formed key container holds a key of no algorithm, or not of the one asked for.</summary>
    internal static CryptographicException UnknownKey(string oid) =>
        Failure($"No algorithm here reads a key with the identifier {oid}, these parameters and this length.");

    /// <summary>A ciphertext part cannot be processed, and its scheme reports this.</summary>
    internal static CryptographicException MalformedCiphertext(string algorithm, string reason) =>
        Failure($"The {algorithm} ciphertext is malformed: {reason}.");

    /// <summary>The key was imported without what is asked now.</summary>
    internal static CryptographicException KeyHasNo(string algorithm, string what) =>
        Failure($"This {algorithm} key has no {what}: it was imported without it, and it cannot be computed back.");

    /// <summary>The algorithm has no such form or mode; the property tells beforehand.</summary>
    internal static NotSupportedException NotSupported(string algorithm, string what, string property) =>
        new($"{algorithm} has no {what}; ask {property} first.");

    /// <summary>The algorithm's keys have no containers: its description has no identifier. No property tells beforehand, since RSA and elliptic curves have some
    /// without one.</summary>
    internal static NotSupportedException NoContainers(string algorithm) =>
        new($"{algorithm} has no SubjectPublicKeyInfo or PKCS#8 form: its keys have no object identifier.");

    /// <summary>A public key is asked for what needs the private one.</summary>
    internal static CryptographicException PublicOnly(string algorithm) =>
        new($"This {algorithm} key has no private part.");

    /// <summary>A PEM text does not hold exactly one key block that fits.</summary>
    internal static ArgumentException Pem(string parameterName, string reason) => new(reason, parameterName);

    /// <summary>An encrypted key container uses what is not read here, or what is refused.</summary>
    internal static CryptographicException UnreadableEncryption(string reason) =>
        Failure($"The encrypted key is not read: {reason}.");

    /// <summary>An encryption was asked for that is not written here.</summary>
    internal static NotSupportedException UnwritableEncryption(string what, string choices) =>
        new($"Encrypted PKCS#8 is not written with this {what}; choose one of {choices}.");

    /// <summary>Decryption gave no key; why is not told.</summary>
    internal static CryptographicException WrongPassword() =>
        Failure("The encrypted key cannot be opened: the password is wrong or the data is damaged.");

    /// <summary>A self-made check of a result failed: a fault in the machine or in this library.</summary>
    internal static CryptographicException SelfCheck(string algorithm, string what) =>
        Failure($"{algorithm} failed its own check: {what}.");

    /// <summary>An algorithm's self-test has failed, now or earlier in this process.</summary>
    internal static CryptographicException Unusable(string algorithm, Exception reason) =>
        Failure($"{algorithm} failed its self-test and stays unusable in this process. {reason.Message}", reason);

    /// <summary>Errors of this kind are thrown in the middle of operations, when registers and the stack may hold secrets.</summary>
    private static CryptographicException Failure(string message, Exception? inner = null)
    {
        Workspace.EraseTraces();
        return new CryptographicException(message, inner);
    }
}
