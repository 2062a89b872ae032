namespace NoisyRnn.Analyses;

/// <summary>One trial on its way through a <see cref="GaussianClosure"/>: the moments of every layer's state, and working memory.</summary>
public sealed class ClosureState
{
    internal ClosureState(GaussianMoments[] layers, ClosureLayer.Memory[] memories, double[] readout)
    {
        (Layers, Memories, Readout) = (layers, memories, readout);
    }

    /// <summary>The hidden state h that the readout reads.</summary>
    public GaussianMoments Hidden => Layers[^1];

    /// <summary>The layers' states; one in a recurrent network.</summary>
    internal GaussianMoments[] Layers { get; }

    /// <summary>Of the current form the current x, of which the layer's state is what the units answer; null of the rate form.</summary>
    internal GaussianMoments? Current { get; init; }

    /// <summary>Whether a step has been done: noise is fed back from the first on.</summary>
    internal bool HasStepped { get; set; }

    /// <summary>The state as the next step reads it, where noise is fed back.</summary>
    internal GaussianMoments? Entering { get; set; }

    internal ClosureLayer.Memory[] Memories { get; }

    // W_out Sigma. [O, width]
    internal double[] Readout { get; }
}
