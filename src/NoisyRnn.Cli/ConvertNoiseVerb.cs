using System.CommandLine;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn convert-noise</c>: one noise level in every scale, or as a program of the field means it.</summary>
internal static class ConvertNoiseVerb
{
    public static Command Command()
    {
        var sigma = new Argument<double>("sigma") { Description = "the noise level", CustomParser = NumberParser.Required<double>("sigma", static s => s >= 0, "a finite number from 0 on") };
        var from = new Option<string>("--from") { Description = "its scale: per-step, sqrt-dt or sqrt-2-over-alpha", DefaultValueFactory = _ => "per-step" };
        var placement = new Option<string>("--placement") { Description = "inside, outside, state, input, readout or feedback", DefaultValueFactory = _ => "inside" };
        var kind = new Option<string>("--kind") { Description = "additive, or unit-uniform: sigma U, U uniform on [0, 1)", DefaultValueFactory = _ => "additive" };
        var dt = new Option<double>("--dt") { Description = "time step", DefaultValueFactory = _ => 0.1, CustomParser = NumberParser.Required<double>("--dt", static t => t > 0, "a finite number above 0") };
        var tau = new Option<double>("--tau") { Description = "time constant, in the unit of dt", DefaultValueFactory = _ => 1, CustomParser = NumberParser.Required<double>("--tau", static t => t > 0, "a finite number above 0") };
        var program = new Option<string?>("--as") { Description = $"a program of the field that calls the level so: its update, and the same noise here; {string.Join(", ", FieldNoises.All.Select(static program => program.Name))}" };
        var command = new Command("convert-noise", "Convert a noise level between the meanings of sigma in the field: a line each, with a tab before the number.") { sigma, program, from, placement, kind, dt, tau };
        command.SetAction(parsed => parsed.GetValue(program) is { } name ? PrintAs(name, parsed, sigma, dt, tau, from, placement, kind) : Print(
            parsed.GetValue(sigma), Parse<NoiseScale>("--from", parsed.GetValue(from)!), Parse<Placement>("--placement", parsed.GetValue(placement)!),
            Parse<NoiseKind>("--kind", parsed.GetValue(kind)!), parsed.GetValue(dt), parsed.GetValue(tau)));
        return command;
    }

    private static int PrintAs(string name, ParseResult parsed, Argument<double> sigma, Option<double> dt, Option<double> tau, params ReadOnlySpan<Option<string>> told)
    {
        var program = FieldNoise.Find(name);
        foreach (var option in told)
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new InputException($"{option.Name}: with --as the program tells placement, kind and scale; allowed are --dt and --tau");
        }

        var (level, step, time) = (parsed.GetValue(sigma), parsed.GetValue(dt), parsed.GetValue(tau));
        CheckStep(step, time);
        foreach (var line in program.Lines(level, step, time))
            Console.WriteLine(line);
        Console.WriteLine();
        foreach (var line in program.Yaml(level, step, time))
            Console.WriteLine(line);
        return ExitCode.Done;
    }

    private static void CheckStep(double dt, double tau)
    {
        if (dt > tau)
            throw new InputException($"--dt: {dt} is not allowed; a number above 0 and at most tau, {tau}");
    }

    private static int Print(double sigma, NoiseScale from, Placement placement, NoiseKind kind, double dt, double tau)
    {
        CheckStep(dt, tau);
        if (placement == Placement.Readout && from != NoiseScale.PerStep)
            throw new InputException("--from: readout noise is not integrated over time; allowed is per-step");
        if (kind is not (NoiseKind.Additive or NoiseKind.UnitUniform) || (kind == NoiseKind.UnitUniform && from != NoiseScale.PerStep))
        {
            throw new InputException(kind == NoiseKind.UnitUniform ? "--from: the mean of unit-uniform noise is that of a step; allowed is per-step"
                : $"--kind: {Catalogue.NameOf(kind)} is relative to state or drift, and has no level in another scale; allowed is additive or unit-uniform");
        }

        if (kind == NoiseKind.UnitUniform)
        {
            Console.WriteLine($"U[0, {sigma}]: mean per step\t{sigma / 2:G12}\nstandard deviation per step, which the lines below are of\t{sigma / Math.Sqrt(12):G12}");
            sigma /= Math.Sqrt(12);
        }

        if (Enum.GetValues<NoiseScale>().Any(scale => (placement != Placement.Readout || scale == NoiseScale.PerStep) && !double.IsFinite(ScaleConversion.Convert(sigma, from, scale, placement, dt, tau))))
            throw new InputException($"sigma: {sigma} is not allowed; a number whose level is finite in every scale");
        Console.WriteLine($"scale\tsigma\t({Catalogue.NameOf(placement)}, dt = {dt}, tau = {tau}, alpha = {dt / tau})");
        foreach (var scale in Enum.GetValues<NoiseScale>())
        {
            if (placement != Placement.Readout || scale == NoiseScale.PerStep)
                Console.WriteLine($"{Catalogue.NameOf(scale)}\t{ScaleConversion.Convert(sigma, from, scale, placement, dt, tau):G12}");
        }

        Console.WriteLine($"{(placement == Placement.Readout ? "standard deviation of the output (no unit moves)" : "stationary standard deviation of an isolated leaky unit of slope 1")}\t{ScaleConversion.StationaryDeviation(sigma, from, placement, dt, tau):G12}");
        return ExitCode.Done;
    }

    private static T Parse<T>(string option, string text)
        where T : struct, Enum => Binder.Bind<T>(YamlTree.ParseValue(text, option));
}
