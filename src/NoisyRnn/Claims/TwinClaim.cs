using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// A claim on what noise in training does to a network (spec 2, section 2): networks trained with noise are compared with their own noise-off
/// twins, paired by seed, after as many iterations and at the same training loss without noise.
/// </summary>
public abstract record TwinClaim : TrainingNoiseClaim
{
    // Two levels and the twin always lie in some order: three levels are the least that can be monotone by more than chance.
    private const int LeastLevels = 3;

    private const string Order = "from level to level", Compared = "have both networks and what is compared";

    /// <summary>Ratios within this factor of 1 are no effect.</summary>
    private protected const double SmallRatio = 1.1;

    /// <summary>Networks are at equal loss where their losses differ by no larger ratio.</summary>
    [Range(1.0, 10.0), Description("networks are at equal loss where their training losses without noise differ by no larger ratio")]
    public double LargestLossRatio { get; init; } = 1.1;

    /// <inheritdoc/>
    public override string Reading =>
        "Each noisy arm is compared with its own twin: same network, step, training and seed, no noise. Equal loss is the lowest of the"
        + " training losses asked for that both networks of every pair have reached.";

    /// <summary>What is compared.</summary>
    /// <param name="pairs">The networks, at least a pair: which arrays they have.</param>
    private protected abstract ImmutableArray<Contrast> ContrastsOf(TwinPairs pairs);

    /// <summary>Whether levels of noise are asked for their order too.</summary>
    private protected virtual bool AsksOrder => true;

    /// <summary>Whether the contrasts must lie above 0; else below.</summary>
    private protected abstract bool IsAbove { get; }

    /// <summary>What is said where a cell holds.</summary>
    private protected abstract string HoldsNote { get; }

    /// <summary>"curvature of the training loss without noise": the title of the matrix of verdicts.</summary>
    private protected abstract string Part { get; }

    /// <summary>The contrasts in words, for the criterion.</summary>
    private protected abstract string InWords { get; }

    /// <summary>"; that all are small ... is "no effect"" where the contrasts have a limit of what is small; else empty.</summary>
    private protected virtual string NoEffectInWords => "";

    /// <summary>What is compared of a network; null where it was not looked at.</summary>
    private protected abstract AnalysisResult? ResultOf(NetworkRun run);

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"{InWords}; the noisy network's beside that of its noise-off twin, paired by seed. A cell holds if the interval of the mean of every contrast lies {(IsAbove ? "above" : "below")} 0,"
        + $" both after all iterations and at equal training loss without noise (the lowest of the losses asked for that both networks of every pair reach, to within a ratio of {LargestLossRatio:G3});"
        + $" it does not hold if one lies on the other side{NoEffectInWords}."
        + (AsksOrder ? $" Where noise of the same kinds has at least {LeastLevels} levels in one network, a further line holds if the means go one way from level to level,"
        + " the twin first, and the interval of the slope over the rank of the level lies on that side (small is a slope that is small over all levels together)." : "") + " The claim is decided for each kind of noise by itself (additive, multiplicative, both: all its lines hold, or one does not), and, as"
        + " before 2026-11-29, over all lines: it holds if all hold, and does not if one does not."
        + $" Nothing is decided where over {rules.LeftOutShare:P0} of the seeds lack one of the networks or what is compared." + CommonCriterion(rules);

    private protected sealed override ClaimLines Ask(RunTable table)
    {
        var (noisy, silent) = (table.Noisy, table.Silent);
        var pairs = noisy.Select(cell => TwinPairs.Of(cell, silent, ResultOf)).ToImmutableArray();
        // Levels of one family are of one network: they have one twin.
        var families = (AsksOrder ? pairs : []).GroupBy(static pair => (pair.Cell.Sources, Twin: pair.Twin?.Arm.Name)).Where(static family => family.DistinctBy(static pair => pair.Cell.Arm.TrainingSigma).Count() >= LeastLevels).ToArray();
        var orders = families.Select(family =>
        {
            var name = $"{(families.Count(other => other.Key.Sources == family.Key.Sources) > 1 ? $"{family.Key.Twin}, " : "")}{family.Key.Sources}, {Order}";
            return LineOfOrder(name, families.Length == 1 ? Order : name, [.. family.OrderBy(static pair => pair.Cell.Arm.TrainingSigma)], table.Rules);
        });
        ImmutableArray<(NoiseMix Sources, ClaimLine Line)> lines =
        [
            .. pairs.Select(pair => (pair.Cell.Sources, LineOf(pair, table.Rules))),
            .. families.Zip(orders, static (family, line) => (family.Key.Sources, line)),
        ];
        ImmutableArray<ClaimLine> own = [.. lines.Select(static line => line.Line)];
        return new([.. own, .. LinesOfKinds(lines, ClaimLines.Decide(Symbol, own, table.Rules.Tail), noisy)], noisy, "no network was trained with noise")
        {
            Decides = static verdict => verdict.Kind == LineKind.Own,
        };
    }

