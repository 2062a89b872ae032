using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Time constants that are trained: the array "leak" holds l, one a unit, and the step reads g = dt/tau = 1/(1 + exp(-l)), so that tau = dt (1 + exp(-l)) is above dt
/// whatever l is. Units that share a tau have g of the mean of their l, and so stay equal.
/// </summary>
/// <param name="Training">Which units share one.</param>
/// <param name="Groups">The populations.</param>
/// <param name="Units">N.</param>
internal readonly record struct TrainedTau(TauTraining Training, ImmutableArray<UnitGroup> Groups, int Units)
{
    /// <summary>The array's name.</summary>
    public const string Name = "leak";

    /// <summary>Whether there is one.</summary>
    public bool IsTrained => Training != TauTraining.None;

    /// <summary>The array; none where tau is not trained.</summary>
    public ImmutableArray<(string Name, int Rows, int Columns, bool Trainable, bool IsWeight)> Arrays => IsTrained ? [(Name, Units, 1, true, false)] : [];

    /// <summary>What is wrong.</summary>
    /// <param name="tau">tau at the start, one or one a unit.</param>
    public IEnumerable<(string Key, string Problem)> Problems(ImmutableArray<double> tau)
    {
        if (Training == TauTraining.ByPopulation && Groups.Length < 2)
            yield return ("train-tau", $"{Catalogue.NameOf(Training)}, and there is one population; allowed with it is recurrent.dale, or train-tau: shared");
        else if (Together().Any(group => tau.Length > 1 && group.Units.Select(i => tau[i]).Distinct().Count() > 1))
            yield return ("train-tau", $"{Catalogue.NameOf(Training)} of units with different tau; allowed is one tau, or train-tau: {Catalogue.NameOf(TauTraining.PerUnit)}");
    }

    /// <summary>Fills l of tau.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="tau">tau at the start, one or one a unit.</param>
    /// <param name="dt">Time step, below tau.</param>
    public void Start(Parameters parameters, ImmutableArray<double> tau, double dt)
    {
        for (var i = 0; IsTrained && i < Units; i++)
            parameters[Name][i] = -Elementary.Log((tau[tau.Length == 1 ? 0 : i] / dt) - 1);
    }

    /// <summary>l becomes g, in place.</summary>
    /// <param name="parameters">A copy of the parameters.</param>
    public void Build(Parameters parameters)
    {
        foreach (var (units, mean) in Means(parameters))
        {
            foreach (var i in units)
                parameters[Name][i] = Gain(mean);
        }
    }

    /// <summary>dL/dg becomes dL/dl, in place.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Gradient of all arrays, flat.</param>
    public void PullBack(Parameters parameters, Span<double> gradient)
    {
        if (!IsTrained)
            return;
        var slice = parameters.Layout[Name];
        var part = gradient.Slice(slice.Offset, slice.Length);
        foreach (var (units, mean) in Means(parameters))
        {
            var (g, sum) = (Gain(mean), 0.0);
            foreach (var i in units)
                sum += part[i];
            foreach (var i in units)
                part[i] = sum * g * (1 - g) / units.Length;
        }
    }

    /// <summary>What tau is, in words: "tau = 1 at the start, trained for each unit".</summary>
    public string Words => Training switch
    {
        TauTraining.None => "",
        TauTraining.Shared => " at the start, trained, one for all units: g = 1/(1 + exp(-leak))",
        TauTraining.ByPopulation => " at the start, trained, one for each population: g = 1/(1 + exp(-leak))",
        _ => " at the start, trained for each unit: g = 1/(1 + exp(-leak))",
    };

    private static double Gain(double l) => 1 / (1 + Elementary.Exp(-l));

    private List<(int[] Units, double Mean)> Means(Parameters parameters)
    {
        var means = new List<(int[], double)>();
        foreach (var group in Together())
        {
            var sum = 0.0;
            foreach (var i in group.Units)
                sum += parameters[Name][i];
            means.Add((group.Units, sum / group.Units.Length));
        }

        return means;
    }

    // The units that have one tau.
    private IEnumerable<(int[] Units, string Name)> Together()
    {
        var units = Units;
        return Training switch
        {
            TauTraining.None => [],
            TauTraining.Shared => [(Enumerable.Range(0, units).ToArray(), "")],
            TauTraining.ByPopulation => Groups.Select(static group => (Enumerable.Range(group.First, group.Count).ToArray(), group.Name)),
            _ => Enumerable.Range(0, units).Select(static i => (new[] { i }, "")),
        };
    }
}
