using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using NoisyRnn.Formats;

namespace NoisyRnn.Tests.Formats;

/// <summary>A spec that uses every type a spec may be made of, for the tests of reading, writing and hashing.</summary>
public sealed record SampleSpec : IValidated
{
    public required string Title { get; init; }

    [Description("Seeds, one network each")]
    [Range(1, int.MaxValue)]
    public int Seeds { get; init; } = 3;

    public ulong Seed { get; init; }

    public long Offset { get; init; }

    public bool KeepModels { get; init; }

    [Range(0, double.PositiveInfinity)]
    public ImmutableArray<double> Levels { get; init; } = [0, .5, 1];

    public SampleScale Scale { get; init; }

    public SampleScale? OtherScale { get; init; }

    [Range(0, 1, MinimumIsExclusive = true)]
    public double? Share { get; init; } = .5;

    public string? Comment { get; init; }

    public SampleTraining Training { get; init; } = new();

    [Inlined]
    public SampleInlined Inlined { get; init; } = new();

    [MinLength(1)]
    public ImmutableArray<SampleShape> Shapes { get; init; } = [new SampleSine()];

    public ImmutableArray<string> Names { get; init; } = [];

    public TreeMap Grid { get; init; } = new([]);

    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Training.Iterations % Seeds != 0)
            yield return ("training.iterations", $"{Training.Iterations} is not allowed; a multiple of seeds, {Seeds}");
    }
}

/// <summary>A record whose keys stand among those of the record that holds it.</summary>
public sealed record SampleInlined
{
    [Description("what stands on the axis")]
    public string Unit { get; init; } = "ms";

    public SampleOptimizer OtherOptimizer { get; init; } = new SampleSgd();
}

/// <summary>A nested record whose own nested default is not the default of its type.</summary>
public sealed record SampleTraining
{
    [Range(1, 1_000_000)]
    public int Iterations { get; init; } = 300;

    public SampleOptimizer Optimizer { get; init; } = new SampleAdam { Rate = .003 };
}

[Leaf("adam", typeof(SampleAdam))]
[Leaf("sgd", typeof(SampleSgd))]
public abstract record SampleOptimizer
{
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Rate { get; init; } = .001;
}

public sealed record SampleAdam : SampleOptimizer
{
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = .9;
}

public sealed record SampleSgd : SampleOptimizer
{
    public double Momentum { get; init; }
}

[Leaf("sine", typeof(SampleSine))]
[Leaf("polynomial", typeof(SamplePolynomial))]
public abstract record SampleShape;

public sealed record SampleSine : SampleShape
{
    public double Frequency { get; init; } = 1;
}

public sealed record SamplePolynomial : SampleShape
{
    public required ImmutableArray<double> Coefficients { get; init; }
}

public enum SampleScale
{
    PerStep,
    SqrtDt,
    [JsonStringEnumMemberName("sqrt-2-over-alpha")]
    Sqrt2OverAlpha,
}
