using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>Lengths of time as Slurm writes them: minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes, days-hours:minutes:seconds.</summary>
public static class SlurmTime
{
    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Where it stands, for errors.</param>
    /// <exception cref="InputException">It is none.</exception>
    public static TimeSpan Parse(string text, string name) => TryParse(text)
        ?? throw new InputException($"{name}: '{Printable.Line(text)}' is no time limit; allowed is minutes, minutes:seconds, hours:minutes:seconds, or days-hours:minutes:seconds, as in 90, 1:30:00 or 2-12");

    /// <summary>The same; null where it is none, as for UNLIMITED.</summary>
    /// <param name="text">The text.</param>
    public static TimeSpan? TryParse(string text)
    {
        var days = text.Split('-');
        if (days.Length > 2 || !days.SelectMany(static part => part.Split(':')).All(static part => part.Length is > 0 and < 7 && part.All(char.IsAsciiDigit)))
            return null;
        var parts = days[^1].Split(':').Select(static part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        (int Hours, int Minutes, int Seconds)? clock = (days.Length, parts) switch
        {
            (1, [var minutes]) => (0, minutes, 0),
            (1, [var minutes, var seconds]) => (0, minutes, seconds),
            (2, [var hours]) => (hours, 0, 0),
            (2, [var hours, var minutes]) => (hours, minutes, 0),
            (_, [var hours, var minutes, var seconds]) => (hours, minutes, seconds),
            _ => null,
        };
        return clock is var (h, m, s) ? new TimeSpan(days.Length == 2 ? int.Parse(days[0], CultureInfo.InvariantCulture) : 0, h, m, s) : null;
    }
}
