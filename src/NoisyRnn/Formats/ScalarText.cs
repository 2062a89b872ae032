using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace NoisyRnn.Formats;

/// <summary>Text to numbers and back, the same for YAML, JSON, CSV and hashes; the culture is invariant.</summary>
internal static partial class ScalarText
{
    /// <summary>.1, 1e-3, +1, 5: finite only. Infinity, nan and an overflow such as 1e999 are no number.</summary>
    internal static bool TryDouble(ReadOnlySpan<char> text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>A whole number: -3, +1, 2000, also 1e6.</summary>
    internal static bool TryInteger(string text, out BigInteger value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;
        value = default;
        // 40 characters hold every whole number of 64 bits; more would only let 1e999999999 fill the memory.
        return text.Length <= 40 && SmallExponent().IsMatch(text)
            && BigInteger.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The shortest text that reads back as the same bits, but 0 for -0.</summary>
    /// <exception cref="ArgumentException">The value is not finite: a spec holds no such value.</exception>
    internal static string Of(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException($"{value} cannot stand in a spec; a finite number", nameof(value));
        return value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^[-+]?[0-9]+(?:[eE][+]?[0-9]{1,2})?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmallExponent();
}
