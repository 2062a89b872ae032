using System.Collections.Immutable;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// The paired part of C2: rho of the network trained with noise inside less rho of the one with noise outside, by seed.
/// Inside noise is attenuated, so equal s0 is not equal disturbance; hence a second pairing at equal output variance.
/// </summary>
internal sealed class PairedPreference(PreferenceOutside claim, CommonRules rules, ImmutableArray<RunCell> outside)
{
    private const string EqualLevel = "inside less outside, at equal s0";
    private const string EqualVariance = "inside less outside, at equal output variance";

    /// <summary>A verdict on one inside cell against an outside cell, where one matches.</summary>
    public sealed record Pair(RunCell Inside, bool Matched, Verdict Verdict);

    /// <summary>Each inside cell with the outside cell of the same activation and s0; those without one are left away.</summary>
    public ImmutableArray<Pair> AtEqualLevel(ImmutableArray<RunCell> inside)
    {
        var pairs = inside
            .Select(cell => (Inside: cell, Outside: outside.FirstOrDefault(other => other.Arm.Name == cell.Arm.Name && other.Arm.TrainingSigma == cell.Arm.TrainingSigma)))
            .Where(pair => pair.Outside is not null)
            .ToArray();
        var verdicts = Question.Answer(
            [.. pairs.Select(pair => Ask(pair.Inside, pair.Outside!, EqualLevel, $"{pair.Inside.Arm.Name}, inside - outside, s0 = {pair.Inside.Arm.TrainingSigma}", ""))],
            rules.Tail);
        return [.. pairs.Zip(verdicts, (pair, verdict) => new Pair(pair.Inside, true, verdict))];
    }

    /// <summary>Each inside cell with the trained outside cell of the same activation whose output variance is nearest in log.</summary>
    public ImmutableArray<Pair> AtEqualVariance(ImmutableArray<RunCell> inside)
    {
        var cells = inside.Where(cell => outside.Any(other => other.Arm.Name == cell.Arm.Name)).ToArray();
        var matches = cells.Select(Nearest).ToArray();
        var verdicts = Question.Answer([.. cells.Zip(matches, AskMatched)], rules.Tail);
        return [.. cells.Select((cell, i) => new Pair(cell, Matches(matches[i]), verdicts[i]))];
    }

    private (RunCell Cell, double Ratio)? Nearest(RunCell inside)
    {
        if (inside.LogOutputVariance() is not { } target)
            return null;
        return outside
            .Where(cell => cell.Arm.Name == inside.Arm.Name && cell.Withheld != Outcome.NotTrained)
            .Select(cell => (Cell: cell, Log: cell.LogOutputVariance()))
            .Where(candidate => candidate.Log is not null)
            .Select(candidate => ((RunCell Cell, double Ratio)?)(candidate.Cell, Elementary.Exp(candidate.Log!.Value - target)))
            .MinBy(candidate => Math.Abs(Elementary.Log(candidate!.Value.Ratio)));
    }

    // Variances of exactly the factor match, whatever the rounding of log and exp.
    private bool Matches((RunCell Cell, double Ratio)? match) =>
        match is { } found && Math.Abs(Elementary.Log(found.Ratio)) <= Elementary.Log(claim.VarianceFactor) + 1e-9;

    private Question AskMatched(RunCell inside, (RunCell Cell, double Ratio)? match)
    {
        var label = $"{inside.Arm.Name}, inside - outside at equal variance, s0 = {inside.Arm.TrainingSigma}";
        if (Matches(match))
            return Ask(inside, match!.Value.Cell, EqualVariance, label, $"matched with outside s0 = {match.Value.Cell.Arm.TrainingSigma}, variance ratio {match.Value.Ratio:G3}");
        return new()
        {
            Claim = claim.Symbol,
            Cell = label,
            Place = new(EqualVariance, inside.Arm.Name, inside.Arm.TrainingSigma),
            N = 0,
            LeftOut = inside.LeftOut,
            Withheld = inside.Withheld ?? Outcome.Undecided,
            UndecidedNote = inside.WithheldNote,
            Remark = match is { } nearest
                ? $"no match: the nearest, outside s0 = {nearest.Cell.Arm.TrainingSigma}, has {nearest.Ratio:G3} times the variance"
                : "no match: no output variance to compare",
        };
    }

    private Question Ask(RunCell inside, RunCell other, string part, string label, string remark)
    {
        var partner = other.Counted.ToDictionary(run => run.Seed, run => run.Sweep!.Preferred.Level);
        double[] differences =
        [
            .. inside.Counted.Where(run => partner.ContainsKey(run.Seed))
                .Select(run => run.Sweep!.Preferred.Level - partner[run.Seed]),
        ];
        var withheld = inside.Withheld is not null ? inside : other.Withheld is not null ? other : null;
        var question = new Question
        {
            Claim = claim.Symbol,
            Cell = label,
            Place = new(part, inside.Arm.Name, inside.Arm.TrainingSigma),
            N = differences.Length,
            LeftOut = [.. inside.LeftOut, .. other.LeftOut],
            Withheld = withheld?.Withheld,
            UndecidedNote = withheld?.WithheldNote ?? "",
            Remark = remark,
        };
        if (differences.Length == 0)
            return question with { Withheld = question.Withheld ?? Outcome.Undecided, UndecidedNote = withheld?.WithheldNote ?? "no seed counts in both arms" };
        var limit = claim.LeastDifference;
        var difference = rules.IntervalOf(differences);
        return question with
        {
            Effects = [new("rho_in - rho_out", difference)],
            Criterion = (difference.Low > limit, OneSidedTest.Above(differences, limit)),
            Contrary = (difference.High < limit, OneSidedTest.Below(differences, limit)),
            HoldsNote = "inside prefers more noise",
            FailsNote = $"differ by less than {limit:G3}",
            UndecidedNote = withheld?.WithheldNote ?? $"the difference may lie on either side of {limit:G3}",
        };
    }
}
