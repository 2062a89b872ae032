using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>Runs with a given preferred level and gain, for specifying what a claim says of them.</summary>
internal static class ConstructedRuns
{
    public static readonly CommonRules Rules = new();

    /// <summary>The seeds of one cell: rho and D spread evenly around their means, in different orders (7 has no factor in common with the numbers of seeds used).</summary>
    public static IEnumerable<NetworkRun> Cell(
        string placement, double sigma, double rho, double gain, string activation = "relu", int seeds = 10,
        double rhoSpread = 0, double gainSpread = 0, double variance = 0.01) =>
        Enumerable.Range(0, seeds).Select(seed =>
        {
            double Place(int k) => seeds == 1 ? 0 : 2.0 * k / (seeds - 1) - 1; // -1 ... 1
            return Run(placement, sigma, (ulong)seed, rho + rhoSpread * Place(seed), gain + gainSpread * Place(7 * seed % seeds), activation, variance);
        });

    public static NetworkRun Run(
        string placement, double sigma, ulong seed, double rho, double gain, string activation = "relu",
        double variance = 0.01, double loss = 0.01) =>
        new($"{activation}-{placement}-{sigma}-{seed}", Arms.Of(activation, placement, sigma), seed, Sweep(sigma, rho, gain, variance, loss));

    public static NoiseSweepResult Sweep(double sigma, double rho, double gain, double variance = 0.01, double loss = 0.01) => new()
    {
        TrainingSigma = sigma,
        Conditions = 640,
        Draws = 64,
        Points =
        [
            new(0, 0, loss * Math.Exp(gain), loss * Math.Exp(gain), 0, loss * Math.Exp(gain), loss * Math.Exp(gain)),
            new(1, sigma, loss, loss - variance, variance, loss, loss),
        ],
        Preferred = new(rho, rho >= 2 ? RangeEnd.AtLeast : rho <= 0 ? RangeEnd.AtMost : RangeEnd.Inside),
        PreferredBias = new(1, RangeEnd.Inside),
        Gain = sigma > 0 ? gain : null,
        TargetVariance = 0.5,
        SilentLoss = loss * Math.Exp(gain),
        TrainingLevelLoss = loss,
    };

    public static NetworkRun Untrained(this NetworkRun run, double loss = 0.2) =>
        run with { Sweep = run.Sweep! with { TrainingLevelLoss = loss } };

    public static NetworkRun Diverged(this NetworkRun run, string reason = "diverged at iteration 120") =>
        run with { Sweep = null, LeftOutReason = reason };

    public static ClaimTable Decide(this IEnumerable<NetworkRun> runs, params Claim[] claims) =>
        ClaimTable.Decide(runs, [.. claims], Rules);

    public static Verdict Of(this ClaimTable table, string cell) => Assert.Single(table.Verdicts, verdict => verdict.Cell == cell);
}
