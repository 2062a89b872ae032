using System.Numerics;

namespace NoisyRnn.Numerics;

/// <summary>A scalar function with its slope, written once over lanes. Leaves are small structs that hold constants.</summary>
public interface ILaneFunction
{
    /// <summary>f(x) and f'(x), lane by lane. At a kink the slope is the one from the left.</summary>
    TL Evaluate<TL, T>(TL x, out TL slope)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
