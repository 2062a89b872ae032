using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The bounds of a network's top exponent beside the measured one.</summary>
public sealed record StabilityResult : AnalysisResult
{
    /// <summary>Test trials, a path each.</summary>
    public required int Trials { get; init; }

    /// <summary>Whether times are counted in steps, of networks that are maps; else they have the unit of tau.</summary>
    public required bool IsPerStep { get; init; }

    /// <summary>The trained matrices; null where the bounds are not applicable.</summary>
    public StabilityMatrices? Matrices { get; init; }

    /// <summary>Without noise, then at the training noise.</summary>
    public required ImmutableArray<StabilityLevel> Levels { get; init; }

    /// <summary>Without noise, its mean in its place; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StabilityLevel? MeanMatched { get; init; }

    internal override Findings? Findings => new("Stability: the top exponent of the tangent flow and its bounds",
    [
        .. Levels.SelectMany(level => Told(level, level.Level == 0 ? "silent" : "at s0")),
        .. MeanMatched is null ? [] : Told(MeanMatched, "silent, mean matched"),
        .. Matrices is null ? [] : new Metric[]
        {
            new("lambda_max(A^sym)", Unit, Matrices.LargestSymmetric), new("lambda_min(A^sym)", Unit, Matrices.SmallestSymmetric), new("L s_max(W)", Unit, Matrices.LargestSlope * Matrices.RecurrentNorm),
            // Over seeds the mean is the share of networks.
            new("lambda_max(A^sym) + L s_max(W) < 0", "1 met, 0 not", Matrices.IsContracting ? 1 : 0),
            new("A^sym < 0 and s_min(A^sym) > L s_max(W)", "1 met, 0 not", Matrices.MeetsLipschitzCondition ? 1 : 0),
        },
    ]);

    /// <summary>The unit of the exponents.</summary>
    internal string Unit => IsPerStep ? "per step" : "per unit of time";

    private IEnumerable<Metric> Told(StabilityLevel level, string words)
    {
        return new[]
        {
            Of("top exponent", level.Exponent), Of("upper bound", level.Upper), Of("upper bound, slopes of the path", level.PathUpper), Of("lower bound", level.Lower),
            Of("paths that diverged", level.Diverged > 0 ? level.Diverged : null) is { } diverged ? diverged with { Unit = "" } : null,
        }.OfType<Metric>();

        Metric? Of(string name, double? value) => value is { } number ? new($"{name}, {words}", Unit, number) : null;
    }
}

/// <summary>The measured top exponent of a network at one level of its noise, and its bounds; per unit of time.</summary>
public sealed record StabilityLevel
{
    /// <summary>0 without noise, 1 at the training noise.</summary>
    public required double Level { get; init; }

    /// <summary>Trials whose path diverged; they are not in the mean.</summary>
    public required int Diverged { get; init; }

    /// <summary>The top exponent of the tangent flow, mean over trials; null where all paths diverged.</summary>
    public double? Exponent { get; init; }

    /// <summary>Its standard error over trials; NaN of a single one.</summary>
    public double Error { get; init; }

    /// <summary>The exponents of the trials, in their order.</summary>
    public required ImmutableArray<double> OfTrials { get; init; }

    /// <summary>phi of the noise that grows with the state; null, as all that follows, where the network or its noise has no bounds.</summary>
    public double? Phi { get; init; }

    /// <summary>psi of it.</summary>
    public double? Psi { get; init; }

    /// <summary>The lower bound, of the equation that is discretised.</summary>
    public double? Lower { get; init; }

    /// <summary>The upper bound, likewise.</summary>
    public double? Upper { get; init; }

    /// <summary>The lower bound of the steps that were executed; without noise no path lies below.</summary>
    public double? LowerOfSteps { get; init; }

    /// <summary>The upper bound of the steps that were executed, which is <see cref="Upper"/> and (dt/2) (||A|| + L s_max(W))^2; without noise no path lies above.</summary>
    public double? UpperOfSteps { get; init; }

    /// <summary>The largest |f'| of any unit along the counted steps of the paths; without noise alone.</summary>
    public double? PathSlope { get; init; }

    /// <summary>The lower bound with it in the place of L.</summary>
    public double? PathLower { get; init; }

    /// <summary>The upper bound with it in the place of L.</summary>
    public double? PathUpper { get; init; }

    /// <summary>The upper bound of the executed steps with it in the place of L.</summary>
    public double? PathUpperOfSteps { get; init; }
}
