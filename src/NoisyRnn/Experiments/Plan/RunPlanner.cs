using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>Plans the runs of one experiment, one after the other. What runs share, parts of specs, tasks, files, is read, checked and hashed once.</summary>
/// <param name="folder">Where relative paths start from.</param>
/// <param name="file">The experiment file, for errors.</param>
/// <param name="contents">What the files of tasks hold, by <see cref="TaskContents.KeyOf"/>: those need not be there.</param>
internal sealed class RunPlanner(string folder, string file, IReadOnlyDictionary<string, TaskContents> contents)
{
    private readonly SharedParts _parts = new();
    private readonly Dictionary<string, StageHash> _files = new(StringComparer.Ordinal);
    private ExperimentSpec? _checked;

    /// <summary>Plans a run.</summary>
    /// <param name="tree">The experiment at one point of its grid.</param>
    /// <param name="point">The point.</param>
    /// <exception cref="InputException">Anything wrong in the spec or in the task's files.</exception>
    public PlannedRun Plan(TreeNode tree, GridPoint point)
    {
        var spec = (ExperimentSpec)Binder.Bind(typeof(ExperimentSpec), tree, "", _parts);
        spec = Inside(tree, () => WithNetwork(spec));
        if (Known(spec.Setup.Task) is { } known)
            return PlannedRun.Of(spec, point, known, _parts);
        var task = Loaded(spec, tree);
        spec = spec with { Setup = spec.Setup with { Task = task.Task } };
        Check(spec, tree);
        return PlannedRun.Of(spec, point, task, _parts);
    }

    // The spec itself, where no network's file was read: what runs share is told by its reference.
    private ExperimentSpec WithNetwork(ExperimentSpec spec)
    {
        var network = spec.Setup.Network;
        if (!_parts.TryGet<Network>(network, null, typeof(Network), out var loaded))
            loaded = _parts.Add(network, null, typeof(Network), network.Load(folder));
        return ReferenceEquals(loaded, network) ? spec : spec with { Setup = spec.Setup with { Network = loaded } };
    }

    private PlannedTask? Known(TrialTask task)
    {
        if (contents.Count == 0)
            return null;
        if (_parts.TryGet<PlannedTask>(task, null, typeof(TaskContents), out var shared))
            return shared;
        return contents.TryGetValue(TaskContents.KeyOf(task, folder), out var known) ? _parts.Add(task, null, typeof(TaskContents), PlannedTask.Of(task, known)) : null;
    }

    private PlannedTask Loaded(ExperimentSpec spec, TreeNode tree)
    {
        var (task, forClasses, dt) = (spec.Setup.Task, spec.Setup.Training.Loss.HasAccuracy, spec.Setup.Dt);
        if (_parts.TryGet<Loading>(task, null, typeof(Loading), out var last) && last.ForClasses == forClasses && last.Dt == dt)
            return last.Task;
        TrialTask loaded;
        try
        {
            loaded = task.Load(folder);
        }
        // What is wrong with the data names their own file.
        catch (InputException error) when (error.Message.StartsWith("task.", StringComparison.Ordinal))
        {
            throw Placed(error, tree);
        }

        var ready = Inside(tree, () => loaded.Asking(forClasses).At(dt));
        return _parts.Add(task, null, typeof(Loading), new Loading(PlannedTask.Of(ready, HashOf), forClasses, dt)).Task;
    }

    // Runs behind one another often differ in their seed alone, which nothing depends on here.
    private void Check(ExperimentSpec spec, TreeNode tree)
    {
        var seedless = spec with { Setup = spec.Setup with { Seed = 0 } };
        if (seedless == _checked)
            return;
        Inside(tree, () =>
        {
            SpecCheck.Check(spec);
            return spec;
        });
        _checked = seedless;
    }

    private T Inside<T>(TreeNode tree, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InputException error)
        {
            throw Placed(error, tree);
        }
    }

    // Where the key stands that the message begins with, or as much of its path as was written; the file alone where none of it was.
    private InputException Placed(InputException error, TreeNode tree)
    {
        var key = error.Message.Split(": ", 2)[0];
        var written = TreePath.Nearest(tree, key);
        return new($"{(ReferenceEquals(written, tree) ? file : written.Where)}: {error.Message}", error);
    }

    private StageHash HashOf(string name)
    {
        var path = UserPath.In(folder, name);
        return _files.TryGetValue(path, out var known) ? known : _files[path] = StageHash.OfFile(path);
    }

    private sealed record Loading(PlannedTask Task, bool ForClasses, double Dt);
}
