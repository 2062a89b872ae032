using NoisyRnn.Experiments;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class LabelledSequencesTests : IDisposable
{
    private static readonly NoiseStream[] Parts = [NoiseStream.Task, NoiseStream.Validation, NoiseStream.Test];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_of_a_CSV_file_are_a_label_and_a_value_a_step()
    {
        _folder.Write("a.csv", string.Concat(Enumerable.Range(0, 40).Select(static k => $"{(k % 2 == 0 ? -1 : 5)},{k},{k + 0.5},{-k}\n").Prepend("label,v1,v2,v3\n")));
        var task = Load(new LabelledSequences { File = "a.csv" });
        Assert.Equal((3, 1, 2), (task.StepCount, task.InputCount, task.OutputCount));
        foreach (var trial in Parts.Select(p => TaskTrials.Make(task, 1, p)))
        {
            var k = trial.Inputs[0, 0];
            Assert.Equal([k, k + 0.5, -k], trial.Inputs.Cast<double>());
            Assert.Equal(k % 2 == 0 ? 0 : 1, TaskTrials.Class(trial));
            Assert.Equal([0, 0, 0, 0, 1, 1], trial.Mask.Cast<double>());
        }
    }

    [Fact]
    public void Labels_of_an_npz_file_are_classes_in_ascending_order_asked_for_where_the_mask_says()
    {
        Npz(("x", [20, 2, 3], Range(120)), ("y", [20], [.. Enumerable.Range(0, 20).Select(static k => k % 2 == 0 ? 7.0 : 3)]), ("mask", [20, 2], [.. Enumerable.Range(0, 40).Select(static k => k % 2 == 0 ? 2.0 : 0)]));
        var task = Load(new LabelledSequences { File = "a.npz" });
        Assert.Equal((2, 3, 2), (task.StepCount, task.InputCount, task.OutputCount));
        var trial = TaskTrials.Make(task, 0);
        var first = trial.Inputs[0, 0];
        Assert.Equal(Enumerable.Range((int)first, 6).Select(static v => (double)v), trial.Inputs.Cast<double>());
        Assert.Equal([2, 2, 0, 0], trial.Mask.Cast<double>());
        Assert.Equal((first / 6 % 2) == 0 ? [0, 1, 0, 0] : [1, 0, 0, 0], trial.Targets.Cast<double>());
    }

    [Fact]
    public void Targets_are_taken_step_by_step_and_everything_counts_without_a_mask()
    {
        Npz(("x", [10, 3], Range(30)), ("y", [10, 3, 2], Range(60)));
        var trial = TaskTrials.Make(Load(new LabelledSequences { File = "a.npz" }), 0);
        var first = trial.Inputs[0, 0];
        Assert.Equal(Enumerable.Range(2 * (int)first, 6).Select(static v => (double)v), trial.Targets.Cast<double>());
        Assert.All(trial.Mask.Cast<double>(), static m => Assert.Equal(1, m));
    }

    [Fact]
    public void A_mask_may_tell_outputs_apart_and_a_single_target_needs_no_axis()
    {
        Npz(("x", [10, 3], Range(30)), ("y", [10, 3, 2], Range(60)), ("mask", [10, 3, 2], [.. Range(60).Select(static k => k % 2)]));
        Assert.Equal([0, 1, 0, 1, 0, 1], TaskTrials.Make(Load(new LabelledSequences { File = "a.npz" }), 4).Mask.Cast<double>());
        Npz(("x", [10, 3], Range(30)), ("y", [10, 3], Range(30)));
        var trial = TaskTrials.Make(Load(new LabelledSequences { File = "a.npz" }), 4);
        Assert.Equal(trial.Inputs.Cast<double>(), trial.Targets.Cast<double>());
    }

    [Fact]
    public void The_split_is_disjoint_complete_fixed_and_keeps_the_shares_of_classes()
    {
        Npz(("x", [100, 1], Range(100)), ("y", [100], [.. Range(100).Select(static k => k < 80 ? 0.0 : 1)]));
        var task = Load(new LabelledSequences { File = "a.npz", TestShare = 0.25, ValidationShare = 0.2 });
        int[][] parts = [.. new[] { (NoiseStream.Task, 60), (NoiseStream.Validation, 15), (NoiseStream.Test, 25) }.Select(p => Items(p.Item1, p.Item2, seed: 2))];
        Assert.Equal(Enumerable.Range(0, 100), parts.SelectMany(static p => p).Order());
        Assert.Equal([48, 12, 20], parts.Select(static p => p.Count(static k => k < 80)));
        Assert.Equal(parts[2].Order(), Items(NoiseStream.Test, 25, seed: 3).Order());

        int[] Items(NoiseStream part, int size, ulong seed) =>
            [.. Enumerable.Range(0, size).Select(n => (int)TaskTrials.Make(task, (ulong)n, part, seed).Inputs[0, 0])];
    }

    [Fact]
    public void Arrays_that_do_not_belong_together_are_refused_by_name()
    {
        double[] labels = [.. Range(10).Select(static k => k % 2)];
        Expect("no array 'y'; found are x float64 [10, 3]; needed are x (inputs) and y (labels or targets), allowed are mask and lengths", ("x", [10, 3], Range(30)));
        Expect("x is float64 [30]; allowed is [trials, steps] or [trials, steps, channels]", ("x", [30], Range(30)), ("y", [10], labels));
        Expect("y is float64 [5]; allowed is [10] (labels), [10, classes] (labels, one-hot), [10, 3] or [10, 3, outputs] (targets)", ("x", [10, 3], Range(30)), ("y", [5], labels[..5]));
        Expect("mask is float64 [10]; allowed is [10, 3]", ("x", [10, 3], Range(30)), ("y", [10], labels), ("mask", [10], Range(10)));
        Expect("x: trial 4, step 3 is NaN; allowed are finite numbers", ("x", [10, 3], With(Range(30), 11, double.NaN)), ("y", [10], labels));
        Expect("y: trial 2, step 1, channel 2 is Infinity; allowed are finite numbers", ("x", [10, 3], Range(30)), ("y", [10, 3, 2], With(Range(60), 7, double.PositiveInfinity)));
        Expect("y: label 0.5 of trial 3 is not allowed; whole numbers or words (or targets for every step)", ("x", [10, 3], Range(30)), ("y", [10], With(labels, 2, 0.5)));
        Expect("y has 1 different labels; allowed is 2 to 1000", ("x", [10, 3], Range(30)), ("y", [10], new double[10]));
        Expect("mask: trial 2, step 1 is -1; allowed are finite numbers of at least 0", ("x", [10, 3], Range(30)), ("y", [10], labels), ("mask", [10, 3], With([.. Enumerable.Repeat(1.0, 30)], 3, -1)));
        Expect("mask: trial 1 has no step above 0; every trial must ask for something", ("x", [10, 3], Range(30)), ("y", [10], labels), ("mask", [10, 3], new double[30]));
        Expect("the trials of label '1' are 2, split 0 : 1 : 1 into training, validation and test; each part needs one or more", ("x", [10, 3], Range(30)), ("y", [10], [.. Range(10).Select(static k => k < 8 ? 0.0 : 1)]));

        void Expect(string expected, params (string, int[], double[])[] arrays)
        {
            Npz(arrays);
            var message = Refusal.Of(() => Load(new LabelledSequences { File = "a.npz" }));
            Assert.StartsWith($"{_folder.Path}/a.npz: ", message);
            Assert.Contains(expected, message);
        }
    }

    [Theory]
    [InlineData("1,2\n0,1\n")]
    [InlineData("b,2\na,1\n")]
    [InlineData("1,2.5\n0,1.5\n")]
    public void A_short_row_costs_little_memory(string rows)
    {
        const int Count = 200_000;
        _folder.Write("many.csv", string.Concat(Enumerable.Repeat(rows, Count / 2)));
        Load(new LabelledSequences { File = Path.Combine(_folder.Path, "many.csv") });
        _folder.Write("more.csv", string.Concat(Enumerable.Repeat(rows, Count / 2)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(144_000, Load(new LabelledSequences { File = "more.csv" }).TrialCount(NoiseStream.Task));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Count, 1, 160);
    }

    [Fact]
    public void The_file_s_content_is_part_of_a_run_s_hash()
    {
        string[] hashes = [.. new[] { 1, 2, 1 }.Select(value =>
        {
            Npz(("x", [10, 1], Range(10)), ("y", [10], [.. Range(10).Select(k => k % 2 * value)]));
            const string Yaml = "name: a\ntask: {kind: labelled-sequences, file: a.npz}\ntraining: {loss: cross-entropy}\ngrid: {seed: 1..3}\n";
            return string.Join(' ', Experiment.Parse(Yaml, "a.yaml", _folder.Path, null, []).Runs.Select(static run => run.Hash.Hex));
        })];
        Assert.Equal(3, hashes[0].Split(' ').Distinct().Count());
        Assert.Equal(hashes[0], hashes[2]);
        Assert.Empty(hashes[0].Split(' ').Intersect(hashes[1].Split(' ')));
    }

    private static double[] Range(int n) => [.. Enumerable.Range(0, n).Select(static k => (double)k)];

    private static double[] With(double[] values, int at, double value) => [.. values.Select((v, k) => k == at ? value : v)];

    private TrialTask Load(LabelledSequences task) => task.Load(_folder.Path);

    private void Npz(params (string Name, int[] Shape, double[] Values)[] arrays) =>
        // A file of its own time for each, for what has been read is kept as long as the file has not changed.
        File.SetLastWriteTimeUtc(_folder.Write("a.npz", NpzBytes.Of([.. arrays.Select(static array => (array.Name, array.Shape, (Array)array.Values))])), DateTime.UnixEpoch.AddSeconds(_time++));

    private static int _time;
}
