namespace NoisyRnn.Tasks;

/// <summary>At which steps the outputs of a trial are wanted.</summary>
internal enum WantedOutputs
{
    /// <summary>Where it counts.</summary>
    Counted,

    /// <summary>At its last step.</summary>
    Last,

    /// <summary>At all of its steps.</summary>
    All,
}
