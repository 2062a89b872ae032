namespace NoisyRnn.Tasks;

/// <summary>Where a walk starts, and so how a path integrator can know it.</summary>
public enum PathIntegrationStart
{
    /// <summary>At the centre of the box, in every trial: nothing needs to be told.</summary>
    Centre,

    /// <summary>Anywhere in the box; two further input channels hold the place (in units of half the side) at first.</summary>
    Random,
}
