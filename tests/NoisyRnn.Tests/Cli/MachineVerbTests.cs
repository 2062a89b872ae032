using System.Globalization;
using System.Text.Json;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>convert-noise</c>, <c>doctor</c> and <c>bench</c>.</summary>
public sealed class MachineVerbTests : IDisposable
{
    // convert-noise prints 12 digits.
    private const double PrintedDigits = 1e-11;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Rows of the table of spec 1, section 6: scale, placement, stationary deviation for sigma 1 of alpha = a, dt = d, tau = t.</summary>
    public static TheoryData<string, string> Sources =>
        [.. from scale in new[] { "per-step", "sqrt-dt", "sqrt-2-over-alpha" } from placement in new[] { "inside", "outside", "state", "input", "feedback" } select (scale, placement)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_level_converts_by_the_closed_forms_of_the_field(string scale, string placement)
    {
        const double Sigma = 0.05, Dt = 20, Tau = 100, A = Dt / Tau;
        var run = NoisyRnnProcess.Run(_folder.Path, "convert-noise", "0.05", "--from", scale, "--placement", placement, "--dt", "20", "--tau", "100");
        run.Succeeded();
        Assert.Equal("", run.Errors);
        Assert.Equal($"scale\tsigma\t({placement}, dt = 20, tau = 100, alpha = 0.2)", run.Lines[0]);
        var stationary = Sigma * Stationary(scale);
        Close(stationary, run.Lines[^1]);
        // The same noise in another scale is the one with the same stationary deviation.
        Assert.Equal(["per-step", "sqrt-dt", "sqrt-2-over-alpha"], run.Lines[1..^1].Select(static line => line.Split('\t')[0]));
        foreach (var line in run.Lines[1..^1])
            Close(stationary / Stationary(line.Split('\t')[0]), line);

        double Stationary(string of) => (of, placement) switch
        {
            ("per-step", "state" or "feedback") => 1 / Math.Sqrt(A * (2 - A)),
            ("per-step", _) => Math.Sqrt(A / (2 - A)),
            ("sqrt-dt", _) => Math.Sqrt(Tau / (2 - A)),
            _ => Math.Sqrt(2 / (2 - A)),
        };

        static void Close(double expected, string line) =>
            Assert.Equal(1, double.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture) / expected, PrintedDigits);
    }

