using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// Keras' recurrent layers with one Dense readout, from .h5 (NAME/kernel:0 [I, G N], NAME/recurrent_kernel:0 [N, G N], NAME/bias:0) or .weights.h5 and .keras
/// (NAME/cell/vars/0, 1, 2): rows are those that a matrix reads, x W. Source: keras/src/layers/rnn and keras/src/saving of Keras 3.
/// </summary>
public abstract partial record KerasRecurrent : WeightLayout
{
    /// <inheritdoc/>
    public override string Summary => $"{Layer} of Keras (NAME/kernel, NAME/recurrent_kernel, NAME/bias, or NAME/cell/vars/0, 1, 2) and one Dense that reads it";

    /// <summary>G, columns a unit.</summary>
    private protected abstract int Gates { get; }

    /// <summary>Keras' name: SimpleRNN.</summary>
    private protected abstract string Layer { get; }

    /// <summary>What the arrays of this layer are here.</summary>
    /// <param name="words">What was found.</param>
    /// <param name="kernel">x W [I, G N].</param>
    /// <param name="recurrent">h W [N, G N].</param>
    /// <param name="bias">b; null where there is none.</param>
    private protected abstract WeightsFound Of(string words, Tensor kernel, Tensor recurrent, Tensor? bias);

    internal sealed override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        ImmutableArray<Tensor> arrays = [.. file.Arrays.Where(static array => !Other().IsMatch(array.Name))];
        var recurrent = arrays.Where(array => Recurrent().IsMatch(array.Name) && array.Shape is [> 0 and var units, var columns] && columns == Gates * units).ToArray();
        if (recurrent.Length == 0)
            return null;
        var (name, units) = (recurrent[0].Name, recurrent[0].Shape[0]);
        var kernel = Need(file, Beside(name, 0), -1, Gates * units);
        var bias = file.Find(Beside(name, 2));
        var known = recurrent.Length == 1 ? new[] { name, kernel.Name, bias?.Name } : [];
        var rest = arrays.Where(array => !known.Contains(array.Name)).ToArray();
        var words = $"{Layer} of {units} units and {kernel.Shape[0]} inputs";
        var weights = rest.Where(array => array.Shape.Length == 2 && array.Shape[0] == units).ToArray();
        if (recurrent.Length > 1 || weights.Length != 1 || rest.Any(array => array != weights[0] && !array.Shape.SequenceEqual([weights[0].Shape[1]])) || rest.Length > 2)
        {
            return new WeightsFound(words)
            {
                Missing = recurrent.Length > 1 ? $"{recurrent.Length} recurrent layers; a network here has one"
                    : $"beside it stand {string.Join(", ", rest.Take(10).Select(static array => $"{ShownText.Of(array.Name)} {array}"))}; a network here has one Dense of {units} inputs, its readout, and nothing else",
            };
        }

        var readout = weights[0];
        var outputs = rest.Where(array => array != readout).Select(static array => ImportedArray.Of("b_out", array));
        var found = Of($"{words}, read by a Dense of {readout.Shape[1]} outputs", kernel, recurrent[0], bias);
        return found.Kind is null ? found : found with
        {
            Arrays = [.. found.Arrays, ImportedArray.Of("W_out", readout).Transposed(), .. outputs],
            Assumed = [.. found.Assumed, ("", "the Dense has no activation (give the outputs before it), and reads every step (return_sequences=True)"), ("", "the state starts at 0")],
        };
    }

    /// <summary>A matrix that Keras writes for rows, its gates in our order.</summary>
    private protected static ImportedArray Turned(string role, Tensor array, int[] order, string words) => ImportedArray.Of(role, array).Transposed().Blocks(order, words);

    // The array of the same layer: kernel, recurrent_kernel, bias, or vars/0, 1, 2.
    private static string Beside(string recurrent, int which) => recurrent.EndsWith("vars/1", StringComparison.Ordinal)
        ? $"{recurrent[..^1]}{which}"
        : recurrent.Replace("recurrent_kernel", which == 0 ? "kernel" : "bias", StringComparison.Ordinal);

    // An optimiser's moments have the same names; seeds are of dropout in training.
    [GeneratedRegex(@"^(optimizer|metrics)|(^|/)seed_generator", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Other();

    [GeneratedRegex(@"(^|/)(recurrent_kernel(:0)?|cell/vars/1)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Recurrent();
}
