using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// C6: optimisation rewards operating near a nonlinearity for noise inside, not for noise outside: training lowers the share V
/// of the noise that passes in networks with noise inside alone.
/// </summary>
public sealed record IncentiveToOperate : MechanismClaim
{
    private const string Part = "noise inside beside outside and silent: change of V by training";

    private const string Needed = "operating points of all three arms are needed: inside, outside and silent, by seed";

    /// <summary>The change outside may differ from that in silent networks by this part of what inside differs.</summary>
    [Range(0.0, 1.0), Description("the change outside lies within this part of the inside effect about that of silent networks")]
    public double LargestOutsidePart { get; init; } = 0.5;

    /// <inheritdoc/>
    public override string Symbol => "C6";

    /// <inheritdoc/>
    public override string Figure => "operating-points";

    /// <inheritdoc/>
    public override string Title => "noise inside moves units to where less of it passes, noise outside does not";

    /// <inheritdoc/>
    public override string Summary => "training with noise inside moves units to where less of it passes; training with noise outside does not";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "V = sum w^2 v / sum w^2, w = |W_out (I - F'W)^-1|, v = Var f(a + s xi)/(s^2 max f'^2) at the inside arm's s0 in all arms; dV is V of the trained network less that at"
        + " its start, by seed. A cell holds if the upper limits of dV_in - dV_out and of dV_in - dV_silent are below 0 and dV_out - dV_silent lies within"
        + $" {LargestOutsidePart:G3} of dV_in - dV_silent on either side of 0 (by seed, the interval of (dV_out - dV_silent) + {LargestOutsidePart:G3} (dV_in - dV_silent) lies below 0, and with a minus above). It does not hold if an interval lies on the other side." + FromThreshold + CommonCriterion(rules);

    private protected override ClaimLine LineOf(RunCell cell, RunTable table)
    {
        var without = table.Silent.Where(c => c.Arm.Name == cell.Arm.Name).OrderBy(static c => c.Withheld is null ? 0 : 1).ToArray();
        RunCell?[] arms = [Beside(cell, table, Placement.Outside), without.FirstOrDefault()];
        if (arms.Any(static arm => arm is null))
            return Unanswered(Part, cell, Needed);
        if (cell.Withheld is null && arms.FirstOrDefault(static arm => arm!.Withheld is not null) is { } withheld)
            return Unanswered(Part, cell, "").Told(withheld.Withheld == Outcome.Preview ? Outcome.Preview : Outcome.Undecided, $"{withheld.Arm.PlacementName}: {withheld.WithheldNote}");
        var (inside, outside) = (Changes(cell, cell.Arm.TrainingSigma), Changes(arms[0]!, cell.Arm.TrainingSigma));
        var silent = without.SelectMany(c => Changes(c, cell.Arm.TrainingSigma)).DistinctBy(static pair => pair.Key).ToDictionary();
        // Seeds that count in all arms; where most lack one, something was not looked at.
        var seeds = inside.Keys.Where(seed => outside.ContainsKey(seed) && silent.ContainsKey(seed)).Order().ToArray();
        if (seeds.Length == 0)
            return Unanswered(Part, cell, Needed);
        double[] toSilent = [.. seeds.Select(seed => inside[seed] - silent[seed])], between = [.. seeds.Select(seed => outside[seed] - silent[seed])];
        // By seed, so that the part is as unsure as what it is a part of.
        var lowers = toSilent.Average() < 0;
        double[] Beyond(int sign) => [.. between.Zip(toSilent, (own, whole) => own + (sign * LargestOutsidePart * whole))];
        return (ClaimLine.Of(cell, Part) with { N = seeds.Length, LeftOut = [.. cell.LeftOut, .. arms.SelectMany(static arm => arm!.LeftOut)] }).UnlessMostLack(cell.Runs.Length, "have all three networks", table.Rules).Require(
            table.Rules, "noise inside alone moves the units",
            new Requirement("in - silent", toSilent, 0, false, "training without noise does as much"),
            new Requirement("in - out", [.. seeds.Select(seed => inside[seed] - outside[seed])], 0, false, "training with noise outside does as much"),
            new Quantity("out - silent", between),
            new Requirement($"(out - silent) + {LargestOutsidePart:G3} (in - silent)", Beyond(1), 0, false, lowers ? "noise outside raises V" : ""),
            new Requirement($"(out - silent) - {LargestOutsidePart:G3} (in - silent)", Beyond(-1), 0, true, lowers ? "noise outside lowers V too" : ""));
    }

    private static Dictionary<ulong, double> Changes(RunCell cell, double sigma) => cell.Counted
        .Select(run => (run.Seed, Change: run.Found<OperatingPointsResult>()?.ChangeAt(sigma)))
        .Where(static pair => pair.Change is not null)
        .ToDictionary(static pair => pair.Seed, static pair => pair.Change!.Value);
}
