using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Stability, stochastic stabilisation and stability in training as stages, from the keys in the file to figures, findings and verdicts.</summary>
public sealed class StabilityStageTests : IDisposable
{
    private const string Noisy = "noise={placement: state, kind: multiplicative, sigma: .1}";
    private readonly StoredExperiment _experiment = new(
        """
        name: stable
        task: {kind: function-approximation, steps: 12, loss-steps: 6}
        network: {kind: lipschitz, units: 3}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, 1], absolute-levels: [0, .1], draws: 4, trials: 6}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        grid: {seed: 1..2}
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Bounds_stand_in_findings_and_figure()
    {
        var content = _experiment.Run("stability={trials: 2, hold: 10}", Noisy);
        Assert.All(content.Runs, static run => Assert.Equal(2, run.Results.OfType<StabilityResult>().Single().Levels.Length));
        var table = Assert.Single(FindingsTable.Of(content));
        Assert.Equal("Stability: the top exponent of the tangent flow and its bounds", table.Title);
        Assert.Contains("upper bound, at s0 (per unit of time)", table.Columns);
        // One line a network and level.
        Assert.Equal(1 + (2 * 2), _experiment.Csv("stability").Length);
    }

    [Fact]
    public void Stochastic_stabilisation_has_its_figures_and_a_verdict_whatever_the_network_learned()
    {
        var content = _experiment.Run(
            "stochastic-stabilization={levels: [0, 3], time: 4, systems: 10, system-time: 1}", "network={kind: lipschitz, units: 2, gamma-a: -.5}", "claims=[{kind: n5-stochastic-stabilization, min-seeds: 2}]",
            "rules.untrained-loss-share=1e-9");
        Assert.NotEmpty(content.LeftOut);
        Assert.Equal(Outcome.Holds, content.Verdicts.Single(static verdict => verdict.Cell.EndsWith("bounds", StringComparison.Ordinal)).Outcome);
        Assert.Equal(1 + (2 * 3 * 2), _experiment.Csv("stochastic-stabilization").Length);
        // Ten systems of each of two seeds, all of them different.
        Assert.Equal(20, _experiment.Csv("stochastic-stabilization-slack").Skip(1).Select(static row => row[(row.IndexOf(',', StringComparison.Ordinal) + 3)..]).Distinct().Count());
        Assert.True(_experiment.Csv("stochastic-stabilization-plane").Length > 100);
        Assert.Contains("allowed is ctrnn, lipschitz or antisymmetric", Assert.Throws<InputException>(() => _experiment.Run("stochastic-stabilization={}", "network={kind: gru, units: 3}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stability_in_training_looks_back_at_the_interval_and_compares_twins_of_the_same_rate()
    {
        string[] asked =
        [
            "training-stability={every: 5, trials: 2, batches: 2, batch: 8}", "arms={none: {}, noisy: {noise: {placement: state, sigma: .3}}}", "grid={training.optimizer.rate: [.001, .01], seed: 1..2}",
            "claims=[{kind: n5-stable-training, min-seeds: 2}]",
        ];
        var content = _experiment.Run(asked);
        Assert.Equal(8, content.Runs.Length);
        Assert.All(content.Runs, static run => Assert.Equal([0, 5, 10], run.Results.OfType<TrainingStabilityResult>().Single().Looks.Select(static look => look.Iteration!.Value)));
        // A line a rate, of two pairs each, and the whole.
        var lines = content.Verdicts.Where(static verdict => verdict.Cell != Verdict.All).ToArray();
        Assert.Equal(["noisy, rate = .001, state, s0 = 0.3", "noisy, rate = .01, state, s0 = 0.3"], lines.Select(static verdict => verdict.Cell).Order());
        Assert.All(lines, static verdict => Assert.Equal((2, "exponent - twin's"), (verdict.N, verdict.Effects[0].Symbol)));
        foreach (var name in new[] { "training-stability", "training-spectral-radius", "training-gradients" })
            Assert.Equal(1 + (8 * 3), _experiment.Csv(name).Length);
        // The start is that of the twin, to the bit.
        var starts = content.Runs.Where(static run => run.Seed == 1).Select(static run => run.Results.OfType<TrainingStabilityResult>().Single().Looks[0].Exponent);
        Assert.Single(starts.Distinct());
    }
}
