namespace OldReader;

/// <summary>The document is not meant for readers of this age.</summary>
public sealed class NotForThisReaderException : Exception
{
    /// <summary>Says what is missing.</summary>
    public NotForThisReaderException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is missing.</summary>
    public NotForThisReaderException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Says nothing more.</summary>
    public NotForThisReaderException()
    {
    }
}
