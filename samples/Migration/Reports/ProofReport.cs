using PqCrypto.Samples.Migration.Proofs;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Reports;

/// <summary>Shows what the proofs at a stage have found.</summary>
public static class ProofReport
{
    private const int MaxNotes = 10;

    /// <summary>Shows the proof of the documents.</summary>
    public static void Show(IAnsiConsole console, Stage stage, ProofResult result, bool hasOriginals)
    {
        string originals = hasOriginals ? $", {result.EqualToOriginal} equal to their plain files" : "";
        string oldReaders = (result.OpenedByOldReader, result.ClosedToOldReader) switch
        {
            ( > 0, _) => $"old readers open {result.OpenedByOldReader}",
            (_, > 0) => $"old readers are shut out of {result.ClosedToOldReader}, as the policy wants",
            _ when result.Opened == 0 => "there was nothing for old readers to open",
            _ => "old readers were not tried (their keys are gone)",
        };
        string colour = result.IsGood ? "green" : "red";
        console.MarkupLineInterpolated($"[{colour}]{stage}[/]: {result.Verified} documents verify, {result.Opened} open{originals}; {oldReaders}.");
        foreach (string problem in result.Problems)
            console.MarkupLineInterpolated($"  [red]problem[/] {problem}");
        foreach (string note in result.Notes.Take(MaxNotes))
            console.MarkupLineInterpolated($"  [yellow]note[/] {note}");
        if (result.Notes.Count > MaxNotes)
            console.MarkupLineInterpolated($"  and {result.Notes.Count - MaxNotes} more notes");
    }

    /// <summary>Shows the handshakes.</summary>
    public static void Show(IAnsiConsole console, Stage stage, IReadOnlyList<HandshakeOutcome> outcomes)
    {
        Table table = Figures.Table(
            $"Handshakes against a live server at the stage {stage} (policy {HandshakeProof.ServerPolicy(stage)})",
            "Client's policy", "Outcome", "Negotiated, or why not", ">Milliseconds", ">Bytes sent", ">Bytes received");
        foreach (HandshakeOutcome outcome in outcomes)
        {
            string verdict = outcome.IsConnected ? "connected" : "refused";
            table.Row(
                outcome.ClientPolicy,
                outcome.IsGood ? verdict : verdict + ", UNEXPECTED",
                outcome.Result,
                outcome.IsConnected ? $"{outcome.Time.TotalMilliseconds:N1}" : "",
                outcome.IsConnected ? Figures.Count(outcome.BytesSent) : "",
                outcome.IsConnected ? Figures.Count(outcome.BytesReceived) : "");
        }
        console.Write(table);
    }
}
