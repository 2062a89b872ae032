using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>Asks of an audited network why: each analysis that applies to it, and of each other the reason why not.</summary>
internal sealed class NetworkInquiry
{
    // Multiplications for one analysis that are seconds on one core.
    private const double MostWork = 5e11;

    private const double ProductsPerTrial = 3;

    /// <summary>Whether analyses that take long are done too.</summary>
    public required bool IsThorough { get; init; }

    /// <summary>Trials of the audit.</summary>
    public required int Trials { get; init; }

    /// <summary>R of the audit.</summary>
    public required int Draws { get; init; }

    /// <summary>Threads to use at most; never changes a bit.</summary>
    public required int Threads { get; init; }

    /// <summary>Repairs of which the network is written.</summary>
    public static ImmutableArray<RepairMethod> Repairs { get; } = [new AveragedRepair(), new BiasRepair()];

    /// <summary>Asks.</summary>
    /// <param name="name">The network.</param>
    /// <param name="subject">The network with the noise that it is asked about.</param>
    /// <param name="isFinite">Whether its outputs are, silent and with noise.</param>
    /// <param name="cancellation">Stops it.</param>
    public NetworkExplanation Of(string name, TrainedNetwork subject, bool isFinite, CancellationToken cancellation)
    {
        var (found, refused) = (new List<AnalysisResult>(), ImmutableArray.CreateBuilder<KeyValuePair<string, string>>());
        ImmutableArray<RepairMethod> repairs = [.. Repairs.Where(method => method.Refusal(subject.Setup) is null)];
        Analysis[] analyses =
        [
            new OperatingPoints(), new BiasAnalysis(), new Repair { Methods = repairs.IsEmpty ? Repairs : repairs, Levels = [0], Trials = Trials, Draws = Draws },
            new FixedPointsAnalysis(), new Lyapunov(), new NoiseOverfit { Trials = Math.Min(Trials, 64), Draws = Math.Min(Draws, 64) },
        ];
        foreach (var analysis in analyses)
        {
            if ((isFinite ? Refusal(analysis, subject) : "some of its outputs are not finite") is { } reason)
                refused.Add(new(NameOf(analysis), reason));
            else
                found.Add(analysis.Analyse(subject, Threads, static _ => { }, cancellation));
        }

        return new()
        {
            Name = name,
            Sigma = subject.TrainingSigma > 0 ? subject.TrainingSigma : null,
            IsInside = subject.Setup.IsInside,
            Operating = found.OfType<OperatingPointsResult>().FirstOrDefault()?.Points.LastOrDefault(static point => point.Moment == TrainingMoment.End),
            Bias = found.OfType<BiasResult>().FirstOrDefault(),
            Repair = found.OfType<RepairResult>().FirstOrDefault(),
            Found = [.. found.Select(static result => result.Findings).OfType<Findings>().Select(Known)],
            Refused = refused.ToImmutable(),
        };
    }

    private string? Refusal(Analysis analysis, TrainedNetwork subject)
    {
        if (analysis.Refusal(subject.Setup) is { } refusal)
            return refusal;
        if (subject.TrainingSigma == 0 && (analysis is OperatingPoints || !analysis.Concerns(subject.Setup)))
            return "no noise is known that it was trained with, and it prefers none: there is nothing to ask about";
        if (!analysis.Concerns(subject.Setup))
            return "has something to say of networks trained with noise inside the activation alone";
        // A repair is what the user takes home, and silent trials need one draw.
        if (analysis is Repair)
            return null;
        var work = analysis.Cost(subject.Task) * ProductsPerTrial * subject.Task.StepCount * subject.Setup.Layout.Length;
        return IsThorough || work <= MostWork ? null : "left out, for it takes long on a network of this size; --thorough asks it";
    }

    // How an imported network began is not known.
    private static Findings Known(Findings findings) =>
        findings with { Metrics = [.. findings.Metrics.Where(static metric => !metric.Name.EndsWith(" at the start", StringComparison.Ordinal))] };

    private static string NameOf(Analysis analysis) => Catalogue.KindOf(analysis.GetType()).Replace("-analysis", "", StringComparison.Ordinal);
}
