using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>Tells of a network that is a function here, whatever is in it, whether it prefers noise, at which level, and at what cost it is silenced.</summary>
public sealed record FunctionAudit
{
    /// <summary>The trials: npz of x (inputs) and y (targets or labels), and perhaps mask and lengths.</summary>
    public required string Data { get; init; }

    /// <summary>The order of the axes of the trials.</summary>
    public SequenceLayout DataLayout { get; init; } = SequenceLayout.Auto;

    /// <summary>s0; null where it is not known, or the files tell.</summary>
    public double? TrainingLevel { get; init; }

    /// <summary>Levels s to test, ascending from 0; none for those of the test-noise sweep, or a grid where s0 is not known.</summary>
    public ImmutableArray<double> Levels { get; init; } = [];

    /// <summary>R; null for 64, or fewer of many trials.</summary>
    public int? Draws { get; init; }

    /// <summary>The folder that receives the page; null for one beside the first file, of its name with -audit.</summary>
    public string? Folder { get; init; }

    /// <summary>Threads to use at most; never changes a bit, of a function that draws no noise itself.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The command line, for the page.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Gets a line when something begins that takes a while.</summary>
    public Action<string> Progress { get; init; } = static _ => { };

    /// <summary>Audits a function, or several that differ in their training seed.</summary>
    /// <param name="files">Their files.</param>
    /// <param name="models">The functions.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">A file is at fault, or they do not fit together. Nothing is written.</exception>
    /// <exception cref="OperationCanceledException">Stopped. Nothing is written.</exception>
    public AuditOutcome Of(IReadOnlyList<string> files, IReadOnlyList<ExecutedModel> models, CancellationToken cancellation = default)
    {
        ModelAudit.RequireLevels(Levels);
        var trials = AuditTask.OfData(Data, DataLayout, null, null, new AuditedForm(models[0].Inputs ?? 0, models[0].Outputs, Dt: 1));
        foreach (var (file, model) in files.Zip(models))
            Require(file, model, trials);
        var levels = models.Select(model => TrainingLevel ?? model.TrainingLevel).Distinct().ToArray();
        if (levels.Length > 1)
            throw new InputException($"{files[^1]}: networks given together differ in their training seed alone, and these in the level of their training noise too: {string.Join(", ", levels.Select(static level => level is { } known ? Wording.Number(known) : "not told"))}");
        var draws = Draws ?? ModelAudit.DrawsFor(trials.Trials);
        var s0 = levels[0];
        var networks = models.Zip(ShortNames.Of(files), (model, name) =>
        {
            Progress($"{name}: {trials.Trials} trials, {draws} draws at each level");
            return new ExecutedNetwork(model, trials.Task, trials.Loss, draws, Threads).Of(name, ModelAudit.LevelsOf(s0, Levels), s0 ?? 0, cancellation);
        }).ToImmutableArray();
        var preference = PreferenceIntervals.Of(networks, out var leftOut);
        var explanations = networks.Zip(models, (network, model) => FunctionInquiry.Of(network.Name, model, trials.Task, Threads, cancellation)).ToImmutableArray();
        return AuditOutcome.Written(new AuditContent
        {
            Title = AuditProvenance.Title(files), Kind = trials.Loss.HasAccuracy ? OutputKind.Logits : OutputKind.Values, TrainingLevel = s0,
            Networks = networks, LeftOut = leftOut, Preference = preference, Equations = models[0].Equations, Explanations = explanations,
            Remarks = [.. Remarks(s0, models, trials).Distinct()],
            Provenance = [.. files.Select(static file => AuditProvenance.OfFile(file, "ONNX")), AuditProvenance.OfFile(UserPath.Expand(Data, "--data"), trials.Read), .. AuditProvenance.OfThisProcess(Command)],
        }, Folder ?? AuditProvenance.FolderBeside(files[0]));
    }

    private void Require(string file, ExecutedModel model, AuditTask trials)
    {
        if (model.NoiseRows.IsEmpty && !model.HasLevel)
            throw new InputException($"{file}: it takes no noise and no noise level, so there is nothing to vary; allowed is an input of noise, or of its level (docs/your-network.md)");
        if (model.NoiseRows.IsEmpty && !model.DrawsItself)
            throw new InputException($"{file}: it takes a noise level, but no noise, and draws none itself; allowed is an input of noise too, or a graph with random numbers in it");
        trials.Require(file, model.Inputs ?? trials.Task.InputCount, model.Outputs);
        if (model.OnlyLast && trials.AsksBeforeLast)
            throw new InputException($"{Data}: something is asked before the last step, and {file} has outputs of the last step alone; allowed is a mask that is 0 before it, or labels");
    }

    private static IEnumerable<string> Remarks(double? s0, IReadOnlyList<ExecutedModel> models, AuditTask trials)
    {
        if (s0 is null)
            yield return "The level of its training noise is not told (--train-noise S): the preferred level is estimated, by testing several levels.";
        foreach (var model in models)
        {
            yield return model.HasLevel ? "A level is what its input of the level is given." : "Its noise is a level times draws from N(0,1), for each row, step, trial and draw; other laws and scales are not known here.";
            if (model.DrawsItself)
                yield return "It draws its noise itself: levels do not share their draws, and another run gives other numbers, within the intervals.";
            foreach (var assumed in model.Assumed)
                yield return $"Assumed: {assumed}.";
        }

        yield return trials.Loss.HasAccuracy ? "Judged by cross-entropy: the trials have labels, and outputs are logits, one a class in the order of the labels." : "Judged by the mean squared error of the outputs.";
    }
}
