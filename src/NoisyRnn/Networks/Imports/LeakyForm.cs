namespace NoisyRnn.Networks;

/// <summary>
/// The same map as a network that more can be asked of: an Elman network of one layer, h' = f(a), is the leaky network h' = (1-g) h + g f(a) with
/// g = dt/tau = 1, and its noise stands at the same places.
/// </summary>
internal static class LeakyForm
{
    /// <summary>What is said where it is taken.</summary>
    internal const string Words = "the map h' = f(a) is asked as the leaky network that it is with dt = tau; predictions from weights hold best where dt is small";

    /// <summary>The leaky network; of others the network itself.</summary>
    /// <param name="model">A network.</param>
    public static Model Of(Model model)
    {
        if (model.Network is not Elman { Layers: 1 } elman)
            return model;
        var network = new Ctrnn { Units = elman.Units, Activation = elman.Activation, Tau = [model.Dt], ReadoutBias = elman.ReadoutBias };
        var parameters = new Parameters(network.Layout(model.Inputs, model.Outputs));
        foreach (var slice in model.Parameters.Layout.Slices)
            model.Parameters[slice].CopyTo(parameters[slice.Name]);
        return model with { Network = network, Parameters = parameters };
    }
}
