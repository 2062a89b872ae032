namespace NoisyRnn.Analyses;

/// <summary>The median of a distance over test trials.</summary>
/// <param name="All">Over all trials, of those answered wrongly 0.</param>
/// <param name="Right">Over those answered rightly; null where there are none.</param>
public sealed record MarginMedian(double All, double? Right);
