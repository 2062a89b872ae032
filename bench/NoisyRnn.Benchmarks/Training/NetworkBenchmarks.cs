using BenchmarkDotNet.Attributes;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Benchmarks.Training;

/// <summary>
/// A whole training iteration of what networks may be told, beside the plain CTRNN: 64 units, 64 trials of 100 steps, one thread. Counted are the products with
/// N x N matrices alone; of low rank as if with the whole matrix, so that the rate tells the time that thin products save.
/// </summary>
public class NetworkBenchmarks : CountedWork
{
    private const int Units = 64, Batch = 64, Steps = 100;

    private static readonly Dictionary<string, (Network Network, int Matrices)> Networks = new()
    {
        ["ctrnn"] = (new Ctrnn { Units = Units }, 1),
        ["by Dale's law"] = (new Ctrnn { Units = Units, Recurrent = new() { Dale = new() } }, 1),
        ["signs of input and readout"] = (new Ctrnn { Units = Units, Recurrent = new() { Dale = new() }, Input = new() { Sign = WeightSign.Positive }, Readout = new() { Population = [PopulationName.Excitatory] } }, 1),
        ["trained tau"] = (new Ctrnn { Units = Units, TrainTau = TauTraining.PerUnit }, 1),
        ["rank 8"] = (new Ctrnn { Units = Units, Recurrent = new() { Rank = 8 } }, 1),
        ["power law"] = (new Ctrnn { Units = Units, Activation = new PowerLaw { Gain = 0.1 } }, 1),
        ["2 layers"] = (new Ctrnn { Units = Units, Layers = 2 }, 3),
        ["lipschitz"] = (new Lipschitz { Units = Units }, 2),
        ["lipschitz of 2 layers"] = (new Lipschitz { Units = Units, Layers = 2 }, 5),
        ["cornn of 2 layers"] = (new CoRnn { Units = Units, Layers = 2 }, 5),
    };

    private Trainer<float>? _trainer;

    /// <summary>What the network is.</summary>
    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "ctrnn";

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Kinds => Networks.Keys;

    /// <inheritdoc/>
    public override double Work => 6.0 * Networks[Kind].Matrices * Units * Units * Batch * Steps;

    /// <inheritdoc/>
    public override int ThreadCount => 1;

    /// <summary>Makes the network.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var spec = new TrainingSpec { Batch = Batch, Iterations = int.MaxValue, ValidateEvery = int.MaxValue, ValidationTrials = 16 };
        var task = new FunctionApproximation { Steps = Steps, LossSteps = Steps / 2 };
        var dt = Networks[Kind].Network is Ctrnn ? 0.1 : 0.01;
        _trainer = new Trainer<float>(new Setup { Task = task, Network = Networks[Kind].Network, Dt = dt, Noise = [new NoiseSource { Sigma = [0.1] }], Training = spec }, threads: 1);
    }

    /// <summary>One iteration.</summary>
    [Benchmark]
    public void Iteration() => _trainer!.Iterate();
}
