using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Cli;

/// <summary>The options of <c>noisyrnn audit MODEL --data TRIALS</c>, or <c>--task NAME</c>.</summary>
internal sealed class AuditModelOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "trials for a network's weights: npz of inputs (x) [trials, steps, channels] and targets (y) of every step or labels [trials], perhaps mask and lengths; a file with x_test, y_test gives its test part" };
    private readonly Option<string?> _task = new("--task") { Description = $"instead of --data, a built-in task: {string.Join(", ", NamedTask.Names)}, or YAML; --set task.steps=20 sets a key of it. The model file of a run of ours tells its task" };
    private readonly Option<string?> _loss = new("--loss") { Description = $"of weights: what the outputs are judged by: {Catalogue.NamesOf<Loss>(static _ => true)}, or YAML; default: cross-entropy of labels, else the squared error of the readout, or of its sigmoid where the layout or the sidecar has one" };
    private readonly Option<int?> _trials = new("--trials") { Description = "of weights: trials at most; default: all of a file, 200 of a task that makes its own", CustomParser = NumberParser.Of<int>("--trials", static n => n is >= 2 and <= 1_000_000, "a whole number from 2 to 1000000") };
    private readonly Option<string[]> _check = new("--check") { Description = "of weights: npz of inputs [trials, steps, inputs] and outputs [trials, steps, outputs] saved from the original: the audit stops where they differ; of several networks one each, in their order", DefaultValueFactory = static _ => [] };
    private readonly Option<bool> _accept = new("--accept") { Description = "of weights: go on although the outputs differ from the original's" };
    private readonly Option<double?> _level = new("--train-noise") { Description = "of weights: the level S of the noise that the network was trained with; default: what its file or the sidecar says, else the preferred level is estimated", CustomParser = NumberParser.Of<double>("--train-noise", static s => s >= 0, "a finite number from 0 on") };
    private readonly Option<string?> _placement = new("--placement") { Description = $"of weights: where that noise entered: {NamedValue.Names<Placement>()}" };
    private readonly Option<string?> _scale = new("--scale") { Description = $"of weights: what its number means: {NamedValue.Names<NoiseScale>()}; 'noisyrnn convert-noise' compares them" };
    private readonly Option<string?> _levels = new("--levels") { Description = "of weights: the levels to test, ascending, in the unit of --train-noise: --levels '0 0.1 0.2 0.4'" };
    private readonly Option<int?> _draws = new("--draws") { Description = "of weights: draws of the noise for each trial; default: 64, or fewer of many trials", CustomParser = NumberParser.Of<int>("--draws", static n => n is >= 4 and <= 1_000_000, "a whole number from 4 to 1000000") };
    private readonly Option<string?> _dataLayout = new("--layout") { Description = $"of weights: the order of the axes of the trials: {NamedValue.Names<SequenceLayout>()}" };
    private readonly Option<string?> _layout = new("--as") { Description = "of weights: the layout of the network's file, as for import" };
    private readonly Option<string?> _sidecar = new("--sidecar") { Description = "of weights: YAML of what the network's file does not tell, as for import" };
    private readonly Option<string[]> _set = new("--set") { Description = "of weights: a key of the sidecar, or of the task: path=value, as in network.activation=relu or task.steps=20", DefaultValueFactory = static _ => [] };
    private readonly Option<bool> _thorough = new("--thorough") { Description = "of weights: do analyses too that take long on a large network" };

    private readonly Option<string?> _roles = new("--onnx-roles") { Description = "of ONNX files: which input and output is what, where their names do not tell: 'u=x state=h,c noise=eps level=s output=z next=h1,c1'" };

    private IEnumerable<Option> All => [_data, _task, _loss, _trials, _check, _accept, _level, _placement, _scale, _levels, _draws, _dataLayout, _layout, _sidecar, _set, _thorough, _roles];

    /// <summary>Adds them to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>Whether networks are to be run here: trials are told, or the first file is a model of ours that tells its task.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">The files.</param>
    public bool AreGiven(ParseResult parsed, IReadOnlyList<string> files) =>
        parsed.GetValue(_data) is not null || parsed.GetValue(_task) is not null || ModelAudit.TellsItsTask(files[0]);

    /// <summary>Refuses what belongs to the other way.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="areOfWeights">Whether networks are to be run here.</param>
    /// <param name="ofRecorded">Options of recorded outputs alone.</param>
    /// <exception cref="InputException">Such an option is given.</exception>
    public void RequireAlone(ParseResult parsed, bool areOfWeights, params ReadOnlySpan<Option> ofRecorded)
    {
        foreach (var option in areOfWeights ? ofRecorded.ToArray() : All)
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InputException(areOfWeights
                    ? $"{option.Name}: is for recorded outputs, not for weights{(option.Name == "--train-level" ? "; --train-noise is meant" : "")}"
                    : $"{option.Name}: needs --data TRIALS.npz or --task NAME, the trials that a network's weights are audited on");
        }
    }

    private ModelAudit Audit(ParseResult parsed, string? folder) => new()
    {
        Data = parsed.GetValue(_data),
        Task = parsed.GetValue(_task) is { } task ? NamedTask.Of(task, SettingsOf(parsed, ofTask: true)) : RefuseOfTask(parsed),
        Loss = parsed.GetValue(_loss) is { } loss ? Binder.Bind<Loss>(YamlTree.ParseValue(loss, "--loss")) : null,
        Trials = parsed.GetValue(_trials),
        Checks = [.. parsed.GetValue(_check)!.Select(static saved => UserPath.Expand(saved, "--check"))],
        AcceptsDifference = parsed.GetValue(_accept),
        DataLayout = NamedValue.Of<SequenceLayout>(_dataLayout, parsed) ?? SequenceLayout.Auto,
        Layout = parsed.GetValue(_layout),
        Sidecar = ImportSidecar.Read(parsed.GetValue(_sidecar) is { } path ? UserPath.Expand(path, "--sidecar") : null, SettingsOf(parsed, ofTask: false)),
        TrainingLevel = parsed.GetValue(_level),
        Placement = NamedValue.Of<Placement>(_placement, parsed),
        Scale = NamedValue.Of<NoiseScale>(_scale, parsed),
        Levels = parsed.GetValue(_levels) is { } levels ? [.. levels.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Level)] : [],
        Draws = parsed.GetValue(_draws),
        IsThorough = parsed.GetValue(_thorough),
        Folder = folder,
        Threads = Cores.Available,
        Command = [.. Environment.GetCommandLineArgs().Skip(1)],
        Progress = Console.Error.WriteLine,
    };

    /// <summary>Audits networks from their weights.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">The files.</param>
    /// <param name="folder">The folder of the page; null for one beside the first file.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">A value is not allowed, or a file is at fault.</exception>
    public AuditOutcome AuditWeights(ParseResult parsed, string[] files, string? folder, CancellationToken cancellation) => parsed.GetResult(_roles) is { Implicit: false }
        ? throw new InputException($"{_roles.Name}: is for ONNX files; {files[0]} is none")
        : Audit(parsed, folder).Of(files, cancellation);

    /// <summary>Audits ONNX files, which are functions.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">The files.</param>
    /// <param name="folder">The folder of the page; null for one beside the first file.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">A value is not allowed, or a file is at fault.</exception>
    public AuditOutcome AuditFunctions(ParseResult parsed, string[] files, string? folder, CancellationToken cancellation)
    {
        foreach (var option in new Option[] { _task, _loss, _trials, _check, _accept, _placement, _scale, _layout, _sidecar, _set, _thorough }.Where(option => parsed.GetResult(option) is { Implicit: false }))
            throw new InputException($"{option.Name}: is for weights, not for ONNX files: what their noise does is in the graph");
        if (files.FirstOrDefault(static file => !OnnxAssembly.IsOnnx(file)) is { } other)
            throw new InputException($"{other}: given together with ONNX files; allowed are ONNX files alone, or none");
        if (files.Distinct().Count() < files.Length)
            throw new InputException($"{files.GroupBy(static file => file).First(static same => same.Count() > 1).Key}: named twice; allowed is each file once: networks of different training seeds");
        var models = new List<ExecutedModel>();
        try
        {
            foreach (var file in files)
                models.Add(OnnxAssembly.Open(file, parsed.GetValue(_roles)));
            var audit = Audit(parsed, folder);
            return new FunctionAudit
            {
                Data = audit.Data!, DataLayout = audit.DataLayout, TrainingLevel = audit.TrainingLevel, Levels = audit.Levels, Draws = audit.Draws,
                Folder = folder, Threads = audit.Threads, Command = audit.Command, Progress = audit.Progress,
            }.Of(files, models, cancellation);
        }
        finally
        {
            models.ForEach(static model => model.Dispose());
        }
    }

    private IEnumerable<string> SettingsOf(ParseResult parsed, bool ofTask) =>
        parsed.GetValue(_set)!.Where(setting => setting.TrimStart().StartsWith($"{NamedTask.Path}.", StringComparison.Ordinal) == ofTask);

    private TrialTask? RefuseOfTask(ParseResult parsed) => SettingsOf(parsed, ofTask: true).FirstOrDefault() is { } setting
        ? throw new InputException($"--set {ShownText.Of(setting)}: sets a key of a built-in task; needed is --task")
        : null;

    private static double Level(string text) => Binder.Bind<double>(YamlTree.ParseValue(text, "--levels"));
}
