namespace PqCrypto.Tests.Api;

/// <summary>Equality of algorithms and public keys.</summary>
public sealed class KeyEqualityTests
{
    [Theory, Algorithms]
    public void PublicKeys_OfTheSameKey_AreEqualWithEqualHashCodes(AlgorithmSubject algorithm)
    {
        using PrivateKeySubject copy = algorithm.Copy(algorithm.Key);
        object one = algorithm.Key.PublicKey.Value;
        object other = copy.PublicKey.Value;

        Assert.NotSame(one, other);
        Assert.True(one.Equals(other));
        Assert.True(other.Equals(one));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory, Algorithms]
    public void PublicKeys_OfOtherKeysOrNothing_AreNotEqual(AlgorithmSubject algorithm)
    {
        object one = algorithm.Key.PublicKey.Value;

        Assert.False(one.Equals(null));
        Assert.False(one.Equals(algorithm.Name));
        foreach (AlgorithmSubject other in Subjects.All.Where(other => !ReferenceEquals(other, algorithm)))
            Assert.False(one.Equals(other.Key.PublicKey.Value));
    }

    [Fact]
    public void PublicKeys_SameBytesUnderTwoAlgorithms_AreNotEqual()
    {
        byte[] ek = KemAlgorithm.MLKem768.ImportPrivateSeed(new byte[64]).PublicKey.ExportPublicKey();

        Assert.False(KemAlgorithm.MLKem768.ImportPublicKey(ek).Equals(KemAlgorithm.Kyber768Round3.ImportPublicKey(ek)));
    }

    [Theory, Algorithms]
    public void KemAlgorithms_AreEqualToThemselvesOnly(KemSubject algorithm)
    {
        foreach (KemSubject other in Subjects.Kems)
        {
            Assert.Equal(ReferenceEquals(other, algorithm), algorithm.Algorithm.Equals(other.Algorithm));
            Assert.Equal(ReferenceEquals(other, algorithm), algorithm.Algorithm.Equals((object)other.Algorithm));
        }

        Assert.False(algorithm.Algorithm.Equals(null));
        Assert.Same(algorithm.Algorithm, algorithm.PrivateKey.Algorithm);
        Assert.Same(algorithm.Algorithm, algorithm.PrivateKey.PublicKey.Algorithm);
        Assert.Equal(algorithm.Name, algorithm.Algorithm.ToString());
        Assert.Equal(algorithm.Algorithm.GetHashCode(), algorithm.PrivateKey.Algorithm.GetHashCode());
    }

    [Theory, Algorithms]
    public void SignatureAlgorithms_AreEqualToThemselvesOnly(SignatureSubject algorithm)
    {
        foreach (SignatureSubject other in Subjects.Signatures)
        {
            Assert.Equal(ReferenceEquals(other, algorithm), algorithm.Algorithm.Equals(other.Algorithm));
            Assert.Equal(ReferenceEquals(other, algorithm), algorithm.Algorithm.Equals((object)other.Algorithm));
        }

        Assert.False(algorithm.Algorithm.Equals(null));
        Assert.Same(algorithm.Algorithm, algorithm.PrivateKey.Algorithm);
        Assert.Same(algorithm.Algorithm, algorithm.PrivateKey.PublicKey.Algorithm);
        Assert.Equal(algorithm.Name, algorithm.Algorithm.ToString());
        Assert.Equal(algorithm.Algorithm.GetHashCode(), algorithm.PrivateKey.Algorithm.GetHashCode());
    }
}
