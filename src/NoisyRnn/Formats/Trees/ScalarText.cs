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

    /// <summary>The shortest digits that read back as the same bits, in the form of ECMAScript (and so of RFC 8785): plain from
    /// 1e-6 up to 1e21, else 1.5e-7; 0 for -0. Not left to "R", whose choice between the forms differs between versions of .NET.</summary>
    /// <exception cref="ArgumentException">The value is not finite: a spec holds no such value.</exception>
    internal static string Of(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException($"{value} cannot stand in a spec; a finite number", nameof(value));
        if (value == 0) return "0";
        (string digits, int point) = ShortestDigits(Math.Abs(value));
        string text = point is > 0 and <= 21 ? (point >= digits.Length ? digits.PadRight(point, '0') : digits.Insert(point, "."))
            : point is > -6 and <= 0 ? "0." + new string('0', -point) + digits
            : (digits.Length > 1 ? digits.Insert(1, ".") : digits) + (point > 0 ? "e+" : "e-") + $"{Math.Abs(point - 1)}";
        return value < 0 ? "-" + text : text;
    }

    /// <summary>"0, 0.5, 1": numbers behind one another, for messages.</summary>
    internal static string List<T>(IEnumerable<T> numbers, string between = ", ")
        where T : IFormattable => string.Join(between, numbers.Select(static number => $"{number}"));

    /// <summary>value = 0.digits x 10^point, without zeros at either end of the digits.</summary>
    private static (string Digits, int Point) ShortestDigits(double value)
    {
        string[] parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int dot = parts[0].IndexOf('.', StringComparison.Ordinal);
        int point = (dot < 0 ? parts[0].Length : dot) + exponent;
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        string withoutLeading = digits.TrimStart('0');
        return (withoutLeading.TrimEnd('0'), point - (digits.Length - withoutLeading.Length));
    }

    [GeneratedRegex("^[-+]?[0-9]+(?:[eE][+]?[0-9]{1,2})?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmallExponent();
}
