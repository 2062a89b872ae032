using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// N1, third part (spec 2, section 2): training without noise on the loss plus the explicit regulariser gives the network that training with the
/// noise gives. Two one-sided tests, paired by seed, on the loss under the noise, the trace of the Hessian without noise, and the clean accuracy.
/// </summary>
public sealed record PenaltyActsAsNoise : Claim
{
    private const string Part = "trained without noise on the explicit regulariser, beside noise: ln ratios";

    /// <summary>Alike are quantities within this share of each other.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("the largest difference, as a share, of quantities that count as equivalent")]
    public double Tolerance { get; init; } = 0.1;

    /// <summary>Seeds of a cell below which nothing is decided.</summary>
    [Range(2, int.MaxValue), Description("seeds of a cell below which nothing is decided; here instead of rules.min-seeds")]
    public int MinSeeds { get; init; } = 5;

    /// <inheritdoc/>
    public override string Symbol => "N1 (c)";

    /// <inheritdoc/>
    public override string Summary => "training without noise on the loss plus the explicit regulariser gives the network that training with the noise gives";

    /// <inheritdoc/>
    public override string Reading =>
        "Each arm trained with the penalty is compared with the arm trained with the noise that the penalty stands for, and beside it the arm trained with neither: same network,"
        + " step, training and seed. 'none' in the effects is the arm with neither, less the noisy one.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"ln ratio of penalty to noise, paired by seed, of the loss under the noise, of the trace of the Hessian of the training loss without noise and of the clean accuracy: a cell holds if the"
        + $" interval of each lies within -{Limit:G3} and {Limit:G3} (two one-sided tests), and the interval of none to noise of at least one lies off 0, so that there is something to"
        + " replace. It does not hold if the interval of one lies beyond either limit. The claim holds if all cells hold, and does not if one does not." + CommonCriterion(rules with { MinSeeds = MinSeeds });

    private double Limit => Elementary.Log(1 + Tolerance);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var rules = table.Rules with { MinSeeds = MinSeeds };
        var all = table.Cells.Where(static cell => !cell.Arm.IsOverAgain).Select(cell => cell.Under(rules)).ToImmutableArray();
        // An arm of which no network counts may not drop out of the claim: a penalty without a lower bound may well diverge.
        var penalised = all.Where(static cell => cell.Runs.Any(static run => run.StandsFor.Length > 0)).ToImmutableArray();
        var runs = all.SelectMany(static cell => cell.Counted).ToArray();
        var verdicts = Question.Answer([.. penalised.Select(cell => Ask(cell, all, runs, rules))], rules.Tail);
        return [.. verdicts, OfEveryLine(verdicts, penalised, "no network was trained with a penalty that stands for noise", "cells", "no penalised arm is trained")];
    }

    private Question Ask(RunCell cell, ImmutableArray<RunCell> all, NetworkRun[] runs, CommonRules rules)
    {
        (NetworkRun Penalty, NetworkRun Noisy, NetworkRun None)[] found =
        [
            .. from run in cell.Counted
               let noisy = runs.FirstOrDefault(other => other.Training == run.StandsFor)
               let none = noisy is null ? null : runs.FirstOrDefault(noisy.HasTwin)
               where none is not null
               select (run, noisy, none),
        ];
        var noisyCell = found.Length == 0 ? null : all.First(other => other.Counted.Contains(found[0].Noisy));
        var line = new Question
        {
            Claim = Symbol,
            Cell = noisyCell is null ? cell.Label : $"{cell.Arm.Name}, for {noisyCell.Label}",
            Place = new(Part, cell.Arm.Name, noisyCell?.Arm.TrainingSigma ?? 0),
            N = found.Length,
            LeftOut = [.. cell.LeftOut, .. noisyCell?.LeftOut ?? []],
            Withheld = cell.Withheld ?? noisyCell?.Withheld ?? (found.Length == 0 ? Outcome.Undecided : null),
            UndecidedNote = cell.Withheld is not null ? cell.WithheldNote : noisyCell?.WithheldNote ?? "no arm was trained with the noise that the penalty stands for, or none without either",
        };
        if (found.Length == 0)
            return line;
        var seeds = cell.Runs.Length;
        if (line.Withheld is null && seeds - found.Length > rules.LeftOutShare * seeds)
            line = line with { Withheld = Outcome.Undecided, UndecidedNote = $"of {seeds} seeds {found.Length} have all three networks" };
        (string Name, Func<NetworkRun, double, double?> Of)[] quantities = [("loss under noise", LossAt), ("trace", Trace), ("clean accuracy", CleanAccuracy)];
        var requirements = quantities.SelectMany(quantity => Within(quantity.Name, Ratios(quantity.Of, static triple => triple.Penalty))).ToImmutableArray();
        var asked = Requirement.Ask(line, requirements, rules, "the penalty does what the noise does");
        var differences = quantities.Select(quantity => (quantity.Name, Values: Ratios(quantity.Of, static triple => triple.None)))
            .Where(static difference => difference.Values.All(double.IsFinite)).Select(difference => new Effect($"{difference.Name}, none", rules.IntervalOf(difference.Values))).ToArray();
        asked = asked with { Effects = [.. asked.Effects, .. differences] };
        return asked.Withheld is not null || differences.Any(static effect => effect.Value.Low > 0 || effect.Value.High < 0) ? asked
            : asked with { Withheld = Outcome.Undecided, UndecidedNote = "training with neither differs in nothing: there is nothing to replace" };

        double[] Ratios(Func<NetworkRun, double, double?> of, Func<(NetworkRun Penalty, NetworkRun Noisy, NetworkRun None), NetworkRun> which) =>
            [.. found.Select(triple => Ratio(of(which(triple), triple.Noisy.Arm.TrainingSigma), of(triple.Noisy, triple.Noisy.Arm.TrainingSigma)))];
    }

    private IEnumerable<Requirement> Within(string name, double[] values) =>
    [
        new(name, values, -Limit, true, $"{name}: lower than with noise"),
        new(name, values, Limit, false, $"{name}: higher than with noise"),
    ];

    private static double Ratio(double? value, double? noisy) => value > 0 && noisy > 0 ? Elementary.Log(value.Value / noisy.Value) : double.NaN;

    private static double? LossAt(NetworkRun run, double sigma) => run.Sweep!.Points.FirstOrDefault(point => point.Sigma == sigma)?.Loss;

    private static double? Trace(NetworkRun run, double sigma) => run.Results.OfType<HessianResult>().FirstOrDefault()?.Parts.FirstOrDefault()?.Trace;

    private static double? CleanAccuracy(NetworkRun run, double sigma) => run.Sweep!.Points.FirstOrDefault(static point => point.Sigma == 0)?.Accuracy;
}
