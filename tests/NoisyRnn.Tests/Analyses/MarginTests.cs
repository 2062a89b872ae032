using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Distances of test trials from a wrong answer, beside those known in closed form and those of no method at all.</summary>
public sealed class MarginTests
{
    private const double Dt = 0.3;
    private const int Trials = 40;

    // The search's last bisection leaves 1e-4 of the distance.
    private const double OfBisection = 1.01e-4;

    // Sums of some hundred terms in double.
    private const double Rounding = 1e-12;

    [Fact]
    public void Of_a_linear_network_the_distance_is_that_of_the_nearest_of_its_hyperplanes()
    {
        // The outputs are W x + b of the whole sequence: rows of W by differences, which for a linear function have no error but rounding.
        var subject = Subject(new Ctrnn { Units = 4, Activation = new Identity() }, new HeldClasses(5));
        var result = Run(subject, new Margin { Trials = Trials });
        for (var n = 0; n < Trials; n++)
        {
            var trial = Trial(subject, n);
            var outputs = Outputs(subject, trial.Inputs);
            var expected = double.PositiveInfinity;
            foreach (var (step, y, j) in WrongAnswers(trial))
            {
                var gap = outputs[step, y] - outputs[step, j];
                var squares = 0.0;
                foreach (var (t, i) in Places(trial))
                {
                    var moved = Moved(trial.Inputs, t, i, 1);
                    var there = Outputs(subject, moved);
                    squares += Math.Pow(there[step, y] - there[step, j] - gap, 2);
                }

                expected = Math.Min(expected, gap / Math.Sqrt(squares));
            }

            var right = IsRight(trial, outputs);
            Assert.Equal(right, result.Right[n]);
            Assert.Equal(right ? expected : 0, result.Local[n], 1e-9);
            Assert.InRange(result.Measured[n], result.Local[n] * (1 - Rounding), (result.Local[n] * (1 + OfBisection)) + Rounding);
            Assert.InRange(result.Certified!.Value[n], 0, result.Measured[n]);
        }

        // Both kinds are there.
        Assert.InRange(result.Accuracy, 0.1, 0.9);
    }

    private static MarginResult Run(TrainedNetwork subject, Margin analysis) => analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);

    private static Trial Trial(TrainedNetwork subject, int number)
    {
        var trial = new Trial(subject.Task.StepCount, subject.Task.InputCount, subject.Task.OutputCount);
        subject.Task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, (ulong)number), trial);
        return trial;
    }

    private static IEnumerable<(int Step, int Right, int Wrong)> WrongAnswers(Trial trial) =>
        from step in Enumerable.Range(0, trial.Steps)
        where trial.Mask[step, 0] != 0
        from j in Enumerable.Range(0, trial.Targets.GetLength(1))
        let y = Target(trial, step)
        where j != y
        select (step, y, j);

    private static int Target(Trial trial, int step) => Enumerable.Range(0, trial.Targets.GetLength(1)).MaxBy(o => trial.Targets[step, o]);

    private static bool IsRight(Trial trial, double[,] outputs) => WrongAnswers(trial).All(wrong => outputs[wrong.Step, wrong.Right] > outputs[wrong.Step, wrong.Wrong]);

    private static IEnumerable<(int Step, int Channel)> Places(Trial trial) =>
        from t in Enumerable.Range(0, trial.Steps)
        from i in Enumerable.Range(0, trial.Inputs.GetLength(1))
        select (t, i);

    private static double[,] Moved(double[,] inputs, int step, int channel, double by)
    {
        var moved = (double[,])inputs.Clone();
        moved[step, channel] += by;
        return moved;
    }

    // By the plain step, not the kernels.
    private static double[,] Outputs(TrainedNetwork subject, double[,] inputs)
    {
        var (network, layout) = (subject.Network, subject.Parameters.Layout);
        var effective = network.Effective(subject.Parameters);
        NoisyRnn.Numerics.Real[] parameters = [.. effective.Values.Select(static value => NoisyRnn.Numerics.Real.Constant(value))];
        var state = new NoisyRnn.Numerics.Real[network.StateRows];
        if (layout.Slices.Any(static slice => slice.Name == "init_state"))
            parameters.AsSpan(layout["init_state"].Offset, network.Units).CopyTo(state);
        var shape = network.NoiseShape(inputs.GetLength(1), subject.Task.OutputCount);
        var (inside, outside) = (new NoisyRnn.Numerics.Real[shape[NoiseTerm.Inside]], new NoisyRnn.Numerics.Real[shape[NoiseTerm.Outside]]);
        var outputs = new double[inputs.GetLength(0), subject.Task.OutputCount];
        for (var t = 0; t < inputs.GetLength(0); t++)
        {
            var step = t;
            NoisyRnn.Numerics.Real[] input = [.. Enumerable.Range(0, inputs.GetLength(1)).Select(i => NoisyRnn.Numerics.Real.Constant(inputs[step, i]))];
            var next = new NoisyRnn.Numerics.Real[state.Length];
            network.Map<NoisyRnn.Numerics.Real>(layout, parameters, subject.Dt, state, input, inside, outside, next);
            state = next;
            for (var o = 0; o < subject.Task.OutputCount; o++)
            {
                outputs[t, o] = effective["b_out"][o];
                for (var k = 0; k < network.Units; k++)
                    outputs[t, o] += effective["W_out"][(o * network.Units) + k] * state[k].Value;
            }
        }

        return outputs;
    }

    private static TrainedNetwork Subject(Network network, TrialTask task, ulong seed = 5) =>
        new(network, network.Initialize(task.InputCount, task.OutputCount, Dt, seed), task, new CrossEntropy(), [], Dt, seed);
}
