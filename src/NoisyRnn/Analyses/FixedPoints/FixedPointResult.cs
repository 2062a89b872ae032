using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The fixed points of a network, in silence and averaged over noise.</summary>
public sealed record FixedPointResult : AnalysisResult
{
    /// <summary>s0, per step, of the noise inside that the map is averaged over; 0 where there is the noise-free map alone.</summary>
    public required double Sigma { get; init; }

    /// <summary>Why there is the noise-free map alone; null where there is the noise-averaged one too.</summary>
    public string? NoiseFreeBecause { get; init; }

    /// <summary>Shares of the visited states' variance along their first principal components.</summary>
    public required ImmutableArray<double> VarianceShares { get; init; }

    /// <summary>Some visited states, in principal components: all networks of one task visit as many.</summary>
    public required ImmutableArray<ImmutableArray<double>> Visited { get; init; }

    /// <summary>One entry an input.</summary>
    public required ImmutableArray<FixedPointsAtInput> Inputs { get; init; }

    /// <summary>The same where silence, and each level, has the mean of the training noise; null where it has none. Without <see cref="Visited"/>, which are those above.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FixedPointResult? MeanMatched { get; init; }

    // Averaged over the training noise the two are one.
    internal override Findings Findings => Told([(0, "silent"), (1, "at s0")]).With(MeanMatched?.Told([(0, "silent")]));

    /// <summary>
    /// The mean shift at each level: over inputs and over the branches that begin in silence at a stable (or marginal) point, as
    /// far as they go; NaN where none is left. Empty where there is the noise-free map alone.
    /// </summary>
    internal IEnumerable<(double Level, double State, double Readout)> Shifts => NoiseFreeBecause is not null || Inputs.IsEmpty ? [] :
        Inputs[0].Levels.Select((level, k) =>
        {
            var points = (from input in Inputs
                          let branches = input.Levels[0].Points.Where(static point => point.Attracts).Select(static point => point.Branch).ToHashSet()
                          from point in input.Levels[k].Points
                          where branches.Contains(point.Branch)
                          select point).ToArray();
            return (level.Level, points.Select(static point => point.Shift!.Value).DefaultIfEmpty(double.NaN).Average(),
                points.Select(static point => point.ReadoutShift!.Value).DefaultIfEmpty(double.NaN).Average());
        });

    private Findings Told((double Level, string Name)[] searched)
    {
        return new("Fixed points of a held input: in silence, and of the step averaged over the noise s0",
        [
            .. PerInput("fixed points", static level => level.Found),
            .. PerInput("stable", static level => level.StableCount),
            .. PerInput("largest |eigenvalue|", static level => level.Points.Select(static point => point.LargestEigenvalue).DefaultIfEmpty(double.NaN).Max()),
            .. Shifts.Where(static shift => shift.Level == 1 && double.IsFinite(shift.State))
                .SelectMany(static shift => ImmutableArray.Create<Metric>(new("shift/s0", "", shift.State), new("shift of the readout", "", shift.Readout))),
        ]);

        // The mean over inputs.
        IEnumerable<Metric> PerInput(string name, Func<FixedPointLevel, double> value) =>
            from level in searched
            let values = Inputs.Select(input => input.At(level.Level)).OfType<FixedPointLevel>().Select(value).Where(double.IsFinite).ToArray()
            where values.Length > 0
            select new Metric($"{name}, {level.Name}", "", values.Average());
    }
}

/// <summary>The fixed points at one held input.</summary>
/// <param name="Trial">The test trial in which the input occurs.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Input">u [I].</param>
/// <param name="Levels">One entry a level, ascending; silence alone where there is the noise-free map alone.</param>
public sealed record FixedPointsAtInput(int Trial, int Step, ImmutableArray<double> Input, ImmutableArray<FixedPointLevel> Levels)
{
    /// <summary>The points at a level; null where it was not asked for.</summary>
    internal FixedPointLevel? At(double level) => Levels.FirstOrDefault(entry => entry.Level == level);
}

/// <summary>The fixed and slow points at one input and one noise level.</summary>
/// <param name="Level">r = s/s0.</param>
/// <param name="Sigma">s, per step.</param>
/// <param name="Found">Number of fixed points found: searched for at 0 and 1, followed from there elsewhere.</param>
/// <param name="Points">Of these those that are followed, in the order of branches.</param>
/// <param name="SlowPoints">Slow points, searched for at 0 and 1 alone.</param>
/// <param name="Unresolved">Starts of the search that ended at neither: where q has a minimum above the slow points' limit, or none.</param>
public sealed record FixedPointLevel(
    double Level, double Sigma, int Found, ImmutableArray<FixedPoint> Points, ImmutableArray<SlowPoint> SlowPoints, int Unresolved)
{
    /// <summary>How many of <see cref="Points"/> are stable or marginal.</summary>
    internal int StableCount => Points.Count(static point => point.Attracts);
}

/// <summary>A fixed point of a network's step at a held input, x = F(x).</summary>
public sealed record FixedPoint
{
    /// <summary>Number of its branch at this input: the same at all levels.</summary>
    public required int Branch { get; init; }

    /// <summary>q = 1/2 |F(x) - x|^2, at most 1e-12.</summary>
    public required double Speed { get; init; }

    /// <summary>Starts of the search that led to it; 0 where it was followed and not searched for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Starts { get; init; }

    /// <summary>Its class.</summary>
    public required FixedPointStability Stability { get; init; }

    /// <summary>The largest modulus of an eigenvalue of the Jacobian, per step.</summary>
    public required double LargestEigenvalue { get; init; }

    /// <summary>Number of eigenvalues outside the unit circle.</summary>
    public required int UnstableDirections { get; init; }

    /// <summary>Real parts of the eigenvalues of the largest moduli, up to 64; silent and at s0 alone, else empty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> Real { get; init; } = [];

    /// <summary>Their imaginary parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<double> Imaginary { get; init; } = [];

    /// <summary>Its place along the first principal components of the visited states.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>z = W_out h + b_out there. [O]</summary>
    public required ImmutableArray<double> Readout { get; init; }

    /// <summary>|h(s) - h(0)| along its branch, in units of s0; null where the branch does not begin in silence.</summary>
    public double? Shift { get; init; }

    /// <summary>|z(s) - z(0)| along its branch, in units of the output; null likewise.</summary>
    public double? ReadoutShift { get; init; }

    /// <summary>Whether a network comes to stand there, or on a line or ring through it.</summary>
    internal bool Attracts => Stability is FixedPointStability.Stable or FixedPointStability.Marginal;
}

/// <summary>What becomes of a small step away from a fixed point, by the eigenvalues lambda of the Jacobian there.</summary>
public enum FixedPointStability
{
    /// <summary>All |lambda| are below 1: it comes back.</summary>
    Stable,

    /// <summary>None is above 1, and one or more are 1 to within 1e-6: along these it stays, as on a line or ring of fixed points.</summary>
    Marginal,

    /// <summary>Some are above 1: it leaves along these directions and comes back along the others.</summary>
    Saddle,

    /// <summary>All are above 1: it leaves.</summary>
    Unstable,
}

/// <summary>A local minimum of the speed q of a network's step that is no fixed point: trajectories linger there.</summary>
/// <param name="Speed">q = 1/2 |F(x) - x|^2.</param>
/// <param name="Starts">Starts of the search that led to it.</param>
/// <param name="Scores">Its place along the first principal components of the visited states.</param>
public sealed record SlowPoint(double Speed, int Starts, ImmutableArray<double> Scores);
