using System.Globalization;

namespace NoisyRnn.Tests;

/// <summary>
/// A host program's culture while this lives: decimal comma, its own signs and separators. Made by hand, as the tests run
/// without ICU and know no de-DE, fa-IR or sv-SE; each sign is one that some of them have.
/// </summary>
internal sealed class ForeignCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    internal ForeignCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "\u2212", PositiveSign = "\u200e+",
            PercentDecimalSeparator = ",", PercentSymbol = "\u066a", NaNSymbol = "\u00a4\u00a4\u00a4", PositiveInfinitySymbol = "+\u221e", NegativeInfinitySymbol = "-\u221e",
        };
        culture.DateTimeFormat.TimeSeparator = ".";
        culture.DateTimeFormat.DateSeparator = ".";
        CultureInfo.CurrentCulture = culture;
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
