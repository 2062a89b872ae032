using System.Collections.Frozen;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>An arm at one level of its training noise: all that the networks of a cell share, whatever their seed.</summary>
/// <param name="Base">The arm's name in the experiment; without arms the network's: "relu", "lstm".</param>
/// <param name="Placement">Where the training noise stands; null of networks trained without noise.</param>
/// <param name="TrainingSigma">s0, in the scale of the experiment's noise; 0 of networks trained without noise.</param>
public sealed record Arm(string Base, Placement? Placement, double TrainingSigma)
{
    private const string SilentName = "silent";

    // Tables ask for them in every row.
    private static readonly FrozenDictionary<Placement, string> Names = Enum.GetValues<Placement>().ToFrozenDictionary(static placement => placement, static placement => Catalogue.NameOf(placement));

    /// <summary>Arms as tables have them: by name, then silent, inside, outside and the rest by the placement's name, then s0.</summary>
    public static Comparer<Arm> Order { get; } = Comparer<Arm>.Create(static (one, other) =>
        string.CompareOrdinal(one.NameOfAnyWidth, other.NameOfAnyWidth) is not 0 and var names ? names
        : one.Width != other.Width ? Nullable.Compare(one.Width, other.Width)
        : one.Rank != other.Rank ? one.Rank.CompareTo(other.Rank)
        : string.CompareOrdinal(one.PlacementName, other.PlacementName) is not 0 and var placements ? placements
        : one.TrainingSigma.CompareTo(other.TrainingSigma));

    /// <summary>N, the number of units, where the grid varies it; else null.</summary>
    public int? Width { get; init; }

    /// <summary>What the grid varies beside that, placement, level and seed: "rate = 0.01"; empty where that is nothing.</summary>
    public string Varied { get; init; } = "";

    /// <summary>Where networks trained without noise are tested with noise; null of all others, and where it does not matter.</summary>
    public Placement? TestedAt { get; init; }

    /// <summary>What its networks are judged by.</summary>
    public Judged Judged { get; init; }

    /// <summary>Whether its noise is that of tests alone: no iteration of training had any, though the experiment names a level.</summary>
    public bool IsOfTestsAlone { get; init; }

    /// <summary>Where further noise of its training stands, beside that at <see cref="Placement"/>: claims on one place do not speak of it. Empty where there is none.</summary>
    public string Beside { get; init; } = "";

    /// <summary>"relu"; "nrnn, rate = 0.01"; "relu, 64 units".</summary>
    public string Name => Width is { } units ? $"{NameOfAnyWidth}, {units} units" : NameOfAnyWidth;

    /// <summary>"inside"; "silent"; "silent, tested inside"; "state, mean matched"; "inside, in tests alone".</summary>
    public string PlacementName => Placement is { } placement ? Names[placement] + (Beside.Length > 0 ? $" and {Beside}" : "") + (IsOfTestsAlone ? ", in tests alone" : "") + Suffix(Judged)
        : TestedAt is { } tested ? $"{SilentName}, tested {Names[tested]}"
        : SilentName;

    /// <summary>"relu, inside, s0 = 0.3".</summary>
    public string Label => $"{Name}, {PlacementName}, s0 = {TrainingSigma}";

    /// <summary>Whether its networks were trained without noise.</summary>
    public bool IsSilent => Placement is null;

    /// <summary>Whether its networks are those of another arm, judged otherwise than by single draws.</summary>
    internal bool IsRejudged => Judged != Judged.SingleDraw;

    /// <summary>What networks of one kind are called, whatever their number of units.</summary>
    internal string NameOfAnyWidth => Varied.Length == 0 ? Base : $"{Base}, {Varied}";

    /// <summary>The same arm wherever it is tested: of networks trained without noise, for what is seen without noise.</summary>
    internal Arm Untested => this with { TestedAt = null };

    /// <summary>The same arm with its noise at another place, all else being the same.</summary>
    internal Arm At(Placement placement) => this with { Placement = placement };

    /// <summary>What arms of all names and levels share that stand side by side: where their noise is, and what they are judged by.</summary>
    internal (Placement?, Judged, string) Column => (Placement, Judged, Beside);

    /// <summary>Whether its networks were trained with noise at a place, and what they are judged by.</summary>
    internal bool IsAt(Placement placement, Judged judged = Judged.SingleDraw) => Placement == placement && Judged == judged && !IsOfTestsAlone && Beside.Length == 0;

    private int Rank => (Placement, Judged) switch
    {
        (null, _) => 0,
        (Noise.Placement.Inside, Judged.SingleDraw) => 1,
        (Noise.Placement.Outside, Judged.SingleDraw) => 2,
        _ => 3,
    };

    /// <summary>The arm of networks trained with noise of a level at a place; where the level is 0, of networks trained without noise and tested there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="placement">Where the noise stands.</param>
    /// <param name="trainingSigma">s0.</param>
    public static Arm Of(string name, Placement placement, double trainingSigma) =>
        trainingSigma > 0 ? new(name, placement, trainingSigma) : Silent(name, placement);

    /// <summary>The arm of networks trained without noise.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="testedAt">Where they are tested with noise; null where it does not matter.</param>
    public static Arm Silent(string name, Placement? testedAt = null) => new(name, null, 0) { TestedAt = testedAt };

    /// <summary>How names go on of what is judged by other than single draws: ", mean output".</summary>
    internal static string Suffix(Judged judged) => judged switch
    {
        Judged.MeanMatched => ", mean matched",
        Judged.MeanOutput => ", mean output",
        _ => "",
    };
}
