using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1,.5\n-2,1e-3\n", "")]
    [InlineData("1;.5\r\n-2;1e-3", "")]
    [InlineData("\uFEFF1\t.5\n\n# a remark\n -2 \t 1e-3 \n", "")]
    [InlineData("x,y\n1,.5\n-2,1e-3\n", "x|y")]
    [InlineData("\"x, in cm\",\"the \"\"y\"\"\"\n1,.5\n\"-2\",1e-3\n", "x, in cm|the \"y\"")]
    public void Numbers_are_read_whatever_the_separator(string text, string header)
    {
        CsvTable table = CsvTable.Read(_folder.Write("a.csv", text));
        Assert.Equal(header, string.Join('|', table.Header));
        Assert.Equal(2, table.Columns);
        Assert.Equal([[1, .5], [-2, .001]], table.Rows.Select(r => r.ToArray()));
    }

    [Fact]
    public void Each_row_knows_its_line() =>
        Assert.Equal([2, 5], CsvTable.Read(_folder.Write("a.csv", "x,y\n1,2\n\n# a remark\n3,4\n")).Lines);

    [Fact]
    public void A_single_column_needs_no_separator() =>
        Assert.Equal([1, 2], CsvTable.Read(_folder.Write("a.csv", "1\n2\n")).Rows.Select(r => r.Single()));

    [Theory]
    [InlineData("1,2\n3\n", ":2: 1 fields; the first line has 2, so every line must")]
    [InlineData("1,2\n3,4,5\n", ":2: 3 fields; the first line has 2, so every line must")]
    [InlineData("x,y\n1,2\n\n3,four\n", ":4: column 2: 'four' is not allowed; a finite number with a decimal point")]
    [InlineData("1,x\n3,4\n", ":1: column 2: 'x' is not allowed; a finite number with a decimal point")]
    [InlineData("1;2,5\n", ":1: column 2: '2,5' is not allowed; a finite number with a decimal point")]
    [InlineData("1,nan\n", ":1: column 2: 'nan' is not allowed; a finite number with a decimal point")]
    [InlineData("1,1e999\n", ":1: column 2: '1e999' is not allowed; a finite number with a decimal point")]
    [InlineData("1,\n", ":1: column 2: '' is not allowed; a finite number with a decimal point")]
    [InlineData("1,\"2\n", ":1: a quote (\") is opened and not closed in the line")]
    [InlineData("x,y\n", ": no row of numbers; at least one is needed")]
    [InlineData("", ": no row of numbers; at least one is needed")]
    public void A_faulty_file_is_refused_with_line_column_and_value(string text, string expected)
    {
        string path = _folder.Write("a.csv", text);
        Assert.Equal(path + expected, Refusal.Of(() => CsvTable.Read(path)));
    }

    [Fact]
    public void A_line_without_end_is_refused()
    {
        string path = _folder.Write("a.csv", "1\n" + new string('1', CsvTable.MaximumLine + 1));
        Assert.Equal($"{path}:2: a line of 1,048,577 characters; at most 1,048,576 are allowed", Refusal.Of(() => CsvTable.Read(path)));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Gen<byte[]> bytes = Gen.Elements([.. Encoding.UTF8.GetBytes("123.e-+ \n\r\t,;\"#xé\0"), (byte)0xFF]).ArrayOf();
        Prop.ForAll(bytes.ToArbitrary(), b => Refusal.SucceedsOrRefuses(() => CsvTable.Read(_folder.Write("any.csv", b))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }
}
