using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>
/// N1, its part (b) (spec 2, section 2): in trained networks small noise adds to the loss what the explicit regulariser says. Of each network the slope through 0 of
/// simulated on predicted excess loss over small levels.
/// </summary>
public sealed record ExplicitRegularizer : Claim
{
    private const string Part = "slope of simulated on predicted excess loss";

    /// <summary>Levels up to this, relative to the training level, count as small.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("highest level r = s/s0 that counts as small noise")]
    public double HighestLevel { get; init; } = 0.1;

    /// <summary>The slope may be off 1 by this much.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("the slope of simulated on predicted excess loss may be off 1 by this much")]
    public double MostOff { get; init; } = 0.1;

    /// <summary>Seeds of a cell below which nothing is decided.</summary>
    [Range(2, int.MaxValue), Description("seeds of a cell below which nothing is decided; here instead of rules.min-seeds")]
    public int MinSeeds { get; init; } = 5;

    /// <inheritdoc/>
    public override string Symbol => "N1 (b)";

    /// <inheritdoc/>
    public override string Summary => "in the small-noise regime injecting noise equals adding an explicit regulariser to the loss";

    /// <inheritdoc/>
    public override string Reading =>
        "One line an arm: the loss that small noise adds in trained networks, by simulation, on what the explicit regulariser (P + Q)/2 predicts; 1 where they are the same."
        + " Whether training with either gives the same network is another question.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"Of every network trained with noise: the slope through 0 of simulated on predicted excess loss, over the levels up to {HighestLevel:G3} of the training level, weighted by the simulation's errors."
        + $" A cell holds if the interval of the mean over seeds lies within [{1 - MostOff:G3}, {1 + MostOff:G3}], and does not hold if it lies outside. The claim holds if all cells hold, and does not if one does not."
        + CommonCriterion(rules with { MinSeeds = MinSeeds });

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var rules = table.Rules with { MinSeeds = MinSeeds };
        var cells = table.Cells.Where(static cell => cell.Arm.TrainingSigma > 0 && !cell.Arm.IsOverAgain).Select(cell => cell.Under(rules)).ToImmutableArray();
        // An arm of which no network counts may not drop out of the claim.
        if (!cells.SelectMany(static cell => cell.Counted).Any(static run => ResultOf(run) is not null))
            return [Overall(Outcome.Undecided, "no network trained with noise has the analysis regularizer", cells)];
        var verdicts = Question.Answer([.. cells.Select(cell => Ask(cell, rules))], rules.Tail);
        return [.. verdicts, OfEveryLine(verdicts, cells, "no network was trained with noise", "cells")];
    }

    private Question Ask(RunCell cell, CommonRules rules)
    {
        var results = cell.Counted.Select(ResultOf).ToArray();
        var line = new Question
        {
            Claim = Symbol,
            Cell = cell.Label,
            Place = new(Part, cell.Arm.Name, cell.Arm.TrainingSigma),
            N = results.Length,
            LeftOut = cell.LeftOut,
            Withheld = cell.Withheld,
            UndecidedNote = cell.WithheldNote,
        };
        if (results.Length == 0)
            return line;
        if (results.Any(static result => result is null))
            return line.Withheld is null ? line with { Withheld = Outcome.Undecided, UndecidedNote = "a network lacks the analysis regularizer" } : line;
        double[] slopes = [.. results.Select(result => result!.SlopeUpTo(HighestLevel) ?? double.NaN)];
        return Requirement.Ask(
            line, [new("slope", slopes, 1 - MostOff, true, "noise adds less than predicted"), new("slope", slopes, 1 + MostOff, false, "noise adds more than predicted")],
            rules, "small noise adds what the regulariser predicts");
    }

    private static RegularizerResult? ResultOf(NetworkRun run) => run.Results.OfType<RegularizerResult>().FirstOrDefault();
}
