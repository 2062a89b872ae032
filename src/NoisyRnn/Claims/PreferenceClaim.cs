using System.ComponentModel;

namespace NoisyRnn.Claims;

/// <summary>A claim on which test noise networks prefer: decided on the loss of single draws, or of the output averaged over draws.</summary>
public abstract record PreferenceClaim : Claim
{
    /// <summary>What is decided on.</summary>
    [Description("decided on the loss of single-draw outputs or of the mean-output over draws")]
    public SweptOutput On { get; init; }

    /// <inheritdoc/>
    public sealed override string Symbol => On == SweptOutput.MeanOutput ? $"{Letter}{PreferenceCell.MeanOutput}" : Letter;

    internal sealed override bool NeedsMeanOutput => On == SweptOutput.MeanOutput;

    /// <summary>C1, C2, C3.</summary>
    private protected abstract string Letter { get; }

    /// <summary>The placement of the cells it speaks of.</summary>
    private protected string PlacementOf(string placement) => On == SweptOutput.MeanOutput ? placement + PreferenceCell.MeanOutput : placement;
}
