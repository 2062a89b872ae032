using System.Text.Json;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Networks trained without noise are tested with noise in each place: how tables and figures show them.</summary>
public sealed class SilentNetworksTests
{
    private static readonly ReportContent Full = SyntheticReport.Full();

    [Fact]
    public void They_are_one_row_of_losses_with_a_preferred_level_for_each_place()
    {
        var row = Assert.Single(SilentRows(Full, "relu"));
        Assert.Contains("tested inside: none (s = 0)", row);
        Assert.Contains("tested outside: none (s = 0)", row);
    }

    [Fact]
    public void They_are_two_rows_where_their_losses_differ()
    {
        var cells = Full.Cells.Select(c => c.Arm.PlacementName.EndsWith("outside", StringComparison.Ordinal) ? c with { SilentLoss = new(9, 8, 10) } : c);
        var rows = SilentRows(Full with { Cells = [.. cells] }, "relu");
        Assert.Equal(["none, tested inside", "none, tested outside"], rows.Select(row => row[..row.IndexOf("10", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Their_sweeps_share_a_panel_in_two_colours_and_their_training_is_drawn_once()
    {
        Assert.Equal(["trained without noise, tested inside", "trained without noise, tested outside"], SilentLegend(PerformanceFigure.Of(Full)!));
        Assert.Equal(["trained without noise, tested inside", "trained without noise, tested outside"], SilentLegend(BiasVarianceFigure.Of(Full)!));
        Assert.Equal(["trained without noise"], SilentLegend(LearningCurvesFigure.Of(Full)!));

        using var json = JsonDocument.Parse(PlotlyJson.Of(PerformanceFigure.Of(Full)!));
        var silent = json.RootElement.GetProperty("data").EnumerateArray()
            .Where(t => t.TryGetProperty("name", out var name) && name.GetString()!.StartsWith("trained without noise", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, silent.Select(t => t.GetProperty("xaxis").GetString()).Distinct().Count()); // an activation each
        Assert.Equal(2, silent.Select(t => t.GetProperty("line").GetProperty("color").GetString()).Distinct().Count());
    }

    private static List<string> SilentRows(ReportContent content, string activation)
    {
        var body = LossSection.Of(content).Last().Descendants("tbody").Single(b => b.Elements("tr").First().Value == activation);
        return [.. body.Elements("tr").Select(row => row.Value).Where(text => text.StartsWith("none", StringComparison.Ordinal))];
    }

    private static List<string> SilentLegend(Figure figure)
    {
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        return [.. json.RootElement.GetProperty("data").EnumerateArray()
            .Where(t => t.GetProperty("showlegend").GetBoolean()).Select(t => t.GetProperty("name").GetString()!)
            .Where(name => name.StartsWith("trained without noise", StringComparison.Ordinal))];
    }
}
