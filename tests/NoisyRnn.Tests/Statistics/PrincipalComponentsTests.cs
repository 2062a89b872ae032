using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

/// <summary>Directions of the largest variance, largest first, and where states lie along them.</summary>
public sealed class PrincipalComponentsTests
{
    private const double Exact = 1e-12;

    [Fact]
    public void States_that_spread_along_known_directions_have_these_as_components()
    {
        // +-3 along (0.6, 0.8, 0), +-2 along (0, 0, -1), +-1 along (0.8, -0.6, 0), about the mean (5, 6, 7).
        double[][] directions = [[.6, .8, 0], [0, 0, -1], [.8, -.6, 0]];
        double[][] states = [.. from k in Enumerable.Range(0, 3) from sign in new[] { -1, 1 } select Moved(directions[k], sign * (3 - k))];
        var components = new PrincipalComponents(states, 3);
        Assert.Equal([9 / 14.0, 4 / 14.0, 1 / 14.0], components.Shares, Near);
        Assert.Equal([0, 0, 0], components.Scores([5, 6, 7]), Near);
        // Each is turned so that its largest entry is positive.
        Assert.Equal([3, 0, 0], components.Scores(Moved(directions[0], 3)), Near);
        Assert.Equal([0, -2, 0], components.Scores(Moved(directions[1], 2)), Near);
        Assert.Equal([0, 0, 1], components.Scores(Moved(directions[2], 1)), Near);

        static double[] Moved(double[] along, double by) => [5 + (by * along[0]), 6 + (by * along[1]), 7 + (by * along[2])];
    }

    [Fact]
    public void There_are_no_more_components_than_units_and_states_that_do_not_move_have_no_shares()
    {
        var one = new PrincipalComponents([[1], [4]], 3);
        Assert.Equal([1], one.Shares, Near);
        Assert.Equal([1.5], one.Scores([4]), Near);
        Assert.Equal([0, 0], new PrincipalComponents([[1, 2], [1, 2]], 3).Shares);
    }

    [Fact]
    public void As_many_components_as_units_keep_all_distances()
    {
        var random = new RandomStream(NoiseKey.OfItem(3, NoiseStream.Analysis, 0), 0);
        double[][] states = [.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 5).Select(_ => random.NextNormal()).ToArray())];
        var components = new PrincipalComponents(states, 5);
        Assert.Equal(1, components.Shares.Sum(), Exact);
        Assert.Equal(FixedPointSearchEnd.Distance(states[3], states[8]), FixedPointSearchEnd.Distance([.. components.Scores(states[3])], [.. components.Scores(states[8])]), Exact);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < Exact;
}
