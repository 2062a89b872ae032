using System.CommandLine;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Cli;

/// <summary>The options of <c>noisyrnn repair MODEL</c>.</summary>
internal sealed class RepairModelOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "of a network's file: trials, as for audit, to which biases, readout and averaged-by-closure are fitted, and on which the losses are told; averaged needs none" };
    private readonly Option<string?> _dataLayout = new("--layout") { Description = $"of a network's file: the order of the axes of the trials: {NamedValue.Names<SequenceLayout>()}" };
    private readonly Option<double?> _level = new("--train-noise") { Description = "of a network's file: the level S of the noise that it was trained with; default: what its file or the sidecar says", CustomParser = NumberParser.Of<double>("--train-noise", static s => s > 0, "a finite number above 0") };
    private readonly Option<string?> _placement = new("--placement") { Description = $"of a network's file: where that noise entered: {NamedValue.Names<Placement>()}" };
    private readonly Option<string?> _scale = new("--scale") { Description = $"of a network's file: what its number means: {NamedValue.Names<NoiseScale>()}" };
    private readonly Option<int?> _draws = new("--draws") { Description = "of a network's file: draws of the noise for each trial; default: 16", CustomParser = NumberParser.Of<int>("--draws", static n => n is >= 4 and <= 1_000_000, "a whole number from 4 to 1000000") };
    private readonly Option<string?> _layout = new("--as") { Description = "of a network's file: its layout, as for import" };
    private readonly Option<string?> _sidecar = new("--sidecar") { Description = "of a network's file: YAML of what it does not tell, as for import" };
    private readonly Option<string[]> _set = new("--set") { Description = "of a network's file: a key of the sidecar: path=value, as in network.activation=relu", DefaultValueFactory = static _ => [] };

    private IEnumerable<Option> All => [_data, _dataLayout, _level, _placement, _scale, _draws, _layout, _sidecar, _set];

    /// <summary>Adds them to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>Refuses them where a folder of runs is repaired, whose store tells all that.</summary>
    /// <exception cref="InputException">One is given.</exception>
    public void RequireNone(ParseResult parsed)
    {
        foreach (var option in All.Where(option => parsed.GetResult(option) is { Implicit: false }))
            throw new InputException($"{option.Name}: is for a network's file, not for a folder of runs, whose store tells it");
    }

    /// <summary>The repair that is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="method">The way.</param>
    /// <param name="output">The file that receives the network; null for one beside it.</param>
    /// <exception cref="InputException">A value is not allowed.</exception>
    public ModelRepair Repair(ParseResult parsed, RepairMethod method, string? output) => new()
    {
        Method = method,
        Output = output,
        Asked = new()
        {
            Data = parsed.GetValue(_data) is { } data ? UserPath.Expand(data, "--data") : null,
            DataLayout = NamedValue.Of<SequenceLayout>(_dataLayout, parsed) ?? SequenceLayout.Auto,
            Layout = parsed.GetValue(_layout),
            Sidecar = ImportSidecar.Read(parsed.GetValue(_sidecar) is { } path ? UserPath.Expand(path, "--sidecar") : null, parsed.GetValue(_set)!),
            TrainingLevel = parsed.GetValue(_level),
            Placement = NamedValue.Of<Placement>(_placement, parsed),
            Scale = NamedValue.Of<NoiseScale>(_scale, parsed),
            Draws = parsed.GetValue(_draws),
            Threads = Cores.Available,
        },
    };
}
