using System.Text.RegularExpressions;
using NoisyRnn.Experiments;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Experiments;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>Two that draw by one key draw the same numbers: whoever draws has a name or a place in a list, and no two have the same.</summary>
public partial class SubstreamTests
{
    // Those whose substreams are numbered by a list from 0 on.
    private static readonly NoiseStream[] Lists = [NoiseStream.Parameters, NoiseStream.Dynamics, NoiseStream.Validation, NoiseStream.Analysis, NoiseStream.Probe];

    private static IEnumerable<(string File, string Text)> Sources => Directory.GetFiles(Checkout.Path("src", "NoisyRnn"), "*.cs", SearchOption.AllDirectories)
        .Select(static file => (Path.GetFileName(file), File.ReadAllText(file)));

    private static IEnumerable<NoiseStream> StreamsOf(Substream substream) =>
        NoiseKey.Of(1, substream).Stream is NoiseStream.Task ? [NoiseStream.Task, NoiseStream.Validation, NoiseStream.Test] : [NoiseKey.Of(1, substream).Stream];

    /// <summary>No two draw by one key, in whatever stream they are drawn.</summary>
    [Fact]
    public void No_two_names_meet_in_a_stream()
    {
        var keys = Enum.GetValues<Substream>().SelectMany(static substream => StreamsOf(substream).Select(stream => NoiseKey.Of(1, substream, stream))).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    /// <summary>Only what every part of a task has is drawn in the stream of another than its own.</summary>
    [Fact]
    public void A_name_is_drawn_in_another_stream_only_for_the_parts_of_a_task()
    {
        var drawn = Sources.SelectMany(static source => DrawnInAPart().Matches(source.Text)).Select(static match => Enum.Parse<Substream>(match.Groups["name"].Value)).Distinct();
        Assert.Equal(Enum.GetValues<Substream>().Where(static substream => StreamsOf(substream).Skip(1).Any()), drawn.Order());
    }

    [GeneratedRegex(@"NoiseKey\.Of\([^()]*Substream\.(?<name>\w+), [^()]+\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DrawnInAPart();

    [Fact]
    public void No_two_names_are_one_substream() => Assert.Equal(Enum.GetNames<Substream>().Length, Enum.GetValues<Substream>().Distinct().Count());

    [Fact]
    public void A_key_has_the_stream_and_the_number_of_its_substream()
    {
        Assert.Equal((7UL, NoiseStream.Shuffle, (byte)17), Parts(NoiseKey.Of(7, Substream.PixelPermutation)));
        Assert.Equal((7UL, NoiseStream.Analysis, (byte)255), Parts(NoiseKey.Of(7, Substream.BiasShifts)));
        Assert.Equal((7UL, NoiseStream.Validation, (byte)2), Parts(NoiseKey.Of(7, Substream.TrialInputNoise, NoiseStream.Validation)));
        Assert.Equal((7UL, NoiseStream.Analysis, (byte)244), Parts(NoiseKey.OfItem(7, NoiseStream.Analysis, NoiseKey.ItemLimit - 1)));
        Assert.All(Enum.GetValues<Substream>(), static substream => Assert.True(Enum.IsDefined(NoiseKey.Of(1, substream).Stream)));

        static (ulong, NoiseStream, byte) Parts(NoiseKey key) => (key.Seed, key.Stream, key.Source);
    }

    /// <summary>
    /// The trial's own are in the stream of the trial's part, of which Validation has a list, too: that of noise sources. There two share words with
    /// none, for sequences are told from normals by the counter; the third does, and is known to.
    /// </summary>
    [Fact]
    public void No_list_reaches_the_numbers_that_have_names_but_for_those_of_validation_trials()
    {
        var reached = from substream in Enum.GetValues<Substream>()
                      from stream in StreamsOf(substream)
                      where Lists.Contains(stream) && NoiseKey.Of(1, substream).Source < NoiseKey.ItemLimit
                      select (substream, stream);
        Assert.Equal([(Substream.Trial, NoiseStream.Validation), (Substream.TrialGroup, NoiseStream.Validation), (Substream.TrialInputNoise, NoiseStream.Validation)], reached);
        Assert.Throws<ArgumentOutOfRangeException>(static () => NoiseKey.OfItem(1, NoiseStream.Dynamics, NoiseKey.ItemLimit));
        Assert.Throws<ArgumentOutOfRangeException>(static () => NoiseKey.OfItem(1, NoiseStream.Dynamics, -1));
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("training.penalty.noise")]
    public void A_list_of_noise_sources_that_is_too_long_is_refused(string key)
    {
        var sources = $"[{string.Join(", ", Enumerable.Repeat("{sigma: 0}", NoiseKey.ItemLimit + 1))}]";
        Assert.Equal($"--set {key}: {key}: 246 sources; allowed are at most 245", Refusal.Of(() => SmallExperiment.Of("", $"{key}={sources}")));
    }

    [Fact]
    public void Whoever_draws_by_number_numbers_a_list() => Assert.Equal(
        ["ExecutedNetwork.cs", "Network.cs", "SourceIncrements.cs"],
        Sources.Where(static source => source.File != "NoiseKey.cs" && source.Text.Contains("NoiseKey.OfItem(", StringComparison.Ordinal)).Select(static source => source.File).Order());

    [Fact]
    public void Every_name_is_drawn_by()
    {
        var text = string.Concat(Sources.Where(static source => source.File != "Substream.cs").Select(static source => source.Text));
        // The order of a part is that of training, counted on.
        var names = Enum.GetNames<Substream>().Except([nameof(Substream.ValidationOrder), nameof(Substream.TestOrder)]);
        Assert.All(names, name => Assert.Contains($"Substream.{name}", text, StringComparison.Ordinal));
    }
}
