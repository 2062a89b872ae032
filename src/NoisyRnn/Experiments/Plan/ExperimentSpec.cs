using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>An experiment file: its properties and defaults are its YAML. One point of its grid is one run.</summary>
public sealed record ExperimentSpec
{
    /// <summary>Version of the file's form.</summary>
    [Description("version of the file's form")]
    [Range(1, 1)]
    public int Format { get; init; } = 1;

    /// <summary>Short name: of the folder that receives the runs, too.</summary>
    [Description("short name, also that of the folder of runs")]
    public required string Name { get; init; }

    /// <summary>Title of the report.</summary>
    [Description("title of the report")]
    public string Title { get; init; } = "";

    /// <summary>What is done and why.</summary>
    [Description("what is done and why, for the report")]
    public string Description { get; init; } = "";

    /// <summary>What is trained: its keys stand among these.</summary>
    [Inlined]
    public Setup Setup { get; init; } = new();

    /// <summary>The test-noise sweep of every trained network.</summary>
    [Description("the test-noise sweep of every trained network")]
    public NoiseSweep Sweep { get; init; } = new();

    /// <summary>Robustness of every trained network to perturbed inputs; null where it is not asked.</summary>
    [Description("robustness of every trained network to perturbed inputs; empty where it is not asked for")]
    public Robustness? Robustness { get; init; }

    /// <summary>How every trained network behaves in its task; null where it is not asked.</summary>
    [Description("how every trained network behaves in its task, with noise and without; empty where it is not asked for")]
    public BehaviourAnalysis? Behaviour { get; init; }

    /// <summary>Every trained network against the best of its kind; null where it is not asked.</summary>
    [Description("the mean-field optimum of a regulator, beside every trained network; empty where it is not asked for")]
    public MeanFieldOptimum? MeanFieldOptimum { get; init; }

    /// <summary>What removing the noise does to every network's output; null where it is not asked.</summary>
    [Description("what removing the noise does to the output of every network trained with it, and why; empty where it is not asked for")]
    public BiasAnalysis? Bias { get; init; }

    /// <summary>Where the units of every network operate, through training; null where it is not asked.</summary>
    [Description("where the units of every network operate on their activation, through training; empty where it is not asked for")]
    public OperatingPoints? OperatingPoints { get; init; }

    /// <summary>The fixed points of every trained network; null where they are not asked for.</summary>
    [Description("fixed and slow points of every trained network, in silence and averaged over its noise; empty where they are not asked for")]
    public FixedPointsAnalysis? FixedPoints { get; init; }

    /// <summary>What the noise makes of states and outputs, simulated and by the Gaussian closure; null where it is not asked.</summary>
    [Description("means, covariances and histograms of states, pre-activations and outputs under noise, by simulation and by the Gaussian closure; empty where it is not asked for")]
    public Stationary? Stationary { get; init; }

    /// <summary>The best test noise predicted from weights and inputs alone; null where it is not asked.</summary>
    [Description("the best test noise of every trained network predicted from its weights and inputs alone; empty where it is not asked for")]
    public PredictedPreference? PredictedPreference { get; init; }

    /// <summary>States, fixed points and output of every network as the test noise moves; null where they are not asked for.</summary>
    [Description("states, fixed points and output of every trained network at some test levels, for a figure with a slider; empty where they are not asked for")]
    public NoisePortrait? NoisePortrait { get; init; }

    /// <summary>Every network trained with noise inside made to run without it; null where it is not asked.</summary>
    [Description("ways to run every network trained with noise inside without it, compared; empty where it is not asked for")]
    public Repair? Repair { get; init; }

    /// <summary>Every network under noise of other laws; null where it is not asked.</summary>
    [Description("every network trained with Gaussian noise under noise of other laws and equal variance; empty where it is not asked for")]
    public NoiseOverfit? NoiseOverfit { get; init; }

    /// <summary>The Lyapunov exponents of every trained network; null where they are not asked for.</summary>
    [Description("Lyapunov exponents of every trained network along test trials, in silence and under noise; empty where they are not asked for")]
    public Lyapunov? Lyapunov { get; init; }

    /// <summary>The curvature of the training loss at the parameters of every network; null where it is not asked.</summary>
    [Description("eigenvalues, trace and spectral density of the Hessian of the training loss, for every trained network; empty where they are not asked for")]
    public Hessian? Hessian { get; init; }

