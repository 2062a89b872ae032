using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace NoisyRnn.Formats;

/// <summary>One binding under way: goes on after an error, so that all of them are told at once.</summary>
internal sealed class Binding
{
    private const int MostProblems = 100;

    /// <summary>Whether the record has a grid, which takes several values for a key.</summary>
    internal bool HasGrid { get; init; }

    /// <summary>What was bound before; null where nothing is shared.</summary>
    internal SharedParts? Parts { get; init; }

    private readonly List<(int Line, int Column, string Text)> _problems = [];

    internal void ThrowIfProblems()
    {
        if (_problems.Count == 0) return;
        IEnumerable<string> lines = _problems.OrderBy(p => p.Line).ThenBy(p => p.Column).Select(p => p.Text).Take(MostProblems);
        if (_problems.Count > MostProblems) lines = lines.Append($"... and {_problems.Count - MostProblems} more");
        throw new InputException(string.Join('\n', lines));
    }

    /// <summary>True with the value, or false with at least one more problem.</summary>
    internal bool TryValue(Slot slot, TreeNode node, out object? value)
    {
        value = null;
        if (SpecType.IsRaw(slot.Type) && slot.Type.IsInstanceOfType(node)) return Succeed(node, out value);
        if (node is TreeScalar { IsNull: true })
            return slot.IsNullable || Fail(node, slot, $"the value is missing; {slot.Words}");
        if (SpecType.IsList(slot.Type)) return TryShared(slot, node, slot.Range, TryList, out value);
        if (SpecType.IsRaw(slot.Type)) return Fail(node, slot, $"{node.InWords} is not allowed; {slot.Words}");
        if (!SpecType.IsScalar(slot.Type)) return TryShared(slot, node, slot.Fallback, TryRecord, out value);
        if (node is not TreeScalar scalar) return Fail(node, slot, $"{node.InWords} is not allowed; {slot.Words}{Hint(slot, node)}");
        return slot.Type.IsEnum ? TryEnum(slot, scalar, out value)
            : slot.Type == typeof(string) ? Succeed(scalar.Text, out value)
            : slot.Type == typeof(bool) ? TryBool(slot, scalar, out value)
            : TryNumber(slot, scalar, out value);
    }

    private delegate bool Attempt(Slot slot, TreeNode node, out object? value);

    // A whole record is one of a kind; its parts may be known. Only what is right is: errors are told anew, with their places.
    private bool TryShared(Slot slot, TreeNode node, object? other, Attempt attempt, out object? value)
    {
        if (Parts is null || slot.Path.Length == 0 || slot.MinimumLength > 0) return attempt(slot, node, out value);
        if (Parts.TryGet(node, slot.Type, other, out value)) return true;
        int before = _problems.Count;
        if (attempt(slot, node, out value) && _problems.Count == before) Parts.Add(node, slot.Type, other, value!);
        return value is not null;
    }

    private bool TryList(Slot slot, TreeNode node, out object? value)
    {
        ImmutableArray<TreeNode> nodes = slot.ByName is { } key ? NamedItems.Of(node, key) : node is TreeList list ? list.Items : [node];
        var items = new List<object?>(nodes.Length);
        for (int i = 0; i < nodes.Length; i++)
        {
            Slot item = node is TreeList ? slot.Item(i) : slot.Item(0) with { Path = slot.ByName is not null && node is TreeMap map ? Slot.Join(slot.Path, map.Entries[i].Key) : slot.Path };
            if (TryValue(item, nodes[i], out object? bound)) items.Add(bound);
        }

        value = null;
        if (items.Count < nodes.Length) return false;
        if (nodes.Length < slot.MinimumLength)
            return Fail(node, slot, $"a list of {nodes.Length} is not allowed; at least {slot.MinimumLength}: {slot.Words}");
        return Succeed(SpecType.ToList(slot.Type, items), out value);
    }

    private bool TryRecord(Slot slot, TreeNode node, out object? value)
    {
        value = null;
        if (!TryKind(slot, node, out Type? type)) return false;
        SpecShape shape = SpecShape.Of(type!);
        TreeMap map = node as TreeMap ?? new TreeMap([], node.File, node.Line, node.Column);
        int before = _problems.Count;
        UnknownKeys(slot, map, shape);
        object spec = shape.CopyOrNew(slot.Fallback);
        foreach (SpecProperty property in shape.Properties)
        {
            if (map.Find(property.Name) is { } entry)
            {
                if (TryValue(slot.Of(property, property.Get(spec)), entry.Value, out object? bound)) property.Set(spec, bound);
            }
            else if (property.IsRequired && slot.Fallback?.GetType() != type)
            {
                Slot missing = slot.Of(property, null);
                Add(map.Line, map.Column, $"{map.Where}: {missing.Path}: missing; {missing.Words}");
            }
        }

        if (_problems.Count == before && spec is IValidated validated) CrossCheck(slot, map, validated);
        return _problems.Count == before && Succeed(spec, out value);
    }

