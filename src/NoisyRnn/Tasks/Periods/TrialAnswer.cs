using System.Collections.Immutable;
using System.ComponentModel;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>By what the answer of a trial is told right. Outputs are read as the network's readout gives them, before any sigmoid of the loss.</summary>
[Leaf("sign", typeof(SignAnswer))]
[Leaf("threshold", typeof(ThresholdAnswer))]
[Leaf("argmax", typeof(ArgmaxAnswer))]
[Leaf("tolerance", typeof(ToleranceAnswer))]
[Leaf("direction", typeof(DirectionAnswer))]
[Leaf("time", typeof(TimeAnswer))]
public abstract record TrialAnswer
{
    /// <summary>The period that is read.</summary>
    [Description("the period that is read; the last where empty")]
    public string? Period { get; init; }

    /// <summary>The output channels that are read.</summary>
    [Description("the output channels that are read; all that it can read where empty")]
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>The variable that behaviour is drawn against.</summary>
    [Description("the variable that the share of right trials is drawn against; empty for no curve")]
    public string? Against { get; init; }

    /// <summary>When a trial is right, in words.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether it reads a ring.</summary>
    internal virtual bool IsOfRing => false;

    /// <summary>The fewest channels that it reads.</summary>
    internal virtual int FewestOutputs => 1;

    /// <summary>The most channels that it reads.</summary>
    internal virtual int MostOutputs => int.MaxValue;

    /// <summary>Above what an answer is one of two; null where there are not two.</summary>
    internal virtual double? Boundary => null;

    /// <summary>Judges one trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="channels">The outputs that are read.</param>
    internal abstract AnswerOutcome Judge(AnsweredTrial trial, ImmutableArray<int> channels);

    /// <summary>Judges a trial that is right where each channel is.</summary>
    private protected static AnswerOutcome Each(AnsweredTrial trial, ImmutableArray<int> channels, AnswerMoment at, Func<double, double, bool> isRight)
    {
        var all = true;
        foreach (var channel in channels)
        {
            var (said, asked) = trial.Read(channel, at);
            all &= isRight(said, asked);
        }

        var (first, wanted) = trial.Read(channels[0], at);
        return new(all, first, wanted);
    }
}
