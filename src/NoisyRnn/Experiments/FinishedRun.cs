using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Experiments;

/// <summary>A run with what the store holds of it.</summary>
/// <param name="Plan">The run.</param>
/// <param name="Training">Its training.</param>
/// <param name="Results">What its analyses found; empty where it diverged.</param>
internal sealed record FinishedRun(PlannedRun Plan, TrainingResult? Training, ImmutableArray<AnalysisResult> Results)
{
    /// <summary>Its network with all that was found of it; and, for each other way in which its sweep judges it, the network in an arm of its own, with that sweep alone.</summary>
    /// <param name="parts">The parts of the data that a network of its seed consists of.</param>
    public IEnumerable<NetworkRun> Networks(ImmutableArray<string> parts)
    {
        var swept = Results.OfType<SweepResult>().FirstOrDefault();
        var network = Network(swept?.Sweep, parts);
        yield return network with
        {
            Results = Results,
            Curve = Training?.Curve ?? network.Curve,
            KeptIteration = Training?.KeptIteration,
            Example = swept?.Example,
        };
        if (swept?.Sweep?.MeanMatched is { } matched)
            yield return network with { Arm = network.Arm with { Judged = Judged.MeanMatched }, Sweep = matched };
        if (swept?.Sweep?.MeanOutput is { } mean && !network.Arm.IsSilent)
            yield return network with { Arm = network.Arm with { Judged = Judged.MeanOutput }, Sweep = mean.OfUnbiasedMeans(), FormerSweep = mean };
    }

    /// <summary>Whether its sweep kept an example trial.</summary>
    public bool HasExample => Results.OfType<SweepResult>().Any(static result => result.Example is not null);

    /// <summary>The same without that.</summary>
    public FinishedRun WithoutExample() => this with { Results = [.. Results.Select(static result => result is SweepResult sweep ? sweep with { Example = null } : result)] };

    private NetworkRun Network(NoiseSweepResult? sweep, ImmutableArray<string> parts)
    {
        var setup = Plan.Spec.Setup;
        var sources = setup.Noise.Where(static source => source.IsActive()).ToArray();
        var layers = setup.Network.NoiseShape(1, 1).Layers;
        return new(Plan.Hash.Short, Plan.Arm, setup.Seed, sweep)
        {
            LeftOutReason = Training?.DivergedAt is { } iteration ? $"diverged at iteration {iteration}" : sweep is null ? "diverged in every test" : null,
            Part = setup.Task.Part,
            Parts = parts,
            ValidationLoss = Training?.ValidationLoss,
            IsLinear = setup.Network.IsLinear,
            Matrices = setup.Network.Matrices,
            Step = setup.Dt / setup.Network.TimeConstants.Min(),
            Sources = NoiseMix.Of(sources),
            // Noise of level 0 is none, though the file may list it.
            Training = (sources.Length > 0 ? Plan.TrainingHash : Plan.TwinHash).Hex,
            Twin = Plan.TwinHash.Hex,
            Units = setup.Network.Units,
            Layers = layers,
            NoisyLayer = layers == 1 ? 1 : sources.Select(static source => source.Layer).Distinct().ToArray() is [var layer] ? layer : null,
            Schedule = setup.Training.NoiseSchedule,
            NoiseFactor = Training?.NoiseFactors is { IsDefaultOrEmpty: false } factors ? Elementary.Exp(factors.Average(Elementary.Log)) : null,
            StandsFor = Plan.StandsForHash?.Hex ?? "",
            Drawn = Plan.DrawnHash?.Hex ?? "",
        };
    }
}
