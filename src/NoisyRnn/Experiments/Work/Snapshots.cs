using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>
/// The parameters of one run at regular iterations of its training, a file each: for analyses that look back. They need not
/// be in a checkpoint: a training that goes on from one writes the later files, and one done again writes the same bytes.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="training">Hash of the training stage: files serve only the run they came from.</param>
/// <param name="intervals">The analyses' iterations from one look to the next; empty for none.</param>
internal sealed class Snapshots(string folder, string training, ImmutableArray<int> intervals)
{
    private const string Format = "2";
    private const string Unchecked = "1";
    private const string Parameters = "parameters";

    private bool _saidUnchecked;

    private string Folder => FolderIn(folder);

    private static string FolderIn(string folder) => Path.Combine(folder, "snapshots");

    /// <summary>Whether a run's folder holds any.</summary>
    public static bool AnyIn(string folder) => Directory.Exists(FolderIn(folder));

    /// <summary>Whether some analysis looks at this iteration.</summary>
    public bool Wants(int iteration) => intervals.Any(every => iteration % every == 0);

    /// <summary>Whether all files up to an iteration are there and whole.</summary>
    /// <param name="iteration">The iteration.</param>
    /// <param name="warn">Is told of a file that is there, but damaged or of another run.</param>
    public bool AreWholeUpTo(int iteration, Action<string> warn) =>
        intervals.IsEmpty || Enumerable.Range(1, iteration).Where(Wants).All(at => IsWhole(at, warn));

    /// <summary>Writes the file of an iteration, where it is wanted.</summary>
    public void Take(TrainingState state)
    {
        if (state.DivergedAt is not null || !Wants(state.Iteration))
            return;
        Safetensors.Write(
            PathOf(state.Iteration), [Tensor.Of(Parameters, [state.Network.Values.Length], state.Network.Values)],
            new Dictionary<string, string> { ["format"] = Format, ["training"] = training, ["iteration"] = state.Iteration.ToString(CultureInfo.InvariantCulture) });
    }

    /// <summary>The snapshots of one interval, in their order; without that of iteration 0, which follows from the seed.</summary>
    /// <param name="layout">The parameters' layout.</param>
    /// <param name="every">The interval.</param>
    /// <param name="iterations">Iterations done.</param>
    /// <exception cref="InputException">A file is damaged or of another run.</exception>
    public ImmutableArray<Snapshot> Read(ParameterLayout layout, int every, int iterations) =>
        [.. Enumerable.Range(1, iterations / every).Select(k => new Snapshot(k * every, Read(layout, k * every)))];

    /// <summary>Deletes the files.</summary>
    public void Delete()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private string PathOf(int iteration) => Path.Combine(Folder, $"{iteration.ToString("D9", CultureInfo.InvariantCulture)}.safetensors");

    private bool IsWhole(int iteration, Action<string> warn)
    {
        if (!File.Exists(PathOf(iteration)))
            return false;
        try
        {
            if (!Read(iteration).IsChecked && !_saidUnchecked)
            {
                warn($"warning: {PathOf(iteration)}: of an older version and without a checksum: snapshots of this run are not checked for damage");
                _saidUnchecked = true;
            }

            return true;
        }
        catch (InputException error)
        {
            warn($"warning: {error.Message}; the network is trained again");
            return false;
        }
    }

    private Parameters Read(ParameterLayout layout, int iteration)
    {
        var values = Read(iteration).Find(Parameters)!.ToDouble();
        return values.Length == layout.Length
            ? new(layout, values)
            : throw new InputException($"{PathOf(iteration)}: {values.Length} parameters; the network has {layout.Length}");
    }

    private Safetensors Read(int iteration)
    {
        var path = PathOf(iteration);
        var file = Safetensors.Read(path);
        var (format, at) = (file.Metadata.GetValueOrDefault("format"), file.Metadata.GetValueOrDefault("iteration"));
        return (format == Format ? file.IsChecked : format == Unchecked) && file.Metadata.GetValueOrDefault("training") == training
            && at == iteration.ToString(CultureInfo.InvariantCulture)
            && file.Find(Parameters) is not null
            ? file
            : throw new InputException($"{path}: not the snapshot of this run at iteration {iteration} (format {Format})");
    }
}
