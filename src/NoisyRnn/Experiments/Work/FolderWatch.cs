using NoisyRnn.Executors;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>Looks at a folder of runs again and again: only what is new in it is read.</summary>
public sealed class FolderWatch
{
    private readonly ReportPlace _place;
    private readonly RunStore _store;
    private Experiment _experiment;
    private DateTime _read;

    /// <summary>Looks at a folder of runs, or at that of an earlier report in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="Formats.InputException">Not a folder of runs.</exception>
    public FolderWatch(string folder)
    {
        _place = ReportPlace.Of(folder);
        _store = RunStore.OpenExisting(_place.Store);
        _read = File.GetLastWriteTimeUtc(_place.File);
        _experiment = Experiment.OfFolder(_place.Folder);
    }

    /// <summary>The experiment's name.</summary>
    public string Name => _experiment.Spec.Name;

    /// <summary>How far its experiment is now, in all that was asked of it by now.</summary>
    /// <exception cref="Formats.InputException">A file cannot be read.</exception>
    public RunsStatus Look()
    {
        _store.Refresh();
        var written = File.GetLastWriteTimeUtc(_place.File);
        if (written != _read)
            (_read, _experiment) = (written, Experiment.OfFolder(_place.Folder));
        return RunsStatus.Of(_place, _store, _experiment, SubmittedPieces.In(_place.Store));
    }
}
