#:project ../src/NoisyRnn.Cli/NoisyRnn.Cli.csproj
// A task and an activation of one's own in the whole program: grid, resume, sweep, claims and report, and every other verb.
//   dotnet run examples/your-task.cs run examples/your-task.yaml --out runs/your-task
using System.Collections.Immutable;
using System.ComponentModel;
using NoisyRnn.Cli;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

return CommandLine.Run(args, typeof(DelayedSign), typeof(Isru));

/// <summary>A number, a delay, then its sign: "kind: delayed-sign" in the experiment file. Times are in ms.</summary>
sealed record DelayedSign : PeriodTask
{
    [Description("the delay between the number and the answer")]
    public double Delay { get; init; } = 200;

    public override ImmutableArray<Period> Periods => [new("stimulus", 200), new("delay", Delay), new("response", 200)];

    public override int InputCount => 1;

    public override int OutputCount => 1;

    public override string Summary => $"was the number above 0? said after {Delay} ms";

    protected override void Write(PeriodTrial trial, RandomStream random)
    {
        var number = random.NextUniform(-1, 1);
        trial.During("stimulus").Input(0, number);
        trial.During("response").Target(0, Math.Sign(number));
    }
}

/// <summary>f(a) = a / sqrt(1 + a^2): "activation: isru".</summary>
sealed record Isru : Activation
{
    public override string Formula => "isru(a) = a / sqrt(1 + a^2)";

    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var (x, r) = (a[i], 1 / MathF.Sqrt(1 + (a[i] * a[i])));
            value[i] = x * r;
            if (!slope.IsEmpty)
                slope[i] = r * r * r;
        }
    }

    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var (x, r) = (a[i], 1 / Math.Sqrt(1 + (a[i] * a[i])));
            value[i] = x * r;
            if (!slope.IsEmpty)
                slope[i] = r * r * r;
        }
    }

    // The same as a plain function, of which derivatives are taken.
    public override TReal Apply<TReal>(TReal a) => a / TReal.Sqrt(TReal.Constant(1) + (a * a));
}
