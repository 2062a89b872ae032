namespace NoisyRnn.Claims;

/// <summary>Which loss of a sweep a claim is decided on.</summary>
public enum SweptOutput
{
    /// <summary>The mean loss of single noise draws: how a network is used.</summary>
    SingleDraw,

    /// <summary>The loss of the output averaged over draws: what the noise does to the mean, whatever its variance.</summary>
    MeanOutput,
}
