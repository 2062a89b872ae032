using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>The nn.Linear modules of a state_dict: NAME.weight [out, in], and NAME.bias [out] unless bias=False.</summary>
internal static class TorchModules
{
    private const string Weight = "weight", Bias = "bias";

    /// <summary>The modules in the order of the file, and the names of arrays that belong to none.</summary>
    /// <param name="file">The arrays.</param>
    /// <param name="others">Arrays that belong to something else.</param>
    internal static (ImmutableArray<TorchLinearModule> Linear, ImmutableArray<string> Others) Of(ModelFile file, Func<string, bool> others)
    {
        ImmutableArray<TorchLinearModule> modules =
        [
            .. from array in file.Arrays
               where !others(array.Name) && IsWeight(array.Name) && array.Shape is [> 0, > 0]
               let name = array.Name[..^Weight.Length]
               let bias = file.Find(name + Bias)
               where bias is null || bias.Shape.SequenceEqual([array.Shape[0]])
               select new TorchLinearModule(name.TrimEnd('.'), array, bias),
        ];
        var known = modules.SelectMany(static module => new[] { module.Weight.Name, module.Bias?.Name }).ToHashSet();
        return (modules, [.. file.Arrays.Select(static array => array.Name).Where(name => !others(name) && !known.Contains(name))]);
    }

    private static bool IsWeight(string name) => name == Weight || name.EndsWith("." + Weight, StringComparison.Ordinal);
}
