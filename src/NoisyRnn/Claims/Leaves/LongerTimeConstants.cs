using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>Where time constants are trained, noise in training lengthens them, of each population (spec 1, section 3).</summary>
public sealed record LongerTimeConstants : Claim
{
    // A ratio of less is no effect.
    private const double SmallRatio = 1.05;

    /// <inheritdoc/>
    public override string Symbol => "tau";

    internal override bool IsTheQuestion => true;

    /// <inheritdoc/>
    public override string Title => "noise lengthens trained time constants";

    /// <inheritdoc/>
    public override string Summary => "where time constants are trained, those of networks trained with noise are longer than those of their noise-off twins";

    /// <inheritdoc/>
    public override string Figure => "time-constants";

    /// <inheritdoc/>
    public override string Reading => "One line an arm, level and population: ln of the geometric mean of tau, less that of the twin trained without noise, paired by seed.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "A line (arm, s0, population) holds if the interval of the mean of ln(tau / tau of the noise-off twin), geometric means over the units of the population, lies above 0,"
        + $" and does not if it lies below; that it lies within ln {SmallRatio:G3} of 0, by an equivalence test, is \"no effect\". The claim holds if all lines hold, and does not if one does not." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        // By arm, so that a level at which no network counts does not drop out of the claim.
        var populations = table.Cells.Where(static cell => cell.Found<TimeConstantsResult>().Any()).DistinctBy(static cell => cell.Arm.Name)
            .ToDictionary(static cell => cell.Arm.Name, static cell => cell.Found<TimeConstantsResult>().First().Populations.Select(static group => group.Name).ToImmutableArray());
        var cells = table.Noisy.Where(cell => populations.ContainsKey(cell.Arm.Name)).ToImmutableArray();
        return new([.. cells.SelectMany(cell => LinesOf(cell, populations[cell.Arm.Name], table.Silent, table.Rules))], cells, "no network's time constants were trained under noise");
    }

    private static IEnumerable<ClaimLine> LinesOf(RunCell cell, ImmutableArray<string> populations, ImmutableArray<RunCell> silent, CommonRules rules)
    {
        var twin = cell.TwinAmong(silent);
        var pairs = cell.WithTwins(twin).Select(static pair => (Noisy: pair.Noisy.Found<TimeConstantsResult>(), Twin: pair.Twin.Found<TimeConstantsResult>()))
            .Where(static pair => pair is { Noisy: not null, Twin: not null }).ToArray();
        foreach (var name in populations)
        {
            var line = ClaimLine.Of(cell, $"{name} units, noise {cell.Arm.PlacementName}", twin) with { Cell = $"{cell.Label}, {name} units", N = pairs.Length };
            yield return pairs.Length == 0 ? line.Undecided("no twin without noise") : line.UnlessMostLack(cell.Runs.Length, "have a twin", rules).Require(
                rules, "longer than without noise",
                new Requirement("ln(tau/tau of the twin)", [.. pairs.Select(pair => Elementary.Log(Tau(pair.Noisy!, name) / Tau(pair.Twin!, name)))], 0, true, "shorter than without noise") { NoEffectWithin = Elementary.Log(SmallRatio) },
                new Quantity("tau", [.. pairs.Select(pair => Tau(pair.Noisy!, name))]));
        }
    }

    private static double Tau(TimeConstantsResult result, string population) => result.Populations.First(group => group.Name == population).GeometricMean;
}
