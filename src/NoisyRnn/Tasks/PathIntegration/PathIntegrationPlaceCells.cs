using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>
/// Place cells on a square grid that reaches from wall to wall. Cell c at p_c has exp(-|p - p_c|^2 / (2 w^2)), divided by
/// the sum over all cells: a distribution, so cross-entropy can be the loss as well as the squared error.
/// </summary>
/// <remarks>
/// A place is decoded as the centre of the three most active cells, whether outputs are activities or logits: only their order
/// counts. These are three corners of the square of cells around the place, so with exact outputs the error is at
/// most sqrt(2)/3 of the distance between neighbouring cells.
/// </remarks>
public sealed record PathIntegrationPlaceCells : PathIntegrationTargets
{
    private const int MostActive = 3;

    /// <summary>Cells along each side of the box.</summary>
    [Description("cells along each side of the box; outputs are its square")]
    [Range(2, 64)]
    public int Cells { get; init; } = 12;

    /// <summary>w.</summary>
    [Description("width (standard deviation) of a cell's Gaussian, as a share of the box's side")]
    [Range(0.01, 1.0)]
    public double Width { get; init; } = 0.12;

    /// <inheritdoc/>
    public override int Count => Cells * Cells;

    /// <inheritdoc/>
    public override string Summary => $"{Cells} x {Cells} place cells of width {Width} of the side";

    /// <inheritdoc/>
    public override void Encode(double x, double y, Span<double> targets)
    {
        // A Gaussian of the plane is a product, and so is its normalised form.
        var (alongX, alongY) = (Along(x), Along(y));
        for (var c = 0; c < targets.Length; c++)
            targets[c] = alongX[c % Cells] * alongY[c / Cells];
    }

    /// <inheritdoc/>
    public override (double X, double Y) Decode(ReadOnlySpan<double> outputs)
    {
        Span<int> best = stackalloc int[MostActive];
        var found = 0;
        for (var c = 0; c < outputs.Length; c++)
        {
            var rank = found;
            while (rank > 0 && outputs[c] > outputs[best[rank - 1]])
                rank--;
            if (rank == MostActive)
                continue;
            found = Math.Min(found + 1, MostActive);
            best[rank..(found - 1)].CopyTo(best[(rank + 1)..found]);
            best[rank] = c;
        }

        var (x, y) = (0.0, 0.0);
        foreach (var c in best)
            (x, y) = (x + PlaceOf(c % Cells), y + PlaceOf(c / Cells));
        return (x / MostActive, y / MostActive);
    }

    private double PlaceOf(int cell) => (2.0 * cell / (Cells - 1)) - 1;

    private double[] Along(double place)
    {
        var activity = new double[Cells];
        var sum = 0.0;
        for (var c = 0; c < Cells; c++)
        {
            var distance = (place - PlaceOf(c)) / (2 * Width);
            sum += activity[c] = Elementary.Exp(-0.5 * distance * distance);
        }

        foreach (ref var a in activity.AsSpan())
            a /= sum;
        return activity;
    }
}
