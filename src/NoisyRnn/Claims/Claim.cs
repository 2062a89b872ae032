using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Claims;

/// <summary>
/// A claim that an experiment decides: its criterion, with all thresholds, is fixed before the first run.
/// Multiplicity: a cell's verdict needs its intervals *and* a p-value that, corrected by Holm over the cells of the claim,
/// is at most (1 - confidence)/2. So the probability that any cell is wrongly said to hold is at most 2.5 %, and so is
/// the probability that any is wrongly said not to; of few values with a long tail towards the limit it is more, as docs/verdicts.md shows.
/// </summary>
[Leaf("c1-prefers-training-noise", typeof(PreferenceInside))]
[Leaf("c2-prefers-silence", typeof(PreferenceOutside))]
[Leaf("c3-in-this-task", typeof(PreferenceInTask))]
[Leaf("c4-bias-from-shift", typeof(BiasFromShift))]
[Leaf("c5-shift-at-nonlinearity", typeof(ShiftAtNonlinearity))]
[Leaf("c6-incentive-to-operate", typeof(IncentiveToOperate))]
[Leaf("c7-follows-training-noise", typeof(FollowsTrainingNoise))]
[Leaf("wider-prefers-more", typeof(WiderPrefersMore))]
[Leaf("resonates", typeof(Resonates))]
[Leaf("step-boundary", typeof(PreferenceAtLargeSteps))]
[Leaf("outside-noise-in-depth", typeof(OutsideNoiseInDepth))]
[Leaf("preferred-alike", typeof(PreferredAlike))]
[Leaf("longer-time-constants", typeof(LongerTimeConstants))]
[Leaf("learnt-noise-vanishes", typeof(LearntNoiseVanishes))]
[Leaf("random-level-no-preference", typeof(RandomLevelNoPreference))]
[Leaf("closure-acts-as-draws", typeof(ClosureActsAsDraws))]
[Leaf("n1-explicit-regularizer", typeof(ExplicitRegularizer))]
[Leaf("n1-penalty-as-noise", typeof(PenaltyActsAsNoise))]
[Leaf("n2-flatter-minima", typeof(FlatterMinima))]
[Leaf("n3-more-stable", typeof(MoreStableDynamics))]
[Leaf("n4-larger-margin", typeof(LargerMargin))]
[Leaf("n5-stochastic-stabilization", typeof(StochasticStabilizationClaim))]
[Leaf("n5-stable-training", typeof(TrainingStabilityClaim))]
[Leaf("n6-robust", typeof(RobustToPerturbation))]
[Leaf("predicted-preference", typeof(PredictionOfPreference))]
[Leaf("preference-from-shift", typeof(PreferenceFromShift))]
public abstract record Claim
{
    /// <summary>The figure of the test-noise sweep.</summary>
    internal const string SweepFigure = "performance";

    /// <summary>C1, C2, ...</summary>
    public abstract string Symbol { get; }

    /// <summary>What it says, in so few words that they fit a line beside the outcome.</summary>
    public virtual string Title => Summary;

    /// <summary>The claim in a sentence, without numbers.</summary>
    public abstract string Summary { get; }

    /// <summary>How to read the matrix of verdicts: what its faint lines are, and what does not count against the claim.</summary>
    public abstract string Reading { get; }

    /// <summary>The name of the report's figure on which it is seen.</summary>
    public virtual string Figure => SweepFigure;

    /// <summary>The criterion in sentences, with all numbers written out.</summary>
    /// <param name="rules">The rules shared by all claims.</param>
    public abstract string Criterion(CommonRules rules);

    /// <inheritdoc cref="ClaimStatement.IsTheQuestion"/>
    internal virtual bool IsTheQuestion => false;

    /// <summary>Whether it is decided on outputs averaged over draws, which a sweep has where it is asked for them.</summary>
    internal virtual bool NeedsMeanOutput => false;

    /// <summary>Whether it was ever decided by the rules before 2026-11-30.</summary>
    private protected virtual bool HasFormerRules => true;

    /// <summary>The verdicts: one a cell the claim speaks of, and the last over the whole table ("all").</summary>
    /// <param name="table">The runs, sorted into cells.</param>
    /// <param name="former">The same runs under the rules before 2026-11-30: where a verdict was another, that is said beside it.</param>
    public ImmutableArray<Verdict> Decide(RunTable table, RunTable former)
    {
        var now = Decide(table);
        if (!HasFormerRules)
            return now;
        // A line that they did not ask has no former verdict: other networks counted by them.
        var then = Decide(former).ToLookup(static verdict => (verdict.Cell, verdict.Place));
        return [.. now.Select(verdict => then[(verdict.Cell, verdict.Place)].FirstOrDefault() is { } other && other.Outcome != verdict.Outcome ? verdict with { Formerly = other.Outcome } : verdict)];
    }

    private ImmutableArray<Verdict> Decide(RunTable table)
    {
        table = table.Under(RulesOf(table.Rules));
        var asked = Ask(table);
        var verdicts = ClaimLines.Decide(Symbol, asked.Lines, table.Rules.Tail);
        var whole = ClaimLines.Decide(Symbol, [Whole(asked, verdicts)], table.Rules.Tail)[0];
        return [.. verdicts, whole with { Width = RunWidth.OfCounted([.. asked.Cells.SelectMany(static cell => cell.Runs)]) }];
    }

