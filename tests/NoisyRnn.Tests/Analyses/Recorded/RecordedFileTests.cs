using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>What a file of recorded outputs may be, and what is said of one that is not.</summary>
public class RecordedFileTests
{
    private static readonly RecordedNpz Good = new() { Output = Number };

    // Every number tells where it came from.
    private static double Number(double s, int r, int p, int t, int o) => (1000 * s) + (100 * r) + (10 * p) + t + (0.1 * o);

    [Fact]
    public void All_axes_are_there_and_each_number_is_found()
    {
        var recorded = (Good with { Outputs = 2, TrainingLevel = 0.5, Arrays = [("targets", [3, 2, 2], NpzBytes.Range(12))] }).Read();
        Assert.Equal((1, 4, 3, 2, 2), (recorded.Networks, recorded.Draws, recorded.Trials, recorded.Steps, recorded.Outputs));
        Assert.Equal((OutputKind.Values, 0.5), (recorded.Kind, recorded.TrainingLevel!.Value));
        var outputs = new double[8];
        recorded.Gather(0, 3, 2, 1, outputs);
        Assert.Equal(from o in new[] { 0, 1 } from r in Enumerable.Range(0, 4) select Number(1.5, r, 2, 1, o), outputs);
        Assert.Equal([10, 11], recorded.TargetsAt(2, 1).ToArray());
        Assert.Empty(recorded.Remarks);
    }

    [Fact]
    public void Silence_with_the_mean_of_the_noise_stands_beside_level_0()
    {
        RecordedNpz With(params int[] shape) => Good with { Arrays = [("mean_matched", shape, new double[shape.Aggregate(1, static (a, b) => a * b)])] };
        foreach (var shape in new int[][] { [4, 3, 2, 1], [1, 3, 2, 1], [3, 2, 1], [3, 2] })
            Assert.True(With(shape).Read().HasMeanMatched);
        Assert.False(Good.Read().HasMeanMatched);
        Assert.Equal("mean_matched is float64 [2, 3], and outputs of levels 4, draws 4, trials 3, steps 2, outputs 1; allowed are the same axes without levels, and without draws where one stands for all", With(2, 3).Refused());
        Assert.Equal("mean_matched, and levels from 0.1 on; it stands beside level 0, the noise simply off: record that too", (With(3, 2) with { Levels = [0.1, 0.5, 1, 1.5] }).Refused());
        // The recorded level 0 is the noise simply off, and mean_matched takes its place.
        var judged = (With(3, 2) with { Output = static (s, r, p, t, o) => s == 0 ? 3 : 1 + (s * Math.Sin(r + p)) }).Judged();
        Assert.Equal((9, 0), (judged.Off!.Loss, judged.Points[0].Loss));
    }