    /// <summary>The record's type: as declared, or the leaf that the node names, or the leaf that is the default.</summary>
    private bool TryKind(Slot slot, TreeNode node, out Type? type)
    {
        type = null;
        SpecShape declared = SpecShape.Of(slot.Type);
        TreeNode? named = node is TreeMap map ? map.Find(SpecType.KindKey)?.Value ?? KindOfKey(declared, map) : node;
        bool hasKind = slot.Type.IsAbstract || declared.Kind is not null;
        if (named is null && (!slot.Type.IsAbstract || slot.Fallback is not null))
        {
            type = slot.Type.IsAbstract ? slot.Fallback!.GetType() : slot.Type;
            return true;
        }

        if (!hasKind && node is TreeMap) return Succeed(slot.Type, out type);
        if (!hasKind || (named is not TreeScalar { IsNull: false } && named is not null))
            return Fail(named ?? node, slot, $"{(named ?? node).InWords} is not allowed; {slot.Words}{Hint(slot, named ?? node)}");
        if (named is not TreeScalar kind)
            return Fail(node, slot, $"key '{SpecType.KindKey}' is missing; {slot.Words}{MeantKind(declared, (TreeMap)node)}");
        ImmutableArray<LeafAttribute> leaves =
            slot.Type.IsAbstract ? declared.Leaves : [new LeafAttribute(declared.Kind!, slot.Type)];
        type = leaves.FirstOrDefault(l => l.Name == kind.Text)?.Type;
        return type is not null
            || Fail(kind, slot, NearestName.Unknown(SpecType.KindKey, kind.Text, [.. leaves.Select(l => l.Name)]));
    }

    /// <summary>A leaf with a key of its own name needs no kind beside it: {formula: "max(0, a)"}.</summary>
    private static TreeScalar? KindOfKey(SpecShape declared, TreeMap map) =>
        declared.Leaves.FirstOrDefault(leaf => map.Find(leaf.Name) is not null && SpecShape.Of(leaf.Type).Properties.Any(property => property.Name == leaf.Name)) is { } leaf
            ? new TreeScalar(leaf.Name) : null;

    private static string MeantKind(SpecShape declared, TreeMap map) =>
        map.Entries.Select(entry => NearestName.Of(entry.Key, declared.Leaves.Select(static leaf => leaf.Name))).FirstOrDefault(static name => name is not null) is { } near
            && SpecShape.Of(declared.Leaves.First(leaf => leaf.Name == near).Type).Find(near) is not null ? $"; did you mean the key '{near}'?" : "";

    private void UnknownKeys(Slot slot, TreeMap map, SpecShape shape)
    {
        foreach (TreeEntry entry in map.Entries)
        {
            if (shape.Keys.Contains(entry.Key)) continue;
            List<string> allowed = [.. shape.Properties.Select(p => p.Name)];
            if (shape.Kind is not null) allowed.Insert(0, SpecType.KindKey);
            string inside = slot.Path.Length == 0 ? "" : $" in '{slot.Path}'";
            // Beyond those that are told a guess would be work for nothing.
            bool isTold = _problems.Count < MostProblems;
            Add(entry.Line, entry.Column, isTold ? $"{entry.Where}: {NearestName.Unknown("key", entry.Key, allowed, inside)}" : "");
        }
    }

    private void CrossCheck(Slot slot, TreeMap map, IValidated spec)
    {
        foreach ((string key, string problem) in spec.Problems())
        {
            (TreeNode at, string path) = key.Length == 0 ? (map, "") : NamedItems.Find(map, key);
            Fail(at, slot with { Path = key.Length == 0 ? slot.Path : Slot.Join(slot.Path, path) }, problem);
        }
    }

    private bool TryEnum(Slot slot, TreeScalar scalar, out object? value)
    {
        value = SpecType.EnumMember(slot.Type, scalar.Text);
        return value is not null
            || Fail(scalar, slot, NearestName.Unknown("value", scalar.Text, SpecType.EnumNames(slot.Type)));
    }

    private bool TryBool(Slot slot, TreeScalar scalar, out object? value)
    {
        value = scalar.IsQuoted ? null : scalar.Text switch
        {
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => null,
        };
        return value is not null || Fail(scalar, slot, $"{scalar.InWords} is not allowed; {slot.Words}{Hint(slot, scalar)}");
    }

    private bool TryNumber(Slot slot, TreeScalar scalar, out object? value)
    {
        value = null;
        bool isNumber = ScalarText.TryDouble(scalar.Text, out double real);
        if (isNumber && scalar.IsQuoted)
            return Fail(scalar, slot, $"the text \"{ShownText.Of(scalar.Text)}\" is not allowed; {slot.Words}, without quotes");
        if (slot.Type == typeof(double))
        {
            if (isNumber && slot.Range?.Contains(real) != false) return Succeed(real, out value);
        }
        else if (ScalarText.TryInteger(scalar.Text, out BigInteger whole) && slot.Range?.Contains((double)whole) != false)
        {
            value = slot.Type == typeof(int) ? (whole >= int.MinValue && whole <= int.MaxValue ? (int)whole : null)
                : slot.Type == typeof(long) ? (whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null)
                : whole >= ulong.MinValue && whole <= ulong.MaxValue ? (ulong)whole : null;
            if (value is not null) return true;
            return Fail(scalar, slot, string.Create(CultureInfo.InvariantCulture,
                $"{scalar.Text} is not allowed; {slot.Words}, of at most {Largest(slot.Type)} in size"));
        }

        string shown = isNumber ? ShownText.Of(scalar.Text) : scalar.InWords;
        return Fail(scalar, slot, $"{shown} is not allowed; {slot.Words}{(isNumber || slot.Type != typeof(double) ? "" : " (finite)")}{Hint(slot, scalar)}");
    }

    private string Hint(Slot slot, TreeNode node) => HasGrid ? GridHint.Of(slot, node) : "";

    private static ulong Largest(Type type) =>
        type == typeof(int) ? int.MaxValue : type == typeof(long) ? long.MaxValue : ulong.MaxValue;

    private static bool Succeed<T>(T found, out T? value)
    {
        value = found;
        return true;
    }

    private bool Fail(TreeNode node, Slot slot, string problem)
    {
        Add(node.Line, node.Column, slot.Path.Length == 0 ? $"{node.Where}: {problem}" : $"{node.Where}: {slot.Path}: {problem}");
        return false;
    }

    private void Add(int line, int column, string text) => _problems.Add((line, column, text));
}
