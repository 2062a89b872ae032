namespace NoisyRnn.Analyses;

/// <summary>When a network was looked at.</summary>
public enum TrainingMoment
{
    /// <summary>Before the first iteration.</summary>
    Start,

    /// <summary>In training.</summary>
    OnTheWay,

    /// <summary>As the trained network.</summary>
    End,
}
