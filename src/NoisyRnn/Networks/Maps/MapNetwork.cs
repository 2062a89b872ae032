using System.Numerics;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>A network whose step is a map of its own, not the discretisation of a drift: Elman, LSTM, ...</summary>
public abstract record MapNetwork : Network
{
    /// <summary>Makes the network ready to run.</summary>
    /// <param name="layout">From <see cref="Network.Layout"/>.</param>
    /// <param name="dt">Time step, where the map has one.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public abstract Cell<T> Prepare<T>(ParameterLayout layout, double dt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
