using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace NoisyRnn.Formats;

/// <summary>A [Range] with its words. A limit of the type itself (int.MaxValue, infinity, ...) counts as none.</summary>
internal sealed class AllowedRange
{
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly bool _aboveMinimum;
    private readonly bool _belowMaximum;

    internal AllowedRange(RangeAttribute range)
    {
        _minimum = Number(range.Minimum, double.NegativeInfinity);
        _maximum = Number(range.Maximum, double.PositiveInfinity);
        (_aboveMinimum, _belowMaximum) = (range.MinimumIsExclusive, range.MaximumIsExclusive);
        Words = InWords();
    }

    /// <summary>"above 0", "from 0 to 1", "of at least 1"; empty where everything is allowed.</summary>
    internal string Words { get; }

    /// <summary>Whether the value lies inside. Whole numbers beyond 2^53 are compared after rounding to double, which no
    /// limit that stands in an attribute as a double can notice.</summary>
    internal bool Contains(double value) =>
        (_aboveMinimum ? value > _minimum : value >= _minimum) && (_belowMaximum ? value < _maximum : value <= _maximum);

    private static double Number(object limit, double none)
    {
        double value = Convert.ToDouble(limit, CultureInfo.InvariantCulture);
        bool isTypesOwn = limit is int.MinValue or int.MaxValue || value is <= -double.MaxValue or >= double.MaxValue
            || value is (double)long.MinValue or (double)long.MaxValue or (double)ulong.MaxValue;
        return isTypesOwn ? none : value;
    }

    private string InWords()
    {
        bool hasMinimum = double.IsFinite(_minimum), hasMaximum = double.IsFinite(_maximum);
        if (hasMinimum && hasMaximum && !_aboveMinimum && !_belowMaximum) return $"from {Text(_minimum)} to {Text(_maximum)}";
        string low = !hasMinimum ? "" : _aboveMinimum ? $"above {Text(_minimum)}" : $"of at least {Text(_minimum)}";
        string high = !hasMaximum ? "" : _belowMaximum ? $"below {Text(_maximum)}" : $"at most {Text(_maximum)}";
        return low.Length > 0 && high.Length > 0 ? $"{low} and {high}" : low + high;
    }

    private static string Text(double limit) => ScalarText.Of(limit);
}
