using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class CatalogueTests
{
    [Fact]
    public void Keys_are_told_with_type_default_and_description()
    {
        Dictionary<string, SpecKey> keys = Catalogue.Keys(typeof(SampleSpec)).ToDictionary(k => k.Path);
        Assert.Equal(new SpecKey("title", "text", null, ""), keys["title"]);
        Assert.Equal(new SpecKey("seeds", "a whole number of at least 1", "3", "Seeds, one network each"), keys["seeds"]);
        Assert.Equal(new SpecKey("levels", "a list, each a number of at least 0", "[0, 0.5, 1]", ""), keys["levels"]);
        Assert.Equal(new SpecKey("other-scale", "one of: per-step, sqrt-dt, sqrt-2-over-alpha, or null", "null", ""), keys["other-scale"] with { Values = [] });
        Assert.Equal(new SpecKey("share", "a number above 0 and at most 1, or null", "0.5", ""), keys["share"]);
        Assert.Equal(new SpecKey("training.iterations", "a whole number from 1 to 1000000", "300", ""), keys["training.iterations"]);
        Assert.Equal(new SpecKey("training.optimizer", "a kind, one of: adam, sgd", "{kind: adam, rate: 0.003}", ""), keys["training.optimizer"]);
        Assert.DoesNotContain("training", keys.Keys);
    }

    [Fact]
    public void Leaves_are_listed_in_their_order()
    {
        Assert.Equal(["adam", "sgd"], Catalogue.Leaves(typeof(SampleOptimizer)).Select(l => l.Name));
        Assert.Equal("sgd", Catalogue.KindOf(typeof(SampleSgd)));
        Assert.Contains(typeof(SampleShape), Catalogue.Bases(typeof(SampleShape).Assembly));
        Assert.Equal("sample-training", Catalogue.KindOf(typeof(SampleTraining)));
    }

    [Fact]
    public void Every_spec_of_the_library_has_a_readable_shape()
    {
        foreach (LeafAttribute leaf in Catalogue.Bases(typeof(Catalogue).Assembly).SelectMany(b => Catalogue.Leaves(b)))
        {
            Assert.Equal(leaf.Name, Catalogue.KindOf(leaf.Type));
            Assert.All(Catalogue.Keys(leaf.Type), key => Assert.NotEmpty(key.Description));
        }
    }
}
