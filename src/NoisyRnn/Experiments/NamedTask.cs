using NoisyRnn.Formats;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>A built-in task by a name: of a task, of a function that function-approximation asks for, or of one of the tasks of cognitive-suite.</summary>
public static class NamedTask
{
    /// <summary>The first part of the paths that set its keys.</summary>
    public const string Path = "task";

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names =>
    [
        .. Catalogue.Leaves(typeof(TrialTask)).Select(static leaf => leaf.Name), .. Catalogue.Leaves(typeof(TargetFunction)).Select(static leaf => leaf.Name),
        .. CognitiveTask.All.Select(static task => task.Name),
    ];

    /// <summary>The task, not loaded.</summary>
    /// <param name="text">A name, or YAML: {kind: function-approximation, steps: 20}.</param>
    /// <param name="settings">Its keys: "task.steps=20".</param>
    /// <exception cref="InputException">No task has the name, or a key is not allowed.</exception>
    public static TrialTask Of(string text, IEnumerable<string> settings)
    {
        TreeNode tree = new TreeMap([new TreeEntry(Path, TreeOf(text))]);
        tree = settings.Select(Assignment.Parse).Aggregate(tree, static (all, assignment) => assignment.Apply(all));
        return Binder.Bind<TrialTask>(((TreeMap)tree).Find(Path)!.Value, Path);
    }

    private static TreeNode TreeOf(string text)
    {
        if (text.TrimStart().StartsWith('{'))
            return YamlTree.ParseValue(text, "--task");
        var keys = Catalogue.Leaves(typeof(TrialTask)).Any(leaf => leaf.Name == text) ? $"kind: {text}"
            : Catalogue.Leaves(typeof(TargetFunction)).Any(leaf => leaf.Name == text) ? $"kind: {Catalogue.KindOf(typeof(FunctionApproximation))}, function: {text}"
            : CognitiveTask.Find(text) is not null ? $"kind: {Catalogue.KindOf(typeof(CognitiveSuite))}, tasks: [{text}]"
            : throw new InputException($"--task: {NearestName.Unknown("task", text, [.. Names])}");
        return YamlTree.ParseValue($"{{{keys}}}", "--task");
    }
}
