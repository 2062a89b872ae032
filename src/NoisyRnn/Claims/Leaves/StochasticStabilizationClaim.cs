using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// N5, the theory (spec 2, sections 2 and 4): the bounds of the exponent hold in all systems, and where they say that noise stabilises an
/// unstable network, it does.
/// </summary>
public sealed record StochasticStabilizationClaim : TrainingNoiseClaim
{
    private const string BoundsPart = "systems outside their bounds", StablePart = "exponent under the lowest common noise that is certified to stabilise";

    /// <inheritdoc/>
    public override string Symbol => "N5 (a)";

    /// <inheritdoc/>
    public override string Title => "noise stabilises where the conditions say so";

    /// <inheritdoc/>
    public override string Summary => "the conditions of stability hold, and noise stabilises where they say so";

    /// <inheritdoc/>
    public override string Figure => "stochastic-stabilization";

    /// <inheritdoc/>
    public override string Reading =>
        "Two lines a network: whether any system left its bounds, the network's own and the random ones, by seeds; and its exponent without noise and under common noise of the"
        + " lowest tested level above the threshold.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "Bounds: of each seed, all systems (the network under noise of both kinds at all levels, units that are apart, random systems) have their measured exponent, less the martingale whose mean is 0, within"
        + " phi + lambda_min(A^sym) - L s_max(W) and psi + lambda_max(A^sym) + L s_max(W), with a tolerance of four standard errors and what finite steps may add; the line does not hold if one lies outside."
        + " Stabilisation: by seed, the network's exponent without noise lies above 0, and below 0 under common noise of the lowest tested level s with s^2 > 2 (lambda_max(A^sym) + L s_max(W)); both by their"
        + $" intervals; where it is stable without noise there is nothing to stabilise, and the line stays undecided. The claim holds if all lines do, and does not if one does not. {Intervals(rules, "network")} Fewer than {MinSeeds} seeds are a preview.";

    private protected override ClaimLines Ask(RunTable table)
    {
        // Whether it learned a task is of no matter here.
        var cells = table.SingleDraws.Where(static cell => ResultsOf(cell).Length > 0).ToImmutableArray();
        return new([.. cells.Select(Bounds), .. cells.Select(cell => Stabilises(cell, table.Rules))], cells, "no network has the analysis stochastic-stabilization");
    }

    // The minimum is of results, whether the networks count elsewhere or not.
    private protected override CommonRules RulesOf(CommonRules rules) => rules;

    private static ImmutableArray<StochasticStabilizationResult> ResultsOf(RunCell cell) =>
        [.. cell.Runs.Select(static run => run.Found<StochasticStabilizationResult>()).OfType<StochasticStabilizationResult>()];

    private ClaimLine Bounds(RunCell cell)
    {
        var results = ResultsOf(cell);
        var (systems, outside) = (results.Sum(static result => result.All.Count()), results.Sum(static result => result.All.Count(static system => !system.IsRespected)));
        var tight = results.Sum(static result => result.Systems.Count(static system => system.IsTight));
        var line = ClaimLine.OfAll(cell, BoundsPart) with { Cell = $"{cell.Label}, bounds", N = results.Length, Effects = [new("systems outside", new(outside, outside, outside))] };
        var (given, note) = (outside > 0 ? Outcome.DoesNotHold : Outcome.Holds, $"{outside} of {systems} systems outside their bounds; {tight} systems are tight");
        // One system outside is enough, of however few seeds.
        return outside == 0 && line.UnlessPreview(MinSeeds) is { Given: not null } preview
            ? preview.Told(Outcome.Preview, note, preview.Preview) with { SoFar = given } : line.Told(given, note);
    }

    private ClaimLine Stabilises(RunCell cell, CommonRules rules)
    {
        var results = ResultsOf(cell);
        var certified = results.Where(static result => result.FirstCertified is not null).ToArray();
        var line = (ClaimLine.OfAll(cell, StablePart) with { Cell = $"{cell.Label}, stabilisation", N = results.Length }).UnlessPreview(MinSeeds);
        if (certified.Length < results.Length)
            line = line.Undecided($"no tested level is above the threshold in {results.Length - certified.Length} of {results.Length} networks");
        return (line with { N = certified.Length }).Require(
            rules, "noise stabilises",
            new Requirement("Lambda at the certified level", [.. certified.Select(static result => result.FirstCertified!.Exponent)], 0, false, "noise that is certified to stabilise does not"),
            new Requirement("Lambda without noise", [.. certified.Select(static result => result.Common[0].Exponent)], 0, true, rules.AreFormer ? "the network is stable without noise" : "") { Open = "the network may be stable without noise: nothing to stabilise" });
    }
}
