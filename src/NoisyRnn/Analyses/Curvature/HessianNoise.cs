namespace NoisyRnn.Analyses;

/// <summary>The noise of the loss whose Hessian is asked for.</summary>
public enum HessianNoise
{
    /// <summary>None: the loss of the network as it is used in silence.</summary>
    None,

    /// <summary>That of training, at its sources' levels, with the draws of the trials' numbers.</summary>
    Training,
}
