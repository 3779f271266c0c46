namespace PqCrypto.Tests.Vectors;

/// <summary>Says in the list of tests what a run without the folder of published vectors leaves out.</summary>
public class LeftOutTests
{
    [LeftOutFact]
    public void Folder_Present_HoldsEveryKindOfFile()
    {
        string[] expected =
        [
            "acvp", "kat", "hybrid/xwing", "hybrid/cfrg-concrete", "hybrid/hpke-pq", "hybrid/composite-sigs", "hybrid/composite-kem", "hybrid/x509-ml-kem",
            "hybrid/x509-ml-dsa", "hybrid/cms", "hybrid/cose", "hybrid/jose", "hybrid/interop-certs", "hybrid/interop-cms",
        ];
        foreach (string file in expected)
            Assert.True(Path.Exists(SharedVectors.PathOf(file)), $"{file} is missing");
    }

    /// <summary>A fact whose name is the message, since the reason of a skip is not printed by every runner.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class LeftOutFactAttribute : FactAttribute
    {
        public LeftOutFactAttribute()
        {
            if (SharedVectors.LeftOut is not { } reason)
                return;
            Skip = reason;
            DisplayName = "ACVP (855 cases), response files record by record (18), X-Wing, hybrid KEM and HPKE vectors, "
                + $"example key files and interoperability archives: {reason}";
        }
    }
}
