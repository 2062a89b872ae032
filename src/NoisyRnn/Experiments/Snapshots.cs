using System.Collections.Immutable;
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
    private const string Format = "1";
    private const string Parameters = "parameters";

    private string Folder => Path.Combine(folder, "snapshots");

    /// <summary>Whether some analysis looks at this iteration.</summary>
    public bool Wants(int iteration) => intervals.Any(every => iteration % every == 0);

    /// <summary>Whether all files up to an iteration are there.</summary>
    public bool AreThereUpTo(int iteration) =>
        intervals.IsEmpty || Enumerable.Range(1, iteration).Where(Wants).All(at => File.Exists(PathOf(at)));

    /// <summary>Writes the file of an iteration, where it is wanted.</summary>
    public void Take(TrainingState state)
    {
        if (state.DivergedAt is not null || !Wants(state.Iteration))
            return;
        Directory.CreateDirectory(Folder);
        Safetensors.Write(
            PathOf(state.Iteration), [Tensor.Of(Parameters, [state.Parameters.Values.Length], state.Parameters.Values)],
            new Dictionary<string, string> { ["format"] = Format, ["training"] = training, ["iteration"] = $"{state.Iteration}" });
    }

    /// <summary>The snapshots of one interval, in their order; without that of iteration 0, which follows from the seed.</summary>
    /// <param name="layout">The parameters' layout.</param>
    /// <param name="every">The interval.</param>
    /// <param name="iterations">Iterations done.</param>
    /// <exception cref="InputException">A file is damaged or of another run.</exception>
    public ImmutableArray<Snapshot> Read(ParameterLayout layout, int every, int iterations) =>
        [.. Enumerable.Range(1, iterations / every).Select(k => new Snapshot(k * every, Read(layout, PathOf(k * every))))];

    /// <summary>Deletes the files.</summary>
    public void Delete()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private string PathOf(int iteration) => Path.Combine(Folder, $"{iteration:D9}.safetensors");

    private Parameters Read(ParameterLayout layout, string path)
    {
        const string Advice = "delete the folder to train this network again";
        var file = Safetensors.Read(path);
        return file.Metadata.GetValueOrDefault("format") == Format && file.Metadata.GetValueOrDefault("training") == training
            && file.Find(Parameters) is { } tensor && tensor.Length == layout.Length
            ? new(layout, [.. tensor.ToDouble()])
            : throw new InputException($"{path}: not a snapshot of this run (format {Format}); {Advice}");
    }
}