    /// <summary>How much the training noise moves the gradient of every network; null where it is not asked.</summary>
    [Description("the variance of the gradient over draws of the training noise, before training and at its end, and the gradient of the Gaussian closure beside their mean; empty where it is not asked for")]
    [Unlisted]
    public GradientNoise? GradientNoise { get; init; }

    /// <summary>What the noise of every network amounts to as a regulariser; null where it is not asked.</summary>
    [Description("the explicit regulariser that small noise amounts to in every trained network, and the excess loss by simulation; empty where it is not asked for")]
    public Regularizer? Regularizer { get; init; }

    /// <summary>The bounds of the top exponent of every trained network; null where they are not asked for.</summary>
    [Description("bounds of the top exponent of every trained network from its matrices, against the measured exponent; empty where they are not asked for")]
    public Stability? Stability { get; init; }

    /// <summary>What noise that grows with the state does to the stability of every network's equation; null where it is not asked.</summary>
    [Description("stochastic stabilisation of every network's equation, trained or not, and of random systems; empty where it is not asked for")]
    public StochasticStabilization? StochasticStabilization { get; init; }

    /// <summary>How stable every network is on its way through training; null where it is not asked.</summary>
    [Description("top exponent, spectral radius and gradient norms of every network on its way through training; empty where they are not asked for")]
    public TrainingStability? TrainingStability { get; init; }

    /// <summary>How far every trained classifier's test inputs are from being answered wrongly; null where it is not asked.</summary>
    [Description("the smallest perturbation of test inputs that makes the answer of every trained classifier wrong, and bounds of it; empty where it is not asked for")]
    public Margin? Margin { get; init; }

    /// <summary>The trained time constants of every network; null where they are not asked for.</summary>
    [Description("the trained time constants of every network with train-tau, by population; empty where they are not asked for")]
    [Unlisted]
    public TimeConstantsAnalysis? TimeConstants { get; init; }

    /// <summary>The analyses that are asked for, each a stage of its own: in the order of their properties, which are the catalogue, the sweep first.</summary>
    internal IEnumerable<(string Key, Analysis Analysis)> Analyses
    {
        get
        {
            foreach (var property in AnalysisProperties)
            {
                if (property.Get(this) is Analysis analysis)
                    yield return (property.Name, analysis);
            }
        }
    }

    private static readonly ImmutableArray<SpecProperty> AnalysisProperties = [.. SpecShape.Of(typeof(ExperimentSpec)).Properties.Where(static property => property.Type.IsSubclassOf(typeof(Analysis)))];

    /// <summary>The claims to decide.</summary>
    [Description("the claims to decide over all runs")]
    public ImmutableArray<Claim> Claims { get; init; } = [];

    /// <summary>What counts, and how sure a verdict must be.</summary>
    [Description("what counts, and how sure a verdict must be")]
    public CommonRules Rules { get; init; } = new();

    /// <summary>What of a run is kept beside its results.</summary>
    [Description("what of each run is kept beside its results")]
    public Keep Keep { get; init; } = Keep.Nothing;

    /// <summary>Named sets of changes, each run with the whole grid.</summary>
    [Description("names with changes to this file (paths with values), each run with the whole grid and reported under its name; a scale or --set may name those to run: arms=[a, b]")]
    public TreeMap? Arms { get; init; }

    /// <summary>Paths with lists of values; all combinations are run.</summary>
    [Description("paths with lists of values (a..b for whole numbers); all combinations are run; several such maps in a list are run one after the other, each with all arms or those it names: arms: [a, b]")]
    public TreeMap? Grid { get; init; }

    /// <summary>The scale that was applied; written by run.</summary>
    [Description("the scale that was applied; written by run")]
    public string Scale { get; init; } = "";

    /// <summary>Where relative paths start from; written by run.</summary>
    [Description("folder that relative paths start from, as seen from this file's; written by run, empty for the file's own")]
    public string Folder { get; init; } = "";

    /// <summary>What the task's files held; written by run.</summary>
    [Description("what the task's files held when the runs were planned, so that report and status need no data; written by run")]
    public ImmutableArray<TaskContents> Contents { get; init; } = [];

    /// <summary>Named changes, chosen by --scale.</summary>
    [Description("named changes to this file, chosen by --scale; they go over grid and arms; a grid given there replaces the entries it names, a list of arms selects")]
    public TreeMap? Scales { get; init; }
}
