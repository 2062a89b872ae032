using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void These_bytes_never_change()
    {
        // Stores keep hashes of this text: a failure here means that every stored result would be lost.
        var spec = new SampleSpec
        {
            Title = "a \"b\" \\ \n é \U0001F600 \u2028", Seeds = 4, Seed = ulong.MaxValue, Offset = -7, KeepModels = true,
            Levels = [0, -0.0, .1, 1e-5, 1e15, 1e16, 1.0 / 3, double.Epsilon, 12345678], Scale = SampleScale.Sqrt2OverAlpha, Share = null,
            Training = new SampleTraining { Optimizer = new SampleAdam { Rate = .001 } },
            Shapes = [new SampleSine(), new SamplePolynomial { Coefficients = [] }, new SampleSine { Frequency = 2 }],
            Grid = (TreeMap)YamlTree.Parse("{z: [.10, +1, 1e3, 007, relu, \"1\", True, ~], a: {b: -0.0}}", "x.yaml"),
        };

        const string Expected =
            """{"grid":{"a":{"b":0},"z":[0.1,1,1000,7,"relu","1",true,null]},"keep-models":true,"levels":[0,0,0.1,0.00001,1000000000000000,10000000000000000,0.3333333333333333,5e-324,12345678],"offset":-7,"scale":"sqrt-2-over-alpha","seed":18446744073709551615,"seeds":4,"shapes":[{"kind":"sine"},{"kind":"polynomial","coefficients":[]},{"kind":"sine","frequency":2}],"share":null,"title":"a \"b\" \\ \u000a é"""
            + " \U0001F600 \u2028\",\"training\":{\"optimizer\":{\"kind\":\"adam\",\"rate\":0.001}}}";
        Assert.Equal(Expected, CanonicalJson.Write(spec));
    }

    [Fact]
    public void What_equals_its_default_is_left_out_but_what_is_required_is_not()
    {
        Assert.Equal("""{"title":"t"}""", CanonicalJson.Write(new SampleSpec { Title = "t", Levels = [0, .5, 1], Shapes = [new SampleSine()] }));
        Assert.Equal("""{"kind":"polynomial","coefficients":[]}""", CanonicalJson.Write(new SamplePolynomial { Coefficients = [] }));
    }

    [Fact]
    public void A_list_that_was_never_assigned_is_empty() =>
        Assert.Equal("""{"kind":"polynomial","coefficients":[]}""", CanonicalJson.Write(new SamplePolynomial { Coefficients = default }));

    [Fact]
    public void A_number_that_is_not_finite_cannot_be_hashed() =>
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(new SampleSine { Frequency = double.NaN }));

    [Fact]
    public void The_order_and_spelling_of_the_file_do_not_matter()
    {
        string Of(string yaml) => CanonicalJson.Write(Binder.Bind<SampleSpec>(YamlTree.Parse(yaml, "x.yaml")));
        Assert.Equal(
            Of("{title: t, levels: [0.10, 1.0], training: {optimizer: adam, iterations: 600}}"),
            Of("{training: {iterations: 6e2}, levels: [.1, 1], seeds: 3, title: 't'}"));
    }

    [Fact]
    public void Binding_what_was_written_gives_the_same_text()
    {
        Prop.ForAll(SampleGenerator.Specs.ToArbitrary(), spec =>
        {
            string json = CanonicalJson.Write(spec);
            Assert.Equal(json, CanonicalJson.Write(Binder.Bind<SampleSpec>(JsonTree.Parse(json, "x.json"))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(12));
    }
}
