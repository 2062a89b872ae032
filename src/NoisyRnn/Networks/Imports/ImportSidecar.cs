using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// What a file of weights does not tell, in the keys of an experiment file: which array is which, the network, its time step and the
/// noise it was trained with.
/// </summary>
public sealed record ImportSidecar
{
    /// <summary>Our names with those of the file: W_rec: rnn.w, W_rec: {array: rnn.w, transposed: true}, or b_rec: [rec.bias, inp.bias], their sum.</summary>
    [Description("the network's arrays (W_in, W_rec, b_rec, W_out, b_out, ...) with their names in the file: NAME, {array: NAME, transposed: true}, or a list of such, of which the sum is taken; empty where the layout is known by name")]
    public TreeMap? Arrays { get; init; }

    /// <summary>Keys of the network, as in an experiment file.</summary>
    [Description("the network, as in an experiment file; the number of units is that of the arrays")]
    public TreeMap? Network { get; init; }

    /// <summary>Time step, in the unit of tau.</summary>
    [Description("time step dt, in the unit of tau; needed where the network discretises a differential equation")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Dt { get; init; }

    /// <summary>r of the outputs y = r(z).</summary>
    [Description("the output y = r(z) of the readout z = W_out h + b_out: identity or sigmoid; null is what its layout has")]
    public Readout? Readout { get; init; }

    /// <summary>The noise it was trained with.</summary>
    [Description("noise sources that it was trained with, as in an experiment file")]
    public ImmutableArray<NoiseSource> Noise { get; init; } = [];

    /// <summary>Reads a sidecar.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="settings">Changes to it: "network.activation=relu".</param>
    /// <exception cref="InputException">Something in it is not allowed.</exception>
    public static ImportSidecar Read(string? path, IEnumerable<string> settings) => Binder.Bind<ImportSidecar>(
        settings.Select(Assignment.Parse).Aggregate(path is null ? new TreeMap([]) : YamlTree.Read(path), static (tree, assignment) => assignment.Apply(tree)));
}
