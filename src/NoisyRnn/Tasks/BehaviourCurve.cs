using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Tasks;

/// <summary>A curve of behaviour. Curves with the same title belong in one panel.</summary>
/// <param name="Title">The panel: "error against time", "psychometric curves".</param>
/// <param name="Name">The curve within the panel; empty where there is one.</param>
/// <param name="XLabel">Label of the horizontal axis, with its unit.</param>
/// <param name="YLabel">Label of the vertical axis, with its unit.</param>
/// <param name="X">Horizontal values, ascending.</param>
/// <param name="Y">Vertical values; NaN where no trial tells.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record BehaviourCurve(
    string Title, string Name, string XLabel, string YLabel, ImmutableArray<double> X, ImmutableArray<double> Y);
