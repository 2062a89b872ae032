using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>A layout that the user tells: which array of the file is which of the network.</summary>
internal static class ArrayMapping
{
    private const string Name = "array", IsTransposed = "transposed";

    /// <summary>The arrays under our names, as told.</summary>
    /// <param name="file">The arrays.</param>
    /// <param name="arrays">The sidecar's arrays.</param>
    /// <exception cref="InputException">An array is not in the file; all such are told, a line each.</exception>
    internal static WeightsFound Find(ModelFile file, TreeMap arrays)
    {
        var problems = new List<string>();
        var found = ImmutableArray.CreateBuilder<ImportedArray>();
        foreach (var entry in arrays.Entries)
        {
            ImmutableArray<ImportedArray?> parts = [.. entry.Value is TreeList { Items: { Length: > 0 } items } ? items.Select(item => Part(entry, item)) : [Part(entry, entry.Value)]];
            if (parts.Any(static part => part is null))
                continue;
            if (parts.Any(part => (part!.Rows, part.Columns) != (parts[0]!.Rows, parts[0]!.Columns)))
                problems.Add($"{entry.Where}: arrays.{entry.Key}: {string.Join(", ", parts.Select(static part => $"{ShownText.Of(part!.Source)} [{part.Rows}, {part.Columns}]"))}; a list is the sum of arrays of one shape");
            else
                found.Add(parts.Aggregate(static (sum, part) => sum!.Plus(part!))!);
        }

        return problems.Count == 0
            ? new WeightsFound("arrays told by the sidecar") { Kind = "", Arrays = found.ToImmutable() }
            : throw new InputException(string.Join('\n', problems));

        ImportedArray? Part(TreeEntry entry, TreeNode value)
        {
            var (name, transposed) = Source(entry, value, problems);
            if (name is null)
                return null;
            if (file.Find(name) is { } array)
                return transposed ? ImportedArray.Of(entry.Key, array).Transposed() : ImportedArray.Of(entry.Key, array);
            problems.Add($"{entry.Where}: arrays.{entry.Key}: no array '{ShownText.Of(name)}' in {file.Path}{WeightLayout.Near(file, name)} {NetworkImport.ArraysOf(file)}");
            return null;
        }
    }

    /// <summary>A sidecar to begin with: where shapes leave no doubt, with the file's own names, "arrays: {W_rec: rec.weight, ...}".</summary>
    /// <param name="file">The arrays.</param>
    internal static string Example(ModelFile file)
    {
        const string Rest = "network: {kind: ctrnn, activation: relu, tau: 0.1}, dt: 0.02";
        Tensor[] matrices = [.. file.Arrays.Where(static array => array.Shape is [> 0, > 0])];
        // The one square matrix is the recurrent one; of the others one gives its rows, one takes its columns.
        if (matrices.Where(static array => array.Shape[0] == array.Shape[1] && array.Shape[0] > 1).ToArray() is not [var recurrent] || matrices.Length != 3)
            return $"arrays: {{W_in: NAME, W_rec: NAME, b_rec: NAME, W_out: NAME, b_out: NAME}}, {Rest}";
        var units = recurrent.Shape[0];
        var (inputs, readouts) = (matrices.Where(array => array != recurrent && array.Shape[0] == units).ToArray(), matrices.Where(array => array != recurrent && array.Shape[1] == units).ToArray());
        if (inputs is not [var input] || readouts is not [var readout])
            return $"arrays: {{W_in: NAME, W_rec: {ShownText.Of(recurrent.Name)}, b_rec: NAME, W_out: NAME, b_out: NAME}}, {Rest}";
        // A layer that adds a biased input to a biased recurrence has the sum of both.
        (string Role, Tensor?[] Arrays)[] roles = [("W_in", [input]), ("W_rec", [recurrent]), ("b_rec", [BiasOf(recurrent), BiasOf(input)]), ("W_out", [readout]), ("b_out", [BiasOf(readout)])];
        return $"arrays: {{{string.Join(", ", roles.Where(static role => role.Arrays.Any(static array => array is not null)).Select(static role => $"{role.Role}: {Names(role.Arrays)}"))}}}, if that is so, and {Rest}";

        static string Names(Tensor?[] arrays) => arrays.OfType<Tensor>().Select(static array => ShownText.Of(array.Name)).ToArray() is [var one] ? one : $"[{string.Join(", ", arrays.OfType<Tensor>().Select(static array => ShownText.Of(array.Name)))}]";

        // Of the same module: rec.weight, rec.bias.
        Tensor? BiasOf(Tensor weight) => file.Find($"{weight.Name.Split(".weight")[0]}.bias") is { Shape: [var rows] } bias && rows == weight.Shape[0] ? bias : null;
    }

    private static (string? Name, bool Transposed) Source(TreeEntry entry, TreeNode value, List<string> problems)
    {
        switch (value)
        {
            case TreeScalar { IsNull: false } name:
                return (name.Text, false);
            case TreeMap map when map.Find(Name)?.Value is TreeScalar { IsNull: false } name && map.Entries.All(static key => key.Key is Name or IsTransposed):
                var transposed = map.Find(IsTransposed) is { } told && Binder.Bind<bool>(told.Value, $"arrays.{entry.Key}.{IsTransposed}");
                return (name.Text, transposed);
            default:
                problems.Add($"{entry.Where}: arrays.{entry.Key}: {value.InWords} is not allowed; the name of an array, {{{Name}: NAME, {IsTransposed}: true}}, or a list of such: their sum");
                return (null, false);
        }
    }
}
