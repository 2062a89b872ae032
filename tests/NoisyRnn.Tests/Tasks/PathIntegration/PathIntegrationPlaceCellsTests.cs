using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class PathIntegrationPlaceCellsTests
{
    [Fact]
    public void Cells_are_Gaussians_on_a_grid_from_wall_to_wall_divided_by_their_sum()
    {
        var cells = new PathIntegrationPlaceCells { Cells = 5, Width = 0.2 };
        double[] targets = new double[25], gaussians = new double[25];
        cells.Encode(0.3, -0.7, targets);
        for (var c = 0; c < 25; c++)
        {
            // In shares of the side: the place is (.65, .15), cells stand at 0, .25, .5, .75, 1.
            var (dx, dy) = (0.65 - (c % 5 * 0.25), 0.15 - (c / 5 * 0.25));
            gaussians[c] = Math.Exp(-((dx * dx) + (dy * dy)) / (2 * 0.2 * 0.2));
        }

        Assert.Equal(1, targets.Sum(), 1e-14);
        for (var c = 0; c < 25; c++)
            Assert.Equal(gaussians[c] / gaussians.Sum(), targets[c], 1e-14);
    }

    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(12, 0.12)]
    [InlineData(12, 0.03)]
    [InlineData(40, 0.05)]
    public void A_place_is_decoded_to_within_a_third_of_the_diagonal_between_cells(int perSide, double width)
    {
        var cells = new PathIntegrationPlaceCells { Cells = perSide, Width = width };
        // The three nearest cells are three corners of the place's square; their centre is at most sqrt(2)/3 of its side away.
        var limit = (Math.Sqrt(2) / 3 * 2 / (perSide - 1)) + 1e-12;
        var random = new RandomStream(NoiseKey.OfItem(1, NoiseStream.Test, 0), 0);
        var (targets, logits) = (new double[cells.Count], new double[cells.Count]);
        (double X, double Y)[] places = [(-1, -1), (1, 1), (-1, 1), (0, 0), (0.5, -1), .. Enumerable.Range(0, 2000).Select(_ => (random.NextUniform(-1, 1), random.NextUniform(-1, 1)))];
        foreach (var (x, y) in places)
        {
            cells.Encode(x, y, targets);
            var (decodedX, decodedY) = cells.Decode(targets);
            var error = Math.Sqrt(Math.Pow(decodedX - x, 2) + Math.Pow(decodedY - y, 2));
            Assert.True(error <= limit, $"({x}, {y}) decoded as ({decodedX}, {decodedY})");
            for (var c = 0; c < logits.Length; c++)
                logits[c] = (3 * Math.Log(targets[c])) - 5;
            Assert.True(perSide > 2 || (decodedX, decodedY) == cells.Decode(logits), "logits are decoded as activities are");
        }
    }
}
