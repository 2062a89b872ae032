namespace NoisyRnn.Formats;

/// <summary>
/// Turns a tree into an immutable spec record. The record's properties are the keys (kebab-case), its initial values the
/// defaults, its [Range], [MinLength] and <see cref="IValidated"/> what is allowed, its base record's <see cref="LeafAttribute"/>s the
/// kinds. A nested record starts from the value that its property has by default, so a key that is not written keeps
/// the default which <c>describe</c> shows.
/// </summary>
/// <remarks>
/// Types: bool, int, long, ulong, double (finite), string, enums, these made nullable, records, abstract records with
/// leaves (<c>kind: relu</c> with keys, or the bare word <c>relu</c>), ImmutableArray of all these (one scalar or map
/// stands for a list of one), and TreeNode, TreeMap, TreeList for a subtree left as it is.
/// A name that kebab-case does not give is declared by [JsonPropertyName] on a property, [JsonStringEnumMemberName] on an enum's member.
/// </remarks>
public static class Binder
{
    /// <summary>Binds a tree to a record.</summary>
    /// <typeparam name="T">The record, or an abstract record with leaves.</typeparam>
    /// <param name="node">The tree.</param>
    /// <param name="path">The path of the tree inside its file, for errors; empty for the whole.</param>
    /// <exception cref="InputException">Something in the tree is not allowed; all such things are told, a line each.</exception>
    public static T Bind<T>(TreeNode node, string path = "") => (T)Bind(typeof(T), node, path);

    /// <summary>Binds a tree to a record of a type known at run time.</summary>
    /// <param name="type">The record, or an abstract record with leaves.</param>
    /// <param name="node">The tree.</param>
    /// <param name="path">The path of the tree inside its file, for errors; empty for the whole.</param>
    /// <exception cref="InputException">Something in the tree is not allowed; all such things are told, a line each.</exception>
    public static object Bind(Type type, TreeNode node, string path = "") => Bind(type, node, path, null);

    /// <summary>The same of one of many trees: what it shares with those before is not bound again.</summary>
    /// <param name="type">The record, or an abstract record with leaves.</param>
    /// <param name="node">The tree.</param>
    /// <param name="path">The path of the tree inside its file, for errors; empty for the whole.</param>
    /// <param name="parts">What was bound before; null for nothing.</param>
    internal static object Bind(Type type, TreeNode node, string path, SharedParts? parts)
    {
        var binding = new Binding { HasGrid = SpecType.IsRecord(type) && !type.IsAbstract && SpecShape.Of(type).Properties.Any(static p => p.Name == GridHint.Key), Parts = parts };
        binding.TryValue(new Slot(type, path), node, out object? value);
        binding.ThrowIfProblems();
        return value!;
    }
}
