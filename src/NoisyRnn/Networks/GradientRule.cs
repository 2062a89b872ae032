namespace NoisyRnn.Networks;

/// <summary>
/// How one array's gradient arises: summed over steps and trials, delta (rows from <paramref name="DeltaRow"/>) times source.
/// </summary>
/// <param name="Slice">The array.</param>
/// <param name="DeltaRow">First row in the step's delta.</param>
/// <param name="Source">What the delta is multiplied with.</param>
/// <param name="SourceRow">First row in the source.</param>
public sealed record GradientRule(ParameterSlice Slice, int DeltaRow, GradientSource Source, int SourceRow = 0);
