using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Noise;

/// <summary>The noise of a program of the field (spec 1, section 6): its update as that program executes it, and the same noise here.</summary>
/// <param name="Name">Its name in <c>convert-noise --as</c>.</param>
/// <param name="Program">What it is.</param>
/// <param name="Update">The update, with n for the amplitude of xi ~ N(0, 1) and a for dt/tau.</param>
/// <param name="Amplitude">n in words.</param>
/// <param name="Kind">The kind of network here.</param>
/// <param name="Source">The same noise here, of sigma 1.</param>
public sealed record FieldNoise(string Name, string Program, string Update, string Amplitude, string Kind, NoiseSource Source)
{
    /// <summary>n of s = 1, by dt and tau.</summary>
    public required Func<double, double, double> AmplitudeOf { get; init; }

    /// <summary>The stationary standard deviation of an isolated leaky unit of local slope 1 under s = 1, by dt and tau; null where units do not leak.</summary>
    internal Func<double, double, double>? DeviationOf { get; init; }

    /// <summary>The shift of that unit's mean.</summary>
    internal Func<double, double, double> MeanOf { get; init; } = static (_, _) => 0;

    /// <summary>Whether sigma here is s tau/dt: its program does not multiply the noise by dt/tau, and the network here does.</summary>
    internal bool IsBeforeTheLeak { get; init; }

    /// <summary>What else is to be known of it; empty for nothing.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Whether its network leaks by dt/tau in a step.</summary>
    public bool Leaks => DeviationOf is not null;

    /// <summary>The program of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">There is none of this name.</exception>
    public static FieldNoise Find(string name) => FieldNoises.All.FirstOrDefault(program => program.Name == name)
        ?? throw new InputException($"--as: {NearestName.Unknown("program", name, [.. FieldNoises.All.Select(static program => program.Name)])}");

    /// <summary>The same noise here at a level of that program.</summary>
    /// <param name="sigma">s, what the program calls it.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constant.</param>
    public NoiseSource At(double sigma, double dt, double tau) => Source with { Sigma = [IsBeforeTheLeak ? sigma * tau / dt : sigma] };

    /// <summary>The stationary standard deviation of an isolated leaky unit of slope 1; of networks that do not leak the standard deviation per step.</summary>
    /// <param name="sigma">s.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constant.</param>
    public double Deviation(double sigma, double dt, double tau) => sigma * (DeviationOf?.Invoke(dt, tau) ?? 1);

    /// <summary>Where that unit's mean is moved to by the noise.</summary>
    /// <param name="sigma">s.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constant.</param>
    public double MeanShift(double sigma, double dt, double tau) => sigma * MeanOf(dt, tau);

    /// <summary>What is printed of it: names and numbers with a tab between them.</summary>
    /// <param name="sigma">s.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constant.</param>
    public ImmutableArray<string> Lines(double sigma, double dt, double tau) =>
    [
        $"{Name}\t{Program}",
        $"update\t{Update}",
        .. Leaks ? [$"a = dt/tau\t{dt / tau:G12}"] : Array.Empty<string>(),
        $"n = {Amplitude}\t{sigma * AmplitudeOf(dt, tau):G12}",
        $"{(Leaks ? "stationary standard deviation of an isolated leaky unit of slope 1" : "standard deviation per step")}\t{Deviation(sigma, dt, tau):G12}",
        $"{(Leaks ? "shift of that unit's mean" : "mean per step")}\t{MeanShift(sigma, dt, tau):G12}",
        .. Remark.Length > 0 ? [$"note\t{Remark}"] : Array.Empty<string>(),
    ];

    /// <summary>The same noise here as part of an experiment's file.</summary>
    /// <param name="sigma">s.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constant.</param>
    public ImmutableArray<string> Yaml(double sigma, double dt, double tau)
    {
        var source = At(sigma, dt, tau);
        var kind = source.Kind == NoiseKind.Additive ? "" : $", kind: {Catalogue.NameOf(source.Kind)}";
        var scale = source.Scale == NoiseScale.PerStep ? "" : $", scale: {Catalogue.NameOf(source.Scale)}";
        return
        [
            .. Leaks ? [$"dt: {ScalarText.Of(dt)}"] : Array.Empty<string>(),
            Leaks ? $"network: {{kind: {Kind}, tau: {ScalarText.Of(tau)}}}" : $"network: {{kind: {Kind}}}",
            $"noise: {{placement: {Catalogue.NameOf(source.Placement)}{kind}, sigma: {ScalarText.Of(source.Sigma[0])}{scale}}}",
        ];
    }
}
