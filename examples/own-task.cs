#:project ../src/NoisyRnn/NoisyRnn.csproj
// A task of one's own, from its definition to the noise that a network trained on it prefers. Times are in ms.
//   dotnet run examples/own-task.cs
using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

const double Dt = 20;
var setup = new Setup
{
    Task = new DelayedDecision().At(Dt),
    Network = new Ctrnn { Units = 64, Tau = [100] },
    Dt = Dt,
    Noise = [new() { Placement = Placement.Inside, Sigma = [1] }],
    Training = new() { Iterations = 1500, Optimizer = new Adam { Rate = 3e-3 } },
    Seed = 1,
};

Console.WriteLine(setup.Task.Summary);
var trainer = new Trainer<float>(setup, threads: Environment.ProcessorCount);
trainer.Run(state =>
{
    if (state.Iteration % 500 == 0)
        Console.WriteLine($"iteration {state.Iteration}: validation loss {state.Curve[^1].Validation:0.0000}");
});

var trained = new TrainedNetwork(setup, trainer.State.Kept);
var sweep = new NoiseSweep().Run(trained, threads: Environment.ProcessorCount).Sweep!;
Console.WriteLine("test noise / training noise   loss     bias^2   variance");
foreach (var point in sweep.Points)
    Console.WriteLine($"{point.Level,27:0.00}   {point.Loss:0.0000}   {point.BiasSquared,6:0.0000}   {point.Variance:0.0000}");
Console.WriteLine($"preferred: {sweep.Preferred.Level:0.00} of the training noise");

/// <summary>Evidence with noise, a delay, then its sign: which side was it on?</summary>
sealed record DelayedDecision : PeriodTask
{
    public override ImmutableArray<Period> Periods =>
        [new("fixation", 200), new("stimulus", 200), new("delay", 200, 400, 600), new("response", 200)];

    public override int InputCount => 2;

    public override int OutputCount => 1;

    public override string Summary => "was the evidence above 0? said after a delay of 200, 400 or 600 ms";

    protected override void Write(PeriodTrial trial, RandomStream random)
    {
        var evidence = random.NextUniform(-1, 1);
        trial.During("fixation", "stimulus", "delay").Input(0, 1).Target(0, 0);
        trial.During("stimulus").Input(1, () => evidence + (0.2 * random.NextNormal()));
        trial.During("response").Target(0, Math.Sign(evidence));
    }
}
