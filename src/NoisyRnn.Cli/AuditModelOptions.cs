using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Cli;

/// <summary>The options of <c>noisyrnn audit MODEL --data TRIALS</c>.</summary>
internal sealed class AuditModelOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "trials for a network's weights: npz of inputs (x) [trials, steps, channels] and targets (y) of every step or labels [trials], perhaps mask and lengths; a file with x_test, y_test gives its test part" };
    private readonly Option<double?> _level = new("--train-noise") { Description = "with --data: the level S of the noise that the network was trained with; default: what its file or the sidecar says, else the preferred level is estimated", CustomParser = NumberParser.Of<double>("--train-noise", static s => s >= 0, "a finite number from 0 on") };
    private readonly Option<string?> _placement = new("--placement") { Description = $"with --data: where that noise entered: {Names<Placement>()}" };
    private readonly Option<string?> _scale = new("--scale") { Description = $"with --data: what its number means: {Names<NoiseScale>()}; 'noisyrnn convert-noise' compares them" };
    private readonly Option<string?> _levels = new("--levels") { Description = "with --data: the levels to test, ascending, in the unit of --train-noise: --levels '0 0.1 0.2 0.4'" };
    private readonly Option<int?> _draws = new("--draws") { Description = "with --data: draws of the noise for each trial; default: 64, or fewer of many trials", CustomParser = NumberParser.Of<int>("--draws", static n => n is >= 4 and <= 1_000_000, "a whole number from 4 to 1000000") };
    private readonly Option<string?> _dataLayout = new("--layout") { Description = $"with --data: the order of the axes of the trials: {Names<SequenceLayout>()}" };
    private readonly Option<string?> _layout = new("--as") { Description = "with --data: the layout of the network's file, as for import" };
    private readonly Option<string?> _sidecar = new("--sidecar") { Description = "with --data: YAML of what the network's file does not tell, as for import" };
    private readonly Option<string[]> _set = new("--set") { Description = "with --data: a key of the sidecar: path=value, as in network.activation=relu", DefaultValueFactory = static _ => [] };
    private readonly Option<bool> _thorough = new("--thorough") { Description = "with --data: do analyses too that take long on a large network" };

    private readonly Option<string?> _roles = new("--onnx-roles") { Description = "with --data and ONNX files: which input and output is what, where their names do not tell: 'u=x state=h,c noise=eps level=s output=z next=h1,c1'" };

    private IEnumerable<Option> All => [_data, _level, _placement, _scale, _levels, _draws, _dataLayout, _layout, _sidecar, _set, _thorough, _roles];

    /// <summary>Adds them to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>Whether networks are to be run here.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_data) is not null;

    /// <summary>Refuses what belongs to the other way: recorded outputs and weights are told apart by --data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="ofRecorded">Options of recorded outputs alone.</param>
    /// <exception cref="InputException">Such an option is given.</exception>
    public void RequireAlone(ParseResult parsed, params ReadOnlySpan<Option> ofRecorded)
    {
        foreach (var option in AreGiven(parsed) ? ofRecorded.ToArray() : All)
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InputException(AreGiven(parsed)
                    ? $"{option.Name}: is for recorded outputs, not with --data{(option.Name == "--train-level" ? "; --train-noise is meant" : "")}"
                    : $"{option.Name}: needs --data TRIALS.npz, the trials that a network's weights are audited on");
        }
    }

    private ModelAudit Audit(ParseResult parsed, string? folder) => new()
    {
        Data = parsed.GetValue(_data)!,
        DataLayout = Member<SequenceLayout>(_dataLayout, parsed) ?? SequenceLayout.Auto,
        Layout = parsed.GetValue(_layout),
        Sidecar = ImportSidecar.Read(parsed.GetValue(_sidecar) is { } path ? UserPath.Expand(path, "--sidecar") : null, parsed.GetValue(_set)!),
        TrainingLevel = parsed.GetValue(_level),
        Placement = Member<Placement>(_placement, parsed),
        Scale = Member<NoiseScale>(_scale, parsed),
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
        foreach (var option in new Option[] { _placement, _scale, _layout, _sidecar, _set, _thorough }.Where(option => parsed.GetResult(option) is { Implicit: false }))
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

    private static double Level(string text) => Binder.Bind<double>(YamlTree.ParseValue(text, "--levels"));

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(static member => Catalogue.NameOf(member)));

    private static T? Member<T>(Option<string?> option, ParseResult parsed)
        where T : struct, Enum => parsed.GetValue(option) is { } text ? Binder.Bind<T>(YamlTree.ParseValue(text, option.Name)) : null;
}
