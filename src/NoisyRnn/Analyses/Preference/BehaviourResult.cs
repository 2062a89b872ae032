using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>How a network behaves in its task at some noise levels.</summary>
public sealed record BehaviourResult : AnalysisResult
{
    /// <summary>Test trials at each level.</summary>
    public required int Trials { get; init; }

    /// <summary>One entry a level, in the analysis' order.</summary>
    public required ImmutableArray<BehaviourPoint> Points { get; init; }

    /// <summary>In silence with the mean of the noise in its place; null of noise without a mean of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BehaviourPoint? MeanMatched { get; init; }

    internal override ImmutableArray<(double Level, Metric Metric)> FiguresOfMerit =>
    [
        .. Points.SelectMany(static point => point.Behaviour.Metrics.Select(metric => (point.Level, metric))),
        .. MeanMatched is { } matched ? matched.Behaviour.Metrics.Select(metric => (matched.Level, metric with { Name = $"{metric.Name}, mean matched" })) : [],
    ];

    /// <summary>A figure of merit at a level; null where there is none.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="level">r = s/s0.</param>
    public double? At(string metric, double level) =>
        Points.FirstOrDefault(point => point.Level == level)?.Behaviour.Metrics.FirstOrDefault(m => m.Name == metric)?.Value;
}

/// <summary>How a network behaves at one noise level.</summary>
/// <param name="Level">r = s/s0; 0 for networks trained without noise.</param>
/// <param name="Sigma">The absolute level s, in the scale of the experiment's noise.</param>
/// <param name="Behaviour">What the task says.</param>
public sealed record BehaviourPoint(double Level, double Sigma, Behaviour Behaviour);
