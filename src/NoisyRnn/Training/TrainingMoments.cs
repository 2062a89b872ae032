using System.ComponentModel;

namespace NoisyRnn.Training;

/// <summary>What training takes the noise for.</summary>
public enum TrainingMoments
{
    /// <summary>Draws.</summary>
    [Description("each trial has draws of the noise")]
    Drawn,

    /// <summary>Its mean effect and its variance.</summary>
    [Description("no noise is drawn: mean and covariance of the state go from step to step by the Gaussian closure, and the loss is bias^2 + variance in closed form")]
    Closure,
}
