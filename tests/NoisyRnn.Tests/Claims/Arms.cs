using NoisyRnn.Claims;
using NoisyRnn.Noise;

namespace NoisyRnn.Tests.Claims;

/// <summary>Arms by the names that tables have for their placements: "inside", "silent, tested inside", "state, mean matched".</summary>
internal static class Arms
{
    private static readonly Dictionary<string, Arm> Placed = All("").ToDictionary(static arm => arm.PlacementName);

    public static Arm Of(string name, string placement, double sigma) =>
        Placed[placement].IsSilent == (sigma == 0) ? Placed[placement] with { Base = name, TrainingSigma = sigma } : Arm.Silent(name);

    /// <summary>An arm of each kind.</summary>
    public static IEnumerable<Arm> All(string name) =>
    [
        Arm.Silent(name),
        .. Enum.GetValues<Placement>().Select(placement => Arm.Silent(name, placement)),
        .. from placement in Enum.GetValues<Placement>() from judged in Enum.GetValues<Judged>() select Arm.Of(name, placement, 1) with { Judged = judged },
    ];
}
