using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The time constants that training left, tau = dt/g of each unit, by population (spec 1, section 3): where they are trained, noise may lengthen them, of
/// units that inhibit above all.
/// </summary>
public sealed record TimeConstantsAnalysis : Analysis<TimeConstantsResult>
{
    /// <inheritdoc/>
    public override string Summary => "the trained time constants by population, beside those at the start";

    // It reads one number a unit: no more than a step of a trial.
    internal override double Cost(TrialTask task) => ForwardCost;

    internal override bool Concerns(Setup setup) => setup.Network.TrainsTau;

    private protected override TimeConstantsResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (network, start) = (subject.Network, subject.Network.TimeConstants);
        double[] tau = [.. network.StepSizes(network.Effective(subject.Parameters), subject.Dt).Select(step => subject.Dt / step)];
        return new() { TrainingSigma = subject.TrainingSigma, Populations = [.. network.Populations.Select(Of)] };

        PopulationTau Of(UnitGroup group)
        {
            var units = tau.AsSpan(group.First, group.Count).ToArray();
            return new(
                group.Name, Enumerable.Range(group.First, group.Count).Average(i => start[start.Length == 1 ? 0 : i]),
                units.Average(), Elementary.Exp(units.Average(Elementary.Log)), units.Min(), units.Max());
        }
    }
}