    [Theory]
    [InlineData("levels draws trials steps outputs", new[] { 4, 3, 2, 2, 1 })]
    [InlineData("[trials, steps, levels, draws]", new[] { 2, 2, 4, 3 })]
    [InlineData("steps trials outputs draws levels", new[] { 2, 2, 1, 3, 4 })]
    public void Axes_come_in_any_order_that_is_named(string axes, int[] shape)
    {
        var order = axes.Split([' ', ',', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        // Counted up in the order of the file; read in ours.
        var npz = new RecordedNpz
        {
            Arrays = [("outputs", shape, NpzBytes.Range(48)), ("axes", [], new[] { axes }), ("targets", order.Contains("outputs") ? [2, 2, 1] : [2, 2], NpzBytes.Range(4))], Trials = 2, Draws = 3,
        };
        var recorded = npz.Read();
        Assert.Equal((4, 3, 2, 2), (recorded.Levels.Length, recorded.Draws, recorded.Trials, recorded.Steps));
        var outputs = new double[3];
        recorded.Gather(0, 2, 1, 0, outputs);
        var place = new Dictionary<string, int> { ["levels"] = 2, ["trials"] = 1, ["steps"] = 0, ["outputs"] = 0 };
        Assert.Equal(Enumerable.Range(0, 3).Select(r => order.Zip(shape).Aggregate(0.0, (at, axis) => (at * axis.Second) + (axis.First == "draws" ? r : place[axis.First]))), outputs);
        // Trial 1, step 0 of targets in the file's own order.
        Assert.Equal(order.IndexOf("trials") < order.IndexOf("steps") ? 2.0 : 1, recorded.TargetsAt(1, 0)[0]);
    }

    [Fact]
    public void An_axis_of_length_one_that_was_dropped_at_the_end_is_named_all_the_same()
    {
        var recorded = (Good with { Arrays = [("outputs", [4, 4, 3, 2], NpzBytes.Range(96)), ("targets", [3, 2], new double[6]), ("axes", [1], new[] { "levels draws trials steps outputs" })] }).Read();
        Assert.Equal((3, 2, 1), (recorded.Trials, recorded.Steps, recorded.Outputs));
    }

    [Fact]
    public void The_first_of_six_axes_are_networks()
    {
        var recorded = (Good with { Arrays = [("outputs", [2, 4, 4, 3, 2, 1], NpzBytes.Range(192))] }).Read();
        Assert.Equal((2, 4, 3), (recorded.Networks, recorded.Draws, recorded.Trials));
        Assert.Equal(["outputs.npz, seed 1", "outputs.npz, seed 2"], RecordedNetwork.Of(recorded, cancellation: TestContext.Current.CancellationToken).Select(static network => network.Name[network.Name.IndexOf("outputs.npz", StringComparison.Ordinal)..]));
    }

    [Theory]
    [InlineData("labels", new[] { 3 }, 1, 2)] // a class a trial: the last axis is classes
    [InlineData("targets", new[] { 3 }, 1, 2)]
    [InlineData("targets", new[] { 3, 1, 2 }, 1, 2)]
    [InlineData("targets", new[] { 3, 2, 1 }, 2, 1)]
    public void Of_four_axes_the_targets_tell_what_the_last_is(string name, int[] shape, int steps, int outputs)
    {
        var values = new double[shape.Aggregate(static (a, b) => a * b)];
        var recorded = new RecordedNpz { Targets = null, Arrays = [("outputs", [4, 4, 3, 2], NpzBytes.Range(96)), (name, shape, values)] }.Read();
        Assert.Equal((steps, outputs), (recorded.Steps, recorded.Outputs));
    }

    [Fact]
    public void Where_nothing_tells_the_user_is_asked()
    {
        var npz = new RecordedNpz { Arrays = [("outputs", [4, 4, 3, 2], NpzBytes.Range(96)), ("targets", [3, 2], new double[6])] };
        Assert.Equal("outputs is float64 [4, 4, 3, 2]: is its last axis steps or outputs? nothing tells; allowed is an array axes='levels draws trials steps' or axes='levels draws trials outputs' (or --axes), or all five axes", npz.Refused());
        Assert.Equal((2, 1), (npz.Read(new() { Axes = "levels draws trials steps" }).Steps, npz.Read(new() { Axes = "levels draws trials steps" }).Outputs));
        Assert.Equal((1, 2), (npz.Read(new() { Axes = "levels draws trials outputs" }).Steps, npz.Read(new() { Axes = "levels draws trials outputs" }).Outputs));
        Assert.Equal((2, 1), ((npz with { Arrays = [.. npz.Arrays, ("lengths", [3], new[] { 1.0, 2, 2 })] }).Read() is var r ? (r.Steps, r.Outputs) : default));
    }

    [Theory]
    [InlineData("<f4", false), InlineData(">f8", false), InlineData("<f2", false), InlineData("<i4", false), InlineData(">i2", true), InlineData("|u1", true), InlineData("<f4", true)]
    public void Any_real_type_order_of_bytes_and_of_axes_is_read(string type, bool isFortran)
    {
        int[] shape = [2, 2, 3, 1, 1];
        var order = Enumerable.Range(0, 12).Select(k => isFortran ? (k % 2 * 6) + (k / 2 % 2 * 3) + (k / 4) : k);
        var data = order.SelectMany(k => Bytes(type, k)).ToArray();
        var header = $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': ({string.Join(", ", shape)}), }}\n";
        using var folder = new TemporaryFolder();
        using var npz = RecordedArrays.Open(folder.Write("outputs.npz", ZipBytes.Of(
            ("outputs.npy", ZipBytes.Npy(header, data)),
            ("levels.npy", ZipBytes.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }\n", [.. new[] { 0.0, 1 }.SelectMany(BitConverter.GetBytes)])),
            ("targets.npy", ZipBytes.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }\n", new byte[24])))));
        var recorded = RecordedFile.Read(npz, new());
        var outputs = new double[2];
        recorded.Gather(0, 1, 2, 0, outputs);
        Assert.Equal([8, 11], outputs);
    }

    [Fact]
    public void Outputs_that_sum_to_one_are_probabilities_others_logits_and_the_guess_is_said()
    {
        var labels = new[] { ("labels", new[] { 3, 2 }, (Array)new double[6]) };
        var probabilities = (Good with { Outputs = 2, Output = static (s, _, _, _, o) => o == 0 ? 0.9 - (s / 10) : 0.1 + (s / 10), Arrays = labels }).Read();
        Assert.Equal(OutputKind.Probabilities, probabilities.Kind);
        Assert.EndsWith("the outputs are taken as probabilities, for all of them are 0 or more and sum to 1 over the classes; outputs_are (or --outputs-are) says it for certain.", Assert.Single(probabilities.Remarks), StringComparison.Ordinal);
        Assert.Equal(OutputKind.Logits, (Good with { Outputs = 2, Arrays = labels }).Read().Kind);
        Assert.Empty((Good with { Outputs = 2, Arrays = labels }).Read(new() { OutputsAre = OutputKind.Logits }).Remarks);
        Assert.Equal(OutputKind.Logits, (Good with { Outputs = 2, Arrays = [.. labels, ("outputs_are", [], new[] { "logits" })] }).Read().Kind);
        Assert.Equal("outputs_are probabilities: level 1, draw 1, trial 1, step 1 sum to 0.1; allowed are numbers from 0 on that sum to 1 over the classes; are they logits?",
            (Good with { Outputs = 2, Arrays = labels }).Refused(new() { OutputsAre = OutputKind.Probabilities }));
        Assert.Contains("hold -0.5", (Good with { Outputs = 2, Arrays = labels, Output = static (_, _, _, _, o) => o == 0 ? -0.5 : 1.5 }).Refused(new() { OutputsAre = OutputKind.Probabilities }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_a_trial_is_asked_at_the_last_step_unless_a_mask_says_otherwise()
    {
        var npz = Good with { Outputs = 2, Arrays = [("labels", [3], new[] { 0.0, 1, 1 }), ("lengths", [3], new[] { 2.0, 1, 2 })] };
        var recorded = npz.Read();
        Assert.Equal([false, true, true, false, false, true], from p in Enumerable.Range(0, 3) from t in new[] { 0, 1 } select recorded.Counts(p, t));
        Assert.Equal([0, 1], recorded.TargetsAt(1, 0).ToArray());
        Assert.Contains("it is asked at the last step of each", recorded.Remarks[0], StringComparison.Ordinal);
        var masked = (npz with { Arrays = [.. npz.Arrays, ("mask", [3, 2], new[] { 1.0, 1, 1, 1, 0, 1 })] }).Read();
        Assert.Equal([true, true, true, false, false, true], from p in Enumerable.Range(0, 3) from t in new[] { 0, 1 } select masked.Counts(p, t));
    }

    [Fact]
    public void Masks_and_lengths_say_where_targets_count_and_elsewhere_they_need_be_no_numbers()
    {
        var targets = NpzBytes.With(NpzBytes.Range(6), 3, double.NaN);
        Assert.Equal("targets: trial 2, step 2: NaN; allowed are finite targets, or a mask that is 0 there", (Good with { Targets = targets }).Refused());
        Assert.False((Good with { Targets = targets, Arrays = [("mask", [3, 2], NpzBytes.With(NpzBytes.Alternating(6, 1, 1), 3, 0))] }).Read().Counts(1, 1));
        Assert.False((Good with { Targets = targets, Arrays = [("lengths", [3, 1], new[] { 2.0, 1, 2 })] }).Read().Counts(1, 1));
        var perOutput = (Good with { Outputs = 2, Arrays = [("mask", [3, 2, 2], NpzBytes.Alternating(12))] }).Read();
        Assert.Equal([0, 1], perOutput.MaskAt(0, 0).ToArray());
    }

    [Theory]
    [InlineData(new[] { 0, 1, 0.5, 2 }, "levels [0, 1, 0.5, 2]: 0.5 comes after 1; allowed are finite levels from 0 on, ascending, each once (order the outputs with them)")]
    [InlineData(new[] { 0, 1, 1.0, 2 }, "levels [0, 1, 1, 2]: 1 comes twice; allowed")]
    [InlineData(new[] { -0.5, 0, 1, 2 }, "levels [-0.5, 0, 1, 2]: -0.5 is negative; allowed")]
    [InlineData(new[] { 0, 1, 2, double.NaN }, "levels [0, 1, 2, NaN]: NaN is not finite; allowed")]
    public void Levels_ascend(double[] levels, string said) => Assert.StartsWith(said, (Good with { Levels = levels }).Refused(), StringComparison.Ordinal);

    [Theory]
    [InlineData("levels", new[] { 3 }, "levels is float64 [3], and outputs of levels 4, draws 4, trials 3, steps 2, outputs 1; allowed is a level for each of 4")]
    [InlineData("targets", new[] { 4, 2, 1 }, "targets is float64 [4, 2, 1]; with outputs of levels 4, draws 4, trials 3, steps 2, outputs 1 allowed is [trials, steps, outputs] = [3, 2, 1]")]
    [InlineData("mask", new[] { 2, 3 }, "mask is float64 [2, 3]; with outputs of levels 4, draws 4, trials 3, steps 2, outputs 1 allowed is [trials, steps] = [3, 2] or [trials, steps, outputs] = [3, 2, 1]")]
    [InlineData("lengths", new[] { 2 }, "lengths is float64 [2]; with outputs of levels 4, draws 4, trials 3, steps 2, outputs 1 allowed is [trials] = [3]")]
    [InlineData("train_level", new[] { 2 }, "train_level is float64 [2]; allowed is one number")]
    [InlineData("outputs", new[] { 4, 3 }, "outputs is float64 [4, 3]; allowed is [levels, draws, trials, steps, outputs], with seeds before them")]
    [InlineData("outputs", new[] { 4, 0, 3, 2, 1 }, "outputs is float64 [4, 0, 3, 2, 1]: it is empty; allowed is one or more of each axis")]
    [InlineData("outputs", new[] { 4, 1, 3, 2, 1 }, "outputs of levels 4, draws 1, trials 3, steps 2, outputs 1: one draw; a single draw has no variance and no unbiased bias^2; allowed are 2 draws or more, usual are 64")]
    [InlineData("labels", new[] { 3, 2 }, "classes, and outputs of levels 4, draws 4, trials 3, steps 2, outputs 1: a class has an output of its own; of one logit z save [0, z], of one probability p save [1 - p, p]")]
    public void Shapes_fit_together(string name, int[] shape, string said) =>
        Assert.StartsWith(said, (Good with { Arrays = [(name, shape, new double[shape.Aggregate(static (a, b) => a * b)])] }).Refused(), StringComparison.Ordinal);

    [Theory]
    [InlineData("mask", new[] { 1, 1, 1, -1, 1, 1.0 }, "mask: trial 2, step 2: -1; allowed are finite weights, 0 where nothing is asked")]
    [InlineData("mask", new[] { 0, 0, 0, 0, 0, 0.0 }, "mask: all weights are 0; allowed")]
    [InlineData("lengths", new[] { 2, 3, 2.0 }, "lengths: trial 2: 3; allowed are whole numbers from 1 to 2, the steps of the outputs")]
    [InlineData("lengths", new[] { 2, 0, 2.0 }, "lengths: trial 2: 0; allowed")]
    [InlineData("lengths", new[] { 2, 1.5, 2 }, "lengths: trial 2: 1.5; allowed")]
    [InlineData("train_level", new[] { -1.0 }, "train_level: -1; allowed is a finite number from 0 on, in the unit of levels; leave it out where it is not known")]
    [InlineData("masks", new[] { 1.0 }, "unknown array 'masks'; did you mean 'mask'? (allowed: ")]
    [InlineData("length", new[] { 1.0 }, "unknown array 'length'; did you mean 'lengths'? (allowed: ")]
    [InlineData("train_levels", new[] { 1.0 }, "unknown array 'train_levels'; did you mean 'train_level'? (allowed: ")]
    public void Values_are_what_their_names_say(string name, double[] values, string said) =>
        Assert.StartsWith(said, (Good with { Arrays = [(name, values.Length == 6 ? [3, 2] : [values.Length], values)] }).Refused(), StringComparison.Ordinal);

    [Theory]
    [InlineData(2, "labels: trial 2, step 1: 2; allowed are whole numbers from 0 to 1, one for each of 2 outputs (are they counted from 1?)")]
    [InlineData(-1, "labels: trial 2, step 1: -1; allowed are whole numbers from 0 to 1, one for each of 2 outputs")]
    [InlineData(0.5, "labels: trial 2, step 1: 0.5; allowed")]
    public void Labels_are_places_of_outputs(double label, string said) =>
        Assert.StartsWith(said, (Good with { Outputs = 2, Arrays = [("labels", [3, 2], NpzBytes.With(new double[6], 2, label))] }).Refused(), StringComparison.Ordinal);

    [Fact]
    public void Distributions_over_classes_are_targets_of_logits()
    {
        var half = Good with { Outputs = 2, Arrays = [("targets", [3, 2, 2], NpzBytes.Alternating(12, 0.5, 0.5))] };
        Assert.Equal(OutputKind.Logits, half.Read(new() { OutputsAre = OutputKind.Logits }).Kind);
        Assert.Equal("targets: trial 1, step 1, output 1: [0.4, 0.4]; allowed are probabilities of the classes, which sum to 1, or labels",
            (half with { Arrays = [("targets", [3, 2, 2], NpzBytes.Alternating(12, 0.4, 0.4))] }).Refused(new() { OutputsAre = OutputKind.Logits }));
    }

    [Theory]
    [InlineData("levels draws trials step outputs", "outputs: axes 'levels draws trials step outputs': unknown axis 'step'; did you mean 'steps'? (allowed: seeds, levels, draws, trials, steps, outputs)")]
    [InlineData("levels levels trials steps outputs", "outputs: axes 'levels levels trials steps outputs': an axis is named twice; allowed is each once")]
    [InlineData("levels draws trials steps", "outputs is float64 [4, 4, 3, 2, 1] and axes 'levels draws trials steps' names 4; allowed is a name for each of its 5 axes")]
    [InlineData("seeds draws trials steps outputs", "outputs: axes 'seeds draws trials steps outputs': levels and trials must be among them")]
    public void Axes_are_named_each_once(string axes, string said) => Assert.Equal(said, Good.Refused(new() { Axes = axes }));

    [Fact]
    public void What_is_missing_is_named_with_what_was_found()
    {
        Assert.StartsWith("no array 'targets'; found are outputs float64 [4, 4, 3, 2, 1], levels float64 [4]; needed are outputs, levels, and targets or labels;", (Good with { Targets = null }).Refused(), StringComparison.Ordinal);
        Assert.Equal("targets and labels; allowed is one of them", (Good with { Arrays = [("labels", [3, 2], new double[6]), ("targets", [3, 2, 1], new double[6])] }).Refused());
        Assert.Equal("train_level is 1, and --train-level 2; allowed is one of them", (Good with { TrainingLevel = 1 }).Refused(new() { TrainingLevel = 2 }));
        Assert.Equal("outputs_are: unknown kind of outputs 'logit'; did you mean 'logits'? (allowed: values, logits, probabilities)", (Good with { Arrays = [("outputs_are", [], new[] { "logit" })] }).Refused());
        Assert.StartsWith("outputs_are values, and labels are labels of classes; allowed", (Good with { Outputs = 2, Arrays = [("labels", [3, 2], new double[6])] }).Refused(new() { OutputsAre = OutputKind.Values }), StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_of_other_names_are_not_read_and_that_is_said() =>
        Assert.EndsWith("not read: inputs, task.", Assert.Single((Good with { Arrays = [("inputs", [1], new double[1]), ("task", [], new[] { "go" })] }).Read().Remarks), StringComparison.Ordinal);

    [Fact]
    public void A_training_level_is_among_the_levels_also_where_either_was_rounded()
    {
        Assert.Equal(1, (Good with { TrainingLevel = (double)(float)0.1, Levels = [0, 0.1, 0.2, 0.3] }).Read().RelativeLevel(1));
        Assert.Equal(1, (Good with { TrainingLevel = 0.1, Levels = [0, (double)(Half)0.1, 0.2, 0.3] }).Read().RelativeLevel(1));
        // Only the nearest one is.
        var near = (Good with { TrainingLevel = 1, Levels = [0, 0.9995, 1.0004, 2] }).Read();
        Assert.Equal([0, 0.9995, 1, 2], Enumerable.Range(0, 4).Select(near.RelativeLevel));
        Assert.Equal(0.5, (Good with { TrainingLevel = 0, Levels = [0, 0.5, 1, 2] }).Read().RelativeLevel(1));
    }

    [Fact]
    public void Damaged_files_are_refused_and_nothing_else_comes_out()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var whole = (Good with { Outputs = 2, Arrays = [("labels", [3, 2], new double[6]), ("axes", [], new[] { "levels draws trials steps outputs" })] }).ToBytes();
        var refused = 0;
        for (var n = 0; n < 400; n++)
        {
            var bytes = (byte[])whole.Clone();
            for (var k = 0; k < 1 + (n % 3); k++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var path = folder.Write("outputs.npz", bytes);
            Assert.True(Refusal.SucceedsOrRefuses(() =>
            {
                using var npz = RecordedArrays.Open(path);
                refused++;
                _ = RecordedNetwork.Of(RecordedFile.Read(npz, new()));
                refused--;
            }));
        }

        Assert.True(refused > 20, $"only {refused} of 400 files were opened and then refused");
    }

    private static IEnumerable<byte> Bytes(string type, int value) => type switch
    {
        "<f4" => BitConverter.GetBytes((float)value),
        ">f8" => BitConverter.GetBytes((double)value).Reverse(),
        "<f2" => BitConverter.GetBytes((Half)value),
        "<i4" => BitConverter.GetBytes(value),
        ">i2" => BitConverter.GetBytes((short)value).Reverse(),
        _ => [(byte)value],
    };
}
