using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>The tensors of a network by name, wherever in a checkpoint they stand.</summary>
/// <param name="Tensors">The tensors.</param>
/// <param name="Taken">Where they stood, in words; null where the whole file is the state_dict.</param>
internal sealed record StateDict(ImmutableArray<(string Name, TorchTensor Tensor)> Tensors, string? Taken)
{
    private const int Deepest = 4;
    private const int MostMaps = 10_000;

    // What people call the network in a checkpoint, the surest first.
    private static readonly string[] Usual = ["state_dict", "model_state_dict", "model", "net", "network", "rnn", "weights", "params"];

    /// <summary>Finds the state_dict in what a file holds.</summary>
    /// <param name="root">The map that was saved.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="InputException">There is none, or it cannot be told which is meant.</exception>
    internal static StateDict Of(PickledMap root, string path)
    {
        if (IsOne(root)) return new StateDict(TensorsOf(root), LeftOut(root));
        var found = new List<(string Place, PickledMap Map)>();
        Search(root, "", 0, found, new HashSet<PickledMap>(ReferenceEqualityComparer.Instance), path);
        (string Place, PickledMap Map)[] networks = [.. found.Where(static each => !each.Place.Contains("optim", StringComparison.OrdinalIgnoreCase))];
        string keys = string.Join(", ", root.Entries.Take(20).Select(static entry => ShownText.Of($"{entry.Key}")));
        if (networks.Length == 0)
            throw new InputException($"{path}: no tensors of a network; its keys: {(keys.Length == 0 ? "none" : keys)}; save the weights, in Python: torch.save(model.state_dict(), path)");
        (string place, PickledMap? map) = networks.Length == 1
            ? networks[0]
            : Usual.Select(name => networks.FirstOrDefault(each => each.Place == name)).FirstOrDefault(static each => each.Map is not null);
        if (map is null)
        {
            throw new InputException($"{path}: tensors stand under several keys ({string.Join(", ", networks.Take(10).Select(static each => ShownText.Of(each.Place)))}), "
                + "and it cannot be told which are the network; save those alone, in Python: torch.save(checkpoint[KEY], path)");
        }

        return new StateDict(TensorsOf(map), $"taken is '{ShownText.Of(place)}' of the keys {keys}");
    }

    private static bool IsOne(PickledMap map) => map.Entries.Any(static entry => entry is { Key: string, Value: TorchTensor });

    private static ImmutableArray<(string, TorchTensor)> TensorsOf(PickledMap map) =>
        [.. map.Entries.Where(static entry => entry is { Key: string, Value: TorchTensor }).Select(static entry => ((string)entry.Key!, (TorchTensor)entry.Value!))];

    private static string? LeftOut(PickledMap map)
    {
        string[] others = [.. map.Entries.Where(static entry => entry.Value is not TorchTensor).Take(20).Select(static entry => ShownText.Of($"{entry.Key}"))];
        return others.Length == 0 ? null : $"left out, since they are no tensors: {string.Join(", ", others)}";
    }

    private static void Search(PickledMap map, string place, int depth, List<(string, PickledMap)> found, HashSet<PickledMap> seen, string path)
    {
        // Maps may hold each other, any number of times.
        if (!seen.Add(map)) return;
        if (seen.Count > MostMaps) throw new InputException($"{path}: more than {MostMaps:N0} maps; save the weights alone, in Python: torch.save(model.state_dict(), path)");
        if (IsOne(map))
        {
            found.Add((place, map));
            return;
        }

        foreach ((object? key, object? value) in depth < Deepest ? map.Entries : [])
        {
            if (value is PickledMap inner) Search(inner, place.Length == 0 ? $"{key}" : $"{place}.{key}", depth + 1, found, seen, path);
        }
    }
}
