using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Stochastic stabilisation (spec 2, section 4): the network's equation with input and bias 0, dh = f(h) dt + noise that grows with the state, over levels of
/// the noise; one Brownian motion for all units against one for each; beside the bounds, and these held against random systems as well.
/// It studies equations: neither the task nor the training noise matters to it, and the network need not be trained.
/// </summary>
public sealed record StochasticStabilization : Analysis<StochasticStabilizationResult>, IValidated
{
    // Streams of noise: the network's, that of the units that are apart, those of its portraits, and from then on a random system each.
    private const ulong OfDecoupled = 1, OfPortraits = 2, OfSystems = 3;

    private const double DecoupledRate = 0.5;

    // A path's step of all lanes and a trial's share of a batch, forward and back: of networks of some 16 units.
    private const double StepsPerTrial = 400;

    /// <summary>Levels s.</summary>
    [Description("levels s of the noise, per square root of time; the first is 0")]
    [Range(0, 100)]
    public ImmutableArray<double> Levels { get; init; } = [0, 0.5, 1, 1.5, 2, 2.5, 3];

    /// <summary>Time of each path of the network.</summary>
    [Description("time of each of 16 paths of the network, in the unit of tau; its first tenth is not counted")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double Time { get; init; } = 40;

    /// <summary>dt of the paths.</summary>
    [Description("time step of the paths; the network's own dt has no part in this")]
    [Range(0, 1, MinimumIsExclusive = true)]
    public double TimeStep { get; init; } = 0.002;

    /// <summary>Random systems.</summary>
    [Description("random systems that the bounds are held against, every tenth of them one where both bounds are the exponent")]
    [Range(0, 2000)]
    public int Systems { get; init; } = 200;

    /// <summary>Time of each path of a random system.</summary>
    [Description("time of each of 16 paths of a random system")]
    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double SystemTime { get; init; } = 10;

    /// <inheritdoc/>
    public override string Summary => "stochastic stabilisation: exponents of the network's equation under noise that grows with the state, against their bounds, and the same of random systems";

    // 2: the network's functions in double no longer by the platform's library.
    internal override int Revision => 2;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach (var problem in NumberList.Problems("levels", Levels, holding: [0]))
            yield return problem;
        if (TimeStep > Math.Min(Time, SystemTime) / 10)
            yield return ("time-step", $"{TimeStep} with paths of time {Math.Min(Time, SystemTime)}; allowed is at most a tenth of it");
    }

    private protected override StochasticStabilizationResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (network, apart) = (StabilitySystem.Of(subject)!, StochasticStabilizationSystems.Decoupled(2, DecoupledRate));
        // The same noise at all levels and of both kinds: they are compared.
        ImmutableArray<Func<StochasticStabilizationSystem>> work =
        [
            .. Levels.Select(level => Measured(network, isIndependent: false, level, Time, 0)),
            .. Levels.Select(level => Measured(network, isIndependent: true, level, Time, 0)),
            .. Levels.Select(level => Measured(apart, isIndependent: true, level, Time, OfDecoupled)),
            .. Enumerable.Range(0, Systems).Select(RandomSystem),
        ];
        var found = ParallelLoop.Run(work, threads, static measure => measure(), progress, cancellation);
        var n = Levels.Length;
        var result = new StochasticStabilizationResult
        {
            Threshold = Math.Sqrt(2 * Math.Max(0, found[0].Upper)),
            Common = [.. found[..n]],
            Independent = [.. found[n..(2 * n)]],
            DecoupledRate = DecoupledRate,
            Decoupled = [.. found[(2 * n)..(3 * n)]],
            Systems = [.. found[(3 * n)..]],
            Portraits = [],
        };
        return network.Size != 2 ? result : result with
        {
            Portraits = [.. new[] { 0, (result.FirstCertified ?? result.Common[^1]).Level }.Distinct().Select(level => StochasticStabilizationPortrait.Of(network, level, TimeStep, NoiseOf(OfPortraits)))],
        };

        RandomStream NoiseOf(ulong number) => new(NoiseKey.Of(subject.Seed, Substream.StabilizationPaths), number);

        Func<StochasticStabilizationSystem> Measured(StabilitySystem system, bool isIndependent, double level, double time, ulong number) =>
            () => StochasticStabilizationSystem.Measure(system, isIndependent, level, time, TimeStep, NoiseOf(number));

        Func<StochasticStabilizationSystem> RandomSystem(int k) => () =>
        {
            var (system, isIndependent, level) = StochasticStabilizationSystems.Draw(k, new(NoiseKey.Of(subject.Seed, Substream.StabilizationSystems), (ulong)k));
            return Measured(system, isIndependent, level, SystemTime, OfSystems + (ulong)k)() with { IsTight = StochasticStabilizationSystems.IsTight(k) };
        };
    }

    internal override string? Refusal(Setup setup) =>
        !setup.Network.IsTimed || setup.Network.Form() is not [{ Recurrent: not null, Activations: var f }]
            ? $"{setup.Network.Kind} is not of the form dh = A h + f(W h); allowed is {setup.Network.Allowed(static network => network.IsTimed && network.Form() is [{ Recurrent: not null }])}"
            : f.AreAveraged || f.Function is not (Tanh or Relu or LeakyRelu or Identity or Gelu)
            ? $"an activation with f(0) other than 0 ({Catalogue.KindOf(f.Function.GetType())}) leaves no rest at the origin to stabilise; allowed is tanh, relu, leaky-relu, gelu or identity"
            : null;

    internal override double Cost(TrialTask task) => ((3 * Levels.Length * Time) + (Systems * SystemTime)) / TimeStep / StepsPerTrial;
}
