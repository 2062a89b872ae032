using System.Collections.Immutable;
using System.Text.Json;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The preferred noise against the number of units.</summary>
public sealed class PreferredByWidthFigureTests
{
    // What the page's numbers are written with.
    private const double SixDigits = 1e-5;

    [Fact]
    public void A_line_a_level_over_the_widths_of_one_arm_in_their_order()
    {
        var content = OfWidths(128, 32);
        var figure = PreferredByWidthFigure.Of(content)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var lines = json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.GetProperty("mode").GetString() == "lines+markers").ToArray();
        var cells = content.Cells.Where(static cell => !cell.Arm.IsSilent).ToArray();
        Assert.Equal(cells.Length / 2, lines.Length);
        foreach (var (line, cell) in lines.Zip(cells.Where(static cell => cell.Arm.Width == 32)))
        {
            Assert.Equal([32.0, 128.0], line.GetProperty("x").EnumerateArray().Select(static x => x.GetDouble()));
            Assert.All(line.GetProperty("y").EnumerateArray(), y => Assert.Equal(cell.Preferred.Mean, y.GetDouble(), SixDigits));
        }

        Assert.Equal(1 + cells.Length, BehavingReport.Csv(figure).Length);
    }

    [Fact]
    public void One_width_has_no_line() => Assert.Null(PreferredByWidthFigure.Of(OfWidths(64)));

    [Fact]
    public void Nor_has_a_grid_that_does_not_vary_it() => Assert.Null(PreferredByWidthFigure.Of(SyntheticReport.Quick()));

    // The same networks over again at each width: their lines are level.
    private static ReportContent OfWidths(params ImmutableArray<int> widths)
    {
        var quick = SyntheticReport.Quick();
        return quick with
        {
            Runs = [.. from units in widths from run in quick.Runs select run with { Run = $"{run.Run}-{units}", Units = units, Arm = run.Arm with { Width = units } }],
            Cells = [.. from units in widths from cell in quick.Cells select cell with { Arm = cell.Arm with { Width = units } }],
        };
    }
}
