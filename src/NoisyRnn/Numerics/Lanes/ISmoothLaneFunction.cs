using System.Numerics;

namespace NoisyRnn.Numerics;

/// <summary>A scalar function whose second and third derivatives follow from its value and slope.</summary>
public interface ISmoothLaneFunction : ILaneFunction
{
    /// <summary>f''(x) and f'''(x), lane by lane.</summary>
    /// <param name="value">f(x).</param>
    /// <param name="slope">f'(x).</param>
    /// <param name="third">Receives f'''(x).</param>
    TL Curvature<TL, T>(TL value, TL slope, out TL third)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
