namespace NoisyRnn.Reports;

/// <summary>A mean over training seeds with its standard deviation.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation; 0 with one seed.</param>
/// <param name="Count">Seeds.</param>
internal sealed record SeedSpread(double Mean, double Deviation, int Count)
{
    /// <summary>Of some values, one or more.</summary>
    public static SeedSpread Of(IEnumerable<double> values)
    {
        var all = values.ToArray();
        // Of equal values the mean may be off by a rounding, which is no spread.
        if (all.All(value => value == all[0]))
            return new(all[0], 0, all.Length);
        var mean = all.Average();
        return new(mean, all.Length < 2 ? 0 : Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1)), all.Length);
    }

    /// <summary>"0.153 ± 0.02"; without a deviation where there is one seed, "n/a" where a seed has none.</summary>
    public string Plain => double.IsNaN(Mean) ? "n/a" : FormattableString.Invariant($"{Mean:G3}") + (Count > 1 ? FormattableString.Invariant($" \u00b1 {Deviation:G2}") : "");

    /// <summary>"97.4 ± 0.2", in percent; without a deviation where there is one seed.</summary>
    public string Percent => FormattableString.Invariant($"{100 * Mean:F1}") + (Count > 1 ? FormattableString.Invariant($" \u00b1 {100 * Deviation:F1}") : "");
}
