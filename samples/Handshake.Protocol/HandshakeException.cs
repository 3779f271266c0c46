namespace PqCrypto.Samples.Handshake;

/// <summary>A handshake, or the channel it made, ended with an error.</summary>
public sealed class HandshakeException : Exception
{
    /// <summary>Makes an exception without further words.</summary>
    public HandshakeException()
        : this(HandshakeReason.InternalError, "The handshake failed.")
    {
    }

    /// <summary>Makes an exception for an internal error.</summary>
    public HandshakeException(string message)
        : this(HandshakeReason.InternalError, message)
    {
    }

    /// <summary>Makes an exception for an internal error.</summary>
    public HandshakeException(string message, Exception innerException)
        : this(HandshakeReason.InternalError, message, innerException)
    {
    }

    /// <summary>Makes an exception.</summary>
    public HandshakeException(HandshakeReason reason, string message, Exception? innerException = null)
        : base($"{reason}: {message}", innerException) => Reason = reason;

    /// <summary>Why; for a program.</summary>
    public HandshakeReason Reason { get; }

    /// <summary>True when the peer gave the reason in an alert. Until the handshake is complete an alert is not authenticated: anybody in between
    /// can end a handshake, as he can by cutting the wire.</summary>
    public bool ReportedByPeer { get; init; }
}
