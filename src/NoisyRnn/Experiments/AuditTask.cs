using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>The trials that networks are audited on: of a file all, or its test part where it has one; of a built-in task some of its test.</summary>
internal sealed class AuditTask
{
    // Of a task that makes its own trials, and has no end of them.
    private const int TrialsOfBuiltIn = 200;

    private readonly string _where;

    private AuditTask(string where, TrialTask task, Loss loss, int trials) => (_where, Task, Loss, Trials) = (where, task, loss, trials);

    /// <summary>The trials.</summary>
    public TrialTask Task { get; }

    /// <summary>What the outputs are judged by.</summary>
    public Loss Loss { get; }

    /// <summary>How many trials.</summary>
    public int Trials { get; }

    /// <summary>Whether the trials are those of a file that was named for them.</summary>
    public bool IsOfData { get; private init; }

    /// <summary>Whether anything is asked before the last step of a trial.</summary>
    public bool AsksBeforeLast => Task.OneByOne(0, NoiseStream.Test, Trials).Any(static one => Enumerable.Range(0, one.Steps - 1).Any(one.Trial.Counts));

    /// <summary>What was read: "trials.npz: 200 trials, 40 steps, ..."; of a built-in task what it is.</summary>
    public string Read => IsOfData ? Task.DataRead : Task.Summary;

    /// <summary>Trials of a file.</summary>
    /// <param name="file">npz, or CSV.</param>
    /// <param name="layout">The order of the axes.</param>
    /// <param name="loss">The loss; null for that of classes where there are labels, else the squared error.</param>
    /// <param name="trials">How many at most; null for all.</param>
    /// <param name="model">The form of the first network.</param>
    /// <exception cref="InputException">The file cannot be read, holds fewer than two trials, or is not for the loss.</exception>
    public static AuditTask OfData(string file, SequenceLayout layout, Loss? loss, int? trials, AuditedForm model)
    {
        var read = new LabelledSequences { File = file, Layout = layout }.LoadForTest("", model.IsStatic ? model.Inputs : null);
        var asked = read.Asking(loss?.HasAccuracy ?? (read.HasClasses || (read.OutputCount == 1 && model.Outputs > 1)));
        return Of(file, asked, loss ?? LossOf(asked is LabelledSequences { HasClasses: true }, model), trials, model, isOfData: true);
    }

    /// <summary>Trials of a built-in task.</summary>
    /// <param name="task">The task, not loaded.</param>
    /// <param name="loss">The loss; null for that of classes where its files hold classes, else the squared error.</param>
    /// <param name="trials">How many at most; null for all of its test part, or 200 of a task that has no end of them.</param>
    /// <param name="model">The form of the first network.</param>
    /// <exception cref="InputException">Its files cannot be read, or it is not for the network's time step or the loss.</exception>
    public static AuditTask OfTask(TrialTask task, Loss? loss, int? trials, AuditedForm model)
    {
        var name = $"task {Catalogue.KindOf(task.GetType())}";
        var loaded = task.Load("").At(model.Dt);
        var judged = loss ?? LossOf(!task.Files.IsEmpty && AreClasses(loaded, LossOf(true, model), model), model);
        return Of(name, loaded.Asking(judged.HasAccuracy), judged, trials, model, isOfData: false);
    }

    /// <summary>Refuses a network that the trials do not fit.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <exception cref="InputException">Inputs or outputs differ.</exception>
    public void Require(string path, int inputs, int outputs)
    {
        if (Task.InputCount != inputs)
            throw new InputException($"{_where}: {Task.InputCount} input channels; allowed is {inputs}, the inputs of {path}{(IsOfData ? " (x is [trials, steps, channels], or of another order with --layout)" : "")}");
        if (Task.OutputCount != outputs)
        {
            throw new InputException(Task is LabelledSequences { HasClasses: true }
                ? $"{_where}: labels of {Task.OutputCount} classes; {path} has outputs: {outputs}; allowed is one output a class, with each class in some trial, or targets [trials, steps, {outputs}]"
                : $"{_where}: {Task.OutputCount} targets; allowed is {outputs}, the outputs of {path}{(outputs > 1 && IsOfData ? $", or labels of {outputs} classes" : "")}");
        }
    }

    private static AuditTask Of(string where, TrialTask task, Loss loss, int? most, AuditedForm model, bool isOfData)
    {
        var asked = task.At(model.Dt);
        var trials = asked.TrialsAtMost(most ?? asked.TrialCount(NoiseStream.Test) ?? TrialsOfBuiltIn, NoiseStream.Test);
        if (trials < 2)
            throw new InputException($"{where}: one trial; allowed are two or more: intervals are over trials, and twenty or more are needed for good ones");
        return !loss.HasAccuracy || AreClasses(asked, loss, model) ? new(where, asked, loss, trials) { IsOfData = isOfData }
            : throw new InputException($"{where}: its targets are no classes (two or more outputs, none below 0, that sum to 1), which the loss {Catalogue.KindOf(loss.GetType())} needs; allowed is {Catalogue.NamesOf<Loss>(static one => !one.HasAccuracy)}");
    }

    private static Loss LossOf(bool hasClasses, AuditedForm model) => RecordedOutputs.LossOf(hasClasses ? OutputKind.Logits : OutputKind.Values).Through(model.Readout);

    // As its first trial has them.
    private static bool AreClasses(TrialTask task, Loss loss, AuditedForm model)
    {
        var trial = task.Make(new TrialKey(model.Seed, NoiseStream.Test, 0));
        return task.OutputCount > 1 && Enumerable.Range(0, trial.Steps).All(t => !trial.Counts(t) || loss.Accepts(trial.TargetsAt(t)));
    }
}
