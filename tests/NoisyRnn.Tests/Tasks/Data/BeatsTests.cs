using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class BeatsTests : IDisposable
{
    private static readonly NoiseStream[] Parts = [NoiseStream.Task, NoiseStream.Validation, NoiseStream.Test];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_beat_is_read_value_by_value_and_its_class_is_asked_at_the_last_step()
    {
        Write(30, 20, 10, 10, 10);
        var task = Load(new Beats { File = "beats.tsv", Weights = ClassWeights.Equal });
        Assert.Equal((4, 1, 2), (task.StepCount, task.InputCount, task.OutputCount));
        var trial = TaskTrials.Make(task, 3);
        var beat = trial.Inputs[0, 0];
        Assert.Equal([beat, beat + 0.25, beat + 0.5, beat + 0.75], trial.Inputs.Cast<double>());
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1], trial.Mask.Cast<double>());
        Assert.Equal(beat < 30 ? 0 : 1, TaskTrials.Class(trial));
        Assert.Equal(1, trial.Targets.Cast<double>().Sum());
    }

    [Theory]
    [InlineData(BeatClasses.NormalAbnormal, new[] { 0, 1, 1, 1, 1 })]
    [InlineData(BeatClasses.Three, new[] { 0, 1, 2, 2, 2 })]
    public void Classes_are_merged(BeatClasses classes, int[] expected)
    {
        Write(10, 10, 10, 10, 10);
        var task = Load(new Beats { File = "beats.tsv", Classes = classes });
        for (var n = 0ul; n < 32; n++)
        {
            var trial = TaskTrials.Make(task, n);
            Assert.Equal(expected[(int)trial.Inputs[0, 0] / 10], TaskTrials.Class(trial));
        }
    }

    [Fact]
    public void Five_folds_are_disjoint_and_complete_and_keep_the_shares_of_classes_and_a_second_split_differs()
    {
        Write(59, 35, 3, 4, 2);
        var folds = Enumerable.Range(0, 10).Select(f => Items(Load(new Beats { File = "beats.tsv", Classes = BeatClasses.Three, Fold = f }), NoiseStream.Test)).ToArray();
        foreach (var split in new[] { folds[..5], folds[5..] })
        {
            Assert.Equal(Enumerable.Range(0, 103), split.SelectMany(static f => f).Order());
            // Dealt one by one: sizes differ by at most one, in each class too.
            foreach (var (from, to) in new[] { (0, 103), (0, 59), (59, 94), (94, 103) })
            {
                var sizes = split.Select(f => f.Count(k => k >= from && k < to)).ToArray();
                Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
            }
        }

        Assert.DoesNotContain(folds[..5], first => folds[5..].Any(second => first.Order().SequenceEqual(second.Order())));
    }

    [Fact]
    public void The_parts_of_a_fold_are_disjoint_and_complete_and_validation_keeps_the_shares()
    {
        Write(50, 30, 10, 6, 4);
        var task = Load(new Beats { File = "beats.tsv", Fold = 7 });
        var parts = Parts.Select(p => Items(task, p)).ToArray();
        Assert.Equal(Enumerable.Range(0, 100), parts.SelectMany(static p => p).Order());
        // 40 and 40 beats of the two classes are in the other four folds; a fifth of each validates.
        Assert.Equal([32, 8, 10], parts.Select(static p => p.Count(static k => k < 50)));
        Assert.Equal([32, 8, 10], parts.Select(static p => p.Count(static k => k >= 50)));
    }

    [Fact]
    public void With_balanced_weights_all_classes_count_alike_in_every_part()
    {
        Write(60, 20, 5, 3, 2);
        var task = Load(new Beats { File = "beats.tsv", Classes = BeatClasses.Three });
        foreach (var part in Parts)
        {
            var size = Items(task, part).Length;
            var weights = new double[3];
            for (var n = 0; n < size; n++)
            {
                var trial = TaskTrials.Make(task, (ulong)n, part);
                weights[TaskTrials.Class(trial)] += trial.Mask[3, 0];
                Assert.Equal(trial.Mask[3, 0], trial.Mask[3, 2]);
            }

            Assert.All(weights, w => Assert.Equal(size / 3.0, w, 1e-9));
        }
    }

    [Fact]
    public void With_balanced_weights_the_accuracy_over_the_test_part_is_the_balanced_accuracy()
    {
        Write(60, 20, 5, 3, 2);
        var task = Load(new Beats { File = "beats.tsv" });
        var size = Items(task, NoiseStream.Test).Length;
        var entropy = new CrossEntropyAccumulator();
        var (right, all) = (new int[2], new int[2]);
        for (var n = 0; n < size; n++)
        {
            var trial = TaskTrials.Make(task, (ulong)n, NoiseStream.Test);
            var (truth, guess) = (TaskTrials.Class(trial), trial.Inputs[0, 0] < 80 ? 0 : 1);
            entropy.Add(guess == 0 ? [1, 0] : [0, 1], [trial.Targets[3, 0], trial.Targets[3, 1]], trial.Mask[3, 0]);
            all[truth]++;
            right[truth] += truth == guess ? 1 : 0;
        }

        var recalls = right.Zip(all, static (r, a) => (double)r / a).ToArray();
        Assert.NotEqual((double)right.Sum() / size, recalls.Average(), 0.05);
        Assert.Equal(recalls.Average(), entropy.ToPoint(0, 0).Accuracy!.Value, 1e-12);
    }

    [Theory]
    [InlineData(new[] { 10, 0, 0, 0, 0 }, 0, "the training part has no beat of class 2 to 5 (abnormal); each class needs 7 beats or more, one in every part")]
    [InlineData(new[] { 20, 3, 0, 0, 0 }, 0, "the test part has no beat of class 2 to 5 (abnormal)")]
    public void A_class_missing_in_a_fold_is_an_error(int[] counts, int otherThan, string expected)
    {
        Write(counts);
        var messages = Enumerable.Range(0, 5).Select(f => Record.Exception(() => Load(new Beats { File = "beats.tsv", Fold = f }))?.Message).OfType<string>().ToArray();
        Assert.True(messages.Length > otherThan);
        Assert.All(messages, m => Assert.StartsWith($"{_folder.Path}/beats.tsv: task.fold = ", m));
        Assert.Contains(messages, m => m.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_that_is_none_of_heart_beats_is_named_with_its_line()
    {
        _folder.Write("beats.tsv", "1\t0\t1\n\n6\t0\t1\n");
        Assert.Equal($"{_folder.Path}/beats.tsv:3: class 6 is not allowed; 1 (normal) to 5", Refusal.Of(() => Load(new Beats { File = "beats.tsv" })));
    }

    [Fact]
    public void Of_the_archive_s_two_files_one_trains_and_validates_and_the_other_is_the_test()
    {
        WriteTo("TRAIN.tsv", 0, 50, 30, 10, 6, 4);
        WriteTo("TEST.tsv", 100, 20, 10, 4, 3, 3);
        var task = Load(new Beats { Train = "TRAIN.tsv", Test = "TEST.tsv", Classes = BeatClasses.Three });
        var parts = Parts.Select(p => Items(task, p)).ToArray();
        Assert.Equal(Enumerable.Range(0, 100), parts[0].Concat(parts[1]).Order());
        // A fifth of each of the three classes validates.
        Assert.Equal([10, 6, 4], new[] { (0, 50), (50, 80), (80, 100) }.Select(c => parts[1].Count(k => k >= c.Item1 && k < c.Item2)));
        Assert.Equal(Enumerable.Range(100, 40), parts[2].Order());
        Assert.Equal([100, 120, 130], Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 40).Select(n => TaskTrials.Make(task, (ulong)n, NoiseStream.Test)).Where(t => TaskTrials.Class(t) == c).Min(static t => t.Inputs[0, 0])));
        Assert.Equal(["TRAIN.tsv", "TEST.tsv"], task.Files);
        Assert.Empty(task.PartKeys);
        Assert.Empty(task.Part);
        Assert.Contains("80 training, 20 validation and 40 test beats", task.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Which_beats_of_the_training_file_validate_is_up_to_the_seed_of_the_split()
    {
        WriteTo("TRAIN.tsv", 0, 50, 50);
        WriteTo("TEST.tsv", 100, 5, 5);
        var task = new Beats { Train = "TRAIN.tsv", Test = "TEST.tsv" };
        Assert.NotEqual(Items(Load(task), NoiseStream.Validation).Order(), Items(Load(task with { SplitSeed = 2 }), NoiseStream.Validation).Order());
        Assert.Equal(Items(Load(task), NoiseStream.Test).Order(), Items(Load(task with { SplitSeed = 2 }), NoiseStream.Test).Order());
    }

    [Fact]
    public void Two_files_that_do_not_belong_together_are_refused()
    {
        WriteTo("TRAIN.tsv", 0, 10, 10);
        var task = new Beats { Train = "TRAIN.tsv", Test = "TEST.tsv" };
        Assert.StartsWith($"{_folder.Path}/TEST.tsv: no such file; task.test (or --data PATH) must be a UCR file of beats", Refusal.Of(() => Load(task)));
        _folder.Write("TEST.tsv", "1\t0\t1\n2\t0\t1\n");
        Assert.Equal($"{_folder.Path}/TEST.tsv: beats of 2 values; those of {_folder.Path}/TRAIN.tsv have 4, and both must be alike", Refusal.Of(() => Load(task)));
        WriteTo("TEST.tsv", 100, 10);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "TEST.tsv"), DateTime.UtcNow.AddMinutes(1));
        Assert.Equal($"{_folder.Path}/TEST.tsv: the test part has no beat of class 2 to 5 (abnormal); each class needs 2 beats or more in task.train and 1 in task.test", Refusal.Of(() => Load(task)));
    }

    [Theory]
    [InlineData("a", "b", null, 0, "allowed is file alone, or train and test together")]
    [InlineData(null, "b", null, 0, "allowed is file alone, or train and test together")]
    [InlineData("a", null, "c", 0, "allowed is file alone, or train and test together")]
    [InlineData(null, "", "c", 0, "the text is empty; allowed is the path of a UCR file, here or by --data")]
    [InlineData(null, "b", "c", 3, "3 with train and test, which are a split of their own; allowed is 0, or file in their place")]
    [InlineData(null, null, null, 0, "missing; a path, here or by --data: UCR file of beats, such as ECG5000_TRAIN.tsv")]
    public void Either_one_file_or_two_are_named(string? file, string? train, string? test, int fold, string expected) =>
        Assert.Contains(expected, Assert.Single(new Beats { File = file, Train = train, Test = test, Fold = fold }.Problems()).Problem, StringComparison.Ordinal);

    private TrialTask Load(Beats task) => task.Load(_folder.Path);

    // Beat k begins with the value k; classes come in blocks.
    private void Write(params int[] counts) => WriteTo("beats.tsv", 0, counts);

    private void WriteTo(string name, int first, params int[] counts) => _folder.Write(name, string.Concat(
        counts.SelectMany(static (n, c) => Enumerable.Repeat(c + 1, n)).Select((c, k) => FormattableString.Invariant($"{c}\t{first + k}\t{first + k + 0.25}\t{first + k + 0.5}\t{first + k + 0.75}\n"))));

    // The part's items: trials until they come again.
    private static int[] Items(TrialTask task, NoiseStream part)
    {
        var seen = new List<int>();
        for (var n = 0ul; ; n++)
        {
            var item = (int)TaskTrials.Make(task, n, part).Inputs[0, 0];
            if (seen.Contains(item))
                return [.. seen];
            seen.Add(item);
        }
    }
}
