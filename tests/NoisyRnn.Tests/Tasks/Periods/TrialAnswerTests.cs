using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class TrialAnswerTests
{
    [Theory]
    [InlineData(0.1, 1, true)]
    [InlineData(-0.1, 1, false)]
    [InlineData(-3, -1, true)]
    [InlineData(0.4, 0, true)]
    [InlineData(0.6, 0, false)]
    public void Sign(double said, double asked, bool isRight) => Assert.Equal(isRight, Judge(new SignAnswer(), [said], [asked]).IsRight);

    [Theory]
    [InlineData(0.6, 1, true)]
    [InlineData(0.4, 1, false)]
    [InlineData(0.4, 0.1, true)]
    public void Threshold(double said, double asked, bool isRight) => Assert.Equal(isRight, Judge(new ThresholdAnswer(), [said], [asked]).IsRight);

    [Fact]
    public void Every_output_that_is_read_must_be_right()
    {
        Assert.True(Judge(new ToleranceAnswer { Tolerance = 0.25 }, [1.25, 0], [1, 0.25]).IsRight);
        Assert.False(Judge(new ToleranceAnswer { Tolerance = 0.25 }, [1.25, 0], [1, 0.3]).IsRight);
    }

    [Fact]
    public void The_largest_output_is_that_of_the_largest_target()
    {
        Assert.Equal(new AnswerOutcome(true, 1, 1), Judge(new ArgmaxAnswer(), [0, 2, 1], [0, 1, 0]));
        Assert.Equal(new AnswerOutcome(false, 1, 2), Judge(new ArgmaxAnswer(), [0, 2, 1], [0, 0, 1]));
    }

    [Fact]
    public void A_direction_is_right_within_its_angle_of_that_of_the_targets()
    {
        var ring = new DescribedChannel { Name = "ring", Ring = 16 };
        double[] Bump(double direction) => [.. Enumerable.Range(0, 16).Select(unit => 0.3 + ring.Bump(unit, direction, 0.7))];
        Assert.True(Judge(new DirectionAnswer { Within = 0.5 }, Bump(6.2), Bump(6.2 + 0.48)).IsRight);
        Assert.False(Judge(new DirectionAnswer { Within = 0.5 }, Bump(6.2), Bump(6.2 + 0.52)).IsRight);
        Assert.False(Judge(new DirectionAnswer { Within = 0.5 }, new double[16], Bump(1)).IsRight);
    }

    [Fact]
    public void A_time_is_that_of_the_first_step_at_the_level()
    {
        var trial = new Trial(6, 1, 1);
        var outputs = new double[6, 1];
        for (var t = 0; t < 6; t++)
            (trial.Targets[t, 0], outputs[t, 0]) = (t >= 4 ? 1 : 0, t == 3 ? 1.2 : 0);
        var outcome = new TimeAnswer { Level = 1, Tolerance = 0.25 }.Judge(new(outputs, trial, 1..6, 20), [0]);
        Assert.Equal(new AnswerOutcome(true, 60, 80), outcome);
        Assert.False(new TimeAnswer { Level = 1, Tolerance = 0.24 }.Judge(new(outputs, trial, 1..6, 20), [0]).IsRight);
        outputs[3, 0] = 0;
        Assert.False(new TimeAnswer { Level = 1, Tolerance = 10 }.Judge(new(outputs, trial, 1..6, 20), [0]).IsRight);
    }

    [Fact]
    public void What_is_read_is_the_last_step_or_the_mean_of_the_period()
    {
        var trial = new Trial(4, 1, 1);
        double[,] outputs = { { 9 }, { -5 }, { -5 }, { 1 } };
        for (var t = 0; t < 4; t++)
            trial.Targets[t, 0] = 1;
        Assert.True(new SignAnswer().Judge(new(outputs, trial, 1..4, 1), [0]).IsRight);
        Assert.Equal(-3, new SignAnswer { At = AnswerMoment.Mean }.Judge(new(outputs, trial, 1..4, 1), [0]).Said, 1e-14);
    }

    [Fact]
    public void Behaviour_is_drawn_against_the_values_of_a_variable()
    {
        AnswerOutcome[] outcomes = [new(true, 1, 1), new(false, -1, 1), new(true, -1, -1), new(true, -2, -1)];
        var behaviour = new AnswerScore(new SignAnswer { Against = "evidence" }, outcomes, [0.5, 0.5, -0.5, -0.5], "ms").Behaviour;
        Assert.Equal(new Metric("right", "share of trials right", 0.75), behaviour.Metrics.Single());
        Assert.Equal(["trials right", "psychometric curve"], behaviour.Curves.Select(static curve => curve.Title));
        Assert.All(behaviour.Curves, static curve => Assert.Equal([-0.5, 0.5], curve.X));
        Assert.Equal([1, 0.5], behaviour.Curves[0].Y);
        Assert.Equal([0, 0.5], behaviour.Curves[1].Y);
    }

    [Fact]
    public void Times_have_a_bias_and_a_spread()
    {
        AnswerOutcome[] outcomes = [new(true, 90, 100), new(true, 110, 100), new(true, 240, 200), new(false, double.NaN, 200)];
        var behaviour = new AnswerScore(new TimeAnswer(), outcomes, null, "ms").Behaviour;
        Assert.Equal([0.75, 0.2 / 3, Math.Sqrt((0.01 + 0.01 + 0.04) / 3)], behaviour.Metrics.Select(static metric => metric.Value), static (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal([100, 240], behaviour.Curves[0].Y);
        Assert.Equal(Math.Sqrt(200), behaviour.Curves[2].Y[0], 1e-12);
    }

    private static AnswerOutcome Judge(TrialAnswer answer, double[] said, double[] asked)
    {
        var trial = new Trial(1, 1, said.Length);
        var outputs = new double[1, said.Length];
        for (var o = 0; o < said.Length; o++)
            (outputs[0, o], trial.Targets[0, o]) = (said[o], asked[o]);
        return answer.Judge(new(outputs, trial, 0..1, 1), [.. Enumerable.Range(0, said.Length)]);
    }
}
