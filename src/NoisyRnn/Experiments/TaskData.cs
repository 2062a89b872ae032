using NoisyRnn.Formats;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary><c>--data PATH</c>: where the task's files are, whatever the task calls the key.</summary>
internal static class TaskData
{
    private const string Option = "--data";

    /// <summary>Sets the task's location, as <c>--set task.KEY=PATH</c> does; a relative path starts from the current folder.</summary>
    /// <param name="file">The experiment file.</param>
    /// <param name="path">The folder of the task's files, or its one file.</param>
    /// <exception cref="InputException">The task reads no files, or reads one that nobody names.</exception>
    public static ChangedFile Set(ChangedFile file, string path)
    {
        if (path.Length == 0)
            throw new InputException($"{Option}: the path is empty; allowed is the folder of the task's files");
        var task = file.Tree.Find("task")?.Value;
        var type = Leaf(task);
        // What is no task is told by the binder, with its place.
        if (type is null)
            return file;
        var kind = Catalogue.KindOf(type);
        if (SpecShape.Of(type).Properties.FirstOrDefault(static property => property.IsLocation) is not { } key)
            throw new InputException($"{Option} {path}: the task {kind} reads no files");
        var full = Path.GetFullPath(path);
        if (!key.IsFolder && Directory.Exists(full))
            full = Path.Combine(full, NameOfFile(task, key, kind, path));
        // A bare word, "task: beats", has no keys yet.
        if (task is TreeScalar { IsNull: false } word)
            file = file with { Tree = (TreeMap)file.Tree.Set("task", new TreeMap([new TreeEntry(SpecType.KindKey, word)], word.File, word.Line, word.Column)) };
        return file.With($"task.{key.Name}", new TreeScalar(full, isQuoted: true, Option));
    }

    private static Type? Leaf(TreeNode? task)
    {
        var kind = task is TreeMap map ? map.Find(SpecType.KindKey)?.Value : task;
        return kind is TreeScalar { IsNull: false } name
            ? Catalogue.Leaves(typeof(TrialTask)).FirstOrDefault(leaf => leaf.Name == name.Text)?.Type
            : kind is null or TreeScalar ? new ExperimentSpec { Name = "" }.Task.GetType() : null;
    }

    // A folder for a task of one file: the file keeps the name that the experiment gives it.
    private static string NameOfFile(TreeNode? task, SpecProperty key, string kind, string path) =>
        (task as TreeMap)?.Find(key.Name)?.Value is TreeScalar { IsNull: false, Text.Length: > 0 } named
            ? Path.GetFileName(named.Text)
            : throw new InputException(key.IsRequired
                ? $"{Option} {path}: is a folder; the task {kind} reads one file, and the experiment does not name it: name the file itself"
                : $"{Option} {path}: the task {kind} reads no files here (its {key.Name} is not set)");
}
