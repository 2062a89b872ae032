using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>How a network without noise stands perturbed inputs.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record RobustnessResult : AnalysisResult
{
    /// <summary>Accuracy on clean inputs, over all test trials; null where the loss has none.</summary>
    public required double? CleanAccuracy { get; init; }

    /// <summary>Loss on clean inputs.</summary>
    public required double CleanLoss { get; init; }

    /// <summary>Perturbation by perturbation, each from strength 0 up.</summary>
    public required ImmutableArray<RobustnessPoint> Points { get; init; }

    /// <summary>The same where silence has the mean of the noise in its place; null of noise without a mean of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RobustnessResult? MeanMatched { get; init; }

    // Of one silence curves say more.
    internal override Findings? Findings => MeanMatched is null ? null : Own.With(MeanMatched.Own);

    private Findings Own => new("Robustness in silence",
    [
        .. CleanAccuracy is { } accuracy ? [new Metric("accuracy, clean", "", accuracy)] : Array.Empty<Metric>(), new("loss, clean", "", CleanLoss),
        .. from perturbation in Perturbations let area = Area(perturbation) where area is not null select new Metric($"mean accuracy, {perturbation}", "", area.Value),
    ]);

    /// <summary>The perturbations' names, in order.</summary>
    [JsonIgnore]
    public IEnumerable<string> Perturbations => Points.Select(static point => point.Perturbation).Distinct();

    /// <summary>
    /// Area under accuracy against strength, from 0 to the largest (trapezoids), divided by the largest: a mean accuracy.
    /// Null where there is no accuracy.
    /// </summary>
    public double? Area(string perturbation)
    {
        var curve = Points.Where(point => point.Perturbation == perturbation).ToArray();
        if (curve.Length < 2 || curve.Any(static point => point.Accuracy is null))
            return null;
        var area = 0.0;
        for (var k = 1; k < curve.Length; k++)
            area += (curve[k].Strength - curve[k - 1].Strength) * (curve[k].Accuracy!.Value + curve[k - 1].Accuracy!.Value) / 2;
        return area / curve[^1].Strength;
    }

    internal override AnalysisResult MeanOver(ImmutableArray<AnalysisResult> parts) => Mean([.. parts.Cast<RobustnessResult>()]);

    /// <summary>The mean of some results, point by point: of the folds of one seed.</summary>
    /// <exception cref="ArgumentException">They have other points.</exception>
    public static RobustnessResult Mean(IReadOnlyList<RobustnessResult> parts)
    {
        if (parts.Any(part => !part.Points.Select(Key).SequenceEqual(parts[0].Points.Select(Key))))
            throw new ArgumentException("The parts of a network are perturbed alike.", nameof(parts));
        return new()
        {
            CleanAccuracy = Average(parts.Select(static part => part.CleanAccuracy)),
            CleanLoss = parts.Average(static part => part.CleanLoss),
            Points = [.. parts[0].Points.Select((point, k) => point with
            {
                Accuracy = Average(parts.Select(part => part.Points[k].Accuracy)),
                AccuracyDeviation = parts.Average(part => part.Points[k].AccuracyDeviation),
                Loss = parts.Average(part => part.Points[k].Loss),
                LossDeviation = parts.Average(part => part.Points[k].LossDeviation),
                Trials = parts.Sum(part => part.Points[k].Trials),
            })],
        };

        static (string, double) Key(RobustnessPoint point) => (point.Perturbation, point.Strength);

        static double? Average(IEnumerable<double?> values) => values.Contains(null) ? null : values.Average();
    }
}

/// <summary>A network's loss and accuracy under one perturbation at one strength.</summary>
/// <param name="Perturbation">Its name: white, pgd, ...</param>
/// <param name="Strength">s; 0 is the clean input, on the same trials.</param>
/// <param name="Accuracy">Mean over the perturbation's draws; null where the loss has none.</param>
/// <param name="AccuracyDeviation">Standard deviation over the draws; 0 where there is one draw.</param>
/// <param name="Loss">Mean over the draws.</param>
/// <param name="LossDeviation">Standard deviation over the draws.</param>
/// <param name="Draws">Number of draws.</param>
/// <param name="Trials">Number of test trials.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record RobustnessPoint(
    string Perturbation, double Strength, double? Accuracy, double AccuracyDeviation, double Loss, double LossDeviation, int Draws, int Trials);
