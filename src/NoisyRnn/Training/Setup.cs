using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>
/// All that a trained network is a function of: what is trained, on what, under which noise and how. Two networks of equal
/// setups have the same bits; the hash of the setup names the training in a store.
/// </summary>
public sealed record Setup
{
    /// <summary>The task.</summary>
    [Description("the task")]
    public TrialTask Task { get; init; } = new FunctionApproximation();

    /// <summary>The network.</summary>
    [Description("the network")]
    public Network Network { get; init; } = new Ctrnn();

    /// <summary>Time step, in the unit of tau.</summary>
    [Description("time step dt, in the unit of tau")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Dt { get; init; } = 0.1;

    /// <summary>How one step is made of drift and noise.</summary>
    [Description("how one step is made of drift and noise, in networks that discretise a differential equation")]
    public Scheme Scheme { get; init; } = new EulerMaruyama();

    /// <summary>The noise in training.</summary>
    [Description("noise sources in training; each draws its own random numbers, by its place in the list")]
    public ImmutableArray<NoiseSource> Noise { get; init; } = [];

    /// <summary>How the network is trained.</summary>
    [Description("how the network is trained")]
    public TrainingSpec Training { get; init; } = new();

    /// <summary>Seed of initial weights, trials and noise.</summary>
    [Description("seed of initial weights, trials and noise")]
    public ulong Seed { get; init; } = 1;

    /// <summary>The arrays of the network's parameters.</summary>
    public ParameterLayout Layout => Network.Layout(Task.InputCount, Task.OutputCount);

    /// <summary>The arrays that training changes or reads: those of the network, and the level of its noise where that is trained.</summary>
    internal ParameterLayout TrainedLayout => LearntSource is { } source
        ? Layout.With(LearntLevel<float>.Name, ((LearntNoise)Training.NoiseSchedule).Per == NoiseOwner.Unit ? Network.NoiseShape(Task.InputCount, Task.OutputCount)[source.Placement] : 1)
        : Layout;

    /// <summary>The source whose level is trained; null where none is.</summary>
    internal NoiseSource? LearntSource => Training.NoiseSchedule is LearntNoise ? Noise.FirstOrDefault(static source => source.IsActive()) : null;

    /// <summary>s0: the highest training level of any source and unit, in the scale of its source; 0 without noise.</summary>
    public double TrainingSigma => Noise.SelectMany(static source => source.Sigma).DefaultIfEmpty(0).Max();

    /// <summary>Whether its noise has a mean of its own: silence is then looked at twice, off and with that mean in its place.</summary>
    internal bool HasSecondSilence => TrainingSigma > 0 && Noise.Any(static source => source.HasMean());

    /// <summary>The training noise by which it is told from others: the first source that is active; the first of all where none is; one inside where there are none.</summary>
    internal NoiseSource Source => Noise.FirstOrDefault(static source => source.IsActive()) ?? Noise.FirstOrDefault() ?? new NoiseSource();

    /// <summary>Whether it is trained with noise inside the activation.</summary>
    internal bool IsInside => TrainingSigma > 0 && Source.Placement == Placement.Inside;

    /// <summary>r of the outputs y = r(z), where it is not part of the loss.</summary>
    internal Readout Readout => Training.Loss.Response is null ? Readout.Identity : Readout.Sigmoid;

    /// <summary>The parameters before the first iteration.</summary>
    public Parameters Initialize() => Network.Initialize(Task.InputCount, Task.OutputCount, Dt, Seed);

    /// <summary>The random numbers of noise sources.</summary>
    /// <param name="noise">The sources: those of training, or others.</param>
    /// <param name="stream">What they are drawn for.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public Increments<T> Draw<T>(ImmutableArray<NoiseSource> noise, NoiseStream stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Network.Draw<T>(noise, Seed, stream, Task.InputCount, Task.OutputCount, Dt);

    /// <summary>The network made ready to run; it has no parameters yet.</summary>
    /// <param name="draws">The noise.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public Rollout<T> Prepare<T>(Increments<T> draws)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Prepare(draws, Layout);

    /// <summary>The same, of parameters that are more than the network's.</summary>
    /// <param name="draws">The noise.</param>
    /// <param name="layout">The parameters.</param>
    internal Rollout<T> Prepare<T>(Increments<T> draws, ParameterLayout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Network, layout, Dt, draws, Scheme);

    /// <summary>
    /// The standard deviation that noise inside has on the argument of each activation, of units that nothing connects, at a level given in the scale of
    /// the training noise: of networks trained with noise outside or without, that of their counterparts with it inside. [rows of the noise inside]
    /// </summary>
    internal double[] InsideDeviations(double level) => Network.ArgumentDeviations(SourceAt(Placement.Inside, level), Dt);

    /// <summary>The training noise, or that of a counterpart, at a placement and a level; of units with levels of their own the highest is that, and all keep their ratios.</summary>
    internal NoiseSource SourceAt(Placement placement, double level) => Source with
    {
        Placement = placement,
        Sigma = Source.Sigma.Length == 1 ? [level] : [.. Source.Sigma.Select(sigma => level * (sigma / TrainingSigma))],
    };

    /// <summary>The same with the noise that training left: the trained level times what was learnt, so that s0 is the learnt level.</summary>
    /// <param name="factors">exp(theta), one number or one a unit; none where the level is not trained.</param>
    internal Setup WithLearntLevel(IReadOnlyList<double> factors) => factors.Count == 0 ? this : this with
    {
        Noise = [.. Noise.Select(source => ReferenceEquals(source, LearntSource) ? source.Times(OwnOf(source, factors)) : source)],
    };

    // Of noise in one layer alone the rows of that layer; the others have no noise that could be learnt.
    private IReadOnlyList<double> OwnOf(NoiseSource source, IReadOnlyList<double> factors)
    {
        if (source.Layer is not { } layer || factors.Count == 1)
            return factors;
        var units = factors.Count / Network.NoiseShape(Task.InputCount, Task.OutputCount).LayersAt(source.Placement);
        return [.. factors.Skip((layer - 1) * units).Take(units)];
    }
}
