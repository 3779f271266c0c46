using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json;
using PqCrypto.Hpke;
using PqCrypto.Tests.Vectors;

namespace PqCrypto.Tokens.Tests.Hpke;

/// <summary>The COSE_Encrypt0 and COSE_Encrypt examples of draft-ietf-cose-hpke-pq-pqt, opened by a few lines over HPKE: the library has neither, and the drafts still
/// move.</summary>
public class CoseEncryptVectorTests
{
    private const int AlgorithmLabel = 1;
    private const int NonceLabel = 5;
    private const int EncapsulatedKeyLabel = -4;
    private const int TagSize = 16;

    [SharedFact]
    public void Messages_OfTheDraft_AreOpened()
    {
        int count = 0;
        foreach (JsonElement example in SharedVectors.ReadJson("hybrid/cose/hpke-pq-cose-vectors.json").EnumerateArray())
        {
            HpkeSuite suite = HpkeSuites.Find(example.GetProperty("alg").GetString()!);
            Dictionary<int, object> members = ReadMap(new CborReader(Convert.FromHexString(example.GetProperty("key").GetString()!)));
            Assert.Equal(7, members[AlgorithmLabel]);       // label 1 of a key is its type, AKP
            using KemPrivateKey key = HpkeSuites.ImportKey(suite, (byte[])members[-2], (byte[])members[-1]);

            CborReader reader = new(Convert.FromHexString(example.GetProperty("hex").GetString()!));
            bool isIntegrated = (int)reader.ReadTag() == 16;
            reader.ReadStartArray();
            byte[] headers = reader.ReadByteString();
            Dictionary<int, object> unprotected = ReadMap(reader);
            byte[] ciphertext = reader.ReadByteString();
            byte[] associated = Structure(isIntegrated ? "Encrypt0" : "Encrypt", headers, System.Text.Encoding.ASCII.GetBytes(HpkeSuites.AssociatedData));
            byte[] plaintext = isIntegrated
                ? suite.Open(key, (byte[])unprotected[EncapsulatedKeyLabel], info: [], ciphertext, associated)
                : Decrypt(OpenKey(suite, key, reader, (int)ReadMap(new CborReader(headers))[AlgorithmLabel]), (byte[])unprotected[NonceLabel], ciphertext, associated);
            Assert.StartsWith(HpkeSuites.Beginning, System.Text.Encoding.UTF8.GetString(plaintext), StringComparison.Ordinal);
            count++;
        }

        Assert.Equal(8, count);
    }

    /// <summary>The content key of the one recipient.</summary>
    /// <remarks>draft-ietf-cose-hpke: Recipient_structure.</remarks>
    private static byte[] OpenKey(HpkeSuite suite, KemPrivateKey key, CborReader reader, int contentAlgorithm)
    {
        reader.ReadStartArray();
        reader.ReadStartArray();
        byte[] headers = reader.ReadByteString();
        byte[] encapsulated = (byte[])ReadMap(reader)[EncapsulatedKeyLabel];
        CborWriter info = new(CborConformanceMode.Canonical);
        info.WriteStartArray(4);
        info.WriteTextString("HPKE Recipient");
        info.WriteInt32(contentAlgorithm);
        info.WriteByteString(headers);
        info.WriteByteString([]);
        info.WriteEndArray();
        return suite.Open(key, encapsulated, info.Encode(), reader.ReadByteString(), []);
    }

    private static byte[] Decrypt(byte[] contentKey, byte[] nonce, byte[] ciphertext, byte[] associatedData)
    {
        using AesGcm content = new(contentKey, TagSize);
        byte[] plaintext = new byte[ciphertext.Length - TagSize];
        content.Decrypt(nonce, ciphertext.AsSpan(0, plaintext.Length), ciphertext.AsSpan(plaintext.Length), plaintext, associatedData);
        return plaintext;
    }

    /// <summary>Enc_structure.</summary>
    /// <remarks>RFC 9052, section 5.3.</remarks>
    private static byte[] Structure(string context, byte[] headers, byte[] associatedData)
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartArray(3);
        writer.WriteTextString(context);
        writer.WriteByteString(headers);
        writer.WriteByteString(associatedData);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static Dictionary<int, object> ReadMap(CborReader reader)
    {
        Dictionary<int, object> map = [];
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            int label = reader.ReadInt32();
            map.Add(label, reader.PeekState() == CborReaderState.ByteString ? reader.ReadByteString() : reader.ReadInt32());
        }

        reader.ReadEndMap();
        return map;
    }
}
