namespace NoisyRnn.Analyses;

/// <summary>What an analysis found in a network on its way through training, where the training loss without noise first fell to a value.</summary>
/// <param name="Loss">The value asked for.</param>
/// <param name="Found">The loss then: at or below it.</param>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Result">What it found; what it found at other losses is not in it.</param>
/// <typeparam name="T">The analysis' result.</typeparam>
public sealed record AtLoss<T>(double Loss, double Found, int Iteration, T Result)
    where T : AnalysisResult;
