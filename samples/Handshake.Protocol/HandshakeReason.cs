namespace PqCrypto.Samples.Handshake;

/// <summary>Why a handshake or its channel ended. The value is the code of the alert to the peer; below 200 as in RFC 8446, section 6.</summary>
public enum HandshakeReason
{
    /// <summary>No failure: the peer has said that nothing more will come (close_notify).</summary>
    None = 0,

    /// <summary>A message came that has no place here.</summary>
    UnexpectedMessage = 10,

    /// <summary>A protected record does not authenticate: it was changed, or the two sides did not see the same handshake.</summary>
    BadRecord = 20,

    /// <summary>A record or message is longer than allowed.</summary>
    RecordOverflow = 22,

    /// <summary>The two policies and the keys at hand have no key exchange or no signature algorithm in common.</summary>
    NoCommonAlgorithm = 40,

    /// <summary>The peer shows a key that is not among the pinned ones, or under another name than expected.</summary>
    UntrustedKey = 46,

    /// <summary>A value is well-formed and wrong: a share that is no public key, a choice that was not offered or that the policies do not lead
    /// to.</summary>
    IllegalParameter = 47,

    /// <summary>A message cannot be parsed.</summary>
    DecodeError = 50,

    /// <summary>The signature over the transcript is wrong: the peer does not hold the key it shows, or saw another handshake.</summary>
    BadSignature = 51,

    /// <summary>The hello is of another protocol or version.</summary>
    ProtocolVersion = 70,

    /// <summary>Something failed that should not.</summary>
    InternalError = 80,

    /// <summary>The server wants an authenticated client.</summary>
    CertificateRequired = 116,

    /// <summary>The server has seen this hello before.</summary>
    ReplayedHello = 200,

    /// <summary>The hello's time is outside of the server's window: an old recording, or a clock that is wrong.</summary>
    StaleHello = 201,

    /// <summary>The peer was silent or too slow.</summary>
    Timeout = 202,

    /// <summary>The connection ended without close_notify, between records or within one.</summary>
    Truncated = 203,

    /// <summary>A key has protected as many records as it may.</summary>
    KeyExhausted = 204,

    /// <summary>The MAC over the whole transcript is wrong.</summary>
    BadFinished = 205,

    /// <summary>The connection failed.</summary>
    Transport = 206,
}
