using System.Collections.Immutable;
using System.ComponentModel;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>A claim on which test noise networks prefer: decided on the loss of single draws, or of the output averaged over draws.</summary>
public abstract record PreferenceClaim : Claim
{
    /// <summary>What is decided on.</summary>
    [Description("decided on the loss of single-draw outputs or of the mean-output over draws")]
    public SweptOutput On { get; init; }

    /// <inheritdoc/>
    public sealed override string Symbol => Letter + Arm.Suffix(Judged);

    internal sealed override bool NeedsMeanOutput => On == SweptOutput.MeanOutput;

    /// <summary>C1, C2, C3.</summary>
    private protected abstract string Letter { get; }

    private Judged Judged => On == SweptOutput.MeanOutput ? Judged.MeanOutput : Judged.SingleDraw;

    /// <summary>What the mean output is judged by in the place of D: a sentence of its criterion, empty for single draws.</summary>
    /// <param name="ratio">The ratio of losses of which the criterion takes the logarithm.</param>
    private protected string GainOfMeans(double ratio) => On == SweptOutput.SingleDraw ? ""
        : $" Of the mean output G = (b(0) - b(s0))/(|b(0)| + |b(s0)|), b being bias^2 without what a finite number of draws adds, stands in the place of D, and {(ratio - 1) / (ratio + 1):G3} in that of ln {ratio:G3}.";

    /// <summary>The cells of networks trained with noise at a place, judged by what it is decided on.</summary>
    private protected ImmutableArray<RunCell> CellsOf(RunTable table, Placement placement) => [.. table.Cells.Where(cell => cell.Arm.IsAt(placement, Judged))];
}
