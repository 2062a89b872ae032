using NoisyRnn.Formats;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

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
        if (string.IsNullOrWhiteSpace(path))
            throw new InputException($"{Option}: the path is empty; allowed is the folder of the task's files");
        var task = file.Tree.Find("task")?.Value;
        var type = Leaf(task);
        // What is no task is told by the binder, with its place.
        if (type is null)
            return file;
        var kind = Catalogue.KindOf(type);
        SpecProperty[] keys = [.. SpecShape.Of(type).Properties.Where(static property => property.IsLocation)];
        if (keys.Length == 0)
            throw new InputException($"{Option} {path}: the task {kind} reads no files");
        var full = Path.GetFullPath(UserPath.Expand(path, Option));
        // Of the keys of a task that can read several files, those that the experiment names; else the first.
        var named = Array.FindAll(keys, key => NameIn(task, key) is not null);
        if (named.Length > 1 && File.Exists(full))
            throw new InputException($"{Option} {path}: is one file, and the experiment names {named.Length} ({string.Join(", ", named.Select(static key => $"task.{key.Name}"))}); allowed is the folder they lie in");
        // A bare word, "task: beats", has no keys yet.
        if (task is TreeScalar { IsNull: false } word)
            file = file with { Tree = (TreeMap)file.Tree.Set("task", new TreeMap([new TreeEntry(SpecType.KindKey, word)], word.File, word.Line, word.Column)) };
        foreach (var key in named.Length > 0 ? named : [keys[0]])
        {
            var place = named.Length > 1 || (!key.IsFolder && Directory.Exists(full)) ? Path.Combine(UserPath.Of(full), NameOfFile(task, key, keys, kind, path)) : UserPath.Of(full);
            file = file.With($"task.{key.Name}", new TreeScalar(place, isQuoted: true, Option));
        }

        return file;
    }

    private static Type? Leaf(TreeNode? task)
    {
        var kind = task is TreeMap map ? map.Find(SpecType.KindKey)?.Value : task;
        return kind is TreeScalar { IsNull: false } name
            ? Catalogue.Leaves(typeof(TrialTask)).FirstOrDefault(leaf => leaf.Name == name.Text)?.Type
            : kind is null or TreeScalar ? new Setup().Task.GetType() : null;
    }

    // A folder for a task of one file: the file keeps the name that the experiment gives it.
    private static string NameOfFile(TreeNode? task, SpecProperty key, SpecProperty[] keys, string kind, string path) =>
        NameIn(task, key) is { } named
            ? Path.GetFileName(named)
            : throw new InputException(key.IsRequired || keys.Length > 1
                ? $"{Option} {path}: is a folder; the task {kind} reads one file, and the experiment does not name it: name the file itself"
                : $"{Option} {path}: the task {kind} reads no files here (its {key.Name} is not set)");

    private static string? NameIn(TreeNode? task, SpecProperty key) =>
        (task as TreeMap)?.Find(key.Name)?.Value is TreeScalar { IsNull: false, Text.Length: > 0 } named ? named.Text : null;
}
