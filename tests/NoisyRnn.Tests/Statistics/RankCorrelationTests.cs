using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

/// <summary>Spearman's correlation of predicted and measured values.</summary>
public sealed class RankCorrelationTests
{
    [Fact]
    public void Only_the_order_counts()
    {
        Assert.Equal(1, RankCorrelation.Spearman([(1, 10), (2, 20), (3, 1000)])!.Value, 1e-12);
        Assert.Equal(-1, RankCorrelation.Spearman([(1, 3), (2, 2), (100, 1)])!.Value, 1e-12);
    }

    // By hand: ranks 1 2 3 4 and 1 2 4 3; 1 - 6 (0 + 0 + 1 + 1) / (4 (16 - 1)).
    [Fact]
    public void Two_neighbours_that_changed_places_cost_a_little() => Assert.Equal(0.8, RankCorrelation.Spearman([(1, 1), (2, 2), (3, 4), (4, 3)])!.Value, 1e-12);

    // By hand: ranks 1.5 1.5 3 and 1 2 3; covariance 1.5, variances 1.5 and 2.
    [Fact]
    public void Equal_values_share_a_rank() => Assert.Equal(Math.Sqrt(0.75), RankCorrelation.Spearman([(0, 1), (0, 2), (1, 3)])!.Value, 1e-12);

    [Fact]
    public void Measured_values_all_alike_leave_nothing_to_order() => Assert.Null(RankCorrelation.Spearman([(1, 5), (2, 5)]));

    [Fact]
    public void Predictions_all_alike_order_nothing() => Assert.Equal(0, RankCorrelation.Spearman([(1, 5), (1, 6)]));
}
