using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// How far test trials are from being answered wrongly, in silence: distances are L2 norms of perturbations of the whole input sequence. Of a trial that is
/// answered wrongly as it stands they are 0. In the order of the trials, so that networks can be compared trial by trial.
/// </summary>
public sealed record MarginResult : AnalysisResult
{
    /// <summary>Test trials.</summary>
    public required int Trials { get; init; }

    /// <summary>Median over trials of the norm of the input sequence itself, for scale.</summary>
    public required double InputNorm { get; init; }

    /// <summary>rho: no step, whatever the input, stretches a difference of states more; null where the network has no such bound here.</summary>
    public required double? StepGain { get; init; }

    /// <summary>G: no difference of inputs is stretched more on its way to the last answer, whatever the inputs; null likewise.</summary>
    public required double? Gain { get; init; }

    /// <summary>Whether each trial is answered rightly at all steps that count.</summary>
    public required ImmutableArray<bool> Right { get; init; }

    /// <summary>m = min_j (z_y - z_j) / sqrt(2), the margin of the outputs, below 0 where the answer is wrong; NaN where the network diverged.</summary>
    public required ImmutableArray<double> OutputMargins { get; init; }

    /// <summary>min_j (z_y - z_j) / ||grad_x (z_y - z_j)||: the distance were the network linear, an estimate.</summary>
    public required ImmutableArray<double> Local { get; init; }

    /// <summary>No smaller perturbation changes the answer, by the bound; null where there is none.</summary>
    public required ImmutableArray<double>? Certified { get; init; }

    /// <summary>The smallest perturbation found that changes the answer: the distance is at most this. Infinite where none was found.</summary>
    public required ImmutableArray<double> Measured { get; init; }

    /// <summary>Median of <see cref="Local"/>.</summary>
    public required MarginMedian MedianLocal { get; init; }

    /// <summary>Median of <see cref="Certified"/>.</summary>
    public required MarginMedian? MedianCertified { get; init; }

    /// <summary>Median of <see cref="Measured"/>.</summary>
    public required MarginMedian MedianMeasured { get; init; }

    /// <summary>The same on the way through training, at each training loss that was asked for and reached.</summary>
    public ImmutableArray<AtLoss<MarginResult>> AtLosses { get; init; } = [];

    internal override ImmutableArray<(double Loss, double Found, AnalysisResult Result)> OnTheWay =>
        [.. AtLosses.Select(static at => (at.Loss, at.Found, (AnalysisResult)at.Result))];

    /// <summary>Share of the trials that are answered rightly.</summary>
    /// <summary>The same where silence has the mean of the noise in its place; null of noise without a mean of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MarginResult? MeanMatched { get; init; }

    internal double Accuracy => (double)Right.Count(static right => right) / Trials;

    internal override Findings Findings => new Findings("Margin: L2 distance of test trials from a wrong answer",
    [
        new("median, measured", "", MedianMeasured.All),
        new("median, local", "", MedianLocal.All),
        .. MedianCertified is { } certified ? (IEnumerable<Metric>)[new Metric("median, certified", "", certified.All)] : [],
        new("accuracy", $"of {Trials} trials", Accuracy),
        new("norm of an input", "", InputNorm),
    ]).With(MeanMatched?.Findings);

    /// <summary>The median of a distance.</summary>
    /// <param name="distances">One a trial.</param>
    /// <param name="right">Whether each is answered rightly.</param>
    internal static MarginMedian MedianOf(ImmutableArray<double> distances, ImmutableArray<bool> right)
    {
        ImmutableArray<double> ofRight = [.. distances.Where((_, n) => right[n])];
        return new(Quantile(distances, 0.5), ofRight.IsEmpty ? null : Quantile(ofRight, 0.5));
    }

    /// <summary>
    /// The distance that a share of the trials is below, linear between trials; infinite where it lies beyond the last that is finite.
    /// </summary>
    /// <param name="distances">One a trial, in any order.</param>
    /// <param name="share">0: the smallest, 1: the largest.</param>
    internal static double Quantile(ImmutableArray<double> distances, double share)
    {
        var sorted = distances.Sort();
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        // Not a product of 0 and infinity, nor a difference of infinities.
        return place == below || double.IsInfinity(sorted[below]) ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}

/// <summary>The median of a distance over test trials.</summary>
/// <param name="All">Over all trials, of those answered wrongly 0.</param>
/// <param name="Right">Over those answered rightly; null where there are none.</param>
public sealed record MarginMedian(double All, double? Right);
