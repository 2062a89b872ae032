using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Untrained classifiers, and what the plain step says of their answers.</summary>
internal static class MarginSubjects
{
    public const double Dt = 0.3;

    // Sums of some hundred terms in double.
    public const double Rounding = 1e-12;

    public static TheoryData<string> Networks() => ["ctrnn", "elman", "lipschitz", "antisymmetric", "lstm", "cornn", "feedforward"];

    public static TheoryData<string> Activations() => ["relu", "leaky-relu", "softplus", "tanh", "sigmoid", "gelu", "identity"];

    public static Trial Trial(TrainedNetwork subject, int number)
    {
        var trial = new Trial(subject.Task.StepCount, subject.Task.InputCount, subject.Task.OutputCount);
        subject.Task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, (ulong)number), trial);
        return trial;
    }

    // Networks with a bound, of all kinds, sizes, activations and strengths.
    public static Arbitrary<Network> ArbitraryNetworks() => (
        from kind in Gen.Choose(0, 5)
        from units in Gen.Choose(1, 20)
        from activation in Gen.Elements(Activations().Select(static row => row.Data).ToArray())
        from strength in Gen.Elements(0.1, 1, 3)
        select (Network)(kind switch
        {
            0 => new Lipschitz { Units = units, MatrixStd = strength / Math.Sqrt(units), Beta = 0.75 },
            1 => new Antisymmetric { Units = units, MatrixStd = strength / Math.Sqrt(units) },
            2 => new Elman { Units = units, Activation = Catalogued(activation), RecurrentInitializer = new GaussianInitializer { Radius = strength } },
            3 => new Ctrnn { Units = units, Activation = new GaussianSmoothed { Of = new Relu(), Sigma = strength } },
            4 => new Ctrnn { Units = units, Activation = new Relu(), Smoothing = [.. Enumerable.Repeat(strength, units)], Tau = [.. Enumerable.Range(1, units).Select(static i => 0.5 * i)] },
            _ => new Ctrnn { Units = units, Activation = Catalogued(activation), RecurrentInitializer = new GaussianInitializer { Radius = strength } },
        })).ToArbitrary();

    public static Activation Catalogued(string name) => name switch
    {
        "relu" => new Relu(),
        "leaky-relu" => new LeakyRelu { Slope = 0.2 },
        "softplus" => new SoftPlus(),
        "tanh" => new NoisyRnn.Networks.Tanh(),
        "sigmoid" => new Sigmoid(),
        "gelu" => new Gelu(),
        _ => new Identity(),
    };

    public static Network Named(string name) => name switch
    {
        "ctrnn" => new Ctrnn { Units = 6, Activation = new SoftPlus() },
        "elman" => new Elman { Units = 6 },
        "lipschitz" => new Lipschitz { Units = 6, MatrixStd = 0.4 },
        "antisymmetric" => new Antisymmetric { Units = 6, MatrixStd = 0.4 },
        "lstm" => new Lstm { Units = 6 },
        // Without a bias the readout has a choice that the input can change, small as its response is.
        "cornn" => new CoRnn { Units = 6, ReadoutBias = false },
        _ => new FeedForward { Units = 6, Activation = new NoisyRnn.Networks.Tanh() },
    };

    public static double Smallest(Trial trial, double[,] outputs) => WrongAnswers(trial).Min(wrong => outputs[wrong.Step, wrong.Right] - outputs[wrong.Step, wrong.Wrong]);

    public static IEnumerable<(int Step, int Right, int Wrong)> WrongAnswers(Trial trial) =>
        from step in Enumerable.Range(0, trial.Steps)
        where trial.Mask[step, 0] != 0
        from j in Enumerable.Range(0, trial.Targets.GetLength(1))
        let y = Target(trial, step)
        where j != y
        select (step, y, j);

    public static int Target(Trial trial, int step) => Enumerable.Range(0, trial.Targets.GetLength(1)).MaxBy(o => trial.Targets[step, o]);

    public static bool IsRight(Trial trial, double[,] outputs) => Smallest(trial, outputs) > 0;

    public static IEnumerable<(int Step, int Channel)> Places(Trial trial) =>
        from t in Enumerable.Range(0, trial.Steps)
        from i in Enumerable.Range(0, trial.Inputs.GetLength(1))
        select (t, i);

    public static double[,] Moved(double[,] inputs, int step, int channel, double by)
    {
        var moved = (double[,])inputs.Clone();
        moved[step, channel] += by;
        return moved;
    }

    // By the plain step, not the kernels.
    public static double[,] Outputs(TrainedNetwork subject, double[,] inputs)
    {
        var (network, layout) = (subject.Network, subject.Parameters.Layout);
        var effective = network.Effective(subject.Parameters);
        Real[] parameters = [.. effective.Values.Select(static value => Real.Constant(value))];
        var state = new Real[network.StateRows];
        if (layout.Slices.Any(static slice => slice.Name == "init_state"))
            parameters.AsSpan(layout["init_state"].Offset, network.Units).CopyTo(state);
        var shape = network.NoiseShape(inputs.GetLength(1), subject.Task.OutputCount);
        var (inside, outside) = (new Real[shape[NoiseTerm.Inside]], new Real[shape[NoiseTerm.Outside]]);
        var outputs = new double[inputs.GetLength(0), subject.Task.OutputCount];
        for (var t = 0; t < inputs.GetLength(0); t++)
        {
            var step = t;
            Real[] input = [.. Enumerable.Range(0, inputs.GetLength(1)).Select(i => Real.Constant(inputs[step, i]))];
            var next = new Real[state.Length];
            network.Map<Real>(layout, parameters, subject.Dt, state, input, inside, outside, next);
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

    public static TrainedNetwork Subject(Network network, TrialTask task, ulong seed = 5) =>
        new(new Setup { Task = task, Network = network, Dt = Dt, Training = new() { Loss = new CrossEntropy() }, Seed = seed }, network.Initialize(task.InputCount, task.OutputCount, Dt, seed));

    // Points of a square. What they should be called says nothing of where they are: the boundaries are the network's own.
    public sealed record PlanePoints : TrialTask
    {
        public override int InputCount => 2;

        public override int OutputCount => 3;

        public override int StepCount => 1;

        public override string Summary => "points of the plane";

        public override void Fill(TrialKey key, Trial trial)
        {
            var random = key.Random();
            (trial.Inputs[0, 0], trial.Inputs[0, 1]) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1));
            trial.Targets[0, (int)(key.Number % 3)] = 1;
            for (var o = 0; o < 3; o++)
                trial.Mask[0, o] = 1;
        }
    }

    // Trials of 4 steps and of 9, asked at their last.
    public sealed record ClassesOfUnevenLength : TrialTask
    {
        public override int InputCount => 2;

        public override int OutputCount => 2;

        public override int StepCount => 9;

        public override string Summary => "classes after 4 steps or 9";

        public override int StepsOf(TrialKey key) => key.Number % 2 == 0 ? 4 : 9;

        public override void Fill(TrialKey key, Trial trial)
        {
            var (random, last) = (key.Random(), StepsOf(key) - 1);
            for (var t = 0; t <= last; t++)
                (trial.Inputs[t, 0], trial.Inputs[t, 1]) = (random.NextUniform(-1, 1), random.NextUniform(-1, 1));
            trial.Targets[last, (int)(key.Number / 2 % 2)] = 1;
            (trial.Mask[last, 0], trial.Mask[last, 1]) = (1, 1);
        }
    }
}
