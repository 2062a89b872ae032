namespace NoisyRnn.Analyses;

/// <summary>A boundary of the decision as the clean input sees it.</summary>
/// <param name="Rival">The wrong answer behind it.</param>
/// <param name="Gap">z_y - z_j.</param>
/// <param name="Distance">(z_y - z_j) / ||grad (z_y - z_j)||: its distance were the network linear.</param>
internal readonly record struct MarginBoundary(MarginRival Rival, double Gap, double Distance);

/// <summary>A class that a trial's answer may be mistaken for, at one of the steps that count: a boundary of the decision.</summary>
/// <param name="Step">The step of the answer.</param>
/// <param name="Class">The output of the wrong class.</param>
internal readonly record struct MarginRival(int Step, int Class);
