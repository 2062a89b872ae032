using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>A line a level, with the marks that the eye looks for.</summary>
public class AuditTableTests
{
    [Fact]
    public void A_line_a_level_in_both_scales()
    {
        var table = AuditTable.Of(SyntheticAudit.Of());
        Assert.Equal(["s", "s/s0", "error [95 %]", "bias^2", "variance", ""], table.Columns);
        Assert.Equal(["0", "0", "0.42 [0.4, 0.44]", "0.42", "0", ""], table.Rows[0]);
        Assert.Equal(["0.3", "1", "0.1 [0.09, 0.11]", "0.02", "0.08", "training noise, lowest"], table.Rows[2]);
        Assert.Equal(4, table.Rows.Length);
    }

    [Fact]
    public void Without_a_training_level_there_is_one_scale() =>
        Assert.Equal(["noise s", "error [95 %]", "bias^2", "variance", ""], AuditTable.Of(SyntheticAudit.Of(trainingLevel: null)).Columns);

    [Fact]
    public void Classes_have_an_accuracy() => Assert.Equal(["s", "s/s0", "loss [95 %]", "of mean logits", "Jensen gap", "accuracy", ""], AuditTable.Of(SyntheticAudit.Of(kind: OutputKind.Logits)).Columns);

    [Fact]
    public void A_level_that_has_diverged_says_so_and_is_never_the_lowest()
    {
        var content = SyntheticAudit.Of();
        var network = content.Networks[0];
        var points = network.Points.SetItem(2, network.Points[2] with { Loss = double.PositiveInfinity, BiasSquared = double.PositiveInfinity, Variance = double.PositiveInfinity });
        var table = AuditTable.Of(content with { Networks = [network with { Points = points }], Preference = content.Preference with { Losses = content.Preference.Losses.SetItem(2, new(double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity)) } });
        Assert.Equal(["0.3", "1", "infinite", "infinite", "infinite", "training noise, not finite"], table.Rows[2]);
        Assert.Equal("lowest", table.Rows[1][^1]);
    }
}
