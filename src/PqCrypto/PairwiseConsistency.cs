using System.Security.Cryptography;
using PqCrypto.Base;

namespace PqCrypto;

/// <summary>Tries each generated key with its public key before anybody gets it; off unless the program asks for it.</summary>
/// <remarks>FIPS 140-3 asks for this test. It costs an encapsulation and a decapsulation, or a signature and its verification, for each key.</remarks>
internal static class PairwiseConsistency
{
    /// <summary>The AppContext switch that turns it on.</summary>
    internal const string SwitchName = "PqCrypto.PairwiseConsistencyTest";

    /// <summary>Whether it is on: read once, when the first key is generated. Tests set it.</summary>
    internal static bool IsOn { get; set; } = IsSwitchedOn();

    /// <summary>Reads the switch.</summary>
    internal static bool IsSwitchedOn() => AppContext.TryGetSwitch(SwitchName, out bool isOn) && isOn;

    /// <summary>Tries keys; where one does not fit, all are disposed and the scheme becomes unusable.</summary>
    /// <exception cref="CryptographicException">A key does not fit its public key, or the random generator failed.</exception>
    internal static void Check(KemScheme scheme, ReadOnlySpan<KemPrivateKeyState> keys)
    {
        try
        {
            foreach (KemPrivateKeyState key in keys)
                Require(scheme.SelfTest, scheme.Description.Name, Fits(scheme.Description, key));
        }
        catch
        {
            foreach (KemPrivateKeyState key in keys)
                key.Dispose();
            throw;
        }
    }

    /// <summary>Tries keys; where one does not fit, all are disposed and the scheme becomes unusable.</summary>
    /// <exception cref="CryptographicException">A key does not fit its public key.</exception>
    internal static void Check(SignatureScheme scheme, ReadOnlySpan<SignaturePrivateKeyState> keys)
    {
        try
        {
            foreach (SignaturePrivateKeyState key in keys)
                Require(scheme.SelfTest, scheme.Description.Name, Fits(scheme.Description, key));
        }
        catch
        {
            foreach (SignaturePrivateKeyState key in keys)
                key.Dispose();
            throw;
        }
    }

    private static bool Fits(KemDescription description, KemPrivateKeyState key)
    {
        using Workspace workspace = Workspace.Rent();
        Span<byte> randomness = workspace.Bytes(description.EncapsulationRandomnessSizeInBytes);
        Span<byte> ciphertext = workspace.Bytes(description.CiphertextSizeInBytes);
        Span<byte> sent = workspace.Bytes(description.SharedSecretSizeInBytes);
        Span<byte> received = workspace.Bytes(description.SharedSecretSizeInBytes);
        if (!randomness.IsEmpty)
            Entropy.Fill(randomness);
        key.PublicKey.Encapsulate(randomness, ciphertext, sent);
        key.Decapsulate(ciphertext, received);
        return Declassify.Value(ConstantTime.EqualMask(sent, received), DeclassifyReason.ImportVerdict) != 0;
    }

    /// <summary>Signs deterministically where the scheme can, so that nothing is drawn.</summary>
    private static bool Fits(SignatureDescription description, SignaturePrivateKeyState key)
    {
        byte[] signature = new byte[description.MaxSignatureSizeInBytes];
        ReadOnlySpan<byte> message = "pairwise consistency"u8;
        int length = key.Sign(message, SignatureOptions.Default, randomness: default, signature);
        Declassify.Bytes<byte>(signature, DeclassifyReason.PublishedOutput);
        bool isValid = key.PublicKey.Verify(message, signature.AsSpan(..length), SignatureOptions.Default);
        return Declassify.Value(isValid, DeclassifyReason.ImportVerdict);
    }

    private static void Require(SelfTest selfTest, string algorithm, bool fits)
    {
        if (fits)
            return;
        selfTest.Fail(Errors.SelfCheck(algorithm, "a generated key does not fit its public key"));
        selfTest.Require();
    }
}
