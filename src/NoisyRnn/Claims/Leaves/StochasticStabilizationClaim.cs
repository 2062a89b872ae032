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
public sealed record StochasticStabilizationClaim : Claim
{
    private const string BoundsPart = "systems outside their bounds", StablePart = "exponent under the lowest common noise that is certified to stabilise";

    /// <summary>Seeds of a cell below which nothing is decided: spec 2 asks for five.</summary>
    [Range(2, int.MaxValue), Description("seeds of a cell below which nothing is decided; here instead of rules.min-seeds")]
    public int MinSeeds { get; init; } = 5;

    /// <inheritdoc/>
    public override string Symbol => "N5 (a)";

    /// <inheritdoc/>
    public override string Summary => "the conditions of stability hold, and noise stabilises where they say so";

    /// <inheritdoc/>
    public override string Reading =>
        "Two lines a network: whether any system left its bounds, the network's own and the random ones, by seeds; and its exponent without noise and under common noise of the"
        + " lowest tested level above the threshold.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "Bounds: of each seed, all systems (the network under noise of both kinds at all levels, units that are apart, random systems) have their measured exponent, less the martingale whose mean is 0, within"
        + " phi + lambda_min(A^sym) - L s_max(W) and psi + lambda_max(A^sym) + L s_max(W), with a tolerance of four standard errors and what finite steps may add; the line does not hold if one lies outside."
        + " Stabilisation: by seed, the network's exponent without noise lies above 0, and below 0 under common noise of the lowest tested level s with s^2 > 2 (lambda_max(A^sym) + L s_max(W)); both by their"
        + $" {rules.Confidence:P0} expanded BCa intervals of the mean over seeds and a t-test whose p, corrected by Holm over the networks, is at most {rules.Tail:G3}. The claim holds if all lines do, and does not if one"
        + $" does not. Fewer than {MinSeeds} seeds are a preview.";

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        // Whether it learned a task is of no matter here.
        var cells = table.Cells.Where(static cell => !cell.Arm.IsOverAgain && ResultsOf(cell).Length > 0).ToImmutableArray();
        var bounds = cells.Select(Bounds).ToImmutableArray();
        var stable = Question.Answer([.. cells.Select(cell => Stabilises(cell, table.Rules))], table.Rules.Tail);
        ImmutableArray<Verdict> verdicts = [.. bounds, .. stable];
        return [.. verdicts, OfEveryLine(verdicts, cells, "no network has the analysis stochastic-stabilization")];
    }

    private static ImmutableArray<StochasticStabilizationResult> ResultsOf(RunCell cell) =>
        [.. cell.Runs.SelectMany(static run => run.Results.OfType<StochasticStabilizationResult>())];

    private Verdict Bounds(RunCell cell)
    {
        var results = ResultsOf(cell);
        var (systems, outside) = (results.Sum(static result => result.All.Count()), results.Sum(static result => result.All.Count(static system => !system.IsRespected)));
        var tight = results.Sum(static result => result.Systems.Count(static system => system.IsTight));
        return new()
        {
            Claim = Symbol,
            Cell = $"{cell.Label}, bounds",
            Place = new(BoundsPart, cell.Arm.Name, cell.Arm.TrainingSigma),
            Outcome = outside > 0 ? Outcome.DoesNotHold : results.Length < MinSeeds ? Outcome.Preview : Outcome.Holds,
            Note = outside == 0 && results.Length < MinSeeds ? $"preview, n={results.Length}" : $"{outside} of {systems} systems outside their bounds; {tight} systems are tight",
            Effects = [new("systems outside", new(outside, outside, outside))],
            N = results.Length,
        };
    }

    private Question Stabilises(RunCell cell, CommonRules rules)
    {
        var results = ResultsOf(cell);
        var certified = results.Where(static result => result.FirstCertified is not null).ToArray();
        var isPreview = results.Length < MinSeeds;
        var question = new Question
        {
            Claim = Symbol,
            Cell = $"{cell.Label}, stabilisation",
            Place = new(StablePart, cell.Arm.Name, cell.Arm.TrainingSigma),
            N = certified.Length,
            Withheld = isPreview ? Outcome.Preview : certified.Length < results.Length ? Outcome.Undecided : null,
            UndecidedNote = isPreview ? $"preview, n={results.Length}" : certified.Length < results.Length ? $"no tested level is above the threshold in {results.Length - certified.Length} of {results.Length} networks" : "",
        };
        return certified.Length == 0 ? question : Requirement.Ask(
            question,
            [
                new("Lambda at the certified level", [.. certified.Select(static result => result.FirstCertified!.Exponent)], 0, false, "noise that is certified to stabilise does not"),
                new("Lambda without noise", [.. certified.Select(static result => result.Common[0].Exponent)], 0, true, "the network is stable without noise"),
            ],
            rules, "noise stabilises");
    }
}
