using NoisyRnn.Claims;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The three numbers at the head of a report.</summary>
public sealed class HeadlineNumbersTests
{
    [Fact]
    public void They_are_ratios_with_intervals_of_the_featured_cell()
    {
        var quick = SyntheticReport.Quick();
        var cell = quick.Cells.Last(static cell => cell.Arm.PlacementName == "inside") with { Preferred = new(.98, .97, .99), Gain = new(Math.Log(28), Math.Log(20), Math.Log(40)), RepairGain = new(Math.Log(240), Math.Log(200), Math.Log(300)) };
        var tiles = HeadlineNumbers.Of(quick with { Cells = [cell] }).Single().Descendants("div").Where(static div => (string?)div.Attribute("class") == "tile").Select(static tile => string.Join('|', tile.Elements("p").Take(3).Select(static p => p.Value)));
        Assert.Equal(["Preferred test noise|0.98 s0|[0.97, 0.99]", "Cost of silence|28 times|[20, 40]", "Gain of the repair|240 times|[200, 300]"], tiles);
        // Of noise with a mean what silence costs stands beside either.
        var kept = cell with { Arm = cell.Arm with { Judged = Judged.MeanMatched }, Gain = new(0, -.1, .1) };
        Assert.Contains("Cost of silence, mean kept1 times", string.Concat(HeadlineNumbers.Of(quick with { Cells = [cell, kept] }).Single().Descendants("p").Select(static p => p.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_measured_has_no_number_and_one_seed_no_interval()
    {
        var quick = SyntheticReport.Quick();
        var cell = quick.Cells.Last(static cell => cell.Arm.PlacementName == "outside") with { Gain = null, RepairGain = null, Preferred = new(0, double.NegativeInfinity, double.PositiveInfinity) };
        Assert.Equal(["0 s0", "no interval of one seed"], HeadlineNumbers.Of(quick with { Cells = [cell] }).Single().Descendants("p").Where(static p => (string?)p.Attribute("class") is "tile-value" or "tile-limits").Select(static p => p.Value));
        Assert.Empty(HeadlineNumbers.Of(quick with { Cells = [] }));
    }
}
