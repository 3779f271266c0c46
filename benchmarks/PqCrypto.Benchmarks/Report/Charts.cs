using PqCrypto.Benchmarks.Operations;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace PqCrypto.Benchmarks.Report;

/// <summary>The charts of a report, each for light and for dark pages.</summary>
internal sealed class Charts(ReportFile report)
{
    private const int Width = 860;
    private const int RowHeight = 26;
    private const int MarginHeight = 90;
    private const float TextSize = 14;

    private static readonly Color OurColor = Color.FromHex("#2f81f7");
    private static readonly Color PeerColor = Color.FromHex("#9a9a9a");
    private static readonly Color OldColor = Color.FromHex("#d29922");

    /// <summary>One bar.</summary>
    private sealed record Row(string Name, double Value, string Label, Color Color);

    /// <summary>Writes all of them into a folder.</summary>
    public void Write(string folder)
    {
        Draw(folder, "main", "microseconds, logarithmic", logarithmic: true, [.. Main()]);
        Draw(folder, "peers", "per cent of BouncyCastle's time", logarithmic: false, [.. Peers()]);
        Draw(folder, "sizes", "bytes: public key and ciphertext, or public key and signature", logarithmic: false, [.. Sizes()]);
        Draw(folder, "handshakes", "microseconds of a loopback handshake, median", logarithmic: false, [.. Handshakes()]);
    }

    private IEnumerable<Row> Main()
    {
        foreach ((string name, string algorithm, string[] operations, string implementation) in new[]
        {
            ("RSA-2048 encrypt + decrypt", "RSA-OAEP-2048", new[] { Operation.Encapsulate, Operation.Decapsulate }, Operation.Platform),
            ("ECDH P-256, both sides", "DHKEM-P256-HKDF-SHA256", [Operation.Encapsulate, Operation.Decapsulate], Operation.Platform),
            ("ML-KEM-768 both sides", "ML-KEM-768", [Operation.Encapsulate, Operation.Decapsulate], Operation.BouncyCastle),
            ("ML-KEM-768 both sides", "ML-KEM-768", [Operation.EncapsulateToBytes, Operation.Decapsulate], Operation.Libsodium),
            ("ML-KEM-768 both sides", "ML-KEM-768", [Operation.Encapsulate, Operation.Decapsulate], Operation.Ours),
            ("RSA-2048 sign + verify", "RSA-PSS-2048-SHA256", [Operation.Sign, Operation.Verify], Operation.Platform),
            ("ECDSA P-256 sign + verify", "ECDSA-P256-SHA256", [Operation.Sign, Operation.Verify], Operation.Platform),
            ("ML-DSA-65 sign + verify", "ML-DSA-65", [Operation.Sign, Operation.Verify], Operation.BouncyCastle),
            ("ML-DSA-65 sign + verify", "ML-DSA-65", [Operation.Sign, Operation.Verify], Operation.Ours),
        })
        {
            Measurement?[] lines = [.. operations.Select(operation => report.Find(algorithm, operation, implementation))];
            if (lines.Any(line => line is null))
                continue;
            double sum = lines.Sum(line => line!.Median);
            yield return new Row($"{name} ({implementation})", sum, sum.ToString("0.#"), ColorOf(implementation));
        }
    }

    private IEnumerable<Row> Peers()
    {
        foreach (Measurement peer in report.Measurements.Where(line => line.Implementation == Operation.BouncyCastle))
        {
            if (report.Find(peer.Algorithm, peer.Operation, Operation.Ours) is { } ours)
                yield return new Row(peer.Subject, ours.RatioTo(peer) * 100, $"{ours.RatioTo(peer):P1}", OurColor);
        }
    }

    private IEnumerable<Row> Sizes() =>
        report.KemSizes.Where(sizes => IsShown(sizes.Name)).Select(sizes => Size(sizes.Name, sizes.PublicKey + sizes.Ciphertext))
            .Concat(report.SignatureSizes.Where(sizes => IsShown(sizes.Name)).Select(sizes => Size(sizes.Name, sizes.PublicKey + sizes.Signature)));

    private IEnumerable<Row> Handshakes() => report.Handshakes.Select(line => new Row(
        line.Name, line.Percentile(50), $"{line.Percentile(50):0}", line.KeyExchange.Contains("ML", StringComparison.Ordinal) || line.Signature.StartsWith("ML", StringComparison.Ordinal) ? OurColor : OldColor));

    private static Row Size(string name, int bytes) => new(name, bytes, $"{bytes}", name.Contains("RSA", StringComparison.Ordinal) || name.StartsWith('E') || name.StartsWith("DHKEM", StringComparison.Ordinal) ? OldColor : OurColor);

    private static bool IsShown(string name) => !name.EndsWith("Round3", StringComparison.Ordinal) && !name.Contains("4096", StringComparison.Ordinal);

    private static Color ColorOf(string implementation) => implementation switch { Operation.Ours => OurColor, Operation.Platform => OldColor, _ => PeerColor };

    private static void Draw(string folder, string name, string axis, bool logarithmic, Row[] rows)
    {
        if (rows.Length == 0)
            return;
        foreach ((string mode, string text) in new[] { ("light", "#1f2328"), ("dark", "#e6edf3") })
        {
            using Plot plot = new();
            Color color = Color.FromHex(text);
            plot.FigureBackground.Color = Colors.Transparent;
            plot.DataBackground.Color = Colors.Transparent;
            plot.Axes.Color(color);
            plot.Grid.MajorLineColor = color.WithAlpha(.15);
            foreach ((int index, Row row) in rows.Index())
            {
                ScottPlot.Plottables.BarPlot bar = plot.Add.Bar(new Bar
                {
                    Position = -index,
                    Value = logarithmic ? Math.Log10(row.Value) : row.Value,
                    FillColor = row.Color,
                    LineWidth = 0,
                    Label = row.Label,
                    Size = 0.7,
                });
                bar.Horizontal = true;
                bar.ValueLabelStyle.ForeColor = color;
                bar.ValueLabelStyle.FontSize = TextSize;
            }

            plot.Axes.Left.TickGenerator = new NumericManual([.. rows.Index().Select(row => new Tick(-row.Index, row.Item.Name))]);
            plot.Axes.Left.TickLabelStyle.FontSize = TextSize;
            plot.Axes.Left.MajorTickStyle.Length = 0;
            plot.Axes.Bottom.Label.Text = axis;
            plot.Axes.Bottom.Label.FontSize = TextSize;
            plot.Axes.Bottom.TickLabelStyle.FontSize = TextSize;
            if (logarithmic)
                plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, 5).Select(power => new Tick(power, $"{Math.Pow(10, power):0}"))]);
            double most = rows.Max(row => logarithmic ? Math.Log10(row.Value) : row.Value);
            plot.Axes.SetLimits(0, most * 1.12, -rows.Length + 0.4, 0.6);      // room for the label of the longest bar
            plot.Axes.Right.IsVisible = false;
            plot.Axes.Top.IsVisible = false;
            plot.SaveSvg(Path.Combine(folder, $"{name}-{mode}.svg"), Width, (RowHeight * rows.Length) + MarginHeight);
        }
    }
}
