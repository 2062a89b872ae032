using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using Xunit;
using static NoisyRnn.Tests.Analyses.MarginSubjects;

namespace NoisyRnn.Tests.Analyses;

/// <summary>What is proven of a network's response to its inputs, beside what it is.</summary>
public sealed class MarginBoundTests
{
    [Fact]
    public void The_bound_is_above_the_norm_of_the_Jacobian_at_any_inputs() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(ArbitraryNetworks(), static network =>
        {
            // Inputs of unit size; columns of dz/dx by central differences, whose error is far below the slack of 1e-6.
            const double Step = 1e-5;
            var subject = Subject(network, new HeldClasses(4), seed: (ulong)network.Units);
            var bound = MarginBound.Of(subject)!;
            var random = new Random(network.Units);
            var inputs = new double[4, 3];
            for (var k = 0; k < 12; k++)
                inputs[k / 3, k % 3] = (2 * random.NextDouble()) - 1;
            var jacobian = Matrix<double>.Build.Dense(3, 12, (o, k) =>
                (Outputs(subject, Moved(inputs, k / 3, k % 3, Step))[3, o] - Outputs(subject, Moved(inputs, k / 3, k % 3, -Step))[3, o]) / (2 * Step));
            var difference = (jacobian.Row(0) - jacobian.Row(1)).L2Norm();
            return jacobian.L2Norm() <= (bound.ReadoutGain * bound.StateGain(4)) + 1e-6
                && difference <= (bound.DifferenceGain(0, 1) * bound.StateGain(4)) + 1e-6
                && bound.DifferenceGain(0, 1) <= Math.Sqrt(2) * bound.ReadoutGain * (1 + 1e-9);
        }));

    [Fact]
    public void Of_a_network_that_turns_and_forgets_at_the_same_rate_everywhere_the_bound_is_what_it_does()
    {
        // h' = c R h + c' x with R orthogonal and V = I: the Jacobian's blocks are multiples of orthogonal matrices, and its norm is that of the sequence of multiples.
        const int Steps = 7;
        var subject = Subject(new Elman { Units = 3, Activation = new Identity() }, new HeldClasses(Steps));
        double[] rotation = [0, .6, 0, 0, 0, .6, .6, 0, 0], input = [2, 0, 0, 0, 2, 0, 0, 0, 2], identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        rotation.CopyTo(subject.Parameters["W_rec"]);
        input.CopyTo(subject.Parameters["W_in"]);
        identity.CopyTo(subject.Parameters["W_out"]);
        var result = new Margin { Trials = 16 }.Run(subject, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0.6, result.StepGain!.Value, 1e-9);
        Assert.Equal(2 * Math.Sqrt(Enumerable.Range(0, Steps).Sum(static k => Math.Pow(.36, k))), result.Gain!.Value, 1e-8);
        // And so what is certified is the distance itself.
        Assert.Contains(true, result.Right);
        for (var n = 0; n < 16; n++)
        {
            Assert.Equal(result.Local[n], result.Certified!.Value[n], 1e-8);
            Assert.InRange(result.Measured[n], result.Certified.Value[n], (result.Local[n] * (1 + MarginTests.OfBisection)) + Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Activations), MemberType = typeof(MarginSubjects))]
    public void The_slopes_of_an_activation_lie_between_those_that_are_said_and_come_as_near_as_one_likes(string name)
    {
        var activation = Catalogued(name);
        var (least, greatest) = MarginBound.SlopesOf(activation)!.Value;
        double[] a = [.. Enumerable.Range(-3200, 6400).Select(static k => (k + 0.5) / 80)];
        var (values, slopes) = (new double[a.Length], new double[a.Length]);
        activation.Evaluate(a, values, slopes);
        Assert.Equal(least, slopes.Min(), 1e-4);
        Assert.Equal(greatest, slopes.Max(), 1e-4);
        Assert.All(slopes, slope => Assert.InRange(slope, least - 1e-12, greatest + 1e-12));
    }
}
