using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Networks;

/// <summary>A recurrent weight that training does not change.</summary>
public sealed record FixedEntry
{
    /// <summary>The unit that reads, from 0.</summary>
    [Description("the unit that reads, numbered from 0: the row of W_rec")]
    [Range(0, int.MaxValue)]
    public int To { get; init; }

    /// <summary>The unit that is read, from 0.</summary>
    [Description("the unit that is read, numbered from 0: the column of W_rec")]
    [Range(0, int.MaxValue)]
    public int From { get; init; }

    /// <summary>The weight.</summary>
    [Description("the weight")]
    public double Weight { get; init; }
}
