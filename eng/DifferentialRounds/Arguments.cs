using System.Globalization;

namespace PqCrypto.DifferentialRounds;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    internal const string Usage =
        "usage: differential <seconds> [--only <kems | x25519 | signatures | kind>] [--rounds <number>] [--threads <number>] [--planted]\n"
        + "       differential --seed <seed> --only <kind> [--planted]";

    internal double Seconds { get; private init; } = double.PositiveInfinity;

    internal string? Only { get; private init; }

    /// <summary>Ends earlier, after so many rounds.</summary>
    internal long Rounds { get; private init; } = long.MaxValue;

    internal int Threads { get; private init; } = 2;

    /// <summary>The seed of the only round.</summary>
    internal ulong? Seed { get; private init; }

    internal bool IsPlanted { get; private init; }

    /// <summary>Null where the command line is none.</summary>
    internal static Arguments? Parse(ReadOnlySpan<string> words)
    {
        Arguments? arguments = new();
        while (!words.IsEmpty && arguments is not null)
        {
            string? value = words.Length > 1 ? words[1] : null;
            int used = 2;
            switch (words[0])
            {
                case "--only" when value is not null:
                    arguments = arguments with { Only = value };
                    break;
                case "--rounds" when long.TryParse(value, CultureInfo.InvariantCulture, out long rounds):
                    arguments = arguments with { Rounds = rounds };
                    break;
                case "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out int threads) && threads > 0:
                    arguments = arguments with { Threads = threads };
                    break;
                case "--seed" when ulong.TryParse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong seed):
                    arguments = arguments with { Seed = seed };
                    break;
                default:
                    used = 1;
                    arguments = words[0] == "--planted" ? arguments with { IsPlanted = true }
                        : double.TryParse(words[0], CultureInfo.InvariantCulture, out double seconds) ? arguments with { Seconds = seconds }
                        : null;
                    break;
            }

            words = words[used..];
        }

        bool hasLength = arguments?.Seed is not null || arguments?.Seconds < double.PositiveInfinity;
        return hasLength ? arguments : null;
    }
}
