using System.Collections.Immutable;

namespace NoisyRnn.Networks;

/// <summary>What a layout makes of the arrays of a file.</summary>
/// <param name="Words">What it is, in the words of the program that saved it.</param>
internal sealed record WeightsFound(string Words)
{
    /// <summary>The kind of network here; null where there is none that executes the same equation.</summary>
    internal string? Kind { get; init; }

    /// <summary>Why there is none.</summary>
    internal string? Missing { get; init; }

    /// <summary>The equation of the program that saved it, where there is no network of it here.</summary>
    internal ImmutableArray<string> Equations { get; init; } = [];

    /// <summary>Keys of the network that the file or the program's defaults tell, as in YAML.</summary>
    internal ImmutableArray<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>Keys that the user must tell, since neither the file nor the program does, with an example: "network.activation=relu".</summary>
    internal ImmutableArray<(string Key, string Example)> Needed { get; init; } = [];

    /// <summary>r of the outputs y = r(z), by the program's defaults.</summary>
    internal Readout Readout { get; init; } = Readout.Identity;

    /// <summary>The time step, where the program's defaults tell it.</summary>
    internal double? Dt { get; init; }

    /// <summary>The arrays under our names; those that are not here are zero.</summary>
    internal ImmutableArray<ImportedArray> Arrays { get; init; } = [];

    /// <summary>Arrays that are used though none of them is an array here.</summary>
    internal ImmutableArray<string> Read { get; init; } = [];

    /// <summary>What the file does not tell and is taken to be so, with how to tell otherwise; and the key that, told, makes it void.</summary>
    internal ImmutableArray<(string Key, string Words)> Assumed { get; init; } = [];
}
