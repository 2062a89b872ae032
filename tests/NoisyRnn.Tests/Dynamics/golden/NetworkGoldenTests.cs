using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>
/// The networks that are maps of their own against PyTorch in double, fed with the very same noise: all files of golden/
/// but the CTRNN's. A file names each case's network as the library's own files do.
/// </summary>
public class NetworkGoldenTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Files())
        {
            foreach (var name in GoldenCase.Names(file, static _ => true))
                data.Add(file, name);
        }

        return data;
    }

    [Fact]
    public void Every_map_has_its_case_at_every_placement_of_noise_that_it_takes()
    {
        var expected = from leaf in Catalogue.Leaves(typeof(Network))
                       where leaf.Type.IsSubclassOf(typeof(MapNetwork))
                       let network = (Network)Activator.CreateInstance(leaf.Type)!
                       from placement in Enum.GetValues<Placement>()
                       where network.Refusal(new NoiseSource { Placement = placement }) is null
                       select (leaf.Type, (NoiseTerm)placement);
        var present = from file in Files()
                      from name in GoldenCase.Names(file, static _ => true)
                      let golden = GoldenCase.Of(file, name)
                      from placement in Enum.GetValues<Placement>()
                      where golden.Noise().Has((NoiseTerm)placement)
                      select (golden.Network().GetType(), (NoiseTerm)placement);
        Assert.Subset(present.ToHashSet(), expected.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_and_outputs_are_those_of_the_golden_arrays(string file, string name) =>
        GoldenRun.AssertStatesAndOutputs(GoldenCase.Of(file, name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_are_those_of_the_golden_arrays(string file, string name)
    {
        var golden = GoldenCase.Of(file, name);
        Assert.True(golden.Has("input_gradients"));
        GoldenRun.AssertLossAndGradients(golden);
    }

    private static IEnumerable<string> Files() =>
        from path in Directory.GetFiles(Checkout.Path("tests", "NoisyRnn.Tests", "Dynamics", "golden"), "*.json")
        let file = Path.GetFileName(path)
        where file != GoldenCase.Ctrnn
        orderby file
        select file;
}
