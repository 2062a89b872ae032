using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// Networks audited on the task they were trained on, without a file of trials: a network of a run of ours, which tells it, and the same one
/// under the names of gyyang/multitask, whose readout is a sigmoid and whose noise is told by its sigma_rec.
/// </summary>
public sealed class BuiltInTaskAuditTests(BuiltInTaskAuditTests.Trained trained) : IClassFixture<BuiltInTaskAuditTests.Trained>, IDisposable
{
    private static readonly MeanSquaredError OwnLoss = new() { Readout = Readout.Sigmoid, MeanOver = ErrorMean.Elements };
    private readonly TemporaryFolder _folder = new();

    private string Out => Path.Combine(_folder.Path, "page");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_of_a_run_of_ours_knows_its_task_and_its_loss()
    {
        Assert.True(ModelAudit.TellsItsTask(trained.Model));
        var content = Run(new ModelAudit { Trials = Trained.Trials, Draws = Trained.Draws, Folder = Out }, trained.Model).Content;
        Assert.Equal(trained.Sweep.Points.Select(static p => (p.Level, p.Loss, p.BiasSquared, p.Variance)), content.Networks[0].Points.Select(static p => (p.Level, p.Loss, p.BiasSquared, p.Variance)));
        Assert.Contains(content.Provenance, static entry => entry.Key == "task" && entry.Value.StartsWith("1 of the 20 cognitive tasks (fdgo)", StringComparison.Ordinal));
        Assert.Contains("Judged by the mean squared error of the readout's sigmoid, y = 1 / (1 + exp(-z)).", content.Remarks);
        Assert.Equal("y[t]   = 1 / (1 + exp(-z[t]))", content.Equations[^1]);
    }

    [Fact]
    public void Under_multitask_s_names_at_the_right_scale_it_has_the_same_numbers()
    {
        var content = Run(Multitask() with { Scale = NoiseScale.SqrtTwoOverAlpha }, trained.Multitask).Content;
        Assert.Equal(trained.Sweep.Points.Select(static p => p.Loss), content.Networks[0].Points.Select(static p => p.Loss));
        // sqrt(2 / (50/100)) = 2.
        Assert.Contains(content.Equations, static line => line.Contains("s1 = 2 times 0.05", StringComparison.Ordinal));
        Assert.DoesNotContain(content.Remarks, static line => line.Contains("its noise, sigma_rec", StringComparison.Ordinal) || line.Contains("means its noise by the scale", StringComparison.Ordinal));
        Assert.Contains(content.Remarks, static line => line.StartsWith("Assumed: y is sigmoid(z), of its loss_type lsq", StringComparison.Ordinal));
    }

    [Fact]
    public void The_wrong_scale_is_warned_of_with_both_numbers()
    {
        var page = Run(Multitask(), trained.Multitask);
        const string Warning = "multitask means its noise by the scale sqrt-2-over-alpha: there 0.05 is 0.1 per step; taken was the scale per-step: 0.05 per step. Is --scale sqrt-2-over-alpha meant?";
        Assert.Contains(Warning, page.Caveats);
        Assert.Contains(Warning, File.ReadAllText(page.ReportPath!), StringComparison.Ordinal);
        Assert.NotEqual(trained.Sweep.Points.Select(static p => p.Loss), page.Content.Networks[0].Points.Select(static p => p.Loss));
    }

    /// <summary>Its file tells how its steps were made, and they are made so again.</summary>
    [Fact]
    public void A_network_is_run_by_the_scheme_of_its_training()
    {
        var setup = new Setup
        {
            Task = new FunctionApproximation { Steps = 8, LossSteps = 4 }, Network = new Ctrnn { Units = 4 }, Dt = 0.5, Scheme = new HeunStratonovich(),
            Noise = [new() { Placement = Placement.State, Kind = NoiseKind.Multiplicative, Sigma = [0.5] }], Seed = 3,
        };
        var file = Path.Combine(_folder.Path, "heun.safetensors");
        new Model(setup.Network, setup.Initialize(), setup.Noise, setup.Dt, setup.Seed).Write(file, [.. KnownSetup.Of(setup)]);
        var audited = Run(new ModelAudit { Trials = 20, Draws = 8, Folder = Out }, file).Content.Networks[0].Points;
        Assert.Equal(Losses(setup), audited.Select(static p => p.Loss));
        Assert.NotEqual(Losses(setup with { Scheme = new EulerMaruyama() }), audited.Select(static p => p.Loss));

        static IEnumerable<double> Losses(Setup setup) =>
            [.. new NoiseSweep { Trials = 20, Draws = 8 }.Run(new TrainedNetwork(setup, setup.Initialize()), cancellation: TestContext.Current.CancellationToken).Sweep!.Points.Select(static p => p.Loss)];
    }

