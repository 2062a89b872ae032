namespace NoisyRnn.Tasks;

/// <summary>Steps up the sign of the gradient of a network's loss, each followed by a projection on the box |x - clean| &lt;= s.</summary>
/// <param name="Steps">Number of steps.</param>
/// <param name="Length">The length of a step, in units of s.</param>
/// <param name="StartsAtRandom">Whether it starts at a random point of the box (stream 4 of its kind), else at the clean input.</param>
public sealed record GradientAscent(int Steps, double Length, bool StartsAtRandom);
