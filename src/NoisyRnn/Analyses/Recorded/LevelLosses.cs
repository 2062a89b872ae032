namespace NoisyRnn.Analyses;

/// <summary>The losses of one network, one entry a level; infinite where it diverged.</summary>
/// <param name="Even">Over the even draws: levels are chosen on these.</param>
/// <param name="Odd">Over the odd draws: gains are measured on these.</param>
/// <param name="Loss">Over all.</param>
/// <param name="Systematic">bias^2, or of classes the loss of the mean logits.</param>
/// <param name="EvenMean">The error of the output averaged over the even draws; of classes infinite.</param>
/// <param name="OddMean">The same of the odd ones.</param>
/// <param name="Off">Of noise whose mean is kept at level 0: the loss with the noise simply off; NaN of all other noise.</param>
internal sealed record LevelLosses(double[] Even, double[] Odd, double[] Loss, double[] Systematic, double[] EvenMean, double[] OddMean, double Off);
