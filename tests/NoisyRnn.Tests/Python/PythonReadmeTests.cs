using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Python;

/// <summary>The table of what the Python package has names every kind that the catalogue has, as here or as refused; the package's own tests hold the two columns to it.</summary>
public sealed class PythonReadmeTests
{
    public static TheoryData<string, string[]> Rows => new()
    {
        { "networks", Leaves<Network>() },
        { "activations", Leaves<Activation>() },
        { "steps", Leaves<Scheme>() },
        { "noise that is drawn: kind", Members<NoiseKind>() },
        { "its placement", Members<Placement>() },
        { "its law", Members<NoiseDistribution>() },
        { "its scale", Members<NoiseScale>() },
        { "common to", Members<NoiseGroup>() },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_kind_of_the_catalogue_stands_in_its_row_once(string row, string[] kinds)
    {
        var line = Assert.Single(File.ReadLines(Checkout.Path("python", "README.md")), line => line.StartsWith($"| {row}", StringComparison.Ordinal));
        Assert.Equal(kinds.Order(StringComparer.Ordinal), line.Split('|')[2..4].SelectMany(static cell => cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal));
    }

    private static string[] Leaves<T>() => [.. Catalogue.Leaves(typeof(T)).Select(static leaf => leaf.Name)];

    private static string[] Members<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(static member => Catalogue.NameOf(member))];
}
