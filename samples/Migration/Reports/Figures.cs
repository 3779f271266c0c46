using System.Globalization;
using Spectre.Console;

namespace PqCrypto.Samples.Migration.Reports;

/// <summary>Numbers and tables as the reports show them.</summary>
internal static class Figures
{
    /// <summary>Microseconds with three digits that mean something.</summary>
    public static string Time(double microseconds) => microseconds >= 100 ? $"{microseconds:N0}" : $"{microseconds:N1}";

    /// <summary>A whole number.</summary>
    public static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How much more than a yardstick something costs, in percent.</summary>
    public static double Overhead(double cost, double yardstick) => 100 * (cost / yardstick - 1);

    /// <summary>An overhead with its sign.</summary>
    public static string Percent(double overhead)
    {
        string digits = Math.Abs(overhead) < 100 ? "0.0" : "N0";
        return $"{(overhead < 0 ? "" : "+")}{overhead.ToString(digits, CultureInfo.InvariantCulture)} %";
    }

    /// <summary>A table with a title; columns that begin with '>' are aligned to the right.</summary>
    public static Table Table(string title, params ReadOnlySpan<string> columns)
    {
        Table table = new() { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape(title), new Style(decoration: Decoration.Bold)) };
        foreach (string column in columns)
        {
            bool isNumber = column.StartsWith('>');
            TableColumn header = new(Markup.Escape(isNumber ? column[1..] : column));
            table.AddColumn(isNumber ? header.RightAligned() : header);
        }
        return table;
    }

    /// <summary>Adds a row of plain texts.</summary>
    public static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        string[] escaped = new string[cells.Length];
        for (int index = 0; index < cells.Length; index++)
            escaped[index] = Markup.Escape(cells[index]);
        table.AddRow(escaped);
    }
}
