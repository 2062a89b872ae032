using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>The Hessian of the training loss over all trainable parameters, or its block for one array.</summary>
public sealed record HessianPart
{
    /// <summary>The name of all of them together.</summary>
    internal const string All = "all";

    /// <summary>"all", or the array's name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of parameters.</summary>
    public required int Parameters { get; init; }

    /// <summary>The largest eigenvalues, the largest first.</summary>
    public required ImmutableArray<double> Top { get; init; }

    /// <summary>Of each: an eigenvalue is not farther away than this. Mostly it is far closer, by residual^2 / gap.</summary>
    public required ImmutableArray<double> Residuals { get; init; }

    /// <summary>The smallest eigenvalue: the most negative one.</summary>
    public required double Smallest { get; init; }

    /// <summary>An eigenvalue is not farther from it than this.</summary>
    public required double SmallestResidual { get; init; }

    /// <summary>|lambda|max / |lambda|min of the Ritz values: of all eigenvalues where <see cref="IsComplete"/>, else as far as Lanczos sees.</summary>
    public required double ConditionNumber { get; init; }

    /// <summary>Lanczos' steps: products with the Hessian.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether there were as many steps as parameters, and so all eigenvalues.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Whether the residuals of the largest eigenvalues and of the smallest have stayed within the tolerance.</summary>
    public required bool IsConverged { get; init; }

    /// <summary>How far the products are from those of a symmetric matrix: their error.</summary>
    public required double ProductError { get; init; }

    /// <summary>The trace.</summary>
    public required double Trace { get; init; }

    /// <summary>Its standard error; 0 where it is exact.</summary>
    public required double TraceError { get; init; }

    /// <summary>How the eigenvalues are spread; null where it was not asked for.</summary>
    public required HessianDensity? Density { get; init; }
}
