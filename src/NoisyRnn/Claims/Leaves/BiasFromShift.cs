using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// C4: noise shifts the fixed points, the readout is calibrated to the shifted state, and removing the noise leaves a bias. Told
/// from weights alone: f less its average F_s0 along the mean path predicts the shift of the output, F_s0 undoes it, and
/// placebos do not.
/// </summary>
public sealed record BiasFromShift : MechanismClaim
{
    private const string Part = "noise inside: the shift, predicted and undone";

    /// <summary>R^2 of the prediction must lie above this.</summary>
    [Range(0.0, 1.0), Description("lower limit of R^2 of the predicted shift of the output")]
    public double LeastExplained { get; init; } = 0.8;

    /// <summary>The removed share must lie above this.</summary>
    [Range(0.0, 1.0), Description("lower limit of the share of the excess silent loss that F_s0 removes")]
    public double LeastRemoved { get; init; } = 0.9;

    /// <summary>A random constant shift must remove less than this.</summary>
    [Range(0.0, 1.0), Description("upper limit of the share that a random constant shift removes")]
    public double MostRemovedAtRandom { get; init; } = 0.5;

    /// <inheritdoc/>
    public override string Symbol => "C4";

    /// <inheritdoc/>
    public override string Figure => "bias";

    /// <inheritdoc/>
    public override string Title => "the cause: noise shifts the fixed points, and silence leaves a bias";

    /// <inheritdoc/>
    public override string Summary => "noise shifts the network's fixed points, the readout is calibrated to the shifted state, and removing the noise leaves a bias";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "dz(u) = z_silent(u) - E z_s0(u), measured, against the silent readout under f less that under F_s0, f averaged over the training noise; no"
        + $" refit. A cell holds if the lower limits of R^2 are above {LeastExplained:G3} and of the removed share (L(0) - L_Fs0)/(L(0) - bias^2(s0)) above"
        + $" {LeastRemoved:G3}, and the placebos fail: ln L at F of .5 s0, and of 1.5 s0, less ln L_Fs0 has its lower limit above 0; a random constant"
        + $" shift of equal length removes less than {MostRemovedAtRandom:G3} (upper limit); F_s0 swapped into the network trained with noise outside"
        + " raises its silent loss (ln L_swapped - ln L(0), lower limit above 0; without such a network, trained, a cell cannot hold). It does not hold if an interval lies on the other side." + FromThreshold + CommonCriterion(rules);

    private protected override ClaimLine LineOf(RunCell cell, RunTable table)
    {
        var results = Results(cell);
        if (results.Any(static result => result?.Inside is null))
            return Unanswered(Part, cell, "bias was not analysed");
        var inside = results.Select(static result => result!.Inside!).ToArray();
        if (results.Any(static result => !(result!.SilentLoss > result.BiasSquared)))
            return Unanswered(Part, cell, "a network has no excess silent loss to remove");
        var outside = Beside(cell, table, Placement.Outside);
        if (outside is { Withheld: Outcome.Preview } && cell.Withheld is null)
            return Unanswered(Part, cell, "").Told(Outcome.Preview, $"outside: {outside.WithheldNote}");
        // The few that learnt the task where most did not decide nothing. All placebos are asked for: without the last the line may fail, but cannot hold.
        double[] swapped = outside is null or { Withheld: Outcome.NotTrained } ? [] : [.. Results(outside).OfType<BiasResult>().Select(static result => Elementary.Log(result.AveragedLoss / result.SilentLoss))];
        return (ClaimLine.Of(cell, Part) with { Remark = swapped.Length > 0 ? "" : "no trained network with noise outside to swap F_s0 into" }).Require(
            table.Rules, "predicted, undone, and not by placebos",
            new Requirement("R^2", [.. inside.Select(static i => i.Explained)], LeastExplained, true, "the shift is not predicted"),
            new Requirement("removed", [.. inside.Select(static i => i.RemovedShare)], LeastRemoved, true, "F_s0 does not remove the excess"),
            new Requirement("ln L(.5)/L", [.. results.Zip(inside, static (r, i) => Elementary.Log(i.AtHalfLoss / r!.AveragedLoss))], 0, true, "F at .5 s0 does as well"),
            new Requirement("ln L(1.5)/L", [.. results.Zip(inside, static (r, i) => Elementary.Log(i.AtMoreLoss / r!.AveragedLoss))], 0, true, "F at 1.5 s0 does as well"),
            new Requirement("random shift", [.. inside.Select(static i => i.RandomShiftRemovedShare)], MostRemovedAtRandom, false, "a random shift does as well"),
            new Requirement("ln swapped", swapped, 0, true, "F_s0 does not harm the network trained with noise outside"));
    }

    private static BiasResult?[] Results(RunCell cell) => [.. cell.Counted.Select(static run => run.Found<BiasResult>())];
}
