using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>The curvature of the training loss at a network's parameters.</summary>
public sealed record HessianResult : AnalysisResult
{
    /// <summary>Training trials of the loss.</summary>
    public required int Trials { get; init; }

    /// <summary>The loss; not finite where the network has diverged.</summary>
    public required double Loss { get; init; }

    /// <summary>The norm of its gradient over the trainable parameters: 0 at a minimum.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>All trainable parameters, then the arrays one by one; empty where the loss is not finite.</summary>
    public required ImmutableArray<HessianPart> Parts { get; init; }

    /// <summary>theta_l^T H theta_l of each array, and theta^T H theta of all: curvature that does not change with the scale of the parameters.</summary>
    public required ImmutableArray<ArrayCurvature> ScaledCurvatures { get; init; }

    /// <summary>The same on the way through training, at each training loss that was asked for and reached.</summary>
    public ImmutableArray<AtLoss<HessianResult>> AtLosses { get; init; } = [];

    internal override ImmutableArray<(double Loss, double Found, AnalysisResult Result)> OnTheWay =>
        [.. AtLosses.Select(static at => (at.Loss, at.Found, (AnalysisResult)at.Result))];

    /// <summary>The same where silence has the mean of the noise in its place; null of noise without a mean of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HessianResult? MeanMatched { get; init; }

    internal override Findings? Findings => Parts.IsEmpty ? null : new Findings("Hessian of the training loss",
    [
        new("largest eigenvalue", "", Parts[0].Top[0]),
        new("smallest eigenvalue", "", Parts[0].Smallest),
        new("trace", "", Parts[0].Trace),
        new("condition number", "", Parts[0].ConditionNumber),
    ]).With(MeanMatched?.Findings);
}

/// <summary>The Hessian of the training loss over all trainable parameters, or its block for one array.</summary>
public sealed record HessianPart
{
    /// <summary>The name of all of them together.</summary>
    internal const string All = "all";

    /// <summary>"all", or the array's name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of parameters.</summary>
    public required int Parameters { get; init; }

    /// <summary>The largest eigenvalues, the largest first.</summary>
    public required ImmutableArray<double> Top { get; init; }

    /// <summary>Of each: an eigenvalue is not farther away than this. Mostly it is far closer, by residual^2 / gap.</summary>
    public required ImmutableArray<double> Residuals { get; init; }

    /// <summary>The smallest eigenvalue: the most negative one.</summary>
    public required double Smallest { get; init; }

    /// <summary>An eigenvalue is not farther from it than this.</summary>
    public required double SmallestResidual { get; init; }

    /// <summary>|lambda|max / |lambda|min of the Ritz values: of all eigenvalues where <see cref="IsComplete"/>, else as far as Lanczos sees.</summary>
    public required double ConditionNumber { get; init; }

    /// <summary>Lanczos' steps: products with the Hessian.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether there were as many steps as parameters, and so all eigenvalues.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Whether the residuals of the largest eigenvalues and of the smallest have stayed within the tolerance.</summary>
    public required bool IsConverged { get; init; }

    /// <summary>How far the products are from those of a symmetric matrix: their error.</summary>
    public required double ProductError { get; init; }

    /// <summary>The trace.</summary>
    public required double Trace { get; init; }

    /// <summary>Its standard error; 0 where it is exact.</summary>
    public required double TraceError { get; init; }

    /// <summary>How the eigenvalues are spread; null where it was not asked for.</summary>
    public required HessianDensity? Density { get; init; }
}

/// <summary>
/// How eigenvalues are spread, by their size: shares in bins of a quarter of a decade, eight decades down from the largest; below that they
/// cannot be told from 0. The shares, positive and negative and near 0, sum to 1.
/// </summary>
public sealed record HessianDensity
{
    /// <summary>Decades that the bins cover.</summary>
    internal const int Decades = 8;

    /// <summary>Bins of a decade.</summary>
    internal const int BinsOfDecade = 4;

    /// <summary>The upper end of the last bin: the largest |lambda|.</summary>
    public required double Largest { get; init; }

    /// <summary>Share of positive eigenvalues in each bin, from small to large.</summary>
    public required ImmutableArray<double> Positive { get; init; }

    /// <summary>Share of negative eigenvalues in each bin, from small to large |lambda|.</summary>
    public required ImmutableArray<double> Negative { get; init; }

    /// <summary>Share of the eigenvalues below all bins.</summary>
    public required double NearZero { get; init; }

    /// <summary>Random vectors that it is a mean over.</summary>
    public required int Probes { get; init; }

    /// <summary>The middle of a bin on a log axis, an |lambda|.</summary>
    /// <param name="bin">From 0.</param>
    public double Middle(int bin) => Largest * Elementary.Exp(Elementary.Log(10) * (((bin + 0.5) / BinsOfDecade) - Decades));

    /// <summary>Sorts eigenvalues with their weights into bins: the mean over probes, each with weights that sum to 1.</summary>
    internal static HessianDensity Of(IReadOnlyCollection<ImmutableArray<RitzValue>> probes)
    {
        var (positive, negative, nearZero) = (new double[Decades * BinsOfDecade], new double[Decades * BinsOfDecade], 0.0);
        var largest = probes.Max(static probe => probe.Max(static ritz => Math.Abs(ritz.Value)));
        foreach (var ritz in probes.SelectMany(static probe => probe))
        {
            var share = ritz.Weight / probes.Count;
            // Where all are 0 there is no bin at all.
            var bin = ritz.Value == 0 ? -1 : (int)Math.Floor(BinsOfDecade * (Decades + (Elementary.Log(Math.Abs(ritz.Value) / largest) / Elementary.Log(10))));
            if (bin < 0)
                nearZero += share;
            else
                (ritz.Value > 0 ? positive : negative)[Math.Min(bin, positive.Length - 1)] += share;
        }

        return new() { Largest = largest, Positive = [.. positive], Negative = [.. negative], NearZero = nearZero, Probes = probes.Count };
    }
}

/// <summary>The curvature of the training loss along an array itself: does not change where a layer is scaled up and the next down.</summary>
/// <param name="Name">"all", or the array's name.</param>
/// <param name="Value">theta_l^T H theta_l.</param>
public sealed record ArrayCurvature(string Name, double Value);
