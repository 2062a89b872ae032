using System.Globalization;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The margin as a stage of its own, with its figures and its line in the table of findings.</summary>
public sealed class MarginStageTests : IDisposable
{
    private const string Asked = "margin={trials: 8, rivals: 1, steps: 4, descent-steps: 4, refinements: 2}";

    private readonly StoredExperiment _experiment = new(
        """
        name: choosing
        task: {kind: labelled-sequences, file: signs.csv}
        network: {kind: elman, units: 3}
        training: {iterations: 60, validate-every: 30, batch: 8, loss: cross-entropy, optimizer: {rate: .05}}
        sweep: {levels: [0, .5, 1, 1.5], draws: 4, trials: 6}
        noise: {sigma: .1, placement: inside}
        rules: {min-seeds: 2, untrained-accuracy-share: 0}
        keep: models
        grid: {seed: 1..2}
        """);

    /// <summary>Forty sequences of three steps: was the middle one above 0?</summary>
    public MarginStageTests() => _experiment.Write("signs.csv", string.Join('\n', Enumerable.Range(0, 40).Select(static n =>
        string.Create(CultureInfo.InvariantCulture, $"{n % 2},{Math.Sin(n)},{(n % 2 == 0 ? -1 : 1) * (1.1 + Math.Cos(3 * n))},{Math.Sin(5 * n)}"))));

    public void Dispose() => _experiment.Dispose();

    [Fact]
    public void Asked_for_later_it_is_the_only_stage_that_runs_and_the_page_has_its_figures()
    {
        _experiment.Run();
        var before = _experiment.Stages();
        var content = _experiment.Run(Asked);
        Assert.Equal(before.Append(("margin", 2)).Order(), _experiment.Stages());
        foreach (var run in content.Runs)
        {
            var result = Assert.Single(run.Results.OfType<MarginResult>());
            Assert.Equal((8, 8), (result.Trials, result.Measured.Length));
            Assert.True(result.Certified is not null && result.InputNorm > 0);
        }

        var page = _experiment.Page;
        foreach (var figure in new[] { "margin-measured", "margin-certified" })
        {
            Assert.Contains($"id=\"{figure}\"", page, StringComparison.Ordinal);
            Assert.EndsWith("share,output_margin,local,certified,measured", _experiment.Csv(figure)[0], StringComparison.Ordinal);
        }

        Assert.Contains("Margin: L2 distance of test trials from a wrong answer", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_a_line()
    {
        Assert.Contains(
            "the network is not trained to choose a class; allowed is training.loss: cross-entropy",
            Assert.Throws<InputException>(() => _experiment.Planned(Asked, "training.loss=mse")).Message, StringComparison.Ordinal);
        Assert.Contains("trials", Assert.Throws<InputException>(() => _experiment.Planned("margin={trials: 2001}")).Message, StringComparison.Ordinal);
    }
}