    // One verdict a kind of noise, of the lines that are on it: where one kind does nothing, the others are not lost in the whole.
    private IEnumerable<ClaimLine> LinesOfKinds(ImmutableArray<(NoiseMix Sources, ClaimLine Line)> lines, ImmutableArray<Verdict> verdicts, ImmutableArray<RunCell> noisy) =>
        from pair in lines.Zip(verdicts, static (line, verdict) => (line.Sources.Kind, Verdict: verdict))
        group pair.Verdict by pair.Kind into kind
        let spoken = kind.Where(static verdict => verdict.Outcome != Outcome.NotTrained).ToArray()
        let preview = Array.Find(spoken, static verdict => verdict.Outcome == Outcome.Preview)
        let tally = Tally.Of(spoken.Select(static verdict => verdict.AsSoFar))
        let name = $"all {kind.Key} noise"
        let cell = noisy.First(cell => cell.Sources.Kind == kind.Key)
        select (ClaimLine.Of(cell, Part) with { Cell = name, Kind = LineKind.NoiseKind, Place = new(Part, name, cell.Arm.TrainingSigma), SoFar = tally.All, Counted = false })
            .Told(
                preview is not null ? Outcome.Preview : spoken.Length == 0 ? Outcome.NotTrained : tally.All,
                spoken.Length == 0 ? "" : $"{tally.Holding} of {tally.Count} lines hold, {tally.Failing} do not", preview?.Preview ?? "");

    private ClaimLine LineOf(TwinPairs pairs, CommonRules rules)
    {
        var line = ClaimLine.Of(pairs.Cell, Part, pairs.Twin) with { N = pairs.Pairs.Length };
        if (pairs.Pairs.IsEmpty)
            return line.Undecided("no twin without noise was looked at alike");
        var losses = pairs.Losses(LargestLossRatio).ToArray();
        return AtEqualLossToo(losses, line.UnlessMostLack(pairs.Seeds, Compared, rules).Require(
            rules, HoldsNote, [.. Requirements(pairs, "at equal iterations"), .. losses.Length > 0 ? Requirements(pairs.At(losses.Min()), $"at equal loss {losses.Min():G3}") : []]));
    }

    // What was seen after equal iterations stands; it decides nothing by itself.
    private static ClaimLine AtEqualLossToo(double[] losses, ClaimLine line) =>
        losses.Length > 0 ? line : line.Undecided("none of the training losses asked for was reached by both networks of every pair");

    private IEnumerable<Requirement> Requirements(TwinPairs pairs, string look) => ContrastsOf(pairs).Select(contrast => new Requirement(
        $"{contrast.Symbol} {look}", [.. pairs.Pairs.Select(pair => contrast.Of(pair.Noisy, pair.Twin) ?? double.NaN)], 0, IsAbove, $"{contrast.Wrong} {look}")
    { NoEffectWithin = contrast.Small });

    // Levels of one family, ascending: the slope of each contrast over 0, 1, 2, ... (the twin is 0 by definition).
    private ClaimLine LineOfOrder(string name, string row, ImmutableArray<TwinPairs> levels, CommonRules rules)
    {
        var seeds = levels.Select(static level => level.Pairs.Select(static pair => pair.Seed)).Aggregate(static (all, next) => all.Intersect(next)).Order().ToArray();
        var worst = levels.FirstOrDefault(static level => level.IsWithheld) ?? levels[^1];
        var line = ClaimLine.Of(worst.Cell, Part, worst.Twin) with { Cell = name, Place = new(Part, row, worst.Cell.Arm.TrainingSigma), N = seeds.Length };
        if (seeds.Length < 2)
            return line.Undecided($"{seeds.Length} seeds have every level, its twin and what is compared");
        levels = [.. levels.Select(level => level with { Pairs = [.. level.Pairs.Where(pair => seeds.Contains(pair.Seed))] })];
        var losses = levels.Select(level => level.Losses(LargestLossRatio)).Aggregate(static (all, next) => all.Intersect(next)).ToArray();
        var looks = new List<(string Name, ImmutableArray<TwinPairs> Levels)> { ("at equal iterations", levels) };
        if (losses.Length > 0)
            looks.Add(($"at equal loss {losses.Min():G3}", [.. levels.Select(level => level.At(losses.Min()))]));
        var (slopes, turns) = (ImmutableArray.CreateBuilder<Quantity>(), new List<string>());
        foreach (var (look, at) in looks)
        {
            foreach (var contrast in ContrastsOf(levels[0]))
            {
                var values = seeds.Select((_, s) => at.Select(level => contrast.Of(level.Pairs[s].Noisy, level.Pairs[s].Twin) ?? double.NaN).Prepend(0).ToArray()).ToArray();
                slopes.Add(new Requirement($"slope of {contrast.Symbol} {look}", [.. values.Select(SlopeOverRank)], 0, IsAbove, $"it goes the other way ({contrast.Symbol} {look})") { NoEffectWithin = contrast.Small / at.Length });
                double[] means = [.. Enumerable.Range(0, at.Length + 1).Select(level => values.Average(seed => seed[level]))];
                if (means.Zip(means.Skip(1)).Any(step => IsAbove ? step.Second <= step.First : step.Second >= step.First))
                    turns.Add($"{contrast.Symbol} {look}");
            }
        }

        line = AtEqualLossToo(losses, line.UnlessMostLack(levels.Max(static level => level.Seeds), Compared, rules).Require(rules, "monotone over the levels", slopes.ToImmutable()));
        return turns.Count == 0 ? line : line.CannotHold($"not monotone: {string.Join("; ", turns)}");
    }

    private static double SlopeOverRank(double[] values) => LeastSquares.Slope([.. values.Select(static (value, rank) => ((double)rank, value))]);
}
