using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Whatever a file of sequences holds, it is read or refused in words.</summary>
public sealed class SequenceFuzzTests : IDisposable
{
    private static readonly SequenceForm[] Forms =
    [
        SequenceForm.Unsaid, SequenceForm.Unsaid, SequenceForm.Unsaid with { Header = true }, SequenceForm.Unsaid with { Header = false },
        SequenceForm.Unsaid with { Label = "last" }, SequenceForm.Unsaid with { Label = "2", Index = "1" }, SequenceForm.Unsaid with { Index = "none" },
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_table_is_read_or_refused()
    {
        var cells = Gen.Elements("label", "trial", "step", "u1", "y1", "mask", "t0", "t1", "t-1", "0", "0", "1", "1", "2", "3", ".5", "-1", "NaN", "", "cat", "\"a,b\"", "\"", "# x", "1e999", "\0");
        var rows = cells.SelectMany(static cell => Gen.Elements(",", ",", ",", "\n", "\r\n", ";", " ").Select(end => cell + end)).ArrayOf();
        Prop.ForAll(rows.Zip(Gen.Elements(Forms)).ToArbitrary(), sample => Refusal.SucceedsOrRefuses(() => Use(SequenceReading.Read(_folder.Write("any.csv", string.Concat(sample.Item1)), sample.Item2))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Any_numbers_below_any_names_are_read_or_refused()
    {
        var names = Gen.SubListOf("label", "class", "trial", "step", "u1", "u2", "y1", "mask", "t0", "t1", "t2", "", "id", "age", "0", "1");
        var numbers = Gen.Elements("0", "1", "2", "-3", "0.5", "NaN", "", "cat").ArrayOf();
        Prop.ForAll(names.Zip(numbers).ToArbitrary(), sample =>
        {
            var (header, cells) = (string.Join(',', sample.Item1), sample.Item2);
            var rows = cells.Chunk(Math.Max(1, sample.Item1.Count)).Select(static row => string.Join(',', row));
            return Refusal.SucceedsOrRefuses(() => Use(SequenceReading.Read(_folder.Write("any.csv", $"{header}\n{string.Join('\n', rows)}\n"))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Arrays_of_any_shapes_are_read_or_refused()
    {
        var shape = Gen.Elements(1, 2, 3, 4).ArrayOf().Where(static axes => axes.Length is > 0 and < 4);
        var shapes = shape.Zip(shape).Zip(shape.Zip(shape));
        Prop.ForAll(shapes.Zip(Gen.Elements(Enum.GetValues<SequenceLayout>()).Zip(Gen.Elements(1, 2, 3, 4, 5, 6, 7, 8))).ToArbitrary(), sample =>
        {
            var (((x, y), (mask, lengths)), (layout, which)) = sample;
            List<(string, int[], Array)> arrays = [("x", x, Values(x, 10)), ("y", y, which % 3 == 0 ? Values(y, 2).Select(static value => value > 0 ? "a" : "b").ToArray() : Values(y, (which % 3) + 1))];
            if ((which & 2) > 0)
                arrays.Add(("mask", mask, Values(mask, 2)));
            if ((which & 4) > 0)
                arrays.Add(("lengths", lengths, Values(lengths, 3)));
            return Refusal.SucceedsOrRefuses(() => Use(SequenceReading.Read(_folder.Write("any.npz", NpzBytes.Of([.. arrays])), SequenceForm.Unsaid with { Layout = layout })));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

        static double[] Values(int[] shape, int most) => [.. Enumerable.Range(1, shape.Aggregate(1, static (product, n) => product * n)).Select(k => (double)(k % most))];
    }

    // All that a run asks of a table.
    private static void Use(SequenceTable table)
    {
        var set = new SequenceSet([table]).Asking(forClasses: table.Labels is null);
        Assert.NotEmpty(set.Line(0));
        for (var item = 0; item < set.Trials; item++)
        {
            var trial = new Trial(set.Steps, set.Channels, set.Outputs);
            set.Fill(item, trial);
            Assert.InRange(set.LengthOf(item), 1, set.Steps);
            Assert.All(trial.Inputs.Cast<double>().Concat(trial.Targets.Cast<double>()), static value => Assert.True(double.IsFinite(value)));
            Assert.Contains(trial.Mask.Cast<double>(), static mask => mask > 0);
        }
    }
}
