using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>What may be added to the catalogue; that it is then a kind as any other is <see cref="Examples.YourTaskTests"/>' affair, in a process of its own.</summary>
public class OwnKindsTests
{
    [Fact]
    public void What_no_experiment_file_could_name_is_refused_with_the_reason()
    {
        Assert.Contains("Open: needed is a sealed record with a constructor without parameters", Assert.Throws<ArgumentException>(static () => Catalogue.Add(typeof(Open))).Message, StringComparison.Ordinal);
        Assert.Contains("Given: needed is a sealed record", Assert.Throws<ArgumentException>(static () => Catalogue.Add(typeof(Given))).Message, StringComparison.Ordinal);
        Assert.Contains("Alone: derives from none of the abstract records", Assert.Throws<ArgumentException>(static () => Catalogue.Add(typeof(Alone))).Message, StringComparison.Ordinal);
        Assert.Contains("Zero: 'zero' is the name of another initializer", Assert.Throws<ArgumentException>(static () => Catalogue.Add(typeof(Zero))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_of_the_library_is_there_already_and_stays_as_it_is()
    {
        var before = Catalogue.Leaves(typeof(TrialTask)).Length;
        Catalogue.Add(typeof(Regulator));
        Assert.Equal(before, Catalogue.Leaves(typeof(TrialTask)).Length);
        Assert.Null(OwnKinds.CodeOf(typeof(Regulator)));
    }

    private abstract record Open;

    private sealed record Given(int Number);

    private sealed record Alone;

    private sealed record Zero : Initializer
    {
        public override string Summary => "zero";

        public override void Fill(NoisyRnn.Noise.RandomStream random, Span<double> values, int rows, int columns) => values.Clear();
    }
}
