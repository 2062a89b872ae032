using NoisyRnn.Networks;

namespace NoisyRnn.Training;

/// <summary>
/// All that training has changed so far. With counter-based random numbers this is everything an exact resume needs.
/// </summary>
public sealed class TrainingState
{
    /// <summary>State before the first iteration.</summary>
    /// <param name="parameters">Initial parameters.</param>
    /// <param name="optimizer">The rule whose moments are kept.</param>
    public TrainingState(Parameters parameters, Optimizer optimizer)
    {
        Parameters = parameters;
        Moments = new double[optimizer.Moments * parameters.Layout.Length];
    }

    /// <summary>The parameters.</summary>
    public Parameters Parameters { get; }

    /// <summary>The optimiser's moments, array by array in the parameters' order.</summary>
    public double[] Moments { get; }

    /// <summary>Iterations done.</summary>
    public int Iteration { get; set; }

    /// <summary>Sum of the batch losses since the last entry of the curve.</summary>
    public double LossSum { get; set; }

    /// <summary>The learning curve so far: iteration, mean training loss since the entry before, validation loss.</summary>
    public List<(int Iteration, double Training, double Validation)> Curve { get; } = [];

    /// <summary>The iteration in which loss or gradient ceased to be finite; null while all is well.</summary>
    public int? DivergedAt { get; set; }

    /// <summary>Whether the target loss was reached.</summary>
    public bool TargetReached { get; set; }

    /// <summary>The curve as a record.</summary>
    public LearningCurve ToLearningCurve() => new(
        [.. Curve.Select(static e => e.Iteration)], [.. Curve.Select(static e => e.Training)], [.. Curve.Select(static e => e.Validation)]);
}
