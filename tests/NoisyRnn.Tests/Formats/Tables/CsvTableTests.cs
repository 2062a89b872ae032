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
        Assert.Equal([[1, .5], [-2, .001]], RowsOf(table));
    }

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\r\n3,4")]
    [InlineData("1,2\r3,4\r")]
    [InlineData("\r\n\r1,2\n\r\n\n3,4\n\r")]
    [InlineData("  1   2\n3 \t 4  \n")]
    [InlineData("% from MATLAB\n1\t2\n3\t4\n")]
    [InlineData("sep=;\n1;2\n3;4\n")]
    [InlineData("\"a b\";\"c, d\"\n1;2\n3;4\n")]
    public void Lines_and_fields_end_in_every_usual_way(string text) =>
        Assert.Equal([[1, 2], [3, 4]], RowsOf(CsvTable.Read(_folder.Write("a.csv", text))));

    [Fact]
    public void Rows_beyond_the_most_are_refused_before_they_take_memory()
    {
        string path = _folder.Write("a.csv", "1,2\n0,1\n1,2\n");
        var form = new CsvForm(',', []);
        Assert.Equal(10_000_000, form.Most);
        Assert.Equal(3, CsvTable.Read(path, form with { Most = 3 }).Count);
        Assert.Equal($"{path}:3: more than 2 rows, the most that are read", Refusal.Of(() => CsvTable.Read(path, form with { Most = 2 })));
    }

    [Fact]
    public void Lines_are_read_over_the_ends_of_the_buffer()
    {
        // Line ends of two characters fall on every place of the buffer.
        string text = string.Concat(Enumerable.Range(0, 20000).Select(static k => $"{k},{k % 7}\r\n"));
        CsvTable table = CsvTable.Read(_folder.Write("a.csv", text));
        Assert.Equal(Enumerable.Range(0, 20000).Select(static k => (k + 1, (double)k, (double)(k % 7))), Enumerable.Range(0, table.Count).Select(k => (table.LineOf(k), table[k][0], table[k][1])));
    }

    [Fact]
    public void Memory_grows_with_the_file_and_not_faster()
    {
        Assert.InRange(Allocated("1\n", 200_000) / 200_000, 0, 100);
        Assert.InRange(Allocated("1\n", 400_000) / (double)Allocated("1\n", 100_000), 2, 6);
        // One line of names.
        Assert.InRange(Allocated("name,", 100_000, "name\n1\n") / 100_000, 0, 500);

        long Allocated(string part, int count, string end = "")
        {
            string path = _folder.Write("long.csv", string.Concat(Enumerable.Repeat(part, count)) + end);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Assert.Equal(count, CsvTable.Read(path).Count);
            }
            catch (InputException)
            {
                Assert.NotEmpty(end);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Each_row_knows_its_line() =>
        Assert.Equal([2, 5], Enumerable.Range(0, 2).Select(CsvTable.Read(_folder.Write("a.csv", "x,y\n1,2\n\n# a remark\n3,4\n")).LineOf));

    [Fact]
    public void A_single_column_needs_no_separator() =>
        Assert.Equal([1, 2], RowsOf(CsvTable.Read(_folder.Write("a.csv", "1\n2\n"))).Select(static r => r.Single()));

    [Theory]
    [InlineData("1,2\n3\n", ":2: 1 fields; the first line has 2, so every line must")]
    [InlineData("1,2\n3,4,5\n", ":2: 3 fields; the first line has 2, so every line must")]
    [InlineData("x,y\n1,2\n\n3,four\n", ":4: column 2 ('y'): 'four' is not allowed; a finite number with a decimal point")]
    [InlineData("1,x\n3,4\n", ":1: column 2: 'x' is not allowed; a finite number with a decimal point")]
    [InlineData("1;2,5\n", ": '2,5': a decimal comma; allowed are numbers with a decimal point")]
    [InlineData("a\tb\n1\t-,5\n", ": '-,5': a decimal comma; allowed are numbers with a decimal point")]
    [InlineData("1 2,5 3,5\n", ": '1 2': numbers between blanks, with decimal commas? Allowed are decimal points")]
    [InlineData("x y\n1,2\n", ": fields are separated by blanks in the first line and by commas in the next; allowed is one of them throughout")]
    [InlineData("x,y\n1\t2\n", ": fields are separated by commas in the first line and by tabs in the next; allowed is one of them throughout")]
    [InlineData("x;y\n1,2\n", ": fields are separated by semicolons in the first line and by commas in the next; allowed is one of them throughout")]
    [InlineData("1,2\n#3,4\n", ":2: '#3' begins as a comment does, and as many fields follow as in a row: which is it? A row begins with a quote (\"#...\"), a comment has no numbers")]
    [InlineData("1,nan\n", ":1: column 2: 'nan' is not allowed; a finite number with a decimal point")]
    [InlineData("1,1e999\n", ":1: column 2: '1e999' is not allowed; a finite number with a decimal point")]
    [InlineData("1,\n", ":1: column 2: '' is not allowed; a finite number with a decimal point")]
    [InlineData("NaN,NaN\n1,2\n", ":1: column 1: 'NaN' is not allowed; a finite number with a decimal point")]
    [InlineData("x,y\n1,two\n", ":2: column 2 ('y'): 'two' is not allowed; a finite number with a decimal point")]
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
        string path = _folder.Write("a.csv", "1\n" + new string('1', TextLines.MaximumLine + 1));
        Assert.Equal($"{path}:2: a line has more than 1,048,576 characters, the most that are read", Refusal.Of(() => CsvTable.Read(path)));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        Gen<byte[]> bytes = Gen.Elements([.. Encoding.UTF8.GetBytes("123.e-+ \n\r\t,;\"#xé\0"), (byte)0xFF]).ArrayOf();
        Prop.ForAll(bytes.ToArbitrary(), b => Refusal.SucceedsOrRefuses(() => CsvTable.Read(_folder.Write("any.csv", b))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static double[][] RowsOf(CsvTable table) => [.. Enumerable.Range(0, table.Count).Select(k => table[k].ToArray())];
}
