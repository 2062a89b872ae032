namespace NoisyRnn.Networks;

/// <summary>
/// A drift that is one layer, tau dh/dt = L h + f(W h + U u + b), with L a matrix, -I (a leak) or nothing: where its arrays stand.
/// </summary>
/// <param name="Activation">f.</param>
/// <param name="Linear">L; null where it is -I or nothing.</param>
/// <param name="Leaks">Whether L is -I.</param>
/// <param name="Recurrent">W.</param>
/// <param name="Input">U.</param>
/// <param name="Bias">b.</param>
/// <param name="InitialState">h before the first step; null where it is 0.</param>
internal sealed record DriftLayer(
    Activation Activation, ParameterSlice? Linear, bool Leaks, ParameterSlice Recurrent, ParameterSlice Input, ParameterSlice Bias,
    ParameterSlice? InitialState);
