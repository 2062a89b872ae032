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
            var (name, transposed) = Source(entry, problems);
            if (name is null)
                continue;
            if (file.Find(name) is { } array)
                found.Add(transposed ? ImportedArray.Of(entry.Key, array).Transposed() : ImportedArray.Of(entry.Key, array));
            else
                problems.Add($"{entry.Where}: arrays.{entry.Key}: no array '{ShownText.Of(name)}' in {file.Path}{WeightLayout.Near(file, name)} {NetworkImport.ArraysOf(file)}");
        }

        return problems.Count == 0
            ? new WeightsFound("arrays told by the sidecar") { Kind = "", Arrays = found.ToImmutable() }
            : throw new InputException(string.Join('\n', problems));
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
        (string Role, Tensor? Array)[] roles = [("W_in", input), ("W_rec", recurrent), ("b_rec", BiasOf(recurrent)), ("W_out", readout), ("b_out", BiasOf(readout))];
        return $"arrays: {{{string.Join(", ", roles.Where(static role => role.Array is not null).Select(static role => $"{role.Role}: {ShownText.Of(role.Array!.Name)}"))}}}, if that is so, and {Rest}";

        // Of the same module: rec.weight, rec.bias.
        Tensor? BiasOf(Tensor weight) => file.Find($"{weight.Name.Split(".weight")[0]}.bias") is { Shape: [var rows] } bias && rows == weight.Shape[0] ? bias : null;
    }

    private static (string? Name, bool Transposed) Source(TreeEntry entry, List<string> problems)
    {
        switch (entry.Value)
        {
            case TreeScalar { IsNull: false } name:
                return (name.Text, false);
            case TreeMap map when map.Find(Name)?.Value is TreeScalar { IsNull: false } name && map.Entries.All(static key => key.Key is Name or IsTransposed):
                var transposed = map.Find(IsTransposed) is { } told && Binder.Bind<bool>(told.Value, $"arrays.{entry.Key}.{IsTransposed}");
                return (name.Text, transposed);
            default:
                problems.Add($"{entry.Where}: arrays.{entry.Key}: {entry.Value.InWords} is not allowed; the name of an array, or {{{Name}: NAME, {IsTransposed}: true}}");
                return (null, false);
        }
    }
}
