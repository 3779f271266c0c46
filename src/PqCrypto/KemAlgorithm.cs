namespace PqCrypto;
/// <summary>x</summary>
public sealed class KemAlgorithm { /// <summary>x</summary>
public static KemAlgorithm? Create(KemScheme s) => null; }
/// <summary>x</summary>
public sealed class SignatureAlgorithm { /// <summary>x</summary>
public static SignatureAlgorithm? Create(SignatureScheme s) => null; 
/// <summary>x</summary>
public bool SupportsContext { get; } 
/// <summary>x</summary>
public bool SupportsPreHash { get; }
}
