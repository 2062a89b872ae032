namespace NoisyRnn.Training;

/// <summary>Adam (Kingma and Ba 2015) with bias correction.</summary>
public sealed record Adam : AdaptiveMoments;
