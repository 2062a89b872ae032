using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The Hessian as a stage of its own, with its figures and its line in the table of findings.</summary>
public sealed class HessianStageTests : IDisposable
{
    private const string Asked = "hessian={trials: 16, top: 2, steps: 8, trace-probes: 2, density-steps: 4}";

    private readonly StoredExperiment _experiment = new(
        """
        name: curving
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3, activation: tanh}
        training: {iterations: 10, validate-every: 5, batch: 8}
        sweep: {levels: [0, .5, 1, 1.5], draws: 4, trials: 6}
        noise: {sigma: .1}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        grid: {noise.placement: [inside, outside], seed: 1..2}
        """);

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_the_page_has_its_figures()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var content = _experiment.Run(Asked);
        Assert.Equal(before.Append(("hessian", 4)).Order(), _experiment.Stages());
        foreach (var run in content.Runs)
        {
            var result = Assert.Single(run.Results.OfType<HessianResult>());
            Assert.Equal(["all", "W_rec", "W_in", "b_rec", "W_out", "b_out"], result.Parts.Select(static part => part.Name));
            Assert.True(result.Parts[0].Top[0] > 0);
        }

        var page = _experiment.Page;
        foreach (var (figure, header) in new[] { ("hessian-eigenvalues", "eigenvalue,residual,smallest"), ("hessian-density", "bin_middle,share_positive,share_negative") })
        {
            Assert.Contains($"id=\"{figure}\"", page, StringComparison.Ordinal);
            Assert.Contains(header, _experiment.Csv(figure)[0], StringComparison.Ordinal);
        }

        Assert.Contains("Hessian of the training loss", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_a_line()
    {
        Assert.Contains("trials: empty, and the task makes trials without end; allowed is a number", Assert.Throws<InputException>(() => _experiment.Planned("hessian={trials: }")).Message, StringComparison.Ordinal);
        Assert.Contains("trace-probes", Assert.Throws<InputException>(() => _experiment.Planned("hessian={trace-probes: 1}")).Message, StringComparison.Ordinal);
    }
}
