using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// An input held for the whole trial; the target is a function of it, asked for on the last steps. The function is
/// given (u uniform in a range) or sampled: the rows of a CSV file are then the trials.
/// </summary>
public sealed record FunctionApproximation : TrialTask, IValidated
{
    private SampleTable? _samples;

    /// <summary>y(x).</summary>
    [Description("the target as a function of x = (u_1 + ... + u_k) / sqrt(k); not used with file")]
    public TargetFunction Function { get; init; } = new SineFunction();

    /// <summary>k.</summary>
    [Description("number of input channels k; with file, its first k columns")]
    [Range(1, 1024)]
    public int Inputs { get; init; } = 1;

    /// <summary>Lowest input.</summary>
    [Description("inputs are uniform from low to high")]
    public double Low { get; init; } = -1;

    /// <summary>Highest input.</summary>
    [Description("inputs are uniform from low to high")]
    public double High { get; init; } = 1;

    /// <summary>A CSV file: k columns of inputs, then the targets.</summary>
    [Description("CSV file, relative to the experiment file, whose rows are samples: k input columns, then the target columns; every fifth row is held out")]
    [Location]
    public string? File { get; init; }

    /// <summary>Whether the first line of the file is a header.</summary>
    [Description("whether the first line of the file names its columns; by default the line tells, and where it cannot, the file is refused")]
    public bool? Header { get; init; }

    /// <summary>T.</summary>
    [Description("steps of a trial T")]
    [Range(1, 1000000)]
    public int Steps { get; init; } = 40;

    /// <summary>Steps at the end that count.</summary>
    [Description("number of last steps that count in the loss")]
    [Range(1, 1000000)]
    public int LossSteps { get; init; } = 20;

    /// <inheritdoc/>
    public override int InputCount => Inputs;

    /// <inheritdoc/>
    public override int OutputCount => File is null ? 1 : Samples.Targets;

    /// <inheritdoc/>
    public override int StepCount => Steps;

    /// <inheritdoc/>
    public override ImmutableArray<string> Files => File is null ? [] : [File];

    // 1: of a file, names decide which columns are inputs and which targets.
    internal override int Revision => File is null ? 0 : 1;

    /// <inheritdoc/>
    public override string Summary => File is null
        ? $"y = {Function.Formula} of an input{Held}"
        : $"y sampled from {Path.GetFileName(File)}, its input{Held}";

    /// <inheritdoc/>
    public override string DataRead => _samples?.Line ?? "";

    private string Held => Steps == 1 ? "" : $" held for {Steps} steps, the last {(LossSteps == 1 ? "one counts" : $"{LossSteps} count")}";

    private SampleTable Samples => _samples ?? throw new InvalidOperationException("the task's file is not loaded");

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (LossSteps > Steps)
            yield return ("loss-steps", $"{LossSteps} of {Steps} steps; allowed is 1 to steps");
        if (!(Low < High))
            yield return ("low", $"{Low} is not below high, {High}; allowed is low < high");
    }

    /// <inheritdoc/>
    public override TrialTask Load(string folder) =>
        File is null ? this : this with { _samples = SampleTable.Read(TaskFile.PathOf(folder, File, "a CSV file whose rows are inputs, then targets"), Inputs, Header) };

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var random = key.Random();
        var inputs = new double[Inputs];
        double[] targets;
        if (File is null)
        {
            var sum = 0.0;
            foreach (ref var u in inputs.AsSpan())
                sum += u = random.NextUniform(Low, High);
            targets = [Function.Evaluate(Inputs == 1 ? sum : sum / Math.Sqrt(Inputs))];
        }
        else
        {
            targets = Samples.Draw(random, key.Stream, inputs);
        }

        Trial.Hold(trial.Inputs, 0, inputs);
        Trial.Hold(trial.Targets, 0, targets);
        for (var t = Steps - LossSteps; t < Steps; t++)
        {
            for (var o = 0; o < targets.Length; o++)
                trial.Mask[t, o] = 1;
        }
    }
}
