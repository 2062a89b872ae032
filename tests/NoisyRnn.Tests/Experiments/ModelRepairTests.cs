using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A network's file becomes one that runs without noise; or one line says why not, and nothing is written.</summary>
public sealed class ModelRepairTests(AuditedSubject subject) : IClassFixture<AuditedSubject>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("averaged")]
    [InlineData("averaged-by-closure")]
    [InlineData("biases")]
    [InlineData("readout")]
    public void With_trials_the_three_losses_are_told_and_are_those_of_the_files(string way)
    {
        var repaired = Repair(Method(way), subject.Trials).Of(subject.Model, TestContext.Current.CancellationToken);
        var losses = repaired.Losses!;
        Assert.Equal(subject.Sweep.Points.Single(static p => p.Level == 1).Loss, losses.Noisy);
        Assert.Equal(subject.Sweep.Points[0].Loss, losses.Silent);
        Assert.True(losses.Repaired < losses.Silent, $"{losses}");
        // The written file runs silently at the loss that was told.
        var again = new ModelAudit { Data = subject.Trials, Draws = 16, Folder = Path.Combine(_folder.Path, "page") }.Of([repaired.Path], TestContext.Current.CancellationToken);
        Assert.Equal(losses.Repaired, again.Content.Networks[0].Points[0].Loss, 1e-12);
    }

    [Fact]
    public void Averaged_needs_weights_and_a_level_alone()
    {
        var repaired = Repair(new AveragedRepair()).Of(subject.Model, TestContext.Current.CancellationToken);
        Assert.Null(repaired.Losses);
        Assert.Equal(new GaussianSmoothed { Of = new Relu(), Sigma = 1 }, Assert.IsType<Ctrnn>(Model.Read(repaired.Path).Network).Activation);
        // Of another program: nn.RNN, asked as the leaky network with dt = tau.
        var weights = TestFiles.Find("Formats/golden/models/rnn_tanh.pt");
        var elsewhere = (Repair(new AveragedRepair()) with { Asked = new() { TrainingLevel = 0.2, Placement = Placement.Inside } }).Of(weights, TestContext.Current.CancellationToken);
        Assert.Equal(0.2, Assert.IsType<GaussianSmoothed>(Assert.IsType<Ctrnn>(Model.Read(elsewhere.Path).Network).Activation).Sigma);
        Assert.Contains(elsewhere.Remarks, static remark => remark.StartsWith("Assumed: ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_missing_is_said_and_nothing_is_written()
    {
        var weights = TestFiles.Find("Formats/golden/models/rnn_tanh.pt");
        Assert.Contains("rnn_tanh.pt: the level of the noise that it was trained with is not told; needed is --train-noise S", Refused(Repair(new AveragedRepair()), weights), StringComparison.Ordinal);
        Assert.Contains("--method biases: is fitted to trials; needed is --data TRIALS.npz", Refused(Repair(new BiasRepair()), subject.Model), StringComparison.Ordinal);
        Assert.Contains("noise outside; allowed is a network trained with noise inside", Refused(Repair(new AveragedRepair()) with { Asked = new() { Placement = Placement.Outside } }, subject.Model), StringComparison.Ordinal);
        Assert.Contains("is the network itself; allowed is another file", Refused(Repair(new AveragedRepair()) with { Output = subject.Model }, subject.Model), StringComparison.Ordinal);
        var already = Path.Combine(_folder.Path, "already.safetensors");
        var model = Model.Read(subject.Model);
        (model with { Network = model.Network.SmoothedByUnit([.. Enumerable.Repeat(1.0, model.Network.Units)])! }).Write(already);
        Assert.Contains("already.safetensors: smoothing: a repaired network has no noise", Refused(Repair(new AveragedRepair()), already), StringComparison.Ordinal);
        Assert.Equal([already], Directory.GetFileSystemEntries(_folder.Path));
    }

    private ModelRepair Repair(RepairMethod method, string? data = null) =>
        new() { Method = method, Asked = new() { Data = data, Draws = 16, Threads = 2 }, Output = Path.Combine(_folder.Path, "repaired.safetensors") };

    private static RepairMethod Method(string way) => NoisyRnn.Formats.Binder.Bind<RepairMethod>(NoisyRnn.Formats.YamlTree.ParseValue(way, "way"));

    private static string Refused(ModelRepair repair, string file) => Refusal.Of(() => repair.Of(file, TestContext.Current.CancellationToken));
}
