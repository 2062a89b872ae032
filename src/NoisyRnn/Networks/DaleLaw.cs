using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Networks;

/// <summary>Dale's law: all recurrent weights from a unit have one sign (Song, Yang and Wang 2016). The first units excite, the last inhibit.</summary>
public sealed record DaleLaw
{
    /// <summary>Share of the units that excite.</summary>
    [Description("share of the units that excite, the first ones; all others inhibit")]
    [Range(0.0, 1.0)]
    public double Excitatory { get; init; } = 0.8;

    /// <summary>How a weight gets its sign.</summary>
    [Description("how a stored weight V gets the sign s of its unit: absolute, s |V|, or rectified, s max(0, s V)")]
    public DaleForm Form { get; init; } = DaleForm.Absolute;

    /// <summary>Units that excite.</summary>
    /// <param name="units">N.</param>
    internal int ExcitatoryOf(int units) => (int)Math.Round(Excitatory * units, MidpointRounding.AwayFromZero);

    /// <summary>The weight of a stored value.</summary>
    /// <param name="value">V.</param>
    /// <param name="sign">s, 1 or -1.</param>
    internal double Weight(double value, int sign) => sign * (Form == DaleForm.Absolute ? Math.Abs(value) : Math.Max(0, sign * value));

    /// <summary>The derivative of the weight; at 0 that from above.</summary>
    /// <param name="value">V.</param>
    /// <param name="sign">s, 1 or -1.</param>
    internal double Slope(double value, int sign) => Form == DaleForm.Absolute ? (value < 0 ? -sign : sign) : (sign * value >= 0 ? 1 : 0);
}
