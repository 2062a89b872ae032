using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>Runs shipped experiments one after the other, each in a folder of its own: what is done is not done again.</summary>
public sealed class Reproduction
{
    /// <summary>All shipped experiments.</summary>
    public const string All = "all";

    /// <summary>The scale of all of them; null for each one's default.</summary>
    public string? Scale { get; init; }

    /// <summary>Where the files of experiments on data are: name of the experiment -> folder.</summary>
    public ImmutableDictionary<string, string> Data { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The folder that receives a folder of runs for each.</summary>
    public string Folder { get; init; } = "runs";

    /// <summary>Runs at a time.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Gets the lines of the log.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <summary>Gets the progress of the experiment at hand, a few times a second.</summary>
    public Action<RunProgress> Progress { get; init; } = static _ => { };

    /// <summary>Runs one experiment, or all.</summary>
    /// <param name="name">Its name, or <see cref="All"/>.</param>
    /// <param name="cancellation">Stops; nothing that is done is lost.</param>
    /// <returns>One entry an experiment. Of all, those that cannot be run here (data that nobody names, a scale they lack) say so.</returns>
    /// <exception cref="InputException">No such experiment; or it alone is asked for, and cannot be run.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ImmutableArray<Reproduced> Run(string name, CancellationToken cancellation)
    {
        string[] known = [.. ShippedExperiments.All().Select(static experiment => experiment.Name)];
        foreach (var wrong in Data.Keys.Except(known))
            throw new InputException($"{wrong}: {NearestName.Unknown("shipped experiment", wrong, known)}");
        if (name != All && !known.Contains(name))
            throw new InputException($"{name}: {NearestName.Unknown("shipped experiment", name, [.. known, All])}");
        if (name != All && Data.Keys.FirstOrDefault(other => other != name) is { } idle)
            throw new InputException($"--data {idle}=...: {idle} is not reproduced here; allowed is {name}, or reproduce {All}");
        if (name != All)
            return [new(name, RunOne(name, cancellation))];
        var reproduced = ImmutableArray.CreateBuilder<Reproduced>();
        foreach (var each in known)
        {
            try
            {
                reproduced.Add(new(each, RunOne(each, cancellation)));
            }
            catch (InputException error)
            {
                Log($"{each}: not run: {error.Message}");
                reproduced.Add(new(each, null, error.Message));
            }
        }

        return reproduced.ToImmutable();
    }

    private ExperimentOutcome RunOne(string name, CancellationToken cancellation)
    {
        var experiment = Experiment.Parse(
            ShippedExperiments.Find(name)!, name, Directory.GetCurrentDirectory(), Scale, [], Data.GetValueOrDefault(name));
        return new ExperimentRunner(experiment, Path.Combine(Folder, name), Workers) { Log = Log, Progress = Progress }.Run(cancellation);
    }
}
