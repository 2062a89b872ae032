using NoisyRnn.Analyses;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The area under accuracy against strength, and the mean over folds.</summary>
public sealed class RobustnessResultTests
{
    [Theory]
    [InlineData(.8, new[] { 0, .1, .3 }, new[] { .8, .8, .8 })]                // constant
    [InlineData(.5, new[] { 0, .1, .4, 1 }, new[] { 1, .9, .6, 0 })]           // linear, whatever the steps
    [InlineData(.625, new[] { 0, 1.0, 2 }, new[] { 1, .5, .5 })]               // (.75 + .5)/2
    [InlineData(.9, new[] { 0, .01 }, new[] { 1, .8 })]                        // one strength
    public void The_area_is_the_mean_accuracy_from_0_to_the_largest_strength(double area, double[] strengths, double[] accuracies) =>
        Assert.Equal(area, Of(strengths.Zip(accuracies, static (s, a) => Point("white", s, a))).Area("white")!.Value, 1e-15);

    [Fact]
    public void Each_perturbation_has_its_own_area_and_without_accuracy_there_is_none()
    {
        var result = Of([Point("white", 0, 1), Point("white", 1, .5), Point("pgd", 0, .9), Point("pgd", 1, .1), Point("dropped", 0, null), Point("dropped", 1, null)]);
        Assert.Equal([.75, .5, null], result.Perturbations.Select(result.Area));
        Assert.Null(result.Area("multiplicative"));
    }

    [Fact]
    public void The_mean_over_folds_is_point_by_point()
    {
        var mean = RobustnessResult.Mean([Fold(.9, .7, .02), Fold(.8, .5, .04)]);
        Assert.Equal(.85, mean.CleanAccuracy!.Value, 1e-15);
        Assert.Equal(.15, mean.CleanLoss, 1e-15);
        Assert.Equal(("white", 1.0, 3, 40), (mean.Points[1].Perturbation, mean.Points[1].Strength, mean.Points[1].Draws, mean.Points[1].Trials));
        Assert.Equal(.6, mean.Points[1].Accuracy!.Value, 1e-15);
        Assert.Equal(.03, mean.Points[1].AccuracyDeviation, 1e-15);
        Assert.Equal(.4, mean.Points[1].Loss, 1e-15);
        Assert.Equal(.725, mean.Area("white")!.Value, 1e-15);

        static RobustnessResult Fold(double clean, double perturbed, double deviation) => new()
        {
            CleanAccuracy = clean,
            CleanLoss = 1 - clean,
            Points = [new("white", 0, clean, 0, 1 - clean, 0, 1, 20), new("white", 1, perturbed, deviation, 1 - perturbed, deviation, 3, 20)],
        };
    }

    [Fact]
    public void Parts_that_were_perturbed_otherwise_have_no_mean() => Assert.Throws<ArgumentException>(
        () => RobustnessResult.Mean([Of([Point("white", 0, 1), Point("white", 1, 1)]), Of([Point("white", 0, 1), Point("white", 2, 1)])]));

    [Fact]
    public void A_result_with_diverged_losses_survives_the_store()
    {
        var result = Of([new("white", 1, .1, 0, double.NaN, double.PositiveInfinity, 1, 5)]);
        Assert.Equal(result.Points, ResultJson.Read<RobustnessResult>(ResultJson.Write(result))!.Points);
    }

    private static RobustnessPoint Point(string perturbation, double strength, double? accuracy) => new(perturbation, strength, accuracy, 0, 0, 0, 1, 10);

    private static RobustnessResult Of(IEnumerable<RobustnessPoint> points) => new() { CleanAccuracy = 1, CleanLoss = 0, Points = [.. points] };
}
