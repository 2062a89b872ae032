using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// PyTorch's recurrent modules and their cells, with one nn.Linear as readout: NAME.weight_ih_l0 [G N, I], weight_hh_l0 [G N, N] and,
/// unless bias=False, bias_ih_l0 and bias_hh_l0 [G N]; without _l0 in a cell, with _l1, _l2, ... of further layers. Source: the manual of torch.nn, and its answers.
/// </summary>
public abstract partial record TorchRecurrent : WeightLayout
{
    /// <inheritdoc/>
    public override string Summary => $"{Module} or {Module}Cell of PyTorch (NAME.weight_ih_l0, NAME.weight_hh_l0, ...) and one nn.Linear that reads it";

    /// <summary>G, rows a unit.</summary>
    private protected abstract int Gates { get; }

    /// <summary>PyTorch's name: nn.RNN.</summary>
    private protected abstract string Module { get; }

    /// <summary>The kind of network here.</summary>
    private protected abstract string Kind { get; }

    /// <summary>The biases of ours, made of PyTorch's two.</summary>
    private protected abstract IEnumerable<ImportedArray> Biases(ImportedArray input, ImportedArray hidden);

    /// <summary>Keys that the file does not tell.</summary>
    private protected virtual ImmutableArray<(string Key, string Value)> Settings => [];

    /// <summary>What is taken to be so.</summary>
    private protected virtual ImmutableArray<(string Key, string Words)> Assumed => [];

    /// <summary>One layer's equation, where there are several.</summary>
    private protected abstract string LayerEquation { get; }

    private const string Below = "x of the first layer: u[t]; of layer l: h_(l-1)[t]";

    internal sealed override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        var recurrent = file.Arrays.Select(array => (Array: array, Name: Recurrent().Match(array.Name)))
            .Where(each => each.Name.Success && each.Array.Shape is [var rows, > 0 and var units] && rows == Gates * units).ToArray();
        if (recurrent.Length == 0)
            return null;
        var (first, name) = recurrent[0];
        var (prefix, suffix, units) = (name.Groups["prefix"].Value, name.Groups["layer"].Value, first.Shape[1]);
        if (Several(recurrent.Select(static each => each.Name), file) is { } several)
        {
            return new WeightsFound($"{Module} of {units} units, {recurrent.Length} in all")
            {
                Missing = several, Equations = [LayerEquation, Below],
            };
        }

        var layers = recurrent.Length;
        if (Enumerable.Range(0, layers).FirstOrDefault(layer => file.Find($"{prefix}weight_hh{Suffix(layer)}") is null, -1) is >= 0 and var gap)
            throw new InputException($"{file.Path}: no array '{prefix}weight_hh{Suffix(gap)}', though there are {layers} layers: {string.Join(", ", recurrent.Select(static each => ShownText.Of(each.Array.Name)))}; allowed is every layer from l0 on");
        var input = Need(file, $"{prefix}weight_ih{suffix}", Gates * units, -1);
        var (linear, rest) = TorchModules.Of(file, static array => Any().IsMatch(array));
        var words = $"{Module}{(suffix.Length == 0 ? "Cell" : "")} of {(layers == 1 ? "" : $"{layers} layers of ")}{units} units and {input.Shape[1]} inputs";
        if (linear is not [{ } readout] || readout.Inputs != units || rest.Length > 0)
            return new WeightsFound(words) { Missing = Unread(linear, rest, units), Equations = [LayerEquation, layers == 1 ? "x: u[t]" : Below] };
        return new WeightsFound($"{words}, read by the nn.Linear '{readout.Name}' of {readout.Outputs} outputs")
        {
            Kind = Kind,
            Settings = layers == 1 ? Settings : [.. Settings, ("layers", $"{layers}")],
            Assumed =
            [
                .. Assumed, ("", "the state starts at 0, as it does where the module is given none"),
                .. layers == 1 ? [] : ((string, string)[])[("", "no dropout between the layers, as after model.eval(): the file does not tell it")],
            ],
            Arrays = [.. Enumerable.Range(0, layers).SelectMany(Layer), .. readout.As("W_out", "b_out")],
        };

        string Suffix(int layer) => suffix.Length == 0 ? "" : $"_l{layer}";

        IEnumerable<ImportedArray> Layer(int layer)
        {
            IEnumerable<ImportedArray> arrays =
            [
                ImportedArray.Of("W_rec", Need(file, $"{prefix}weight_hh{Suffix(layer)}", Gates * units, units)),
                ImportedArray.Of("W_in", Need(file, $"{prefix}weight_ih{Suffix(layer)}", Gates * units, layer == 0 ? -1 : units)),
                .. file.Find($"{prefix}bias_ih{Suffix(layer)}") is null ? [] : Biases(Bias("ih", layer), Bias("hh", layer)),
            ];
            return arrays.Select(array => array with { Role = StackedNetwork.InLayer(array.Role, layer + 1) });
        }

        ImportedArray Bias(string of, int layer) => ImportedArray.Of("b_rec", Need(file, $"{prefix}bias_{of}{Suffix(layer)}", Gates * units));
    }

    private static string? Several(IEnumerable<Match> names, ModelFile file)
    {
        if (file.Arrays.Any(static array => array.Name.Contains("weight_hr_l", StringComparison.Ordinal)))
            return "an LSTM with projections (proj_size) is not among the networks here";
        var all = names.ToArray();
        if (all.Select(static name => name.Groups["prefix"].Value).Distinct().Count() > 1)
            return $"{all.Length} recurrent modules ({string.Join(", ", all.Select(static name => name.Groups["prefix"].Value.TrimEnd('.')).Distinct())}); a network here has one";
        if (all.Any(static name => name.Groups["layer"].Value.EndsWith("_reverse", StringComparison.Ordinal)))
            return "a bidirectional network is not among those here: its second direction runs backwards in time";
        return null;
    }

    private static string Unread(ImmutableArray<TorchLinearModule> linear, ImmutableArray<string> rest, int units) =>
        linear.IsEmpty && rest.IsEmpty
            ? "no readout: a network here reads its state by one nn.Linear; save the whole model's state_dict"
            : $"beside it stand {string.Join(", ", linear.Select(static module => $"'{module.Name}' (nn.Linear, {module.Inputs} to {module.Outputs})").Concat(rest.Select(static name => $"'{ShownText.Of(name)}'")).Take(10))}; "
                + $"a network here has one nn.Linear of {units} inputs, its readout, and nothing else; what else the model computes is not in its weights";

    [GeneratedRegex(@"^(?<prefix>.*\.|)weight_hh(?<layer>_l\d+(_reverse)?|)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Recurrent();

    [GeneratedRegex(@"(^|\.)(weight|bias)_(ih|hh|hr)(_l\d+(_reverse)?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Any();
}
