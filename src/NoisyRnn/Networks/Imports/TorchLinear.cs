using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// nn.Linear modules of PyTorch, each reading the one before through an activation. That they do so is not in the file: known by name
/// are those with numbers that rise, as nn.Sequential gives them (0.weight, 2.weight, ...; fc1.weight, fc2.weight), others where the user
/// says so. W_in, W_rec and W_out of a recurrent network have shapes that fit, too.
/// </summary>
public sealed partial record TorchLinear : WeightLayout
{
    private const int MostHidden = 3;

    /// <inheritdoc/>
    public override string Summary => "a stack of nn.Linear of PyTorch (0.weight, 0.bias, 2.weight, ... as nn.Sequential names them): a feed-forward network of 1 to 3 hidden layers";

    internal override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        var (modules, rest) = TorchModules.Of(file, static _ => false);
        var isNumbered = modules.Length > 0 && AreNumbered(modules);
        if (modules.Length < 2 || rest.Length > 0 || (!isAsked && !isNumbered))
            return null;
        // A safetensors file has its arrays in an order of its own.
        if (isNumbered)
            modules = [.. modules.OrderBy(static module => Number(Numbered().Match(module.Name)))];
        var hidden = modules[..^1];
        var words = $"nn.Linear, {string.Join(" to ", modules.Select(static module => $"{module.Inputs}").Append($"{modules[^1].Outputs}"))}";
        foreach (var (before, after) in modules.Zip(modules.Skip(1)))
        {
            if (before.Outputs != after.Inputs)
                throw new InputException($"{file.Path}: '{after.Weight.Name}' is {after.Weight} and cannot read '{before.Weight.Name}', {before.Weight}: layers stand in the order of the file");
        }

        if (hidden.Length > MostHidden || hidden.Any(module => module.Outputs != hidden[0].Outputs))
        {
            return new WeightsFound(words)
            {
                Missing = $"hidden layers of {ScalarText.List(hidden.Select(static module => module.Outputs))} units; a feed-forward network here has 1 to {MostHidden} of equal size",
                Equations = ["h_l = f(W_l h_(l-1) + b_l), h_0 = u; the last layer without f"],
            };
        }

        return new WeightsFound(words)
        {
            Kind = "feedforward",
            Settings = [("layers", $"{hidden.Length}"), ("activation", "relu")],
            Assumed =
            [
                ("activation", "f is relu after each layer but the last: activations are not in the file; for another give --set network.activation=tanh"),
                ("", "nothing else stands between the layers (dropout does nothing when a network is used; normalisation would)"),
            ],
            Arrays = [.. hidden.SelectMany(static (module, k) => module.As(FeedForward.WeightName(k + 1), $"b_{k + 1}")), .. modules[^1].As("W_out", "b_out")],
        };
    }

    // The same word before different numbers.
    private static bool AreNumbered(ImmutableArray<TorchLinearModule> modules)
    {
        var names = modules.Select(static module => Numbered().Match(module.Name)).ToArray();
        return names.All(static name => name.Success) && names.Select(static name => name.Groups["word"].Value).Distinct().Count() == 1
            && names.Select(Number).Distinct().Count() == names.Length;
    }

    private static int Number(Match name) => int.Parse(name.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<word>.*?)(?<number>\d{1,6})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();
}
