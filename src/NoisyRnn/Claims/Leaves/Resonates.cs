using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>
/// The control for C7: in a system where stochastic resonance is known to occur, the best test noise is above zero whatever the
/// training, without noise too.
/// </summary>
public sealed record Resonates : Claim
{
    private const string SilentPart = "trained without noise: best level s";
    private const string Holds = "best with noise";
    private const string NoisyPart = "trained with noise: best level s/s0";

    /// <inheritdoc/>
    public override string Symbol => "resonance";

    /// <inheritdoc/>
    public override string Title => "a sub-threshold detector is best with noise, whatever its training";

    /// <inheritdoc/>
    public override string Summary => "a sub-threshold detector performs best with noise whatever it was trained with: stochastic resonance, under the same sweep";

    /// <inheritdoc/>
    public override string Reading => "One line a network, one column a training level; 0: trained without noise.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "A cell holds if the interval of its mean best test level lies above 0, and with it that of what is gained, ln L(0) - ln L(s) on the half of the draws by which the level s was not chosen"
        + " (a flat sweep has its minimum anywhere); it does not hold if the best level is 0 in every network. The claim holds if all cells do,"
        + " those trained without noise among them, and does not if one does not. Beside it, for comparison with C7: the best level itself." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.SingleDraws.ToImmutableArray();
        return new([.. cells.Select(cell => LineOf(cell, table.Rules))], cells, "no network")
        {
            IfUntrained = "no cell is trained",
            Conclude = verdicts =>
            {
                var tally = Tally.Of(verdicts);
                var outcome = tally.All == Outcome.Holds && table.Silent.IsEmpty ? Outcome.Undecided : tally.All;
                return ClaimLine.Whole(outcome, $"{tally.Holding} of {tally.Count} cells are best with noise", cells);
            },
        };
    }

    private static ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, cell.Arm.IsSilent ? SilentPart : NoisyPart);
        double[] levels = [.. cell.Rho().Select(level => level * (cell.Arm.IsSilent ? 1 : cell.Arm.TrainingSigma))];
        if (levels.Length == 0)
            return line;
        // No level lies below 0: against it is one that is 0 in every network.
        var best = new Requirement("best s", levels, 0, true, "best without noise") { BrokenBeyond = double.Epsilon, Open = "the best level may be 0" };
        return rules.AreFormer ? line.Require(rules, Holds, best)
            : line.Require(rules, Holds, best, new Requirement("gain", Gains(cell), 0, true) { Open = "nothing may be gained" });
    }

    // The level is chosen on one half of a network's draws and the gain measured on the other, and the other way round: the choice cannot flatter it.
    private static double[] Gains(RunCell cell) => cell.Values(static sweep =>
    {
        double[] even = [.. sweep.Points.Select(static point => NoiseSweepStatistics.LogLoss(point.EvenLoss))], odd = [.. sweep.Points.Select(static point => NoiseSweepStatistics.LogLoss(point.OddLoss))];
        return (Gain(even, odd) + Gain(odd, even)) / 2;

        static double Gain(double[] chosen, double[] measured) => measured[0] - measured[Array.IndexOf(chosen, chosen.Min())];
    });
}
