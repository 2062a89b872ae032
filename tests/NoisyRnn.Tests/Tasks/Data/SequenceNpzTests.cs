using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Npz files of sequences: which array is what, and which axis.</summary>
public sealed class SequenceNpzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_are_a_number_a_word_or_a_one_a_trial()
    {
        string[] words = [.. NpzBytes.Alternating(6).Select(static k => k > 0 ? "pos" : "neg")];
        string[] numbers = ["0", "1", "0", "1", "0", "1"];
        Assert.Equal(numbers, LabelsOf([6], NpzBytes.Alternating(6)));
        Assert.Equal(numbers, LabelsOf([6, 1], NpzBytes.Alternating(6)));
        Assert.Equal(numbers, LabelsOf([1, 6], NpzBytes.Alternating(6)));
        Assert.Equal(numbers, LabelsOf([6, 2], NpzBytes.Alternating(6).SelectMany(static k => new[] { 1 - k, k }).ToArray()));
        Assert.Equal(["2", "2", "2", "2", "2", "0"], LabelsOf([6, 4], new double[] { 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0 }));
        Assert.Equal(words, LabelsOf([6], words));
        Assert.Equal(words, LabelsOf([6, 1], words));
        Assert.Equal(numbers, LabelsOf([6], numbers));

        string[] LabelsOf(int[] shape, Array y) => SequenceReading.Labels(Read(("x", [6, 3], NpzBytes.Range(18)), ("y", shape, y)));
    }

    [Theory]
    [InlineData("X", "y")]
    [InlineData("X", "Y")]
    [InlineData("inputs", "targets")]
    [InlineData("Data", "Labels")]
    [InlineData("x_train", "y_train")]
    public void Arrays_go_by_the_names_in_use(string x, string y)
    {
        var table = Read((x, [6, 3], NpzBytes.Range(18)), (y, [6], NpzBytes.Alternating(6)), ("note", [1], new[] { "not needed" }));
        Assert.Equal("3 4 5", SequenceReading.Inputs(table)[1]);
        Assert.Equal("1", SequenceReading.Labels(table)[1]);
    }

    [Fact]
    public void The_user_may_say_which_array_is_y()
    {
        var table = Read(SequenceForm.Unsaid with { Label = "choice" }, ("x", [4, 2], NpzBytes.Range(8)), ("y", [4], NpzBytes.Range(4)), ("choice", [4], new[] { "l", "r", "r", "l" }));
        Assert.Equal(["l", "r", "r", "l"], SequenceReading.Labels(table));
        Assert.Contains("task.label: no array 'chioce'; found are x ", Refusal.Of(() => Read(SequenceForm.Unsaid with { Label = "chioce" }, ("x", [4, 2], NpzBytes.Range(8)))));
    }

    [Fact]
    public void The_array_that_is_y_is_one_for_each_part()
    {
        (string, int[], Array)[] arrays =
        [
            ("x_train", [20, 1], NpzBytes.Range(20)), ("y_train", [20], NpzBytes.Range(20)), ("cond_train", [20], NpzBytes.Alternating(20, 3, 4)),
            ("x_test", [20, 1], NpzBytes.Range(20)), ("y_test", [20], NpzBytes.Range(20)), ("cond_test", [20], NpzBytes.Alternating(20, 4, 3)), ("kind", [20], NpzBytes.Alternating(20)), ("train_only", [20], NpzBytes.Alternating(20)),
        ];
        var path = _folder.Write("a.npz", NpzBytes.Of(arrays));
        var parts = SequenceTable.Read(path, SequenceForm.Unsaid with { Label = "cond" }).Parts;
        Assert.Equal(["3", "4"], SequenceReading.Labels(parts[0]!)[..2]);
        Assert.Equal(["4", "3"], SequenceReading.Labels(parts[2]!)[..2]);
        Expect("cond_train", "task.label: 'cond_train' is one array, and there are several parts; allowed is a name that each part has one of: 'cond' for cond_train and cond_test");
        Expect("kind", "task.label: 'kind' is one array, and there are several parts");
        Expect("only", "task.label: no array 'only' of the part 'test': 'only_test'; found are ");
        Expect("nothing", "task.label: no array 'nothing' of the part 'train': 'nothing_train'; found are ");
        // A file of one part has one array, by its whole name or the name without the part's.
        path = _folder.Write("b.npz", NpzBytes.Of(arrays[..3]));
        Assert.Equal(["3", "4"], SequenceReading.Labels(SequenceReading.Read(path, SequenceForm.Unsaid with { Label = "cond" }))[..2]);
        Assert.Equal(["3", "4"], SequenceReading.Labels(SequenceReading.Read(path, SequenceForm.Unsaid with { Label = "cond_train" }))[..2]);

        void Expect(string label, string expected) => Assert.Contains(expected, Refusal.Of(() => SequenceTable.Read(path, SequenceForm.Unsaid with { Label = label })));
    }

    [Theory]
    [InlineData("train", "test", "")]
    [InlineData("train", "test", "val")]
    [InlineData("Train", "Test", "Valid")]
    public void A_file_may_hold_its_own_parts(string train, string test, string validation)
    {
        (string, int[], Array)[] arrays =
        [
            ($"x_{train}", [20, 1], NpzBytes.Range(20)), ($"y_{train}", [20], NpzBytes.Alternating(20)),
            ($"{test}_x", [6, 1], NpzBytes.Range(6).Select(static k => k + 100).ToArray()), ($"{test}_y", [6], NpzBytes.Alternating(6)),
        ];
        if (validation.Length > 0)
            arrays = [.. arrays, ($"X{validation}", [4, 1], NpzBytes.Range(4).Select(static k => k + 50).ToArray()), ($"y{validation}", [4], NpzBytes.Alternating(4))];
        _folder.Write("a.npz", NpzBytes.Of(arrays));
        var task = new LabelledSequences { File = "a.npz" }.Load(_folder.Path);
        Assert.Equal(NpzBytes.Range(6).Select(static k => k + 100), Items(task, NoiseStream.Test).Order());
        var training = Items(task, NoiseStream.Task);
        if (validation.Length > 0)
            Assert.Equal(NpzBytes.Range(4).Select(static k => k + 50), Items(task, NoiseStream.Validation).Order());
        else
            training = [.. training, .. Items(task, NoiseStream.Validation)];
        Assert.Equal(NpzBytes.Range(20), training.Order());
        Assert.Equal(validation.Length > 0, task.TrialCount(NoiseStream.Task) == 20);
        Assert.StartsWith($"training: {_folder.Path}/a.npz: 20 trials of 1 step, 1 input, 2 classes (10, 10); ", task.DataRead);
        Assert.EndsWith($"test: {_folder.Path}/a.npz: 6 trials of 1 step, 1 input, 2 classes (3, 3)", task.DataRead);
    }

    [Fact]
    public void Training_and_test_may_be_two_files_whose_labels_are_the_same()
    {
        _folder.Write("a.npz", NpzBytes.Of(("x", [20, 1], NpzBytes.Range(20)), ("y", [20], NpzBytes.Range(20).Select(static k => k % 2 == 0 ? "b" : "c").ToArray())));
        _folder.Write("b.csv", "c,100\nc,101\n");
        var task = new LabelledSequences { Train = "a.npz", Test = "b.csv" }.Load(_folder.Path);
        Assert.Equal(["a.npz", "b.csv"], task.Files);
        Assert.Equal([100.0, 101], Items(task, NoiseStream.Test).Order());
        // A class that the test lacks is still a class, and the other one keeps its place.
        Assert.Equal((2, 1), (task.OutputCount, TaskTrials.Class(TaskTrials.Make(task, 0, NoiseStream.Test))));
        _folder.Write("b.csv", "d,100\nc,101\n");
        Assert.Contains("the trials of label 'd' are 1, split 0 : 0 : 1 into training, validation and test; training and validation need one or more", Refusal.Of(() => new LabelledSequences { Train = "a.npz", Test = "b.csv" }.Load(_folder.Path)));
        _folder.Write("b.csv", "1,100\n2,101\n");
        Assert.Contains("b.csv: labels are words in one part and numbers in another", Refusal.Of(() => new LabelledSequences { Train = "a.npz", Test = "b.csv" }.Load(_folder.Path)));
    }

    [Fact]
    public void Which_axis_is_the_steps_is_seen_from_what_else_is_there()
    {
        double[] x = NpzBytes.Range(4 * 2 * 3);
        // Two channels of three steps.
        string[] channelsFirst = ["0/3 1/4 2/5", "6/9 7/10 8/11", "12/15 13/16 14/17", "18/21 19/22 20/23"];
        // Two steps of three channels.
        string[] channelsLast = ["0/1/2 3/4/5", "6/7/8 9/10/11", "12/13/14 15/16/17", "18/19/20 21/22/23"];
        (string, int[], Array) labels = ("y", [4], NpzBytes.Alternating(4));
        Assert.Equal(channelsFirst, Inputs(("x", [4, 2, 3], x), ("y", [4, 3], NpzBytes.Range(12))));
        Assert.Equal(channelsFirst, Inputs(("x", [4, 2, 3], x), ("y", [4, 3, 5], NpzBytes.Range(60))));
        Assert.Equal(channelsFirst, Inputs(("x", [4, 2, 3], x), ("y", [4, 1, 3], NpzBytes.Range(12))));
        Assert.Equal(channelsFirst, Inputs(("x", [4, 2, 3], x), labels, ("mask", [4, 3], Enumerable.Repeat(1.0, 12).ToArray())));
        Assert.Equal(["0/3 1/4 2/5", "6/9 7/10", "12/15", "18/21"], Inputs(("x", [4, 2, 3], x), labels, ("lengths", [4], new double[] { 3, 2, 1, 1 })));
        Assert.Equal(channelsLast, Inputs(("x", [4, 2, 3], x), ("y", [4, 2, 5], NpzBytes.Range(40))));
        Assert.Equal(channelsLast, Inputs(("x", [4, 2, 3], x), labels, ("mask", [4, 2], Enumerable.Repeat(1.0, 8).ToArray())));
        Assert.Equal(channelsLast, Inputs(("x", [4, 2, 3], x), labels, ("lengths", [4], new double[] { 2, 2, 2, 2 })));
        // As documented, where there are no fewer steps than channels.
        Assert.Equal("0/1 2/3 4/5", Inputs(("x", [4, 3, 2], x), labels)[0]);
        Assert.Equal("0/1 2/3", Inputs(("x", [6, 2, 2], x), ("y", [6], NpzBytes.Alternating(6)))[0]);
        Assert.Equal(channelsLast, InputsIn(SequenceLayout.TrialsStepsChannels, ("x", [4, 2, 3], x), labels));
        Assert.Equal(channelsFirst, InputsIn(SequenceLayout.TrialsChannelsSteps, ("x", [4, 2, 3], x), labels));
        Assert.Equal(["0/1/2 12/13/14", "3/4/5 15/16/17", "6/7/8 18/19/20", "9/10/11 21/22/23"], InputsIn(SequenceLayout.StepsTrialsChannels, ("x", [2, 4, 3], x), labels));
        Assert.Equal("0/4/8 12/16/20", InputsIn(SequenceLayout.StepsChannelsTrials, ("x", [2, 3, 4], x), labels)[0]);
        Assert.Equal("0/12 1/13 2/14", InputsIn(SequenceLayout.ChannelsTrialsSteps, ("x", [2, 4, 3], x), labels)[0]);
        Assert.Equal("0/12 4/16 8/20", InputsIn(SequenceLayout.ChannelsStepsTrials, ("x", [2, 3, 4], x), labels)[0]);
        Assert.Equal("0 4 8 12 16 20", InputsIn(SequenceLayout.StepsTrialsChannels, ("x", [6, 4], x), labels)[0]);

        string[] Inputs(params (string, int[], Array)[] arrays) => InputsIn(SequenceLayout.Auto, arrays);

        string[] InputsIn(SequenceLayout layout, params (string, int[], Array)[] arrays) => SequenceReading.Inputs(Read(SequenceForm.Unsaid with { Layout = layout }, arrays));
    }

    [Theory]
    [InlineData(2, 10)]
    [InlineData(1, 10)]
    [InlineData(64, 100)]
    public void Fewer_steps_than_channels_are_refused_where_nothing_tells(int second, int third) => Assert.Equal(
        $"{_folder.Path}/a.npz: x is float64 [4, {second}, {third}]: {second} steps of {third} channels, or {third} steps of {second} channels? neither y, mask nor lengths tells; "
        + "task.layout: trials-steps-channels or trials-channels-steps does",
        Refusal.Of(() => Read(("x", [4, second, third], NpzBytes.Range(4 * second * third)), ("y", [4], NpzBytes.Alternating(4)))));

    [Theory]
    // As many outputs at the end as channels, or targets at so few steps.
    [InlineData("y", 10, 2, new[] { 2 }, "2 steps, or 10 steps and 2 outputs?")]
    [InlineData("y", 10, 3, new[] { 3 }, "3 steps, or 10 steps and 3 outputs?")]
    [InlineData("y", 3, 10, new[] { 3 }, "3 steps, or 10 steps and 3 outputs?")]
    [InlineData("y", 6, 6, new[] { 6 }, "6 steps, or 6 steps and 6 outputs?")]
    [InlineData("y", 10, 2, new[] { 2, 1 }, "2 steps, or 10 steps and 2 outputs?")]
    [InlineData("y", 10, 2, new[] { 2, 5 }, "2 steps, or 10 steps and 2 outputs?")]
    [InlineData("y", 10, 2, new[] { 1, 2 }, "2 steps, or 10 steps and 2 outputs?")]
    [InlineData("mask", 10, 2, new[] { 2 }, "2 steps, or 10 steps and 2 channels?")]
    public void No_array_makes_the_shorter_axis_the_steps_unsaid(string name, int second, int third, int[] shape, string question)
    {
        (string, int[], Array)[] arrays = [("x", [8, second, third], NpzBytes.Range(8 * second * third)), (name, [8, .. shape], NpzBytes.Range(8 * shape.Aggregate(1, static (a, b) => a * b)))];
        if (name != "y")
            arrays = [.. arrays, ("y", [8], NpzBytes.Alternating(8))];
        var message = Refusal.Of(() => Read(arrays));
        Assert.Contains($"a.npz: x is float64 [8, {second}, {third}] and {name} float64 [8, {string.Join(", ", shape)}]: {question} nothing tells; task.layout: trials-steps-channels or trials-channels-steps does", message);
    }

    [Fact]
    public void What_is_said_of_the_layout_decides_between_steps_and_outputs()
    {
        (string, int[], Array)[] arrays = [("x", [4, 3, 2], NpzBytes.Range(24)), ("y", [4, 2], NpzBytes.Range(8))];
        Assert.Equal("0/2/4 1/3/5", SequenceReading.Inputs(Read(SequenceForm.Unsaid with { Layout = SequenceLayout.TrialsChannelsSteps }, arrays))[0]);
        Assert.Contains("y is float64 [4, 2]; allowed is [4] (labels), ", Refusal.Of(() => Read(SequenceForm.Unsaid with { Layout = SequenceLayout.TrialsStepsChannels }, arrays)));
    }

    [Fact]
    public void Lengths_turn_x_around_only_where_they_are_those_of_the_longer_axis()
    {
        (string, int[], Array) labels = ("y", [4], NpzBytes.Alternating(4));
        // Shorter than a, the steps are a, as documented; just as long as a shorter b, it is asked.
        Assert.Equal("0/1 2/3 4/5", SequenceReading.Inputs(Read(("x", [4, 6, 2], NpzBytes.Range(48)), labels, ("lengths", [4], new double[] { 3, 1, 2, 2 })))[0]);
        Assert.Equal("0/1", SequenceReading.Inputs(Read(("x", [4, 6, 2], NpzBytes.Range(48)), labels, ("lengths", [4], new double[] { 1, 1, 1, 1 })))[0]);
        Assert.Contains("and lengths at most 2: 6 steps that none has, or 2 steps of 6 channels? nothing tells; task.layout: ", Refusal.Of(() => Read(("x", [4, 6, 2], NpzBytes.Range(48)), labels, ("lengths", [4], new double[] { 2, 1, 2, 2 }))));
        // Longer than a, and not as long as b: of neither.
        Assert.Contains("3 steps of 10 channels, or 10 steps of 3 channels? neither y, mask nor lengths tells", Refusal.Of(() => Read(("x", [4, 3, 10], NpzBytes.Range(120)), labels, ("lengths", [4], new double[] { 7, 1, 2, 2 }))));
        Assert.Contains("3 steps of 10 channels, or 10 steps of 3 channels? neither y, mask nor lengths tells", Refusal.Of(() => Read(("x", [4, 3, 10], NpzBytes.Range(120)), labels, ("lengths", [4], new double[] { 2, 1, 2, 2 }))));
    }

    [Fact]
    public void Lengths_and_object_arrays_make_trials_of_different_lengths()
    {
        var table = Read(("x", [3, 3], NpzBytes.With(NpzBytes.Range(9), 8, double.NaN)), ("y", [3, 3], NpzBytes.With(NpzBytes.Range(9), 8, double.NaN)), ("lengths", [3], new double[] { 3, 1, 2 }));
        Assert.Equal(["0 1 2", "3", "6 7"], SequenceReading.Inputs(table));
        Assert.Equal(["0 1 2", "3", "6 7"], SequenceReading.Targets(table));

        foreach (var name in new[] { "ragged", "ragged-first" })
        {
            table = SequenceReading.Read(TestFiles.Find($"Tasks/golden/{name}.npz"));
            Assert.Equal(["0/0 1/-1 2/-2", "100/0 101/-1 102/-2 103/-3", "200/0 201/-1 202/-2 203/-3 204/-4"], SequenceReading.Inputs(table)[..3]);
            Assert.Equal(["0", "1", "0"], SequenceReading.Labels(table)[..3]);
            Assert.Equal(name == "ragged" ? [0, 1, 2] : [0, 0, 1], Enumerable.Range(0, 3).Select(step => table.Mask(4, step, 0)));
        }

        Assert.Equal(["0 1 2", "100 101 102 103"], SequenceReading.Inputs(SequenceReading.Read(TestFiles.Find("Tasks/golden/ragged-lists.npz")))[..2]);
        Assert.Equal(["0 0.5 1", "50 50.5 51 51.5"], SequenceReading.Targets(SequenceReading.Read(TestFiles.Find("Tasks/golden/ragged.npz"), SequenceForm.Unsaid with { Label = "steps" }))[..2]);
        Assert.Contains("short: trial 1 has 2 steps, and 3 in x; allowed are as many", Refusal.Of(() => SequenceReading.Read(TestFiles.Find("Tasks/golden/ragged.npz"), SequenceForm.Unsaid with { Label = "short" })));
        Assert.Contains("x: trials are float32 [3, 2] and ", Refusal.Of(() => SequenceReading.Read(TestFiles.Find("Tasks/golden/ragged-apart.npz"))));
    }

    [Theory]
    [InlineData("lengths")]
    [InlineData("seq_len")]
    [InlineData("seqLens")]
    [InlineData("sequence_lengths")]
    [InlineData("x_lengths")]
    [InlineData("input_len")]
    [InlineData("trial_length")]
    public void Lengths_go_by_the_names_in_use(string name)
    {
        var table = Read(("x", [4, 3], NpzBytes.Range(12)), ("y", [4], NpzBytes.Alternating(4)), (name, [4], new double[] { 3, 1, 2, 3 }));
        Assert.Equal(["0 1 2", "3", "6 7", "9 10 11"], SequenceReading.Inputs(table));
        // A single number is no array of lengths.
        table = Read(("x", [4, 3], NpzBytes.Range(12)), ("y", [4], NpzBytes.Alternating(4)), (name, [], new double[] { 3 }));
        Assert.Equal("3 4 5", SequenceReading.Inputs(table)[1]);
    }

    [Theory]
    [InlineData("n_len", false)]
    [InlineData("LENGTHS_RAW", false)]
    [InlineData("lenOfTrial", false)]
    [InlineData("event_length", false)]
    [InlineData("n_steps", false)]
    [InlineData("numSteps", false)]
    [InlineData("valid", true)]
    [InlineData("attention_mask", true)]
    [InlineData("padding_mask", true)]
    [InlineData("inputMask", true)]
    [InlineData("padded", true)]
    public void What_may_say_where_trials_end_and_is_not_read_is_refused(string name, bool isMask)
    {
        (string, int[], Array)[] arrays = [("x", [4, 3], NpzBytes.Range(12)), ("y", [4], NpzBytes.Alternating(4))];
        (string, int[], Array) ends = isMask ? (name, [4, 3], new double[] { 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1 }) : (name, [4], new double[] { 3, 1, 2, 3 });
        Assert.Contains(isMask ? $"'{name}' is float64 [4, 3] and not read: does it say where trials end? allowed are an array lengths [4]" : $"'{name}' is float64 [4], whole numbers from 1 to 3, and not read: the lengths of trials? allowed is the name lengths",
            Refusal.Of(() => Read([.. arrays, ends])));
        // Where lengths are there, or nothing ends, nothing is asked.
        Assert.Equal(4, Read([.. arrays, ends, ("lengths", [4], new double[] { 3, 1, 2, 3 })]).Trials);
        Assert.Equal(4, Read([.. arrays, isMask ? (name, [4, 3], Enumerable.Repeat(1.0, 12).ToArray()) : (name, [4], Enumerable.Repeat(3.0, 4).ToArray())]).Trials);
    }

    [Theory]
    [InlineData("valence", new double[] { 1, 2, 3, 1 })]
    [InlineData("silent", new double[] { 1, 2, 3, 1 })]
    [InlineData("stimulus_length", new[] { 0.5, 2, 3, 1 })]
    [InlineData("length_ms", new double[] { 100, 200, 300, 100 })]
    [InlineData("lens_names", new double[] { 1, 2 })]
    public void Other_arrays_are_not_mistaken_for_lengths(string name, double[] values) =>
        Assert.Equal(4, Read(("x", [4, 3], NpzBytes.Range(12)), ("y", [4], NpzBytes.Alternating(4)), (name, [values.Length], values)).Trials);

    [Fact]
    public void Lengths_without_a_part_are_of_none() => Assert.Contains("'lengths' is float64 [4], whole numbers from 1 to 3, and not read", Refusal.Of(() => SequenceTable.Read(_folder.Write("a.npz", NpzBytes.Of(
        ("x_train", [4, 3], NpzBytes.Range(12)), ("y_train", [4], NpzBytes.Alternating(4)), ("x_test", [4, 3], NpzBytes.Range(12)), ("y_test", [4], NpzBytes.Alternating(4)), ("lengths", [4], new double[] { 3, 1, 2, 3 }))), SequenceForm.Unsaid)));

    [Theory]
    [InlineData("lengths", new[] { 4 })]
    [InlineData("mask", new[] { 4, 3 })]
    public void Lengths_and_masks_are_of_each_part_or_of_none(string role, int[] shape)
    {
        var path = _folder.Write("a.npz", NpzBytes.Of(("x_train", [4, 3], NpzBytes.Range(12)), ("y_train", [4], NpzBytes.Alternating(4)), ($"{role}_train", shape, Enumerable.Repeat(1.0, shape.Aggregate(1, static (a, b) => a * b)).ToArray()),
            ("x_test", [4, 3], NpzBytes.Range(12)), ("y_test", [4], NpzBytes.Alternating(4))));
        Assert.Contains($"no array '{role}_test', and the other parts have theirs; allowed is {role} for each part, or for none; found are ", Refusal.Of(() => SequenceTable.Read(path, SequenceForm.Unsaid)));
    }

    [Fact]
    public void A_trial_of_its_own_length_is_asked_at_its_own_last_step()
    {
        var task = new LabelledSequences { File = TestFiles.Find("Tasks/golden/ragged-first.npz") }.Load("/");
        Assert.Equal(6, task.StepCount);
        Assert.EndsWith("ragged-first.npz: 40 trials of 6 steps, 2 inputs, 2 classes (20, 20), lengths 3 to 6", task.DataRead);
        for (var n = 0ul; n < 20; n++)
        {
            var (key, trial) = (new TrialKey(2, NoiseStream.Task, n), TaskTrials.Make(task, n));
            var number = (int)trial.Inputs[0, 0] / 100;
            Assert.Equal(3 + (number % 4), task.StepsOf(key));
            Assert.Equal(task.StepsOf(key) - 1, Enumerable.Range(0, 6).Single(t => trial.Mask[t, 0] != 0));
            Assert.Equal(1, trial.Targets[task.StepsOf(key) - 1, number % 2]);
            Assert.All(Enumerable.Range(task.StepsOf(key), 6 - task.StepsOf(key)), t => Assert.Equal((0, 0), (trial.Inputs[t, 0], trial.Inputs[t, 1])));
        }
    }

    [Fact]
    public void What_is_not_asked_for_may_be_anything_and_becomes_0()
    {
        var (nan, half) = (double.NaN, Enumerable.Range(0, 40).Select(static k => k % 2 == 0 ? 1.0 : 0).ToArray());
        double[] y = [.. NpzBytes.Range(40).Select(k => k % 4 == 1 ? nan : k % 4 == 3 ? double.NegativeInfinity : k)];
        _folder.Write("a.npz", NpzBytes.Of(("x", [20, 2], NpzBytes.Range(40)), ("y", [20, 2], y), ("mask", [20, 2], half)));
        var trial = TaskTrials.Make(new LabelledSequences { File = "a.npz" }.Load(_folder.Path), 0);
        Assert.Equal([trial.Inputs[0, 0], 0], trial.Targets.Cast<double>());
    }

    [Fact]
    public void Classes_at_each_step_are_taken_where_the_loss_asks_for_classes()
    {
        _folder.Write("a.npz", NpzBytes.Of(("x", [20, 2], NpzBytes.Range(40)), ("y", [20, 2], NpzBytes.With([.. NpzBytes.Range(40).Select(static k => 2 * (k % 3))], 1, double.NaN)),
            ("mask", [20, 2], NpzBytes.With([.. Enumerable.Repeat(1.0, 40)], 1, 0))));
        var task = new LabelledSequences { File = "a.npz" }.Load(_folder.Path);
        Assert.Equal(1, task.Asking(forClasses: false).OutputCount);
        var asked = task.Asking(forClasses: true);
        Assert.Equal(3, asked.OutputCount);
        Assert.EndsWith("20 trials of 2 steps, 1 input, 3 classes at each step (0, 2, 4)", asked.DataRead);
        var trial = TaskTrials.Make(asked, 0);
        for (var t = 0; t < 2; t++)
        {
            for (var o = 0; o < 3; o++)
                Assert.Equal(trial.Mask[t, 0] != 0 && trial.Inputs[t, 0] % 3 == o ? 1 : 0, trial.Targets[t, o]);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-100)]
    public void Negative_classes_at_steps_are_told_of_the_mask(double ignored)
    {
        var y = NpzBytes.With(NpzBytes.Alternating(40), 21, ignored);
        _folder.Write("a.npz", NpzBytes.Of(("x", [20, 2], NpzBytes.Range(40)), ("y", [20, 2], y)));
        var task = new LabelledSequences { File = "a.npz" }.Load(_folder.Path);
        Assert.Equal(1, task.Asking(forClasses: false).OutputCount);
        Assert.EndsWith($"a.npz: y: trial 11, step 2 is {ignored}; allowed as a class is a whole number of at least 0, or a word; where nothing is asked (ignore_index, padding), a mask of 0 there says so", Refusal.Of(() => task.Asking(forClasses: true)));
        _folder.Write("b.npz", NpzBytes.Of(("x", [20, 2], NpzBytes.Range(40)), ("y", [20, 2], y), ("mask", [20, 2], NpzBytes.With([.. Enumerable.Repeat(1.0, 40)], 21, 0))));
        Assert.Equal(2, new LabelledSequences { File = "b.npz" }.Load(_folder.Path).Asking(forClasses: true).OutputCount);
        // Targets that are no whole numbers are no classes at all.
        _folder.Write("c.npz", NpzBytes.Of(("x", [20, 2], NpzBytes.Range(40)), ("y", [20, 2], NpzBytes.With(y, 30, 0.5))));
        Assert.Equal(1, new LabelledSequences { File = "c.npz" }.Load(_folder.Path).Asking(forClasses: true).OutputCount);
    }

    [Fact]
    public void Words_at_each_step_are_classes_and_no_numbers()
    {
        _folder.Write("a.csv", string.Concat(Enumerable.Range(0, 20).Select(static k => $"{k},0,{k},{(k % 2 == 0 ? "up" : "down")}\n{k},1,{k},down\n").Prepend("trial,step,u1,label\n")));
        var task = new LabelledSequences { File = "a.csv" }.Load(_folder.Path);
        Assert.Equal(2, task.Asking(forClasses: true).OutputCount);
        Assert.Contains("targets are words (down, up, ...); allowed are numbers, or training.loss: cross-entropy", Refusal.Of(() => task.Asking(forClasses: false)));
    }

    [Fact]
    public void Arrays_that_do_not_belong_together_are_refused_by_name()
    {
        double[] labels = NpzBytes.Alternating(10);
        Expect("no array 'x'; found are y float64 [10]; needed are x (inputs) and y (labels or targets), allowed are mask and lengths", ("y", [10], labels));
        Expect("no array 'y'; found are x float64 [10, 3]; needed are x (inputs)", ("x", [10, 3], NpzBytes.Range(30)));
        Expect("no array 'y'; found are x float64 [10, 3], lable float64 [10]; ", ("x", [10, 3], NpzBytes.Range(30)), ("lable", [10], labels));
        Expect("arrays 'X', 'inputs': which is x? allowed is one of them, or one that is called x", ("X", [10, 3], NpzBytes.Range(30)), ("inputs", [10, 3], NpzBytes.Range(30)), ("y", [10], labels));
        Expect("allowed are x and y alone, or x_train, y_train, x_test and y_test", ("x", [10, 3], NpzBytes.Range(30)), ("x_test", [10, 3], NpzBytes.Range(30)), ("y", [10], labels));
        Expect("no array 'y_test'; found are ", ("x_train", [10, 3], NpzBytes.Range(30)), ("y_train", [10], labels), ("x_test", [10, 3], NpzBytes.Range(30)));
        Expect("y is float64 [10, 10], a single 1 in each row: one-hot labels, or targets at 10 steps? allowed are labels [10] (y.argmax(1)) or targets [10, 10, 1] (y[:, :, None])",
            ("x", [10, 10], NpzBytes.Range(100)), ("y", [10, 10], NpzBytes.Range(100).Select(static k => k % 10 == 1 ? 1.0 : 0).ToArray()));
        Expect("y is float64 [3]; allowed is [10] (labels), ", ("x", [10, 3, 2], NpzBytes.Range(60)), ("y", [3], labels[..3]));
        Expect("; with the trials on x's second axis, task.layout: steps-trials-channels", ("x", [10, 3, 2], NpzBytes.Range(60)), ("y", [3], labels[..3]));
        Expect("lengths: 4 of trial 2 is not allowed; a whole number from 1 to 3", ("x", [10, 3], NpzBytes.Range(30)), ("y", [10], labels), ("lengths", [10], NpzBytes.With([.. Enumerable.Repeat(1.0, 10)], 1, 4)));
        Expect("lengths is float64 [3]; allowed is [10], the number of steps of each trial", ("x", [10, 3], NpzBytes.Range(30)), ("y", [10], labels), ("lengths", [3], NpzBytes.Range(3)));

        void Expect(string expected, params (string, int[], Array)[] arrays) => Assert.Contains(expected, Refusal.Of(() => Read(arrays)));
    }

    [Fact]
    public void What_is_said_of_one_kind_of_file_does_not_pass_for_the_other()
    {
        var npz = _folder.Write("a.npz", NpzBytes.Of(("x", [4, 2], NpzBytes.Range(8)), ("y", [4], NpzBytes.Alternating(4))));
        Assert.Contains("task.header says how a CSV file is read, and this is an npz file", Refusal.Of(() => SequenceReading.Read(npz, SequenceForm.Unsaid with { Header = true })));
        Assert.Contains("task.index says how a CSV file is read, and this is an npz file", Refusal.Of(() => SequenceReading.Read(npz, SequenceForm.Unsaid with { Index = "1" })));
        Assert.Contains("task.layout is the order of the axes of an npz file, and this is a CSV file", Refusal.Of(() => SequenceReading.Read(_folder.Write("a.csv", "1,2\n"), SequenceForm.Unsaid with { Layout = SequenceLayout.TrialsStepsChannels })));
    }

    private static double[] Items(TrialTask task, NoiseStream part) =>
        [.. Enumerable.Range(0, task.TrialCount(part)!.Value).Select(n => TaskTrials.Make(task, (ulong)n, part).Inputs[0, 0])];

    private SequenceTable Read(params (string, int[], Array)[] arrays) => Read(SequenceForm.Unsaid, arrays);

    private SequenceTable Read(SequenceForm form, params (string, int[], Array)[] arrays) => SequenceReading.Read(_folder.Write("a.npz", NpzBytes.Of(arrays)), form);
}
