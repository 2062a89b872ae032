namespace NoisyRnn.Training;

/// <summary>Which terms of the explicit regulariser (P + Q)/2 a penalty has.</summary>
public enum RegularizerTerms
{
    /// <summary>Q = E h1^T H_l h1: how far noise spreads the state, in the loss's curvature. Never negative where l is convex in z.</summary>
    Q,

    /// <summary>P + Q, with P = 2 grad l . E h2: how noise shifts the mean too. P may be negative, without bound.</summary>
    PAndQ,
}
