using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class FunctionApproximationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("noisyrnn-task-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_input_is_held_and_the_last_steps_ask_for_its_function()
    {
        var task = new FunctionApproximation { Function = new SineFunction { Amplitude = 2, Frequency = 3 }, Steps = 7, LossSteps = 2, Low = -0.5, High = 0.25 };
        for (var k = 0ul; k < 50; k++)
        {
            var trial = Make(task, k);
            var u = trial.Inputs[0, 0];
            Assert.InRange(u, -0.5, 0.25);
            for (var t = 0; t < 7; t++)
            {
                Assert.Equal(u, trial.Inputs[t, 0]);
                Assert.Equal(2 * Math.Sin(3 * Math.PI * u), trial.Targets[t, 0], 1e-14);
                Assert.Equal(t < 5 ? 0 : 1, trial.Mask[t, 0]);
            }
        }
    }

    [Fact]
    public void Inputs_fill_their_range_evenly()
    {
        var inputs = Enumerable.Range(0, 4000).Select(k => Make(new FunctionApproximation { Steps = 1, LossSteps = 1 }, (ulong)k).Inputs[0, 0]).Order().ToArray();
        // Kolmogorov-Smirnov at 1e-4: 2.23 / sqrt(n).
        var distance = inputs.Select((u, k) => Math.Abs(((u + 1) / 2) - ((k + 0.5) / inputs.Length))).Max();
        Assert.True(distance < 2.23 / Math.Sqrt(inputs.Length), $"{distance}");
    }

    [Fact]
    public void With_several_inputs_the_function_is_of_their_normalised_sum()
    {
        var trial = Make(new FunctionApproximation { Inputs = 3, Function = new PolynomialFunction { Coefficients = [1, 2, 3] } }, 0);
        var x = (trial.Inputs[0, 0] + trial.Inputs[0, 1] + trial.Inputs[0, 2]) / Math.Sqrt(3);
        Assert.Equal(1 + (2 * x) + (3 * x * x), trial.Targets[0, 0], 1e-14);
    }

    [Theory]
    [InlineData(-0.01, -3)]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    public void A_step_takes_its_upper_value_from_the_threshold_on(double x, double y) =>
        Assert.Equal(y, new StepFunction { Threshold = 0, Low = -3, High = 5 }.Evaluate(x));

    [Fact]
    public void A_trial_is_a_function_of_its_number_alone()
    {
        var task = new FunctionApproximation { Inputs = 2 };
        Make(task, 8);
        Assert.Equal(Make(task, 3).Inputs, Make(task, 3).Inputs);
        Assert.NotEqual(Make(task, 3).Inputs, Make(task, 4).Inputs);
        Assert.NotEqual(Make(task, 3).Inputs, Make(task, 3, NoiseStream.Validation).Inputs);
    }

    [Fact]
    public void Samples_come_from_the_rows_of_a_file_and_no_row_serves_two_purposes()
    {
        var file = Path.Combine(_folder, "samples.csv");
        File.WriteAllLines(file, Enumerable.Range(0, 50).Select(static k => $"{k},{k + 0.5},{k * k},{-k}").Prepend("a,b,y1,y2"));
        var task = (FunctionApproximation)new FunctionApproximation { File = "samples.csv", Inputs = 2 }.Load(_folder);
        Assert.Equal((2, 2), (task.InputCount, task.OutputCount));
        var seen = new Dictionary<NoiseStream, HashSet<double>>();
        foreach (var stream in new[] { NoiseStream.Task, NoiseStream.Validation, NoiseStream.Test })
        {
            seen[stream] = [];
            for (var k = 0ul; k < 2000; k++)
            {
                var trial = Make(task, k, stream);
                var row = trial.Inputs[0, 0];
                Assert.Equal([row + 0.5, row * row, -row], [trial.Inputs[0, 1], trial.Targets[0, 0], trial.Targets[0, 1]]);
                seen[stream].Add(row);
            }
        }

        // 2000 draws of at most 40 rows miss one with probability 40 (1 - 1/40)^2000 < 1e-20.
        Assert.Equal((40, 5, 5), (seen[NoiseStream.Task].Count, seen[NoiseStream.Validation].Count, seen[NoiseStream.Test].Count));
        Assert.Equal(50, seen.Values.SelectMany(static s => s).Distinct().Count());
    }

    [Theory]
    [InlineData("", "{0},{1},{2},{3}")]
    [InlineData("a,b,c,d", "{0},{1},{2},{3}")]
    [InlineData("u1,u2,y1,y2", "{0},{1},{2},{3}")]
    [InlineData("y2,u2,y1,u1", "{3},{1},{2},{0}")]
    [InlineData("# y2,u2,y1,u1", "{3},{1},{2},{0}")]
    [InlineData(",target_1,x_1,target_2,x_2", "{4},{2},{0},{3},{1}")]
    [InlineData("\"x1\";\"x2\";\"y1\";\"y2\"", "{4};{0};{1};{2};{3}")]
    [InlineData("id x1 x2 y1 y2", "{4} {0} {1} {2} {3}")]
    public void Names_decide_which_columns_are_inputs(string header, string row)
    {
        var lines = Enumerable.Range(0, 50).Select(k => string.Format(CultureInfo.InvariantCulture, row, k + .25, k + 0.5, k * k, -k, k));
        File.WriteAllLines(Path.Combine(_folder, "samples.csv"), header.Length > 0 ? lines.Prepend(header) : lines);
        var task = (FunctionApproximation)new FunctionApproximation { File = "samples.csv", Inputs = 2 }.Load(_folder);
        Assert.Equal((2, 2), (task.InputCount, task.OutputCount));
        var trial = Make(task, 0);
        var k = trial.Inputs[0, 0] - .25;
        Assert.Equal([k + .25, k + .5, k * k, -k], [trial.Inputs[0, 0], trial.Inputs[0, 1], trial.Targets[0, 0], trial.Targets[0, 1]]);
        Assert.StartsWith($"{Path.Combine(_folder, "samples.csv")}: 50 samples, 2 inputs, 2 targets", task.DataRead);
    }

    [Theory]
    [InlineData("target,a,b", "0.25 0.75")]
    [InlineData("output,in1,in2", "0.25 0.75")]
    [InlineData("output,in2,in1", "0.75 0.25")]
    [InlineData("a,Y,b", "0.5 0.75")]
    [InlineData("z,x1,x2", "0.25 0.75")]
    [InlineData("# z,x1,x2", "0.25 0.75")]
    [InlineData("y1,x1,x2,weight", "0.25 0.75")]
    [InlineData("u1,mass,u2", "0.5 0.75")]
    [InlineData("x,y,z", "0.5 0.25")]
    [InlineData("a,b,c", "0.5 0.25")]
    public void A_target_among_the_inputs_is_put_in_its_place(string header, string inputs)
    {
        var columns = header.Split(',').Length;
        File.WriteAllLines(Path.Combine(_folder, "samples.csv"), Enumerable.Repeat(string.Join(',', new[] { ".5", ".25", ".75", ".125" }.Take(columns)), 30).Prepend(header));
        var trial = Make((FunctionApproximation)new FunctionApproximation { File = "samples.csv", Inputs = 2 }.Load(_folder), 0);
        Assert.Equal(inputs, string.Create(CultureInfo.InvariantCulture, $"{trial.Inputs[0, 0]} {trial.Inputs[0, 1]}"));
    }

    [Theory]
    [InlineData("y1,y2,a", "0 called inputs, 2 called targets; task.inputs = 2 needs 2 and 1: allowed are as many of the ones or of the others")]
    [InlineData("x1,x2,x3,a", "3 called inputs, 0 called targets")]
    [InlineData("target,a,b,c", "0 called inputs, 1 called targets; task.inputs = 2 needs 2 and 2")]
    public void Names_that_do_not_fit_the_number_of_inputs_are_refused(string header, string expected)
    {
        File.WriteAllLines(Path.Combine(_folder, "samples.csv"), Enumerable.Repeat(string.Join(',', header.Split(',').Select(static _ => ".5")), 30).Prepend(header));
        Assert.Contains(expected, Assert.Throws<InputException>(() => new FunctionApproximation { File = "samples.csv", Inputs = 2 }.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,1", ":1: 0, 1: names of columns, or a sample? task.header: false makes it a sample, task.header: true a header")]
    [InlineData("0,1,2", ":1: 0, 1, 2: names of columns, or a sample? task.header: false makes it a sample, task.header: true a header")]
    [InlineData("1,2,3,4", ":1: 1, 2, 3, 4: names of columns, or a sample? task.header: false makes it a sample, task.header: true a header")]
    [InlineData("0,10,20", ":1: 0, 10, 20: names of columns, or a sample? task.header: false makes it a sample, task.header: true a header")]
    [InlineData("NaN,NaN", ":1: column 1: 'NaN' is not allowed; a finite number with a decimal point")]
    [InlineData("x1,x2,y", ": columns x1, x2, y: 2 called inputs, 1 called targets; task.inputs = 1 needs 1 and 2: allowed are as many of the ones or of the others")]
    [InlineData(",y", ": 1 columns; task.inputs = 1 needs at least 2: the inputs, then the targets")]
    public void A_first_line_that_may_mean_two_things_is_refused(string first, string expected)
    {
        var columns = first.Split(',').Length;
        File.WriteAllLines(Path.Combine(_folder, "samples.csv"), Enumerable.Range(1, 50).Select(k => string.Join(',', Enumerable.Range(0, columns).Select(c => $"{k + c}.5"))).Prepend(first));
        Assert.Equal(Path.Combine(_folder, "samples.csv") + expected, Assert.Throws<InputException>(() => new FunctionApproximation { File = "samples.csv" }.Load(_folder)).Message);
    }

    [Theory]
    [InlineData(true, 49)]
    [InlineData(false, 50)]
    public void The_user_may_say_whether_it_is_a_header(bool header, int samples)
    {
        File.WriteAllLines(Path.Combine(_folder, "samples.csv"), Enumerable.Range(1, 49).Select(static k => $"{k}.5,{k}.25").Prepend("0,1"));
        Assert.Contains($": {samples} samples, 1 input, 1 target", new FunctionApproximation { File = "samples.csv", Header = header }.Load(_folder).DataRead, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_too_few_rows_or_columns_is_refused_by_name()
    {
        var file = Path.Combine(_folder, "few.csv");
        File.WriteAllLines(file, Enumerable.Range(0, 19).Select(static k => $"{k},{k}"));
        Assert.Contains("few.csv: 19 rows; allowed is 20 or more", Refusal(1), StringComparison.Ordinal);
        Assert.Contains("few.csv: 2 columns; task.inputs = 2 needs at least 3", Refusal(2), StringComparison.Ordinal);

        string Refusal(int inputs) => Assert.Throws<InputException>(() => new FunctionApproximation { File = "few.csv", Inputs = inputs }.Load(_folder)).Message;
    }

    private static Trial Make(FunctionApproximation task, ulong number, NoiseStream stream = NoiseStream.Task)
    {
        var trial = new Trial(task.StepCount, task.InputCount, task.OutputCount);
        task.Fill(new TrialKey(2, stream, number), trial);
        return trial;
    }
}
