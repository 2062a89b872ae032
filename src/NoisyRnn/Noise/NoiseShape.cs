namespace NoisyRnn.Noise;

/// <summary>How many rows noise has at each placement of a network.</summary>
/// <param name="Inside">Pre-activations: N, or all gates' in a gated network.</param>
/// <param name="Outside">Values of activations, likewise.</param>
/// <param name="State">N.</param>
/// <param name="Inputs">I.</param>
/// <param name="Outputs">O.</param>
public readonly record struct NoiseShape(int Inside, int Outside, int State, int Inputs, int Outputs)
{
    /// <summary>L, the layers whose rows follow each other inside and outside, the first layer's first.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The same on the state: L, or 1 where only the last layer's state is the network's.</summary>
    public int StateLayers { get; init; } = 1;

    /// <summary>Excitatory units, the first of each layer; null where no population is told from another.</summary>
    public int? Excitatory { get; init; }

    /// <summary>As many rows at each placement, in one layer.</summary>
    /// <param name="rows">How many.</param>
    public static NoiseShape Of(int rows) => new(rows, rows, rows, rows, rows);

    /// <summary>The rows at a placement.</summary>
    public int this[Placement placement] => placement switch
    {
        Placement.Inside => Inside,
        Placement.Outside => Outside,
        Placement.State => State,
        Placement.Feedback => State,
        Placement.Input => Inputs,
        _ => Outputs,
    };

    /// <summary>The layers that have rows of their own at a placement.</summary>
    public int LayersAt(Placement placement) => placement switch
    {
        Placement.Inside or Placement.Outside => Layers,
        Placement.State or Placement.Feedback => StateLayers,
        _ => 1,
    };

    /// <summary>How many draws a source makes a step: one a row, or one a group of units that share it.</summary>
    /// <param name="source">The source.</param>
    public int Draws(NoiseSource source) => source switch
    {
        { Kind: NoiseKind.CommonScalar } => 1,
        { Common: NoiseGroup.Layer } => LayersAt(source.Placement),
        { Common: NoiseGroup.Population } => 2 * LayersAt(source.Placement),
        _ => this[source.Placement],
    };

    /// <summary>Which of these draws goes to a row; its number is never above that of the row, where each population has a unit.</summary>
    /// <param name="source">The source.</param>
    /// <param name="row">The row.</param>
    public int DrawOf(NoiseSource source, int row)
    {
        var (draws, rows) = (Draws(source), this[source.Placement]);
        return source.Common == NoiseGroup.Population
            ? (2 * (row / (rows / LayersAt(source.Placement)))) + (row % (rows / LayersAt(source.Placement)) < Excitatory ? 0 : 1)
            : row / (rows / draws);
    }

    /// <summary>A vector for each draw that units share: what each row gets of it. None of noise that is independent. [draws][rows]</summary>
    /// <param name="source">The source.</param>
    /// <param name="deviations">The deviation in each row.</param>
    internal double[][] Shared(NoiseSource source, double[] deviations)
    {
        var shape = this;
        return !source.IsCommon() ? [] : [.. Enumerable.Range(0, Draws(source)).Select(draw => deviations.Select((deviation, row) => shape.DrawOf(source, row) == draw ? deviation : 0).ToArray())];
    }

    /// <summary>Whether noise of a source stands in a row of its placement: it does everywhere, or in the rows of its layer.</summary>
    /// <param name="source">The source.</param>
    /// <param name="row">The row.</param>
    public bool Holds(NoiseSource source, int row) => source.Layer is not { } layer || row / (this[source.Placement] / LayersAt(source.Placement)) == layer - 1;

    /// <summary>The rows of a term.</summary>
    public int this[NoiseTerm term] => term switch
    {
        <= NoiseTerm.Feedback => this[(Placement)term],
        NoiseTerm.InsideFactor => Inside,
        NoiseTerm.OutsideFactor => Outside,
        _ => State,
    };
}
