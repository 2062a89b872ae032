using NoisyRnn.Networks;

namespace NoisyRnn.Experiments;

/// <summary>What trials must know of the network that is audited on them.</summary>
/// <param name="Inputs">Its input channels.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Dt">Its time step.</param>
/// <param name="Seed">The seed of its trials.</param>
/// <param name="Readout">r of its outputs y = r(z).</param>
/// <param name="IsStatic">Whether it is a network without time.</param>
internal sealed record AuditedForm(int Inputs, int Outputs, double Dt, ulong Seed = 0, Readout Readout = Readout.Identity, bool IsStatic = false)
{
    /// <summary>The form of a network that is here.</summary>
    public static AuditedForm Of(Model model) => new(model.Inputs, model.Outputs, model.Dt, model.Seed, model.Readout, !model.Network.IsRecurrent);
}
