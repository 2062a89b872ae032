using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The Lyapunov exponents of a network along test trials.</summary>
public sealed record LyapunovResult : AnalysisResult
{
    /// <summary>s0; 0 where it was trained without noise and the levels are absolute.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>Test trials, a path each.</summary>
    public required int Trials { get; init; }

    /// <summary>Rows of the state: how many exponents there are.</summary>
    public required int StateSize { get; init; }

    /// <summary>Whether times are counted in steps, of networks that are maps; else they have the unit of tau.</summary>
    public required bool IsPerStep { get; init; }

    /// <summary>Time of each path that was not counted.</summary>
    public required double Transient { get; init; }

    /// <summary>Times since the transient at which the exponents so far are kept; the last is all that was counted.</summary>
    public required ImmutableArray<double> Times { get; init; }

    /// <summary>One entry a level, ascending.</summary>
    public required ImmutableArray<LyapunovLevel> Levels { get; init; }

    /// <summary>In silence with the mean of the noise in its place; null of noise without a mean of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LyapunovLevel? MeanMatched { get; init; }

    /// <summary>The same on the way through training, at each training loss that was asked for and reached.</summary>
    public ImmutableArray<AtLoss<LyapunovResult>> AtLosses { get; init; } = [];

    internal override ImmutableArray<(double Loss, double Found, AnalysisResult Result)> OnTheWay =>
        [.. AtLosses.Select(static at => (at.Loss, at.Found, (AnalysisResult)at.Result))];

    /// <summary>The unit of the exponents.</summary>
    internal string Unit => IsPerStep ? "per step" : "per unit of time";

    internal override Findings Findings => new("Lyapunov exponents along test trials",
    [
        .. Named("largest", Unit, static level => level.Exponents.IsEmpty ? null : level.Exponents[0]),
        .. Named("sum", Unit, static level => level.Sum),
        .. Named("Kaplan-Yorke dimension", "", static level => level.KaplanYorkeDimension),
        .. Named("paths that diverged", "", static level => level.Diverged > 0 ? level.Diverged : null),
    ]);

    private IEnumerable<Metric> Named(string name, string unit, Func<LyapunovLevel, double?> value) =>
        from told in Levels.Select(static level => (Level: level, Words: level.Level == 0 ? "silent" : "at s0")).Concat(MeanMatched is { } matched ? [(matched, "silent, mean matched")] : [])
        where told.Level.Level == 0 || (told.Level.Level == 1 && TrainingSigma > 0)
        let found = value(told.Level)
        where found is not null
        select new Metric($"{name}, {told.Words}", unit, found.Value);
}
