using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>
/// All that training has changed so far. With counter-based random numbers this is everything an exact resume needs.
/// </summary>
public sealed class TrainingState
{
    private readonly List<LearningCurveEntry> _curve = [];
    private readonly ParameterLayout _network;
    private readonly int? _patience;
    private int _best = -1;

    /// <summary>State before the first iteration.</summary>
    /// <param name="setup">What is trained: the optimiser's moments are kept, and the best parameters where they are asked for.</param>
    public TrainingState(Setup setup) : this(setup.Initialize(), setup.TrainedLayout, setup.Training)
    {
    }

    /// <summary>The same from parameters of one's own.</summary>
    internal TrainingState(Parameters initial, ParameterLayout trained, TrainingSpec spec)
    {
        _network = initial.Layout;
        var parameters = new Parameters(trained);
        initial.Values.CopyTo(parameters.Values, 0);
        Parameters = parameters;
        Best = spec.KeepBest ? parameters.Copy() : null;
        Moments = new double[spec.Optimizer.Moments * parameters.Layout.Length];
        _patience = spec.Patience;
    }

    /// <summary>The parameters that are being trained: the network's, and after them the level of its noise where that is trained too.</summary>
    public Parameters Parameters { get; }

    /// <summary>The parameters of the lowest validation loss so far, before any validation the initial ones; null where the last ones are kept.</summary>
    public Parameters? Best { get; }

    /// <summary>The parameters of the network as it is now.</summary>
    public Parameters Network => OfNetwork(Parameters);

    /// <summary>The trained network's parameters, once training is done: the best, or the last.</summary>
    public Parameters Kept => OfNetwork(Best ?? Parameters);

    /// <summary>exp(theta) of the trained network, by which the noise level has changed, one number or one a unit; empty where the level is not trained.</summary>
    public double[] KeptNoiseFactors => [.. (Best ?? Parameters).Values[_network.Length..].Select(Elementary.Exp)];

    /// <summary>The geometric mean of exp(theta) as it is now; null where the level is not trained.</summary>
    internal double? NoiseFactor => Parameters.Values.Length == _network.Length ? null : Elementary.Exp(Parameters.Values[_network.Length..].Average());

    /// <summary>The iteration after which <see cref="Kept"/> were the parameters.</summary>
    public int KeptIteration => Best is null ? Iteration : _best < 0 ? 0 : _curve[_best].Iteration;

    /// <summary>The optimiser's moments, array by array in the parameters' order.</summary>
    public double[] Moments { get; }

    /// <summary>Iterations done.</summary>
    public int Iteration { get; set; }

    /// <summary>Sum of the batch losses since the last entry of the curve.</summary>
    public double LossSum { get; set; }

    /// <summary>The learning curve so far.</summary>
    public IReadOnlyList<LearningCurveEntry> Curve => _curve;

    /// <summary>Whether any entry of the curve has an accuracy.</summary>
    internal bool HasAccuracy => _curve.Exists(static e => e.Accuracy is not null);

    /// <summary>The iteration in which loss or gradient ceased to be finite; null while all is well.</summary>
    public int? DivergedAt { get; set; }

    /// <summary>Whether the target loss was reached.</summary>
    public bool TargetReached { get; set; }

    /// <summary>Whether the last validations, as many as the patience, brought no new lowest loss.</summary>
    public bool OutOfPatience => _curve.Count - 1 - _best >= _patience;

    /// <summary>Adds a validation of the parameters as they are now, and keeps a copy of them where their loss is the lowest.</summary>
    public void Record(LearningCurveEntry entry)
    {
        if (Add(entry) && Best is not null)
            Parameters.Values.CopyTo(Best.Values, 0);
    }

    /// <summary>The curve of an earlier process.</summary>
    internal void Restore(IEnumerable<LearningCurveEntry> curve)
    {
        _curve.Clear();
        _best = -1;
        foreach (var entry in curve)
            Add(entry);
    }

    /// <summary>The curve as a record.</summary>
    public LearningCurve ToLearningCurve() => new(
        [.. _curve.Select(static e => e.Iteration)], [.. _curve.Select(static e => e.Training)], [.. _curve.Select(static e => e.Validation)])
    {
        NoiseFactor = _curve.Exists(static e => e.NoiseFactor is not null) ? [.. _curve.Select(static e => e.NoiseFactor ?? double.NaN)] : default,
        ValidationAccuracy = HasAccuracy ? [.. _curve.Select(static e => e.Accuracy ?? double.NaN)] : default,
    };

    private Parameters OfNetwork(Parameters all) => all.Values.Length == _network.Length ? all : all.Part(_network);

    // Whether the entry is the lowest so far; of equal ones the first is.
    private bool Add(LearningCurveEntry entry)
    {
        _curve.Add(entry);
        var lowest = _best < 0 ? double.PositiveInfinity : _curve[_best].Validation;
        if (!(entry.Validation < lowest))
            return false;
        _best = _curve.Count - 1;
        return true;
    }
}
