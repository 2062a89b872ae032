namespace NoisyRnn.Analyses;

/// <summary>A class that a trial's answer may be mistaken for, at one of the steps that count: a boundary of the decision.</summary>
/// <param name="Step">The step of the answer.</param>
/// <param name="Class">The output of the wrong class.</param>
internal readonly record struct MarginRival(int Step, int Class);
