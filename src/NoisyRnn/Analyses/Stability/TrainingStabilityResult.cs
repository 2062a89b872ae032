using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>How stable one network was on its way through training.</summary>
public sealed record TrainingStabilityResult : AnalysisResult
{
    /// <summary>Whether times are counted in steps, of networks that are maps; else they have the unit of tau.</summary>
    public required bool IsPerStep { get; init; }

    /// <summary>Ascending in time; the first is before training.</summary>
    public required ImmutableArray<TrainingStabilityLook> Looks { get; init; }

    /// <summary>The top exponent, mean over the looks after the start (which twins share); null where one has none.</summary>
    internal double? MeanExponent => Mean(static look => look.Exponent);

    /// <summary>The spectral radius, likewise.</summary>
    internal double? MeanRadius => Mean(static look => look.SpectralRadius);

    internal override Findings? Findings => new("Stability in training",
    [
        .. Of("top exponent, mean over training", Unit, MeanExponent),
        .. Of("top exponent, mean over training, mean matched", Unit, Mean(static look => look.MeanMatchedExponent)),
        .. Of("top exponent at the start", Unit, Looks[0].Exponent),
        .. Of("top exponent at the end", Unit, Looks[^1].Exponent),
        .. Of("spectral radius of a step, mean over training", "", MeanRadius),
        .. Of("spectral radius of a step, mean over training, mean matched", "", Mean(static look => look.MeanMatchedRadius)),
        .. Of("gradient norm, median over training of medians", "", Median([.. Looks.Skip(1).Select(static look => look.MedianGradient)])),
        .. Of("gradient norm, largest", "", Looks.Skip(1).Max(static look => look.LargestGradient)),
    ]);

    /// <summary>The unit of the exponents.</summary>
    internal string Unit => IsPerStep ? "per step" : "per unit of time";

    private double? Mean(Func<TrainingStabilityLook, double?> of) =>
        Looks.Skip(1).All(look => of(look) is not null) ? Looks.Skip(1).Average(look => of(look)!.Value) : null;

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static IEnumerable<Metric> Of(string name, string unit, double? value) => value is { } number ? [new(name, unit, number)] : [];
}

/// <summary>How stable a network was at one moment of its training, without noise; and how large its gradients were, with that of training.</summary>
public sealed record TrainingStabilityLook
{
    /// <summary>Iterations done; null for the trained network, where it ended before the first look.</summary>
    public required int? Iteration { get; init; }

    /// <summary>The top exponent of the tangent flow along test trials, mean; null where a path diverged.</summary>
    public required double? Exponent { get; init; }

    /// <summary>Its standard error over trials; NaN of a single one.</summary>
    public required double ExponentError { get; init; }

    /// <summary>The largest modulus of the step's Jacobian's eigenvalues, mean over steps along the paths; null likewise.</summary>
    public required double? SpectralRadius { get; init; }

    /// <summary>The exponent where silence has the mean of the noise in its place; null where that has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanMatchedExponent { get; init; }

    /// <summary>The spectral radius there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanMatchedRadius { get; init; }

    /// <summary>The mean training loss of the batches.</summary>
    public required double Loss { get; init; }

    /// <summary>Norms of the gradients of batches: the quantile .1, ...</summary>
    public required double LowGradient { get; init; }

    /// <summary>... the median, ...</summary>
    public required double MedianGradient { get; init; }

    /// <summary>... the quantile .9, ...</summary>
    public required double HighGradient { get; init; }

    /// <summary>... and the largest. Infinite where a gradient overflowed.</summary>
    public required double LargestGradient { get; init; }
}
