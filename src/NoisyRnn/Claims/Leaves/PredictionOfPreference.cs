using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using MathNet.Numerics.Statistics;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// P: the best test noise can be told from weights and inputs alone. Over the networks trained with enough noise (s0 from C1's threshold s_c
/// on, inside and elsewhere), the level predicted by the Gaussian closure against the measured one.
/// </summary>
public sealed record PredictionOfPreference : Claim
{
    /// <summary>The median difference between predicted and measured rho is at most this.</summary>
    [Range(0.0, double.MaxValue), Description("median difference between predicted and measured preferred level, in units of s0, at most")]
    public double MostDifference { get; init; } = 0.1;

    /// <summary>Their rank correlation is above this.</summary>
    [Range(-1.0, 1.0), Description("Spearman's correlation of predicted and measured preferred levels, above")]
    public double LeastCorrelation { get; init; } = 0.8;

    /// <inheritdoc/>
    public override string Symbol => "P";

    /// <inheritdoc/>
    public override string Title => "the preferred noise is predicted from the weights alone";

    /// <inheritdoc/>
    public override string Summary => "the test noise that a network prefers follows from its weights and inputs alone";

    /// <inheritdoc/>
    public override string Figure => "predicted-preference";

    /// <inheritdoc/>
    public override string Reading =>
        "One line an arm: its networks, wherever their noise stands, from the threshold s_c of claim C1 on; the verdict is over all of them together."
        + " The numbers are mean differences from the measured level: of the prediction, of \"always s0\" and of \"always 0\".";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "Of every network trained at s0 >= s_c (of its arm, by C1's criterion) rho is predicted by the Gaussian closure. The claim holds if the median of"
        + $" |predicted - measured| is at most {MostDifference:G3}, Spearman's correlation of the two is above {LeastCorrelation:G3}, and the mean |predicted - measured|"
        + " is below that of \"always s0\" (rho = 1) and of \"always 0\" (rho = 0); it does not hold if one of these fails. Where all measured rho are alike there is nothing to"
        + $" rank, and nothing is decided. Fewer than {rules.MinSeeds} seeds are a preview, with s_c the smallest s0.";

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Noisy;
        var isPreview = cells.Any(static cell => cell.Withheld == Outcome.Preview);
        var arms = table.Thresholds<PreferenceInside>(SweptOutput.SingleDraw);
        var judged = (from arm in arms
                      let least = (isPreview ? arm.Levels[0].Cell : arm.Cell)?.Arm.TrainingSigma
                      where least is not null
                      select (arm.Name, Least: least.Value, Cells: cells.Where(cell =>
                          cell.Arm.Name == arm.Name && cell.Arm.TrainingSigma >= least && cell.Withheld != Outcome.NotTrained).ToImmutableArray())).ToImmutableArray();
        var lines = judged.Select(arm => Judge(arm.Cells, isPreview, table.Rules) with
        {
            Cell = $"{arm.Name}, s0 >= {arm.Least}",
            Place = new("mean |rho - predicted|", arm.Name, arm.Least),
            AtThreshold = !isPreview,
        });
        return new([.. lines], cells, arms.IsEmpty ? "no network was trained with noise inside" : "no arm has a threshold s_c")
        {
            Conclude = _ => Judge([.. judged.SelectMany(static arm => arm.Cells)], isPreview, table.Rules),
        };
    }

    // All networks together are judged as those of an arm are, of a preview too.
    private protected override ClaimLine Whole(ClaimLines asked, ImmutableArray<Verdict> verdicts) => verdicts.IsEmpty ? base.Whole(asked, verdicts) : asked.Conclude!(verdicts);

    private ClaimLine Judge(ImmutableArray<RunCell> cells, bool isPreview, CommonRules rules)
    {
        var pairs = Pairs(cells);
        if (pairs.Length == 0)
            return ClaimLine.Whole(isPreview ? Outcome.Preview : Outcome.Undecided, "no network has the analysis predicted-preference", cells);
        var differences = pairs.Select(static pair => Math.Abs(pair.Predicted - pair.Measured)).ToArray();
        var fromTraining = pairs.Select(static pair => Math.Abs(pair.Measured - 1)).ToArray();
        var fromSilence = pairs.Select(static pair => Math.Abs(pair.Measured)).ToArray();
        var (median, mean, best) = (differences.Median(), differences.Average(), Math.Min(fromTraining.Average(), fromSilence.Average()));
        var correlation = RankCorrelation.Spearman(pairs);
        var outcome = isPreview ? Outcome.Preview
            : correlation is null ? Outcome.Undecided
            : median <= MostDifference && correlation > LeastCorrelation && mean < best ? Outcome.Holds : Outcome.DoesNotHold;
        // Networks that prefer silence are one rank; what is told of the others stands beside it.
        (double, double)[] inside = [.. Pairs([.. cells.Where(static cell => cell.Arm.IsAt(Placement.Inside))])];
        var note = $"median difference {median:0.####}; "
            + (correlation is { } rank ? $"Spearman {rank:0.###}" : "all networks prefer the same level: nothing to rank")
            + (correlation is not null && inside.Length < pairs.Length && RankCorrelation.Spearman(inside) is { } alone ? $" (with noise inside alone {alone:0.###})" : "")
            + (mean < best ? "; nearer than always s0 and always 0" : "; no nearer than always s0 or always 0");
        return ClaimLine.Whole(outcome, note, cells) with
        {
            N = pairs.Length,
            SoFar = correlation is null ? Outcome.Undecided : median <= MostDifference && correlation > LeastCorrelation && mean < best ? Outcome.Holds : Outcome.DoesNotHold,
            Effects =
            [
                new("|rho - pred|", rules.IntervalOf(differences)), new("|rho - 1|", rules.IntervalOf(fromTraining)), new("|rho|", rules.IntervalOf(fromSilence)),
            ],
        };
    }

    private static (double Predicted, double Measured)[] Pairs(ImmutableArray<RunCell> cells) =>
    [
        .. from cell in cells
           from run in cell.Counted
           let predicted = run.Found<PredictedPreferenceResult>()?.Preferred
           where predicted is not null
           select (predicted.Level, run.Sweep!.Preferred.Level),
    ];
}
