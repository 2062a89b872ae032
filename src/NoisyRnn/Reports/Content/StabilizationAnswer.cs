using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Whether noise that grows with the state stabilises a system that is unstable without, in sentences.</summary>
internal static class StabilizationAnswer
{
    /// <summary>The sentences; null where that is not asked.</summary>
    public static string? Of(ReportContent content)
    {
        var cells = RunCell.Of(content.Runs.Where(static run => run.Found<StochasticStabilizationResult>() is not null).Select(static run => run with { Arm = run.Arm.Untested }))
            .Select(cell => (cell.Arm.Name, Results: cell.Runs.Select(static run => run.Found<StochasticStabilizationResult>()!).ToImmutableArray())).ToList();
        if (cells.Count == 0)
            return null;
        var results = cells.SelectMany(static cell => cell.Results).ToList();
        var (systems, outside) = (results.Sum(static result => result.All.Count()), results.Sum(static result => result.All.Count(static system => !system.IsRespected)));
        return $"{string.Join(" ", cells.Select(cell => Sentence(cell.Name, cell.Results, content)))} {outside} of {systems} systems lie outside their bounds.";
    }

    private static string Sentence(string name, ImmutableArray<StochasticStabilizationResult> results, ReportContent content)
    {
        var without = content.Rules.IntervalOf([.. results.Select(static result => result.Common[0].Exponent)]);
        if (results.Any(static result => result.FirstCertified is null))
            return $"The state of {name} grows at a rate of {Wording.Of(without)} without noise; no tested level is above the threshold in all networks.";
        var certified = results.Select(static result => result.FirstCertified!).ToList();
        var under = content.Rules.IntervalOf([.. certified.Select(static system => system.Exponent)]);
        var verdict = without.Low > 0 && under.High < 0 ? "Noise stabilises" : without.High < 0 ? "Stable without noise too is" : under.Low > 0 ? "Noise does not stabilise" : "Whether noise stabilises is open for";
        return $"{verdict} {name}: its state grows at a rate of {Wording.Of(without)} without noise and of {Wording.Of(under)} under common noise of s = {string.Join(" or ", certified.Select(static system => Wording.Number(system.Level)).Distinct())}, the lowest tested level above the threshold.";
    }
}