    [Fact]
    public void Readout_noise_has_no_time_to_convert_over()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "convert-noise", "0.3", "--placement", "readout");
        run.Succeeded();
        Assert.Equal(["per-step\t0.3", "standard deviation of the output (no unit moves)\t0.3"], run.Lines[1..]);
    }

    /// <summary>s U, U uniform on [0, 1): mean s/2, standard deviation s/sqrt(12).</summary>
    [Fact]
    public void Uniform_noise_from_0_on_is_told_with_its_mean()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "convert-noise", "0.6", "--kind", "unit-uniform", "--placement", "outside");
        run.Succeeded();
        Assert.Equal(["U[0, 0.6]: mean per step\t0.3", "standard deviation per step, which the lines below are of\t0.173205080757"], run.Lines[..2]);
        Assert.Equal("per-step\t0.173205080757", run.Lines[3]);
    }

    /// <summary>The update of a program, its numbers, and the same noise as part of an experiment's file.</summary>
    [Fact]
    public void A_program_of_the_field_is_told_with_the_same_noise_here()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "convert-noise", "0.05", "--as", "yang2019", "--dt", "20", "--tau", "100");
        run.Succeeded();
        Assert.Equal(
            [
                "yang2019\tYang et al. 2019 (gyyang/multitask)",
                "update\tr <- (1-a) r + a f(W r + W_in u + b + n xi)",
                "a = dt/tau\t0.2",
                "n = sqrt(2/a) s\t0.158113883008",
                "stationary standard deviation of an isolated leaky unit of slope 1\t0.0527046276695",
                "shift of that unit's mean\t0",
                "dt: 20",
                "network: {kind: ctrnn, tau: 100}",
                "noise: {placement: inside, sigma: 0.05, scale: sqrt-2-over-alpha}",
            ],
            run.Lines);
    }

    [Theory]
    [InlineData("noisyrnn: --as: unknown program 'yang2091'; did you mean 'yang2019'? (allowed: noise-preference-inside, noise-preference-outside, yang2019, trainrnnbrain-s, trainrnnbrain-h, psychrnn, smc-rnns, spikernn, rnnreactivation, ctdb-driscoll, ctdb-noisygru, motornet-gru, nn4n-recurrent, nn4n-hidden, sde)", "--as", "yang2091")]
    [InlineData("noisyrnn: --placement: with --as the program tells placement, kind and scale; allowed are --dt and --tau", "--as", "sde", "--placement", "state")]
    [InlineData("noisyrnn: --dt: 3 is not allowed; a number above 0 and at most tau, 2", "--as", "sde", "--dt", "3", "--tau", "2")]
    [InlineData("noisyrnn: --kind: multiplicative is relative to state or drift, and has no level in another scale; allowed is additive or unit-uniform", "--kind", "multiplicative")]
    [InlineData("noisyrnn: --from: the mean of unit-uniform noise is that of a step; allowed is per-step", "--kind", "unit-uniform", "--from", "sqrt-dt")]
    [InlineData("noisyrnn: --from: unknown value 'per-stp'; did you mean 'per-step'? (allowed: per-step, sqrt-dt, sqrt-2-over-alpha)", "--from", "per-stp")]
    [InlineData("noisyrnn: --placement: unknown value 'insid'; did you mean 'inside'? (allowed: inside, outside, state, input, readout, feedback)", "--placement", "insid")]
    [InlineData("noisyrnn: --dt: 3 is not allowed; a number above 0 and at most tau, 2", "--dt", "3", "--tau", "2")]
    [InlineData("noisyrnn: --from: readout noise is not integrated over time; allowed is per-step", "--from", "sqrt-dt", "--placement", "readout")]
    public void A_conversion_that_makes_no_sense_is_refused(string expected, params string[] options) =>
        Assert.Equal(expected, NoisyRnnProcess.Run(_folder.Path, ["convert-noise", "1", .. options]).Refused());

    [Fact]
    public void Doctor_tells_what_the_machine_offers_and_leaves_no_trace()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "doctor");
        run.Succeeded();
        Assert.Equal(["cores", "simd", "dotnet", "system", "memory", "plotly", "npm", "slurm", "write access"], run.Lines.Select(static line => line.Split('\t')[0]));
        Assert.Equal($"cores\t{Environment.ProcessorCount}", run.Lines[0]);
        Assert.Equal($"write access\t{_folder.Path}: yes", run.Lines[^1]);
        Assert.Equal("", run.Errors);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Doctor_fails_where_it_cannot_write()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "doctor", "--out", "absent");
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"write access\t{Path.Combine(_folder.Path, "absent")}: no (", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Bench_measures_each_size_against_the_peak_of_the_same_run()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, "bench", "--seconds", "0.1", "--threads", "1", "--json");
        run.Succeeded();
        Assert.Equal("", run.Errors);
        Assert.Equal(["ctrnn 10 x 32 x 100", "ctrnn 64 x 64 x 100", "ctrnn, Dale's law 64 x 64 x 100", "ctrnn, trained tau 64 x 64 x 100", "ctrnn of rank 8 64 x 64 x 100", "ctrnn, power law 64 x 64 x 100", "ctrnn of 2 layers 64 x 64 x 100", "ctrnn 128 x 128 x 784", "lipschitz 128 x 128 x 784"], run.Lines.Select(static line =>
        {
            using var json = JsonDocument.Parse(line);
            double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
            var network = json.RootElement.GetProperty("network").GetString();
            // 6 N^2 B T operations for each recurrent matrix in the measured time, and no more than the machine can.
            var operations = 6 * (network switch { "lipschitz" => 2, "ctrnn of 2 layers" => 3, _ => 1 }) * Math.Pow(Number("units"), 2) * Number("batch") * Number("steps");
            Assert.Equal(1, operations / (Number("milliseconds") * 1e6) / Number("gigaflops"), 1e-9);
            Assert.InRange(Number("gigaflops"), 0, Number("peak-gigaflops"));
            return $"{network} {Number("units")} x {Number("batch")} x {Number("steps")}";
        }));
    }
}