    [Fact]
    public void Of_a_function_any_number_of_trials_is_asked()
    {
        var network = new Ctrnn { Units = 4 };
        var file = Path.Combine(_folder.Path, "m.safetensors");
        new Model(network, network.Initialize(1, 1, 0.1, 1), [new() { Sigma = [0.5] }], 0.1, 1).Write(file);
        Assert.False(ModelAudit.TellsItsTask(file));
        var audit = new ModelAudit { Task = NamedTask.Of("sine", ["task.steps=10", "task.loss-steps=4"]), Draws = 4, Folder = Out };
        Assert.Equal((200, 800), Counts(Run(audit, file).Content.Networks[0]));
        Assert.Equal((30, 120), Counts(Run(audit with { Trials = 30 }, file).Content.Networks[0]));
        Assert.Contains("needed are trials: --data TRIALS.npz, or --task with a built-in task", Formats.Refusal.Of(() => Run(audit with { Task = null }, file)), StringComparison.Ordinal);
        Assert.Contains("task function-approximation: its targets are no classes", Formats.Refusal.Of(() => Run(audit with { Loss = new CrossEntropy() }, file)), StringComparison.Ordinal);

        static (int, int) Counts(RecordedNetwork network) => (network.Trials, network.Conditions);
    }

    private ModelAudit Multitask() => new()
    {
        Task = NamedTask.Of("fdgo", []), Loss = OwnLoss, Trials = Trained.Trials, Draws = Trained.Draws, TrainingLevel = 0.05, Placement = Placement.Inside,
        Sidecar = ImportSidecar.Read(null, ["dt=50"]), Folder = Out,
    };

    private static AuditOutcome Run(ModelAudit audit, string model) => audit.Of([model], TestContext.Current.CancellationToken);

    /// <summary>A small network trained on one of the 20 tasks, seed 0 as that of imported networks is.</summary>
    public sealed class Trained : IDisposable
    {
        internal const int Trials = 24, Draws = 8;
        private readonly TemporaryFolder _folder = new();

        /// <summary>Trains it.</summary>
        public Trained()
        {
            var experiment = Experiment.Parse(
                $$$"""
                name: fdgo
                task: {kind: cognitive-suite, tasks: [fdgo], batch: 16}
                network: {kind: ctrnn, units: 16, tau: 100, activation: relu}
                dt: 50
                noise: {placement: inside, sigma: 0.05, scale: sqrt-2-over-alpha}
                training: {iterations: 200, batch: 16, loss: {kind: mse, readout: sigmoid, mean-over: elements}}
                sweep: {trials: {{{Trials}}}, draws: {{{Draws}}}}
                seed: 0
                keep: models
                """, "fdgo.yaml", _folder.Path, null, []);
            var store = Path.Combine(_folder.Path, "out");
            Sweep = new ExperimentRunner(experiment, store, 2).Run(TestContext.Current.CancellationToken).Content.Runs.Single().Results.OfType<SweepResult>().Single().Sweep!;
            Model = Directory.EnumerateFiles(store, "model.safetensors", SearchOption.AllDirectories).Single();
            Multitask = _folder.Write("multitask.npz", AsMultitask(NoisyRnn.Networks.Model.Read(Model)));
        }

        internal string Model { get; }

        internal string Multitask { get; }

        internal NoiseSweepResult Sweep { get; }

        public void Dispose() => _folder.Dispose();

        // One kernel [I + N, N] for inputs and states, row vectors.
        private static byte[] AsMultitask(Model model)
        {
            var (units, inputs, outputs) = (model.Network.Units, model.Inputs, model.Outputs);
            double[] kernel = [.. Transposed(model, "W_in", units, inputs), .. Transposed(model, "W_rec", units, units)];
            return NpzBytes.Of(
                ("rnn/leaky_rnn_cell/kernel:0", [inputs + units, units], kernel), ("rnn/leaky_rnn_cell/bias:0", [units], model.Parameters["b_rec"].ToArray()),
                ("output/weights:0", [units, outputs], Transposed(model, "W_out", outputs, units)), ("output/biases:0", [outputs], model.Parameters["b_out"].ToArray()));
        }

        private static double[] Transposed(Model model, string name, int rows, int columns)
        {
            var values = model.Parameters[name].ToArray();
            return [.. Enumerable.Range(0, values.Length).Select(k => values[((k % rows) * columns) + (k / rows)])];
        }
    }
}
