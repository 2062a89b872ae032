using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>One measured quantity behind a verdict.</summary>
/// <param name="Symbol">Its symbol in the criterion: rho, rho_bias, D, rho_in - rho_out.</param>
/// <param name="Value">Mean over seeds and interval.</param>
/// <param name="End">Of a preferred level: the end of the tested range at which most networks sit, so that the level is "at most" or "at least" this.</param>
public sealed record Effect(string Symbol, Interval Value, RangeEnd End = RangeEnd.Inside);
