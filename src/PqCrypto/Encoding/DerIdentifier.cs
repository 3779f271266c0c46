namespace PqCrypto.Encoding;

/// <summary>The identifier octets of the DER values that key containers are made of (X.690, section 8.1.2).</summary>
internal static class DerIdentifier
{
    /// <summary>INTEGER.</summary>
    internal const byte Integer = 0x02;

    /// <summary>BIT STRING.</summary>
    internal const byte BitString = 0x03;

    /// <summary>OCTET STRING.</summary>
    internal const byte OctetString = 0x04;

    /// <summary>NULL.</summary>
    internal const byte Null = 0x05;

    /// <summary>OBJECT IDENTIFIER.</summary>
    internal const byte ObjectIdentifier = 0x06;

    /// <summary>Set where a value is made of other values.</summary>
    internal const byte ConstructedBit = 0x20;

    /// <summary>SEQUENCE.</summary>
    internal const byte Sequence = 0x30;      // = 0x10 | ConstructedBit

    /// <summary>SET.</summary>
    internal const byte Set = 0x31;           // = 0x11 | ConstructedBit

    /// <summary>[0] of a primitive type, IMPLICIT.</summary>
    internal const byte Context0 = 0x80;

    /// <summary>[1] of a primitive type, IMPLICIT.</summary>
    internal const byte Context1 = 0x81;

    /// <summary>[0] of a constructed type, or EXPLICIT.</summary>
    internal const byte Context0Constructed = 0xA0;      // = Context0 | ConstructedBit

    /// <summary>[1] of a constructed type, or EXPLICIT.</summary>
    internal const byte Context1Constructed = 0xA1;      // = Context1 | ConstructedBit
}
