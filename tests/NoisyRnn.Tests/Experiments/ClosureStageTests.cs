using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What the closure says, as stages of their own, with their figures and their claim.</summary>
public sealed class ClosureStageTests : IDisposable
{
    private static readonly string[] Asked =
        ["stationary={levels: [0, 1], trials: 2, draws: 32}", "predicted-preference={levels: [0, .5, 1, 1.5], trials: 2}", "claims=[c1-prefers-training-noise, predicted-preference]"];

    private readonly StoredExperiment _experiment = new(
        """
        name: closing
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, .5, 1, 1.5], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {noise.placement: [inside, outside], noise.sigma: [0, .1], seed: 1..2}
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_they_are_the_only_stages_that_run()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var content = _experiment.Run(Asked);
        // Two placements by two levels, two seeds.
        Assert.Equal(before.Concat([("predicted-preference", 8), ("stationary", 8)]).Order(), _experiment.Stages());
        foreach (var run in content.Runs)
        {
            Assert.Equal(run.Arm.TrainingSigma > 0 ? [0, 1] : [0, .1, .3, 1], Assert.Single(run.Results.OfType<StationaryResult>()).Levels.Select(static level => level.Level));
            Assert.Equal(run.Arm.TrainingSigma > 0 ? 4 : 6, Assert.Single(run.Results.OfType<PredictedPreferenceResult>()).Points.Length);
        }

        // The same as where they were asked for at once.
        var direct = _experiment.RunAnew(_experiment.Planned(Asked));
        Assert.Equal(Results(direct), Results(content));

        static string[] Results(ReportContent content) =>
            [.. content.Runs.OrderBy(static run => run.Run).SelectMany(static run => run.Results).Select(ResultJson.Write<object>)];
    }

    [Fact]
    public void The_page_has_the_figures_the_numbers_and_the_verdict()
    {
        var content = _experiment.Run(Asked);
        var page = _experiment.Page;
        foreach (var (figure, header) in new[]
        {
            ("stationary-pre-activations", "level,sigma,bin_middle,share"), ("stationary-outputs", "level,sigma,bin_middle,share"),
            ("closure-means", "trial,unit,closure,simulated,standard_error"), ("closure-variances", "trial,unit,closure,simulated,standard_error"),
            ("predicted-preference", "predicted,predicted_end,measured,measured_end,level,predicted_bias_squared,predicted_variance,measured_bias_squared,measured_variance"),
        })
        {
            Assert.Contains($"id=\"{figure}\"", page, StringComparison.Ordinal);
            var lines = _experiment.Csv(figure);
            Assert.Contains(header, lines[0], StringComparison.Ordinal);
            Assert.True(lines.Length > 1);
        }

        Assert.Contains(content.Verdicts, static verdict => verdict is { Claim: "P", Cell: Verdict.All });
        Assert.Contains("predicted from the weights", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_closure_the_file_is_refused() => Assert.Contains(
        "stationary: the Gaussian closure is not for elman; allowed is ctrnn, current or feedforward",
        Assert.Throws<InputException>(() => _experiment.Planned([.. Asked, "network={kind: elman, units: 3}"])).Message, StringComparison.Ordinal);
}
