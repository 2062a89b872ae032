namespace NoisyRnn.Claims;

/// <summary>What of a network's outputs under test noise an arm is judged by.</summary>
public enum Judged
{
    /// <summary>The outputs of single draws.</summary>
    SingleDraw,

    /// <summary>The outputs of single draws, the mean of the step's factor kept where it was in training.</summary>
    MeanMatched,

    /// <summary>The output averaged over draws.</summary>
    MeanOutput,
}
