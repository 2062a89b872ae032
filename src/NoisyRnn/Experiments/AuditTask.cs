using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
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

    /// <summary>Reads the trials.</summary>
    /// <param name="file">npz, or CSV.</param>
    /// <param name="layout">The order of the axes.</param>
    /// <param name="model">The first network.</param>
    /// <exception cref="InputException">The file cannot be read, or holds fewer than two trials.</exception>
    public static AuditTask Of(string file, SequenceLayout layout, Model model)
    {
        var read = new LabelledSequences { File = file, Layout = layout }.LoadForTest("");
        var isClasses = read.HasClasses || (read.OutputCount == 1 && model.Outputs > 1);
        var asked = (LabelledSequences)read.Asking(isClasses);
        var task = new AuditTask(file, asked, asked.At(model.Dt), RecordedOutputs.LossOf(asked.HasClasses ? OutputKind.Logits : OutputKind.Values));
        return task.Trials > 1 ? task
            : throw new InputException($"{file}: one trial; allowed are two or more: intervals are over trials, and twenty or more are needed for good ones");
    }

    /// <summary>Refuses a network that the trials do not fit.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="model">The network.</param>
    /// <exception cref="InputException">Inputs or outputs differ.</exception>
    public void Require(string path, Model model)
    {
        if (Task.InputCount != model.Inputs)
            throw new InputException($"{_file}: {Task.InputCount} input channels; allowed is {model.Inputs}, the inputs of {path} (x is [trials, steps, channels], or of another order with --layout)");
        if (Task.OutputCount != model.Outputs)
        {
            throw new InputException(_read.HasClasses
                ? $"{_file}: labels of {Task.OutputCount} classes; {path} has outputs: {model.Outputs}; allowed is one output a class, with each class in some trial, or targets [trials, steps, {model.Outputs}]"
                : $"{_file}: {Task.OutputCount} targets; allowed is {model.Outputs}, the outputs of {path}{(model.Outputs > 1 ? $", or labels of {model.Outputs} classes" : "")}");
        }
    }
}