    /// <summary>Claim, criterion and how to read the outcome, for the report.</summary>
    /// <param name="rules">The rules shared by all claims.</param>
    public ClaimStatement State(CommonRules rules) => new(Symbol, Title, Summary, Reading, Criterion(rules), Figure) { IsTheQuestion = IsTheQuestion };

    /// <summary>What it says of a table: a line each, and how the whole is told from them.</summary>
    /// <param name="table">The runs, sorted into cells, under the claim's own rules.</param>
    private protected abstract ClaimLines Ask(RunTable table);

    /// <summary>The rules that it shares, with its own in the place of some.</summary>
    private protected virtual CommonRules RulesOf(CommonRules rules) => rules;

    /// <summary>The line over the whole table: nothing is decided without a line, of a preview, and of networks that are not trained.</summary>
    private protected virtual ClaimLine Whole(ClaimLines asked, ImmutableArray<Verdict> verdicts)
    {
        var lines = verdicts.Where(asked.Decides).ToArray();
        if (lines.Length == 0)
            return ClaimLine.Whole(asked.Preview.Length > 0 ? Outcome.Preview : Outcome.Undecided, asked.IfNone, asked.Cells, asked.Preview);
        if (Array.Find(lines, static line => line.Outcome == Outcome.Preview) is { } preview)
            return Preview(asked, verdicts, lines, preview);

        if (Array.TrueForAll(lines, static line => line.Outcome == Outcome.NotTrained))
            return ClaimLine.Whole(Outcome.NotTrained, asked.IfUntrained, asked.Cells);
        var tally = Tally.Of(lines);
        var told = asked.Conclude is { } conclude ? conclude(verdicts)
            : ClaimLine.Whole(tally.All, $"{tally.Holding} of {tally.Count} {asked.Unit} hold, {tally.Failing} do not", asked.Cells);
        // What no line shows an effect of is not open: there is none. Where lines of another kind say more it is open.
        var counted = lines.Where(Speaks).ToArray();
        return told.Given is Outcome.Undecided or Outcome.NoEffect && counted.Length > 0 && Array.TrueForAll(counted, static line => line.Outcome == Outcome.NoEffect)
            && !verdicts.Any(static line => Speaks(line) && line.Outcome is Outcome.Holds or Outcome.DoesNotHold)
            ? told.Told(Outcome.NoEffect, $"no effect in {(counted.Length == 1 ? $"the one {asked.Unit[..^1]}" : $"any of {counted.Length} {asked.Unit}")}; {told.Note}") : told;
    }

    private static bool Speaks(Verdict line) => line is { Counted: true, Outcome: not Outcome.NotTrained };

    // A preview is told as the whole is, from what its lines say so far.
    private static ClaimLine Preview(ClaimLines asked, ImmutableArray<Verdict> verdicts, Verdict[] lines, Verdict preview)
    {
        var why = lines.Select(static line => line.Beside).Distinct().ToArray();
        var seeds = asked.Cells.FirstOrDefault(static cell => cell.Withheld == Outcome.Preview)?.WithheldNote ?? preview.Preview;
        var soFar = Tally.Of(lines.Select(static line => line.SoFar).OfType<Outcome>());
        if (soFar.Count == 0)
            return ClaimLine.Whole(Outcome.Preview, why.Length == 1 ? why[0] : "", asked.Cells, seeds);
        if (asked.Conclude is not { } conclude)
            return ClaimLine.Whole(Outcome.Preview, "", asked.Cells, seeds) with { SoFar = soFar.All, Direction = soFar.SoFar(asked.Unit) };
        var told = conclude([.. verdicts.Select(static verdict => verdict.AsSoFar)]);
        return ClaimLine.Whole(Outcome.Preview, told.Note, asked.Cells, seeds) with { SoFar = told.Given, Direction = Verdict.InWords(told.Given!.Value) };
    }

    /// <summary>The sentence on multiplicity and on what counts, common to all criteria.</summary>
    private protected string CommonCriterion(CommonRules shared) => $" {Intervals(RulesOf(shared), "cell")} {WhatCounts(shared)}";

    /// <summary>The sentences on how many networks are needed, and which count.</summary>
    private protected string WhatCounts(CommonRules shared)
    {
        var rules = RulesOf(shared);
        return $"Fewer than {rules.MinSeeds} seeds are"
            + $" a preview. Networks that diverged, or whose loss at s0 is over {rules.UntrainedLossShare:G3} of the target's variance (of the way to it from the lowest possible loss, where that is known)"
            + $" (accuracy below {rules.UntrainedAccuracyShare:G3} of the way from chance), are left out;"
            + $" a cell with over {rules.LeftOutShare:P0} of them is not trained.";
    }

    /// <summary>The sentence on intervals and multiplicity.</summary>
    /// <param name="rules">How sure a verdict must be.</param>
    /// <param name="line">What a verdict is on: "cell".</param>
    private protected static string Intervals(CommonRules rules, string line) =>
        $"Intervals are {rules.Confidence:P0} expanded BCa intervals of the mean over seeds; a verdict on a {line} also needs one-sided tests"
        + $" (the larger p of Student's t and, since {CommonRules.Since}, of Hall's cubic with twice the skewness of the sample) whose p, corrected by Holm over the {line}s, is at most {rules.Tail:G3}.";
}
