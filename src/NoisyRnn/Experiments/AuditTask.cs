using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>The trials that networks are audited on: all of a file, or its test part where it has one.</summary>
internal sealed class AuditTask
{
    private readonly string _file;
    private readonly LabelledSequences _read;

    private AuditTask(string file, LabelledSequences read, TrialTask task, Loss loss) => (_file, _read, Task, Loss) = (file, read, task, loss);

    /// <summary>The trials.</summary>
    public TrialTask Task { get; }

    /// <summary>Cross-entropy of classes, else the squared error.</summary>
    public Loss Loss { get; }

    /// <summary>How many trials.</summary>
    public int Trials => Task.TrialCount(NoiseStream.Test)!.Value;

    /// <summary>What was read: "trials.npz: 200 trials, 40 steps, ...".</summary>
    public string Read => Task.DataRead;

    /// <summary>Whether anything is asked before the last step of a trial.</summary>
    public bool AsksBeforeLast => Task.OneByOne(0, NoiseStream.Test, Trials).Any(static one => Enumerable.Range(0, one.Steps - 1).Any(one.Trial.Counts));

    /// <summary>Reads the trials.</summary>
    /// <param name="file">npz, or CSV.</param>
    /// <param name="layout">The order of the axes.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <param name="dt">Its time step.</param>
    /// <exception cref="InputException">The file cannot be read, or holds fewer than two trials.</exception>
    public static AuditTask Of(string file, SequenceLayout layout, int outputs, double dt)
    {
        var read = new LabelledSequences { File = file, Layout = layout }.LoadForTest("");
        var isClasses = read.HasClasses || (read.OutputCount == 1 && outputs > 1);
        var asked = (LabelledSequences)read.Asking(isClasses);
        var task = new AuditTask(file, asked, asked.At(dt), RecordedOutputs.LossOf(asked.HasClasses ? OutputKind.Logits : OutputKind.Values));
        return task.Trials > 1 ? task
            : throw new InputException($"{file}: one trial; allowed are two or more: intervals are over trials, and twenty or more are needed for good ones");
    }

    /// <summary>Refuses a network that the trials do not fit.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <exception cref="InputException">Inputs or outputs differ.</exception>
    public void Require(string path, int inputs, int outputs)
    {
        if (Task.InputCount != inputs)
            throw new InputException($"{_file}: {Task.InputCount} input channels; allowed is {inputs}, the inputs of {path} (x is [trials, steps, channels], or of another order with --layout)");
        if (Task.OutputCount != outputs)
        {
            throw new InputException(_read.HasClasses
                ? $"{_file}: labels of {Task.OutputCount} classes; {path} has outputs: {outputs}; allowed is one output a class, with each class in some trial, or targets [trials, steps, {outputs}]"
                : $"{_file}: {Task.OutputCount} targets; allowed is {outputs}, the outputs of {path}{(outputs > 1 ? $", or labels of {outputs} classes" : "")}");
        }
    }
}
