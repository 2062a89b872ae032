using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class UcrFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1\t.5\t-2\n-3\t1e-3\t0\n")]
    [InlineData("1,.5,-2\n-3,1e-3,0")]
    [InlineData("1.0000000e+00,  5.0e-01, -2.0\r\n-3.0, 1e-3, 0\r\n")]
    [InlineData("  1.0000000e+00   5.0e-01  -2.0\n  -3.0000000e+00 1e-3 0\n")]
    [InlineData("1 .5 -2\r-3 .001 0\r")]
    [InlineData("# the archive's newest form\n@problemName A\n@timeStamps false\n@univariate true\n@seriesLength 2\n@classLabel true 1 -3\n@data\n.5,-2:1\n0.001, 0 : -3\n")]
    [InlineData("@PROBLEMNAME A\r\n@DATA\r\n.5,-2:1.0\r\n\r\n1e-3,0:-3")]
    [InlineData("% Weka's\n\n@relation A\n@attribute att1 numeric\n@attribute att2 numeric\n@attribute target {1,-3}\n\n@data\n.5,-2,1\n.001,0,'-3'\n")]
    [InlineData("@RELATION A\n@ATTRIBUTE 'a 1' REAL\n@ATTRIBUTE b REAL\n@ATTRIBUTE class {1,-3}\n@DATA\n0.5, -2, 1\n% between\n0.001, 0, -3\n")]
    [InlineData("@relation A\n@attribute a numeric\n@attribute class {b'1',b'-3'}\n@data\n0.5, -2, b'1'\n0.001, 0, b'-3'\n")]
    public void The_class_stands_first_and_the_series_after_it(string text)
    {
        UcrFile file = UcrFile.Read(_folder.Write("a.tsv", text));
        Assert.Equal([1, -3], file.Classes);
        Assert.Equal([[.5, -2], [.001, 0]], file.Series.Select(s => s.ToArray()));
        Assert.Equal(2, file.Length);
    }

    [Theory]
    [InlineData("1\t.5\t-2\n2\t1\n", ":2: 2 fields; the first line has 3, so every line must")]
    [InlineData("1\t.5\t-2\n\n2\t1\tNaN\n", ":3: column 3: 'NaN' is not allowed; a finite number with a decimal point")]
    [InlineData("1\t.5\n2\t\n", ":2: column 2: '' is not allowed; a finite number with a decimal point")]
    [InlineData("1\t.5\n2\tinf\n", ":2: column 2: 'inf' is not allowed; a finite number with a decimal point")]
    [InlineData("1\t.5\n\n1.5\t2\n", ":3: class 1.5 is not allowed; a whole number")]
    [InlineData("1e10\t.5\n", ":1: class 10000000000 is not allowed; a whole number")]
    [InlineData("class\tvalue\n1\t2\n", ": the first line begins with 'class', no number; a UCR file has no header (or one of lines that begin with @), every line is a class and its values")]
    [InlineData("\n1\n", ":2: 1 field; a UCR line is a class and its values, separated by tabs, commas or blanks")]
    [InlineData("1  .5  1\n2  1\n", ":2: 2 fields; the first line has 3, so every line must")]
    [InlineData("@problemName A\n@missing true\n@data\n1,?:1\n", ":4: value 2: '?' is missing; series without gaps are needed")]
    [InlineData("@relation A\n@data\n1,NaN,1\n", ":3: value 2: 'NaN' is missing; series without gaps are needed")]
    [InlineData("@relation A\n@data\n1,x,1\n", ":3: value 2: 'x' is not allowed; a finite number with a decimal point")]
    [InlineData("@relation A\n@attribute class {1,2}\n@attribute a numeric\n@data\n1,2\n", ":3: @attribute a numeric: an attribute of numbers after the class; allowed is the class last")]
    [InlineData("@relation A\n@data\n1,2,normal\n", ":3: class 'normal' is not allowed; a whole number")]
    [InlineData("@problemName A\n@data\n1,2:1.5\n", ":3: class 1.5 is not allowed; a whole number")]
    [InlineData("@problemName A\n@data\n1,2:1\n1:2\n", ":4: 1 values; the first series has 2, so every series must")]
    [InlineData("@problemName A\n@data\n1,2\n", ":3: no ':' before the class; a line is the values of a series, separated by commas, and its class")]
    [InlineData("@problemName A\n@univariate false\n@data\n", ":2: @univariate false: series of several channels are not read; allowed is one value a step (labelled-sequences reads several from an npz file, or a CSV file with a row a step)")]
    [InlineData("@problemName A\n@data\n1,2:3,4:1\n", ":3: value 2: a colon: series of several channels are not read; allowed is one value a step (labelled-sequences reads several from an npz file, or a CSV file with a row a step)")]
    [InlineData("@problemName A\n@timeStamps true\n@data\n", ":2: @timeStamps true: series with times of their own are not read; allowed are values at equal steps")]
    [InlineData("@problemName A\n@data\n(0,1),(1,2):1\n", ":3: '(': sparse series and series with times are not read; allowed are values separated by commas")]
    [InlineData("@relation A\n@data\n{0 1, 1 2, 2 1}\n", ":3: '{': sparse series and series with times are not read; allowed are values separated by commas")]
    [InlineData("@problemName A\n@targetLabel true\n@data\n1,2:.5\n", ":2: @targetLabel true: the series have numbers to predict, no classes; each needs a class")]
    [InlineData("@problemName A\n1,2:1\n", ":2: '1,2:1' before @data; allowed are lines that begin with @")]
    [InlineData("@problemName A\n", ": no series and no line @data; at least one is needed")]
    [InlineData("@problemName A\n@data\n", ": no series after @data; at least one is needed")]
    [InlineData("1,2,3,4\n1,.5,-2,3\n2,.25,1,.5\n1,2,3,4\n", ":1: 1, 2, 3, 4: names of columns, not a class and its values? A UCR file has no header; where it is a series, another may stand first")]
    [InlineData("0 1 2 3 4 5 6 7 8\n1 .5 -2 3 1 1 1 1 1\n2 2 1 .5 0 0 0 0 0\n", ":1: 0, 1, 2, 3, 4, 5, 6, 7, ...: names of columns, not a class and its values? A UCR file has no header; where it is a series, another may stand first")]
    [InlineData("0\t10\t20\t30\n1\t.5\t-2\t3\n2\t.25\t1\t.5\n", ":1: 0, 10, 20, 30: names of columns, not a class and its values? A UCR file has no header; where it is a series, another may stand first")]
    [InlineData("@id,@t0\n1,2\n", ": the first line begins with '@id', no number; a UCR file has no header (or one of lines that begin with @), every line is a class and its values")]
    [InlineData("PAR1\0\0", ": a Parquet file, not a UCR file: in Python: pandas.read_parquet(...).to_csv('data.csv', index=False)")]
    [InlineData("", ": no row of numbers; at least one is needed")]
    public void A_faulty_file_is_refused_with_its_line(string text, string expected)
    {
        string path = _folder.Write("a.tsv", text);
        Assert.Equal(path + expected, Refusal.Of(() => UcrFile.Read(path)));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Gen<byte[]> bytes = Gen.Elements([.. Encoding.UTF8.GetBytes("1234.e-+ \n\r\t,NaN#\"@data:{}?%"), (byte)0xFF]).ArrayOf();
        Prop.ForAll(bytes.ToArbitrary(), b => Refusal.SucceedsOrRefuses(() => UcrFile.Read(_folder.Write("any.tsv", b))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
