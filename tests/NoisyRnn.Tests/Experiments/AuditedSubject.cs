using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A small network trained with noise inside on a sine, as a model file, with the trials of its test and the sweep of its run.</summary>
public sealed class AuditedSubject : IDisposable
{
    private const int Steps = 20, Draws = 16;
    private readonly TemporaryFolder _folder = new();

    /// <summary>Trains it.</summary>
    public AuditedSubject()
    {
        _folder.Write("train.npz", Sine(200, 1));
        Trials = _folder.Write("test.npz", Sine(40, 2));
        var experiment = Experiment.Parse(
            $$"""
            name: audited
            task: {kind: labelled-sequences, train: train.npz, test: test.npz}
            network: {kind: ctrnn, units: 16, activation: relu}
            dt: 0.2
            noise: {placement: inside, sigma: 1}
            training: {iterations: 500, batch: 32}
            sweep: {trials: 40, draws: {{Draws}}}
            keep: models
            """, "audited.yaml", _folder.Path, null, []);
        var store = Path.Combine(_folder.Path, "out");
        var content = new ExperimentRunner(experiment, store, 2).Run(TestContext.Current.CancellationToken).Content;
        Sweep = content.Runs.Single().Results.OfType<SweepResult>().Single().Sweep!;
        Model = Path.Combine(_folder.Path, "mine.safetensors");
        File.Copy(Directory.EnumerateFiles(store, "model.safetensors", SearchOption.AllDirectories).Single(), Model);
    }

    internal string Model { get; }

    internal string Trials { get; }

    internal NoiseSweepResult Sweep { get; }

    /// <summary>The audit that has the draws of the run's sweep.</summary>
    internal ModelAudit Audit(string folder) => new() { Data = Trials, Draws = Draws, Threads = 2, Folder = folder };

    /// <summary>Trials of a constant input u, and sin(pi u) asked in the second half.</summary>
    internal static byte[] Sine(int trials, int seed, int steps = Steps)
    {
        var random = new Random(seed);
        double[] inputs = [.. Enumerable.Range(0, trials).Select(_ => (2 * random.NextDouble()) - 1)];
        return NpzBytes.Of(
            ("inputs", [trials, steps, 1], inputs.SelectMany(u => Enumerable.Repeat(u, steps)).ToArray()),
            ("targets", [trials, steps, 1], inputs.SelectMany(u => Enumerable.Repeat(Math.Sin(Math.PI * u), steps)).ToArray()),
            ("mask", [trials, steps], inputs.SelectMany(_ => Enumerable.Range(0, steps).Select(t => t < steps / 2 ? 0.0 : 1)).ToArray()));
    }

    public void Dispose() => _folder.Dispose();
}
