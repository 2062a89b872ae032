using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Files of the UCR archive with a header, as sequences.</summary>
public sealed class UcrRowsTests : IDisposable
{
    private const string Ts = "@problemName A\n@univariate true\n@classLabel true 1 2\n@data\n", Arff = "% of Weka\n@relation A\n@attribute a numeric\n@data\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Ts + ".5,-2:2\n1e-3,0:1\n", "2", "1")]
    [InlineData(Ts + ".5, -2 : N\r\n0.001, 0 : V\r\n", "N", "V")]
    [InlineData(Arff + "0.5,-2,2\n0.001,0,1\n", "2", "1")]
    [InlineData(Arff + "0.5,-2,'left hand'\n0.001,0,right\n", "left hand", "right")]
    [InlineData("@RELATION 'A'\n@DATA\n0.5,-2,-1\n0.001,0,1\n", "-1", "1")]
    public void The_class_is_the_label_a_number_or_a_word(string text, params string[] labels)
    {
        var table = SequenceReading.Read(_folder.Write("a.csv", text));
        Assert.Equal(["0.5 -2", "0.001 0"], SequenceReading.Inputs(table));
        Assert.Equal(labels, SequenceReading.Labels(table));
    }

    [Theory]
    [InlineData(Ts + "1,?:1\n", ":5: value 2: '?' is missing; series without gaps are needed")]
    [InlineData(Arff + "1,NaN,1\n", ":5: value 2: 'NaN' is missing")]
    [InlineData(Ts + "1,2:3,4:1\n", ":5: value 2: a colon: series of several channels are not read; allowed is one value a step (labelled-sequences reads several from an npz file, or a CSV file with a row a step)")]
    [InlineData(Ts + "1,2:1\n1:2\n", ":6: 1 values; the first series has 2")]
    [InlineData(Ts + "1,2:\n", ":5: no class; allowed is a whole number or a word")]
    [InlineData(Arff + "1,2,?\n", ":5: no class; allowed is a whole number or a word")]
    public void What_the_archive_s_reader_refuses_is_refused(string text, string expected) =>
        Assert.StartsWith($"{_folder.Path}/a.ts{expected}", Refusal.Of(() => SequenceReading.Read(_folder.Write("a.ts", text))));

    [Fact]
    public void There_is_nothing_to_say_of_its_form()
    {
        var path = _folder.Write("a.ts", Ts + "1,2:1\n");
        Expect("header", SequenceForm.Unsaid with { Header = false });
        Expect("label", SequenceForm.Unsaid with { Label = "last" });
        Expect("index", SequenceForm.Unsaid with { Index = "1" });
        Expect("layout", SequenceForm.Unsaid with { Layout = SequenceLayout.TrialsStepsChannels });

        void Expect(string key, SequenceForm form) =>
            Assert.Contains($"task.{key} says how an npz or CSV file is read, and this is a .ts or .arff file, whose class stands last", Refusal.Of(() => SequenceReading.Read(path, form)));
    }

    [Fact]
    public void Columns_whose_names_begin_with_an_at_sign_are_no_such_header() =>
        Assert.Equal(["5 6", "7 8"], SequenceReading.Inputs(SequenceReading.Read(_folder.Write("a.csv", "@label,@t0,@t1\n1,5,6\n2,7,8\n"), SequenceForm.Unsaid with { Label = "@label" })));
}
