using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>Asks of an audited network why: each analysis of the catalogue that applies to it, and of each other the reason why not.</summary>
internal sealed class NetworkInquiry
{
    // Multiplications for one analysis that are seconds on one core; those that the answer is made of may take longer.
    private const double MostWork = 5e10, MostWorkOfAnswer = 5e11;

    private const double ProductsPerTrial = 3;
    private const int MostTrials = 64, MostDraws = 64;

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

    /// <summary>The analyses, as an experiment names them, in its order; but for the sweep, which the audit itself is.</summary>
    /// <param name="setup">The network and its noise.</param>
    private IEnumerable<(string Name, Analysis Analysis)> AnalysesOf(Setup setup) =>
        from property in SpecShape.Of(typeof(ExperimentSpec)).Properties
        where property.Type.IsSubclassOf(typeof(Analysis)) && property.Type != typeof(NoiseSweep)
        select (property.Name, OfThisSize((Analysis)Activator.CreateInstance(property.Type)!, setup));

    /// <summary>Asks.</summary>
    /// <param name="name">The network.</param>
    /// <param name="subject">The network with the noise that it is asked about.</param>
    /// <param name="isFinite">Whether its outputs are, silent and with noise.</param>
    /// <param name="progress">Gets the name of each analysis that begins.</param>
    /// <param name="cancellation">Stops it.</param>
    public NetworkExplanation Of(string name, TrainedNetwork subject, bool isFinite, Action<string> progress, CancellationToken cancellation)
    {
        var (found, refused) = (ImmutableArray.CreateBuilder<AnalysisResult>(), ImmutableArray.CreateBuilder<KeyValuePair<string, string>>());
        foreach (var (key, analysis) in AnalysesOf(subject.Setup))
        {
            // Few networks have such: of others it is no answer that is missing.
            if (analysis is TimeConstantsAnalysis && !analysis.Concerns(subject.Setup))
                continue;
            if ((isFinite ? Refusal(analysis, subject) : "some of its outputs are not finite") is { } reason)
            {
                refused.Add(new(key, reason));
                continue;
            }

            progress(key);
            found.Add(Known(analysis.Analyse(subject, Threads, static _ => { }, cancellation)));
        }

        return new()
        {
            Name = name,
            Sigma = subject.TrainingSigma > 0 ? subject.TrainingSigma : null,
            Placement = subject.Setup.Source.Placement,
            IsInside = subject.Setup.IsInside,
            Results = found.ToImmutable(),
            Found = [.. found.Select(static result => result.Findings).OfType<Findings>()],
            Refused = refused.ToImmutable(),
            Matrices = subject.Network.Matrices,
        };
    }

    private Analysis OfThisSize(Analysis analysis, Setup setup) => analysis switch
    {
        Repair repair => repair with { Methods = Repairs.Where(method => method.Refusal(setup) is null).ToImmutableArray() is { IsEmpty: false } methods ? methods : Repairs, Levels = [0], Trials = Trials, Draws = Draws },
        NoiseOverfit overfit => overfit with { Trials = Math.Min(Trials, MostTrials), Draws = Math.Min(Draws, MostDraws) },
        Hessian hessian => hessian with { Trials = Math.Min(Trials, MostTrials) },
        Regularizer regularizer => regularizer with { Trials = Math.Min(Trials, MostTrials) },
        _ => analysis,
    };

    private string? Refusal(Analysis analysis, TrainedNetwork subject)
    {
        // How an imported network was on its way is not known, and of one of ours not kept.
        if (analysis is TrainingStability)
            return "looks at the network on its way through training, which its file does not hold";
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
        var most = analysis is OperatingPoints or BiasAnalysis or FixedPointsAnalysis or Lyapunov or NoiseOverfit ? MostWorkOfAnswer : MostWork;
        return IsThorough || work <= most ? null : "left out, for it takes long on a network of this size; --thorough asks it";
    }

    // How an imported network began is not known.
    private static AnalysisResult Known(AnalysisResult result) => result is not OperatingPointsResult operating ? result
        : operating with { Points = [.. operating.Points.Where(static point => point.Moment == TrainingMoment.End)] };
}
