using System.ComponentModel;

namespace NoisyRnn.Noise;

/// <summary>The units that share each draw of a source whose noise is not independent.</summary>
public enum NoiseGroup
{
    /// <summary>All units of a layer (all inputs, all outputs) together; layers apart.</summary>
    [Description("all units of a layer together, or all inputs, or all outputs")]
    Layer,

    /// <summary>The excitatory units of a network that obeys Dale's law together, and the inhibitory ones.</summary>
    [Description("the excitatory units of a network that obeys Dale's law together, and the inhibitory ones")]
    Population,
}
