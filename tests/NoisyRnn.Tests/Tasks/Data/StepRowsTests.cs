using NoisyRnn.Formats;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>A CSV file with a row a step.</summary>
public sealed class StepRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("y1,u2,step,Trial,u1;9,2,0,7,1;1,20,0,-3,10;8,4,1,7,3;2,40,1,-3,30")]
    [InlineData("# y1,u2,step,Trial,u1;9,2,0,7,1;1,20,0,-3,10;8,4,1,7,3;2,40,1,-3,30")]
    [InlineData("\"\",\"y1\",\"u2\",\"step\",\"trial\",\"u1\";\"1\",9,2,0,7,1;\"2\",1,20,0,-3,10;\"3\",8,4,1,7,3;\"4\",2,40,1,-3,30")]
    [InlineData("\"y1\",\"u2\",\"step\",\"trial\",\"u1\";\"1\",9,2,0,7,1;\"2\",1,20,0,-3,10;\"3\",8,4,1,7,3;\"4\",2,40,1,-3,30")]
    [InlineData("subject,y1,U2,Step,Trial,u1;s1,9,2,0,7,1;s2,1,20,0,-3,10;s1,8,4,1,7,3;s2,2,40,1,-3,30")]
    [InlineData("trial,step,u0,u1,y0;-3,0,10,20,1;-3,1,30,40,2;7,0,1,2,9;7,1,3,4,8")]
    [InlineData("trial step u1 u2 y1;7 0 1 2 9;-3 0 10 20 1;7 1 3 4 8;-3 1 30 40 2")]
    public void Inputs_and_targets_are_those_of_trials_in_the_order_of_their_numbers(string rows)
    {
        var table = Read(rows);
        Assert.Equal(["10/20 30/40", "1/2 3/4"], SequenceReading.Inputs(table));
        Assert.Equal(["1 2", "9 8"], SequenceReading.Targets(table));
        Assert.Equal(1, table.Mask(0, 1, 0));
    }

    [Fact]
    public void They_are_trials_of_a_task_with_the_mask_of_the_file()
    {
        _folder.Write("steps.csv", string.Concat(Enumerable.Range(0, 60).Reverse().SelectMany(static k => Enumerable.Range(1, 3).Select(t => $"{k};{t};{k + (0.1 * t)};{-k};{k * t};{t - 1}\n")).Prepend("trial;step;u1;u2;y1;mask\n")));
        var task = new LabelledSequences { File = "steps.csv" }.Load(_folder.Path);
        Assert.Equal((2, 1, 3), (task.InputCount, task.OutputCount, task.StepCount));
        for (var n = 0ul; n < 40; n++)
        {
            var trial = TaskTrials.Make(task, n);
            var k = -trial.Inputs[0, 1];
            for (var t = 1; t <= 3; t++)
                Assert.Equal((k + (0.1 * t), k * t, t - 1), (trial.Inputs[t - 1, 0], trial.Targets[t - 1, 0], trial.Mask[t - 1, 0]));
        }
    }

    [Fact]
    public void Trials_may_differ_in_length_and_be_called_by_words()
    {
        var table = Read("trial,step,u1,y1;s2,1,5,9;s1,1,1,2;s1,2,3,4;s2,2,6,8;s2,3,7,7");
        Assert.Equal(["1 3", "5 6 7"], SequenceReading.Inputs(table));
        Assert.Equal(["2 4", "9 8 7"], SequenceReading.Targets(table));
    }

    [Theory]
    [InlineData("trial,step,u1,u2,label;1,0,1,2,b;1,1,3,4,b;2,0,5,6,a;2,1,7,8,a", "b a")]
    [InlineData("trial,step,u1,u2,Class;1,0,1,2,3;1,1,3,4,3;2,0,5,6,1;2,1,7,8,1", "3 1")]
    public void A_label_that_stays_is_the_trial_s(string rows, string labels)
    {
        var table = Read(rows);
        Assert.Equal(["1/2 3/4", "5/6 7/8"], SequenceReading.Inputs(table));
        Assert.Equal(labels.Split(' '), SequenceReading.Labels(table));
        Assert.Null(table.Targets);
    }

    [Fact]
    public void A_label_that_changes_is_a_class_at_each_step_and_may_be_missing_where_nothing_is_asked()
    {
        var table = Read("trial,step,u1,label,mask;1,0,1,,0;1,1,3,rest,1;2,0,5,move,1;2,1,7,rest,1");
        Assert.Equal(["NaN 1", "0 1"], SequenceReading.Targets(table));
        Assert.Equal(["move", "rest"], table.Words);
    }

    [Theory]
    [InlineData("trial,step,u1,y1,mask;1,0,5,NaN,0;1,1,5,2,1")]
    [InlineData("trial,step,u1,y1,mask;1,0,5,,0;1,1,5,2,1")]
    [InlineData("trial,step,u1,y1,mask;1,0,5,NA,0;1,1,5,2,1")]
    public void A_target_may_be_missing_where_the_mask_is_0(string rows)
    {
        var table = Read(rows);
        Assert.True(double.IsNaN(table.Targets![0, 0, 0]));
        Assert.Equal(2, table.Targets[0, 1, 0]);
    }

    [Fact]
    public void A_column_is_left_out_where_the_user_says_so() =>
        Assert.Equal(["5"], SequenceReading.Inputs(Read("trial,step,time,u1,y1;1,0,noon,5,6", SequenceForm.Unsaid with { Index = "time" })));

    [Theory]
    [InlineData(":4: trial 1: step 3 follows step 1; allowed is 2: steps ascend by 1", "trial,step,u1,y1;1,0,5,5;1,1,5,5;1,3,5,5")]
    [InlineData(":4: trial 2: step 1 comes first; allowed is 0, as in trial 1: steps ascend by 1", "trial,step,u1,y1;1,0,5,5;1,1,5,5;2,1,5,5")]
    [InlineData(":2: trial 1 begins with step 5; allowed is 0 or 1", "trial,step,u1,y1;1,5,5,5")]
    [InlineData(":3: trial 1.5 is not allowed; a whole number or a word", "trial,step,u1,y1;1,0,5,5;1.5,0,5,5")]
    [InlineData(":3: u1 is NaN; allowed are finite numbers; where trials end earlier, ", "trial,step,u1,y1;1,0,5,5;1,1,,5")]
    [InlineData(":3: y1 is NaN; allowed are finite numbers, or a mask of 0 there", "trial,step,u1,y1;1,0,5,5;1,1,5,NaN")]
    [InlineData(":3: mask is -1; allowed are finite numbers of at least 0", "trial,step,u1,y1,mask;1,0,5,5,1;1,1,5,5,-1")]
    [InlineData(": mask: trial 1 has no step above 0; every trial must ask for something", "trial,step,u1,y1,mask;1,0,5,5,0;1,1,5,5,0")]
    [InlineData(":3: 3 fields; the first line has 4, so every line must", "trial,step,u1,y1;1,0,5,5;1,1,5")]
    [InlineData(":3: no label; allowed is a whole number or a word", "trial,step,u1,label;1,0,5,5;2,0,5,")]
    [InlineData(": columns step, u1, y1: no 'trial'; a row a step needs trial, step, u1, ... and y1, ... or label", "step,u1,y1;0,5,5")]
    [InlineData(": columns trial, u1, y1: no 'step'; a row a step needs", "trial,u1,y1;0,5,5")]
    [InlineData(": columns trial, step, u1: no 'y1'; needed are y1, y2, ... without a gap", "trial,step,u1;1,0,5")]
    [InlineData(": columns trial, step, u1, u3, y1: no 'u2'; needed are u1, u2, ... without a gap", "trial,step,u1,u3,y1;1,0,5,5,5")]
    [InlineData(": columns trial, step, u0, u2, y1: no 'u1'; needed are u1, u2, ... without a gap", "trial,step,u0,u2,y1;1,0,5,5,5")]
    [InlineData(": unknown column 'maks'; did you mean 'mask'? (allowed: trial, step, u1, y1, mask, label); u and y are numbered from 1; task.index: NAME leaves a column out", "trial,step,u1,y1,maks;1,0,5,5,5")]
    [InlineData(": unknown column 'x1'; did you mean 'u1'? ", "trial,step,x1,y1;1,0,5,5")]
    [InlineData(": column 'u1' stands there twice; allowed is once", "trial,step,u1,u1,y1;1,0,5,5,5")]
    [InlineData(": columns trial, step, u1, y1, label: 'label' and 'y1'; allowed are a label or targets", "trial,step,u1,y1,label;1,0,5,5,1")]
    [InlineData(": columns class and label may each be the label; task.label: NAME says which is", "trial,step,u1,class,label;1,0,5,5,1")]
    public void What_does_not_fit_is_refused_with_its_line(string expected, string rows)
    {
        var message = Refusal.Of(() => Read(rows));
        Assert.StartsWith($"{_folder.Path}/a.csv{expected}", message);
    }

    [Fact]
    public void A_hundred_thousand_columns_are_read_or_refused_in_linear_memory()
    {
        Assert.InRange(Allocated(40_000, "") / (double)Allocated(10_000, ""), 2, 6);
        Assert.InRange(Allocated(40_000, ",u1") / (double)Allocated(10_000, ",u1"), 2, 6);

        long Allocated(int columns, string again)
        {
            var path = _folder.Write("wide.csv", $"trial,step,y1,{string.Join(',', Enumerable.Range(1, columns).Select(static k => $"u{k}"))}{again}\n1,0,1,{string.Join(',', Enumerable.Range(1, columns))}{(again.Length > 0 ? ",1" : "")}\n");
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (again.Length > 0)
                Assert.Contains("column 'u1' stands there twice", Refusal.Of(() => SequenceReading.Read(path)));
            else
                Assert.Equal(columns, SequenceReading.Read(path).Inputs.Channels);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private SequenceTable Read(string rows, SequenceForm? form = null) => SequenceReading.Read(_folder.Write("a.csv", rows.Replace(';', '\n') + "\n"), form);
}
