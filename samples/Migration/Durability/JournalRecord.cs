using System.Text.Json.Serialization;

namespace PqCrypto.Samples.Migration.Durability;

/// <summary>What a line of the journal says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JournalEvent>))]
public enum JournalEvent
{
    /// <summary>A run towards a stage begins.</summary>
    RunBegin,

    /// <summary>That run has reached its stage.</summary>
    RunEnd,

    /// <summary>A plain file is in the store, sealed.</summary>
    Sealed,

    /// <summary>A key was made.</summary>
    KeyMade,

    /// <summary>A private key went to the archive.</summary>
    KeyRetired,

    /// <summary>A private key came back from the archive.</summary>
    KeyRestored,

    /// <summary>The documents are about to change to another stage: written before the first of them does.</summary>
    StepBegin,

    /// <summary>One document has changed.</summary>
    DocumentDone,

    /// <summary>All documents have, and the store says so.</summary>
    StepEnd,

    /// <summary>The archive was deleted; there is no way back from here.</summary>
    Committed,
}

/// <summary>One line of the journal.</summary>
/// <param name="Event">What happened, or is about to.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="From">The stage a step starts at.</param>
/// <param name="To">The stage a step or run aims at.</param>
/// <param name="Item">The document or key in question.</param>
public sealed record JournalRecord(JournalEvent Event, DateTimeOffset Time, string? From = null, string? To = null, string? Item = null);
