using NoisyRnn.Formats;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class SequenceCsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_of_steps_are_inputs_and_targets_of_trials_in_the_order_of_their_numbers()
    {
        var (inputs, targets, mask) = Read("y1,u2,step,Trial,u1", "9,2,0,7,1", "1,20,0,-3,10", "8,4,1,7,3", "2,40,1,-3,30");
        Assert.Equal([2, 2, 2], inputs.Shape);
        Assert.Equal([10, 20, 30, 40, 1, 2, 3, 4], inputs.ToDouble());
        Assert.Equal([2, 2, 1], targets.Shape);
        Assert.Equal([1, 2, 9, 8], targets.ToDouble());
        Assert.Null(mask);
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
    public void Without_a_mask_every_step_counts()
    {
        _folder.Write("steps.csv", string.Concat(Enumerable.Range(0, 60).Select(static k => $"{k},0,{k},{k}\n").Prepend("trial,step,u1,y1\n")));
        Assert.Equal([1.0], TaskTrials.Make(new LabelledSequences { File = "steps.csv" }.Load(_folder.Path), 0).Mask.Cast<double>());
    }

    [Fact]
    public void A_header_that_names_other_columns_leaves_a_row_a_trial()
    {
        var (inputs, targets, _) = Read("label,u1,u2", "1,5,6", "2,7,8");
        Assert.Equal([2, 2], inputs.Shape);
        Assert.Equal([1, 2], targets.ToDouble());
    }

    [Theory]
    [InlineData("a.csv:4: trial 1: step 3 follows step 1; allowed is 2: steps ascend by 1", "trial,step,u1,y1", "1,0,5,5", "1,1,5,5", "1,3,5,5")]
    [InlineData("a.csv:4: trial 2: step 1 comes first; allowed is 0, as in trial 1: steps ascend by 1", "trial,step,u1,y1", "1,0,5,5", "1,1,5,5", "2,1,5,5")]
    [InlineData("a.csv:2: trial 1 begins with step 5; allowed is 0 or 1", "trial,step,u1,y1", "1,5,5,5")]
    [InlineData("a.csv:3: trial 1.5 is not allowed; a whole number", "trial,step,u1,y1", "1,0,5,5", "1.5,0,5,5")]
    [InlineData("a.csv:4: trial 2 ends after 1 steps and trial 1 after 2; all trials must have the same number", "trial,step,u1,y1", "1,0,5,5", "1,1,5,5", "2,0,5,5")]
    [InlineData("a.csv:3: mask: -1 is not allowed; a number of at least 0", "trial,step,u1,y1,mask", "1,0,5,5,1", "1,1,5,5,-1")]
    [InlineData("a.csv:3: mask: the trial that ends here has no step above 0; every trial must ask for something", "trial,step,u1,y1,mask", "1,0,5,5,0", "1,1,5,5,0")]
    [InlineData("a.csv:3: 3 fields; the first line has 4, so every line must", "trial,step,u1,y1", "1,0,5,5", "1,1,5")]
    [InlineData("a.csv: columns step, u1, y1: no 'trial'; a row a step needs trial, step, u1, ... and y1, ...", "step,u1,y1", "0,5,5")]
    [InlineData("a.csv: columns trial, step, u1: no 'y1'; needed are y1, y2, ... without a gap", "trial,step,u1", "1,0,5")]
    [InlineData("a.csv: columns trial, step, u1, u3, y1: no 'u2'; needed are u1, u2, ... without a gap", "trial,step,u1,u3,y1", "1,0,5,5,5")]
    [InlineData("a.csv: unknown column 'maks'; did you mean 'mask'? (allowed: trial, step, u1, y1, mask); u and y are numbered from 1", "trial,step,u1,y1,maks", "1,0,5,5,5")]
    [InlineData("a.csv: column 'u1' stands there twice; allowed is once", "trial,step,u1,u1,y1", "1,0,5,5,5")]
    public void What_does_not_fit_is_refused_with_its_line(string expected, params string[] lines) =>
        Assert.Equal($"{_folder.Path}/{expected}", Assert.Throws<InputException>(() => Read(lines)).Message);

    private (NpyArray Inputs, NpyArray Targets, NpyArray? Mask) Read(params string[] lines) =>
        SequenceCsv.Read(_folder.Write("a.csv", string.Join('\n', lines) + "\n"));
}
