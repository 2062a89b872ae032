using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>The one file of a task, where it must be.</summary>
internal static class TaskFile
{
    /// <summary>The file's path.</summary>
    /// <param name="folder">Where relative paths start from.</param>
    /// <param name="file">The file as the task names it.</param>
    /// <param name="expected">What it must be: "a UCR file ...".</param>
    /// <param name="key">The task's key that names it.</param>
    /// <exception cref="InputException">There is no such file; the message says what is expected and how it is named.</exception>
    public static string PathOf(string folder, string file, string expected, string key = "file")
    {
        var path = UserPath.In(folder, file, "task.file");
        return File.Exists(path)
            ? path
            : throw new InputException($"{path}: {(Directory.Exists(path) ? "is a folder" : "no such file")}; task.{key} (or --data PATH) must be {expected}");
    }
}
