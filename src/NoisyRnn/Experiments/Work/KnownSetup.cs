using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>What a model file of ours tells of its training beside the network: how its steps were made, on which task and by which loss it was judged.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Task">The task, not loaded; null where it reads files, or the file does not tell.</param>
/// <param name="Loss">The loss; null where the file does not tell.</param>
internal sealed record KnownSetup(Scheme Scheme, TrialTask? Task, Loss? Loss)
{
    private const string SchemeKey = "scheme", TaskKey = "task-keys", LossKey = "loss";

    /// <summary>The metadata that tells it.</summary>
    /// <param name="setup">What was trained.</param>
    public static IEnumerable<(string Key, string Value)> Of(Setup setup)
    {
        yield return (SchemeKey, CanonicalJson.Write(setup.Scheme));
        yield return (LossKey, CanonicalJson.Write(setup.Training.Loss));
        if (setup.Training.NoiseEquation is { Length: > 0 } schedule)
            yield return ("noise-schedule", schedule);
        if (setup.Task.Files.IsEmpty)
            yield return (TaskKey, CanonicalJson.Write(setup.Task));
    }

    /// <summary>What a file tells; of other programs' files nothing.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">Its metadata is not what we write.</exception>
    public static KnownSetup Of(ModelFile file)
    {
        return new(Read<Scheme>(SchemeKey) ?? new EulerMaruyama(), Read<TrialTask>(TaskKey), Read<Loss>(LossKey));

        T? Read<T>(string key)
            where T : class => file.Metadata.TryGetValue(key, out var text) ? Binder.Bind<T>(JsonTree.Parse(text, $"{file.Path}, metadata '{key}'")) : null;
    }

    /// <summary>Whether a file is a model file of ours that tells its task.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It begins as one, and cannot be read.</exception>
    public static bool HasTask(string path) => File.Exists(path) && Safetensors.Begins(path) && Safetensors.Read(path).Metadata.ContainsKey(TaskKey);
}
