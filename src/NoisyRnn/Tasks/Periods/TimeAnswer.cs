using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Tasks;

/// <summary>Right where the output first reaches a level about when its target does: a time that was produced.</summary>
public sealed record TimeAnswer : TrialAnswer
{
    /// <summary>The level.</summary>
    [Description("the level that output and target reach")]
    [Range(-1e6, 1e6)]
    public double Level { get; init; } = 0.9;

    /// <summary>How near.</summary>
    [Description("how far the time may be from the target's, as a share of it")]
    [Range(0, 1e6)]
    public double Tolerance { get; init; } = 0.2;

    /// <inheritdoc/>
    public override string Summary => $"the output reaches {Level} within {100 * Tolerance:0.#} % of the time that its target takes from the start of the period";

    internal override int MostOutputs => 1;

    internal override AnswerOutcome Judge(AnsweredTrial trial, ImmutableArray<int> channels)
    {
        var (said, asked) = trial.TimeTo(channels[0], Level);
        return new(said is { } time && asked is { } wanted ? Math.Abs(time - wanted) <= Tolerance * wanted : said is null && asked is null, said ?? double.NaN, asked ?? double.NaN);
    }
}
