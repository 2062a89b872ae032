using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>The curvature of the training loss at a network's parameters.</summary>
public sealed record HessianResult : AnalysisResult
{
    /// <summary>Training trials of the loss.</summary>
    public required int Trials { get; init; }

    /// <summary>The loss; not finite where the network has diverged.</summary>
    public required double Loss { get; init; }

    /// <summary>The norm of its gradient over the trainable parameters: 0 at a minimum.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>All trainable parameters, then the arrays one by one; empty where the loss is not finite.</summary>
    public required ImmutableArray<HessianPart> Parts { get; init; }

    /// <summary>theta_l^T H theta_l of each array, and theta^T H theta of all: curvature that does not change with the scale of the parameters.</summary>
    public required ImmutableArray<ArrayCurvature> ScaledCurvatures { get; init; }

    /// <summary>The same on the way through training, at each training loss that was asked for and reached.</summary>
    public ImmutableArray<AtLoss<HessianResult>> AtLosses { get; init; } = [];

    internal override ImmutableArray<(double Loss, double Found, AnalysisResult Result)> OnTheWay =>
        [.. AtLosses.Select(static at => (at.Loss, at.Found, (AnalysisResult)at.Result))];

    internal override Findings? Findings => Parts.IsEmpty ? null : new("Hessian of the training loss",
    [
        new("largest eigenvalue", "", Parts[0].Top[0]),
        new("smallest eigenvalue", "", Parts[0].Smallest),
        new("trace", "", Parts[0].Trace),
        new("condition number", "", Parts[0].ConditionNumber),
    ]);
}
