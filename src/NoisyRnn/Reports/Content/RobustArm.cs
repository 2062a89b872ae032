using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>The networks of one arm whose inputs were perturbed.</summary>
/// <param name="Name">"nrnn-small"; with several cells of a name, "relu, inside, s0 = 0.3".</param>
/// <param name="Results">One a training seed.</param>
internal sealed record RobustArm(string Name, ImmutableArray<RobustnessResult> Results)
{
    /// <summary>The arms that count and have an accuracy, in the order of their first run.</summary>
    public static ImmutableArray<RobustArm> Of(ReportContent content)
    {
        var cells = RunCell.Of(RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Counted && run.Found<RobustnessResult>()?.CleanAccuracy is not null)));
        return [.. cells.Select(cell => new RobustArm(
            cells.Count(other => other.Arm.Name == cell.Arm.Name) > 1 ? Wording.Of(cell.Arm) : cell.Arm.Name, [.. cell.Runs.Select(static run => run.Found<RobustnessResult>()!)]))];
    }

    /// <summary>Clean accuracy over seeds.</summary>
    public SeedSpread Clean => SeedSpread.Of(Results.Select(static result => result.CleanAccuracy!.Value));

    /// <summary>Accuracy under a perturbation over seeds; null where it was not measured.</summary>
    public SeedSpread? At(string perturbation, double strength)
    {
        var values = Results.SelectMany(result => result.Points.Where(p => p.Perturbation == perturbation && p.Strength == strength)).Select(static p => p.Accuracy).OfType<double>().ToArray();
        return values.Length == 0 ? null : SeedSpread.Of(values);
    }

    /// <summary>Area under accuracy against strength over seeds; null where it was not measured.</summary>
    public SeedSpread? Area(string perturbation)
    {
        var values = Results.Select(result => result.Area(perturbation)).OfType<double>().ToArray();
        return values.Length == 0 ? null : SeedSpread.Of(values);
    }

    /// <summary>Over how many trials the accuracies are: "Clean: over 500 test trials; white: 500; pgd: 200. "</summary>
    public static string Trials(ReportContent content)
    {
        var points = content.Runs.Select(static run => run.Found<RobustnessResult>()).OfType<RobustnessResult>().SelectMany(static result => result.Points);
        var counts = points.GroupBy(static point => point.Perturbation).Select(static kind => $"{kind.Key}: {string.Join(" or ", kind.Select(static point => point.Trials).Distinct().Order().Select(static trials => $"{trials}"))}");
        return $"{(content.CleanTrials.Length > 0 ? $"Clean: over {content.CleanTrials}; perturbed" : "Test trials")}: {string.Join(", ", counts)}. ";
    }

    /// <summary>The perturbations of all arms with their strengths above 0, in order.</summary>
    public static IEnumerable<(string Perturbation, double[] Strengths)> Perturbations(IEnumerable<RobustArm> arms) => arms
        .SelectMany(static arm => arm.Results).SelectMany(static result => result.Points)
        .GroupBy(static point => point.Perturbation)
        .Select(static kind => (kind.Key, kind.Select(static point => point.Strength).Where(static s => s > 0).Distinct().Order().ToArray()));
}
