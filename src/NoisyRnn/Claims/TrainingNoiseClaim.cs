using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Claims;

/// <summary>A claim on what noise in training does to a network (spec 2): decided from fewer seeds than those of spec 1.</summary>
public abstract record TrainingNoiseClaim : Claim
{
    /// <summary>What spec 2 asks for.</summary>
    private protected const int SeedsOfSpec2 = 5;

    /// <summary>Seeds of a cell below which nothing is decided.</summary>
    /// <remarks>Keys of a base come first in a resolved file: a leaf that has it after keys of its own overrides it.</remarks>
    [Range(2, int.MaxValue), Description("seeds of a cell below which nothing is decided; here instead of rules.min-seeds")]
    public virtual int MinSeeds { get; init; } = SeedsOfSpec2;

    private protected override CommonRules RulesOf(CommonRules rules) => rules with { MinSeeds = MinSeeds };
}
