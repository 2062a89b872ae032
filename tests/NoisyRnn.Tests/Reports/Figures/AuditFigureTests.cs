using System.Text.Json.Nodes;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The loss against test noise, its parts, the lowest level and the training noise.</summary>
public class AuditFigureTests
{
    [Fact]
    public void Loss_and_parts_are_drawn_with_the_lowest_level_ringed_and_the_training_noise_marked()
    {
        var figure = Assert.Single(AuditFigure.Of(SyntheticAudit.Of()));
        var drawn = JsonNode.Parse(PlotlyJson.Of(figure))!;
        Assert.Equal(["error", "bias<sup>2</sup>", "variance", "lowest"], drawn["data"]!.AsArray().Where(static trace => trace!["showlegend"]!.GetValue<bool>()).Select(static trace => trace!["name"]!.GetValue<string>()));
        var ring = drawn["data"]!.AsArray()[^1]!;
        Assert.Equal((1, 0.1), (ring["x"]![0]!.GetValue<double>(), ring["y"]![0]!.GetValue<double>()));
        Assert.Equal(1, drawn["layout"]!["shapes"]![0]!["x0"]!.GetValue<double>());
        // A band of the error, and a gap where a variance of 0 has no place on a log axis.
        Assert.Equal(5, drawn["data"]!.AsArray().Count);
        Assert.Null(drawn["data"]![3]!["y"]![0]);
    }

    [Fact]
    public void Without_a_training_level_no_line_is_drawn() =>
        Assert.Empty(JsonNode.Parse(PlotlyJson.Of(AuditFigure.Of(SyntheticAudit.Of(trainingLevel: null))[0]))!["layout"]!["shapes"]!.AsArray());

    [Fact]
    public void Classes_have_a_second_figure_of_the_accuracy()
    {
        var figures = AuditFigure.Of(SyntheticAudit.Of(kind: OutputKind.Logits));
        Assert.Equal(["audit", "audit-accuracy"], figures.Select(static figure => figure.Name));
    }

    [Fact]
    public void Several_networks_are_thin_lines_and_lines_of_the_csv()
    {
        var figure = AuditFigure.Of(SyntheticAudit.Of(networks: 3))[0];
        Assert.Equal(8, JsonNode.Parse(PlotlyJson.Of(figure))!["data"]!.AsArray().Count);
        var lines = figure.Table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + (3 * 4), lines.Length);
        Assert.Equal("outputs0.npz,true,0.5,0.15,0.2,0.19,0.21,0.19,0.010000000000000009,0.2,0.2,,,", lines[2]);
    }
}
