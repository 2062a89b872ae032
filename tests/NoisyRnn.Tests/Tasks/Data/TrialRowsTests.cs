using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>A CSV file with a row a trial: names decide where there are names, and what is ambiguous is refused.</summary>
public sealed class TrialRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Each file says the same: labels 1, 0, 1, 0 of four trials of three steps.
    [Theory]
    [InlineData("1,.5,6,7;0,8,.25,10;1,11,12,.5;0,-14,15,16", "no names: the label first")]
    [InlineData("label,t0,t1,t2;1,.5,6,7;0,8,.25,10;1,11,12,.5;0,-14,15,16", "first")]
    [InlineData("t0,t1,t2,label;.5,6,7,1;8,.25,10,0;11,12,.5,1;-14,15,16,0", "last")]
    [InlineData("x_1,class,x_2,x_3;.5,1,6,7;8,0,.25,10;11,1,12,.5;-14,0,15,16", "in the middle")]
    [InlineData(",label,t0,t1,t2;0,1,.5,6,7;0,0,8,.25,10;1,1,11,12,.5;1,0,-14,15,16", "pandas with an index")]
    [InlineData(",0,1,2,y;0,.5,6,7,1;1,8,.25,10,0;2,11,12,.5,1;3,-14,15,16,0", "pandas with numbers for names, and an index")]
    [InlineData("0,1,2,target;.5,6,7,1;8,.25,10,0;11,12,.5,1;-14,15,16,0", "pandas with numbers for names")]
    [InlineData("Unnamed: 0,label,t0,t1,t2;0,1,.5,6,7;1,0,8,.25,10;2,1,11,12,.5;3,0,-14,15,16", "pandas, written again")]
    [InlineData("\"\",\"label\",\"V1\",\"V2\",\"V3\";\"1\",1,.5,6,7;\"2\",0,8,.25,10;\"3\",1,11,12,.5;\"4\",0,-14,15,16", "R's write.csv")]
    [InlineData("\"label\",\"V1\",\"V2\",\"V3\";\"a\",1,.5,6,7;\"b\",0,8,.25,10;\"c\",1,11,12,.5;\"d\",0,-14,15,16", "R's write.table: row names without a name")]
    [InlineData("# label,t0,t1,t2;1,.5,6,7;0,8,.25,10;1,11,12,.5;0,-14,15,16", "numpy.savetxt")]
    [InlineData("#t0,t1,t2,label;.5,6,7,1;8,.25,10,0;11,12,.5,1;-14,15,16,0", "numpy.savetxt, the label last")]
    [InlineData("# Zurich, 2020;# t0 t1 t2 label;.5,6,7,1;8,.25,10,0;11,12,.5,1;-14,15,16,0", "a comment with blanks, below another")]
    [InlineData("% id,t0,t1,t2,class;1,.5,6,7,1;2,8,.25,10,0;3,11,12,.5,1;4,-14,15,16,0", "a comment of MATLAB")]
    [InlineData("Trial,Label,u1,u2,u3;9,1,.5,6,7;8,0,8,.25,10;7,1,11,12,.5;6,0,-14,15,16", "trial is an index beside a label")]
    [InlineData("subject,Class Label,0 ms,10 ms,20 ms;s1,1,.5,6,7;s2,0,8,.25,10;s1,1,11,12,.5;s2,0,-14,15,16", "words that are left out, times with a unit")]
    [InlineData("species,0.00,0.01,0.02;1,.5,6,7;0,8,.25,10;1,11,12,.5;0,-14,15,16", "the only name that is no number")]
    [InlineData("label,t10,t9,t8;1,7,6,.5;0,10,.25,8;1,.5,12,11;0,16,15,-14", "steps in the order of their numbers")]
    [InlineData("label,t1,t10,t2;1,.5,7,6;0,8,10,.25;1,11,.5,12;0,-14,16,15", "and not of their letters")]
    [InlineData("t-1,t0,t1,y;.5,6,7,1;8,.25,10,0;11,12,.5,1;-14,15,16,0", "a minus")]
    [InlineData("time-1,time-2,time-3,y;.5,6,7,1;8,.25,10,0;11,12,.5,1;-14,15,16,0", "a hyphen")]
    [InlineData("class,mean,middle,end;1,.5,6,7;0,8,.25,10;1,11,12,.5;0,-14,15,16", "names that count nothing")]
    public void Names_decide_which_column_is_what(string rows, string form)
    {
        var table = Read(rows);
        Assert.Equal(["1", "0", "1", "0"], SequenceReading.Labels(table));
        Assert.Equal(["0.5 6 7", "8 0.25 10", "11 12 0.5", "-14 15 16"], SequenceReading.Inputs(table));
        Assert.NotEmpty(form);
    }

    [Theory]
    [InlineData("header: false", "0,1,2;0,.5,.25;1,.5,.25", "0 0 1", "1 2|0.5 0.25|0.5 0.25")]
    [InlineData("header: true, label: first", "0,1,2;0,.5,.25;1,.5,.25", "0 1", "0.5 0.25|0.5 0.25")]
    [InlineData("header: true, label: 2", "0,1,2;.5,.25,0;.5,.25,1", "0 1", "0.5 0.25|0.5 0.25")]
    [InlineData("label: last", ".5,.25,0;.5,.75,1", "0 1", "0.5 0.25|0.5 0.75")]
    [InlineData("index: 1", "0,7,.5;1,8,.5;2,7,.5", "7 8 7", "0.5|0.5|0.5")]
    [InlineData("index: none", "0,.5;1,.5;2,.5", "0 1 2", "0.5|0.5|0.5")]
    [InlineData("label: group", "id,class,group,t0;1,7,a,.5;2,8,b,.25", "a b", "0.5|0.25", "class")]
    [InlineData("index: age", "label,age,t0,t1;a,40,.5,1;b,50,.25,2", "a b", "0.5 1|0.25 2")]
    [InlineData("index: none", "label,age,t1,t0;a,40,.5,1;b,50,.25,2", "a b", "40 0.5 1|50 0.25 2")]
    [InlineData("index: id", "id,t0,label;1,.5,a;1,.25,b", "a b", "0.5|0.25")]
    [InlineData("index: none", "time,label;5,a;5,b", "a b", "5|5")]
    [InlineData("header: false", "label,3,1;cat,.5,1", "label cat", "3 1|0.5 1")]
    [InlineData("header: false", "# who did it;1 .5 1;0 2 .5", "1 0", "0.5 1|2 0.5")]
    [InlineData("index: none", "label,id,t0;a,40,.5;b,50,.25", "a b", "40 0.5|50 0.25")]
    [InlineData("index: age; 2", "label,sex,age,t0,t1;a,f,40,.5,1;b,m,50,.25,2", "a b", "0.5 1|0.25 2")]
    public void What_the_user_says_comes_first(string said, string rows, string labels, string inputs, string leftOut = "")
    {
        var form = Form(said);
        if (leftOut.Length > 0)
            form = form with { Index = leftOut };
        var table = Read(rows, form);
        Assert.Equal(labels.Split(' '), SequenceReading.Labels(table));
        Assert.Equal(inputs.Split('|'), SequenceReading.Inputs(table));
    }

    // Labels are called as columns are.
    [Theory]
    [InlineData("y,-1.57,-0.46,.3;n,.2,.1,-.4;y,.5,.5,.2", "y n y")]
    [InlineData("-1.57,.46,.3,target;.2,.1,-.4,standard;.5,.5,.2,standard", "target standard standard")]
    [InlineData("id -1 2 1.5;ood 1 1 1;id 2 3 0", "id ood id")]
    [InlineData("step,3,5,2;walk,1,1,2;step,2,2,2", "step walk step")]
    [InlineData("class,.5,-.5;rest,1,1", "class rest")]
    public void A_label_that_is_called_as_a_column_may_be_is_a_label(string rows, string labels) =>
        Assert.Equal(labels.Split(' '), SequenceReading.Labels(Read(rows)));

    [Theory]
    [InlineData("label,0,1,2;cat,.5,1,3;dog,.25,2,1;cat,0,3,2", "cat dog cat")]
    [InlineData("0,10,20,class;.5,1,3,cat;.25,2,1,dog;0,3,2,cat", "cat dog cat")]
    [InlineData("y,-.5,.5,.25;1,2,3,4;0,1,1,1;1,0,0,0", "1 0 1")]
    [InlineData("subject,label,0,1;s1,a,.5,.25;s2,b,.5,.75", "a b")]
    [InlineData("Na,Mg,Al,label;1,.5,2,0;2,.5,1,1", "0 1")]
    [InlineData("label,NA,NaN,null;0,1,2,3;1,1,2,3", "0 1")]
    [InlineData("K,Na,kind;1,.5,a;2,.25,b", "a b")]
    public void Names_beside_numbers_and_names_like_missing_values_are_names(string rows, string labels) =>
        Assert.Equal(labels.Split(' '), SequenceReading.Labels(Read(rows)));

    [Theory]
    [InlineData("#t0,t1,t2,cls;1,0,1,1;0,0,1,0;1,1,0,1", "1 0 1", "1 0 1|0 0 1|1 1 0")]
    [InlineData("# diagnosis;# t0,t1,t2,diagnosis;1,0,1,1;0,0,1,0;1,1,0,1", "1 0 1", "1 0 1|0 0 1|1 1 0")]
    [InlineData("# t0\tt1\twhat;1\t0\t5;0\t0\t6", "5 6", "1 0|0 0")]
    [InlineData("# one row per trial, class first;1,2,3,4,2,3;0,2,5,5,1,2;1,2,1,4,1,1", "1 0 1", "2 3 4 2 3|2 5 5 1 2|2 1 4 1 1")]
    [InlineData("# first column is the class;1,2,5,4,2;0,2,5,5,1;1,2,1,4,1", "1 0 1", "2 5 4 2|2 5 5 1|2 1 4 1")]
    [InlineData("# recorded by target lab;1,3,2,4;0,2,5,5;1,2,1,4", "1 0 1", "3 2 4|2 5 5|2 1 4")]
    [InlineData("# y,-1.5,.5;y,3,2;n,2,5;y,2,1", "y n y", "3 2|2 5|2 1")]
    public void A_comment_names_columns_as_a_header_does_and_a_sentence_does_not(string rows, string labels, string inputs)
    {
        var table = Read(rows);
        Assert.Equal(labels.Split(' '), SequenceReading.Labels(table));
        Assert.Equal(inputs.Split('|'), SequenceReading.Inputs(table));
    }

    [Theory]
    [InlineData("1,.5,6;0,8,9;,,;1,.25,6;,,;;,,")]
    [InlineData(",,;1,.5,6;0,8,9;1,.25,6")]
    [InlineData("label,t0,t1;1,.5,6; , , ;0,8,9;1,.25,6;,,,")]
    public void Lines_of_nothing_but_separators_are_empty(string rows) =>
        Assert.Equal(["0.5 6", "8 9", "0.25 6"], SequenceReading.Inputs(Read(rows)));

    [Theory]
    [InlineData("\"#1\",.5,1;C,.25,2;\"#1\",0,3", "#1 C #1")]
    [InlineData("A,.5,1;# A and C, as told, by hand;C,.25,2;# end", "A C")]
    [InlineData("# 1,.5,1;A,.5,1;C,.25,2", "A C")]
    public void A_quoted_sign_is_no_comment_and_a_sentence_is_one(string rows, string labels) =>
        Assert.Equal(labels.Split(' '), SequenceReading.Labels(Read(rows)));

    [Theory]
    [InlineData("cat,.5,1;dog,.25,2;cat,0,3")]
    [InlineData(".5,1,cat;.25,2,dog;0,3,cat")]
    [InlineData("kind,t0,t1;cat,.5,1;dog,.25,2;cat,0,3")]
    [InlineData("t0,t1,what;.5,1,\"cat\";.25,2,\"dog\";0,3,\"cat\"")]
    [InlineData(" .5  1 cat ; .25 2 dog; 0 3 cat")]
    public void Words_are_labels(string rows)
    {
        var table = Read(rows);
        Assert.Equal(["cat", "dog", "cat"], SequenceReading.Labels(table));
        Assert.Equal(["0.5 1", "0.25 2", "0 3"], SequenceReading.Inputs(table));
    }

    [Theory]
    [InlineData("1,.5,6,7;0,8;1,11,12;0,14,15")]
    [InlineData("1,.5,6,7;0,8,,;1,11,12,;0,14,15,")]
    [InlineData("1,.5,6,7,,;0,8,,,,;1,11,12,,,;0,14,15,,,")]
    [InlineData("label,t0,t1,t2;1,.5,6,7;0,8,,;1,11,12,;0,14,15")]
    [InlineData("label,t0,t1,t2;1,.5,6,7,;0,8,,,;1,11,12,,;0,14,15,,")]
    [InlineData("0,8;1,.5,6,7;1,11,12;0,14,15", "8|0.5 6 7|11 12|14 15")]
    public void Trials_may_differ_in_length(string rows, string inputs = "0.5 6 7|8|11 12|14 15") =>
        Assert.Equal(inputs.Split('|'), SequenceReading.Inputs(Read(rows)));

    [Theory]
    [InlineData("0,1,2,3;0,.5,.5,.5;1,.5,.5,.5", ":1: 0, 1, 2, 3: names of columns, or a trial? task.header: false makes it a trial, task.header: true a header (then task.label: first, last or NAME says which is the label)")]
    [InlineData("0,1;0,.5;1,.5;0,.25", ":1: 0, 1: names of columns, or a trial? ")]
    [InlineData("activity,x,y,z;1,4,5,6;2,4,5,6", ": columns activity, x, y, z: 'y' may be the label, or stand beside x and z; task.label: NAME")]
    [InlineData("0,1;0,5;1,4;0,7", ":1: 0, 1: names of columns, or a trial? ")]
    [InlineData("1,2;1,5;2,4;1,7", ":1: 1, 2: names of columns, or a trial? ")]
    [InlineData("1,2,3;1,.5,.5;2,.5,.5", ":1: 1, 2, 3: names of columns, or a trial? ")]
    [InlineData("7,0,1,2;0,3,1,2;1,2,3,1", ":1: 7, 0, 1, 2: names of columns, or a trial? ")]
    [InlineData("0,10,20,30,40,50;0,1,5,2,4,3;1,3,5,2,4,3", ":1: 0, 10, 20, 30, 40, 50: names of columns, or a trial? ")]
    [InlineData("0,.5,6;1,8,9;2,11,12", ":1: the first column counts the rows (0, 1, 2, ...): an index, or labels? task.label: first ")]
    [InlineData("1,.5,6;2,8,9;3,11,12", ":1: the first column counts the rows (1, 2, 3, ...)")]
    [InlineData("3,0,.5,.6;3,1,.5,.6;4,0,.5,.6;4,1,.5,.6", ":1: the first column and column 2 hold whole numbers, and most others do not: which is the label? ")]
    [InlineData("3,.5,.6,0;3,.5,.6,1;4,.5,.6,0;4,.5,.6,1", ":1: the first column and column 4 hold whole numbers")]
    [InlineData("NaN,NaN,NaN;1,.5,6", ":1: no label; allowed is a whole number or a word")]
    [InlineData("1,NaN,2;1,.5,6", ":1: step 1 is NaN; allowed are finite numbers")]
    [InlineData("1,2,NaN;1,.5,6", ":1: step 2 is NaN; allowed are finite numbers")]
    [InlineData("1,,2;1,.5,6", ":1: step 1 is NaN; allowed are finite numbers")]
    [InlineData(",5,2;1,.5,6", ":1: no label; allowed is a whole number or a word")]
    [InlineData("1,5,6;0,,", ":2: no value; a trial has one step or more")]
    [InlineData("1,5,6;0,5,oops", ":2: column 3: 'oops' is not allowed; a finite number with a decimal point")]
    [InlineData("1,5,oops,2;0,5,6,3", ": column 3 of 4 holds words ('oops'), and no names say which is the label")]
    [InlineData(".5,6,0;.25,8,1", ":1: label 0.5 is not allowed; a whole number or a word; the last column holds whole numbers: task.label: last makes it the label")]
    [InlineData("1,.5;cat,.5", ":2: label 'cat' is a word, and '1' in line 1 is not; allowed are numbers alone or words alone")]
    [InlineData("t0,t1,t2;1,2,3", ": columns t0, t1, t2: none is called label; task.label: NAME (or first, last, or a number from 1) says which is the label")]
    [InlineData("Var1,Var2;1,.5", ": columns Var1, Var2: none is called label")]
    [InlineData("id,t0,t1;1,.5,2", ": columns id, t0, t1: none is called label")]
    [InlineData("a,b,c;1,.5,2", ": columns a, b, c: none is called label")]
    [InlineData("class,target,t0;1,2,.5", ": columns class, target may each be the label; ")]
    [InlineData("label,age,t0,t1;1,40,.5,2", ": columns label, age, t0, t1: column 'age' is neither the label nor numbered as the others are; ")]
    [InlineData("label,u1_t0,u1_t1,u2_t0,u2_t1;1,40,.5,2,3", "'u1_t0' and 'u2_t0' are numbered apart, so they are no steps of one input; several inputs stand in a file with a row a step")]
    [InlineData("label,t0,t1,t1;1,40,.5,2", ": columns label, t0, t1, t1: 't1' and 't1' are the same step; allowed is once")]
    [InlineData("label,id;1,40", "needed are a label and the values of a trial in each row")]
    [InlineData("label,t0,t1;1,40,2,3,4", ":2: 5 fields; the first line has 3, so every line must")]
    [InlineData("t0,t1,label;1,2,0;3,1", ":3: column 3 ('label'): '' is not allowed; a value, as in the other rows")]
    [InlineData("1", ": 1 column without names; needed are a label and the values of a trial in each row, a value a step")]
    [InlineData("# label,t0,t1;1,2,3,4", ":1: a comment names 3 columns (label, t0, t1), and the first row has 4; allowed are as many, or task.header: false")]
    [InlineData("label,3,1,2;cat,.5,1,3;dog,.25,2,1", ":1: label, 3, 1, 2: names of columns, or a trial? task.header: false makes it a trial, ")]
    [InlineData("7,3,target;.5,1,cat;.25,2,dog", ":1: 7, 3, target: names of columns, or a trial? ")]
    [InlineData("# subj,diagnosis,t0,t1;1,0,.5,.25;1,1,.5,.25", ": columns subj, diagnosis, t0, t1: none is called label")]
    [InlineData("# who did it when;1 0 .5 .25;1 1 .5 .25", ":1: who, did, it, when: a comment of as many words as there are columns: their names, or a sentence? task.header: false passes over comments")]
    [InlineData("id,time,value,label;1,0,.5,1;1,1,.25,1;2,0,.5,0", ": columns id, time, value, label: 'time' would be a value of a trial; a file with a row a step has columns trial, step (0, 1, ...), u1, u2, ... and y1, y2, ... or label; task.index: time leaves it out, task.index: none takes it as a value")]
    [InlineData("trial,x1,x2,label;1,0,.5,1;1,1,.25,1;2,0,.5,0", ":3: column 1 ('trial'): '1' stands there again; what tells trials apart, and is left out, differs in each row; a file with a row a step has columns trial, step (0, 1, ...), ")]
    [InlineData("user,activity,timestamp,x-axis,y-axis;1,walk,0,.5,1;1,walk,20,.25,1", ": columns user, activity, timestamp, x-axis, y-axis: 'timestamp' would be a value of a trial")]
    [InlineData("subject,t,acc,label;1,0,.5,1;1,1,.25,1", ": columns subject, t, acc, label: 't' would be a value of a trial")]
    [InlineData("u0,u1,label,row;1,0,1,s;1,1,1,s", ":3: column 4 ('row'): 's' stands there again; ")]
    [InlineData("# id,u0,u1,label;4,0,.5,1;4,1,.25,1", ":3: column 1 ('id'): '4' stands there again; ")]
    [InlineData("label,t0,t1;1,0,1,1;0,0,1,0;1,1,0,1", ":4: column 1: '1' stands there again; a column without a name, where the names are one fewer than the columns, is R's names of rows, which differ; allowed are as many names as columns")]
    [InlineData("C,.5,1;#C,.25,2;C,0,3", ":2: '#C' begins as a comment does, and as many fields follow as in a row: which is it? A row begins with a quote (\"#...\"), a comment has no numbers")]
    [InlineData("label,t0,t1;1,.5,1;#1,.25,2", ":3: '#1' begins as a comment does")]
    [InlineData("t0 t1 label;.5 1 a;% 1 b", ":3: '%' begins as a comment does")]
    [InlineData("0,1,2,3;.5,.25,1,a;.5,.25,1,b", ":1: 0, 1, 2, 3: names of columns, or a trial? task.header: false makes it a trial, task.header: true a header (then task.label: ")]
    [InlineData("s1,.5,f;s2,.5,m", ": columns 1, 3 of 3 hold words ('s1'), and no names say which is the label; ")]
    public void What_is_ambiguous_or_wrong_is_refused_with_what_was_seen_and_how_to_say_it(string rows, string expected)
    {
        var path = Write(rows);
        var message = Refusal.Of(() => SequenceReading.Read(path));
        Assert.StartsWith(path, message);
        Assert.Contains(expected, message);
    }

    // One row among many that counts or ascends excuses nothing.
    [Theory]
    [InlineData("0,1,2,3,4,5", 5, "F2")]
    [InlineData("1,2,3,4,5,6", 5, "F2")]
    [InlineData("0,10,20,30", 3, "F2")]
    [InlineData("0,0.1,0.2,0.3", 3, "F2")]
    [InlineData("0,1,2,4,8", 4, "F2")]
    [InlineData("0,1,2,3", 3, "F0")]
    [InlineData("0,1,2", 2, "F0")]
    [InlineData("5,4,3,2,1", 4, "F2")]
    [InlineData("-1,0,1,2", 3, "F2")]
    [InlineData("0,0.5,1,2,4,8,16", 6, "F0")]
    [InlineData("2500,2400,2300,2200,2000,1900", 5, "F1")]
    public void A_first_row_that_counts_or_ascends_is_a_trial_only_where_most_do(string first, int steps, string format)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 200).Select(k => Row(k % 2, Enumerable.Range(0, steps).Select(_ => (random.NextDouble() * 18) - 9), format));
        var counting = Row(0, Enumerable.Range(1, steps).Select(static k => (double)k), "F0");
        var path = Write(string.Join(';', [first, .. rows, counting, Row(1, Enumerable.Range(1, steps).Select(static k => 0.07 * k), format)]));
        Assert.StartsWith($"{path}:1: {first.Replace(",", ", ", StringComparison.Ordinal)}: names of columns, or a trial? ", Refusal.Of(() => SequenceReading.Read(path)));
    }

    [Theory]
    [InlineData("0,1,2,3,4,5,6,7,8")]
    [InlineData("0,0.5,1,2,4,8,16,32,64")]
    [InlineData("1,2,3,4,5,6,7,8,9")]
    public void Nor_do_rows_that_merely_ascend_or_that_count_otherwise_excuse_it(string first)
    {
        var rows = Enumerable.Range(0, 60).Select(k => Row(k % 2, Enumerable.Range(1, 8).Select(t => 0.0137 * (k + 1) * t * t), "F3"));
        Assert.Contains(":1: ", Refusal.Of(() => Read(string.Join(';', rows.Prepend(first)))));
    }

    [Theory]
    [InlineData("0,1,2,3;0,1,2,3;1,2,3,4;0,1,2,3", "rows that count alike")]
    [InlineData("1,.5,1,1.5;0,.2,.4,.6;1,.3,.6,.9;0,.1,.4,.2", "ramps")]
    [InlineData("1,.25,.5,1.5,2.25,7.5;0,.25,.5,.75,1.75,2.5;1,.25,.5,1.25,2.25,7.25", "growth")]
    [InlineData("0,0,0,0;1,0,0,0;0,0,1,0", "zeros")]
    [InlineData("0,1;1,2;0,1;1,2", "pairs that count alike")]
    [InlineData("0,1,1,0;1,0,0,1;0,0,1,1", "bits")]
    public void Rows_that_are_alike_are_trials(string rows, string form)
    {
        Assert.Equal(rows.Split(';').Length, Read(rows).Trials);
        Assert.NotEmpty(form);
    }

    [Fact]
    public void Random_and_smooth_rows_without_names_are_read()
    {
        var random = new Random(2);
        var refused = 0;
        for (var file = 0; file < 300; file++)
        {
            var (steps, isSmooth) = (random.Next(8, 20), file % 2 == 0);
            var rows = Enumerable.Range(0, 30).Select(k => Row(k % 2, Enumerable.Range(0, steps).Select(t => isSmooth ? Math.Sin((0.4 * t) + (7 * random.NextDouble() * (t == 0 ? 1 : 0)) + k + file) : random.NextDouble()), "F4"));
            try
            {
                Read(string.Join(';', rows));
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 0, 6);
    }

    [Theory]
    [InlineData("label: lable", "label,t0;1,2", ": task.label: no column 'lable'; did you mean 'label'? columns label, t0; allowed is a name, first, last, or a number from 1 to 2")]
    [InlineData("label: 4", "1,2,3", ": task.label: no column '4'; 3 columns without names; allowed is a name, first, last, or a number from 1 to 3")]
    [InlineData("index: 0", "1,2,3", ": task.index: no column '0'")]
    [InlineData("header: false", "label,t0;1,2", ": columns 1, 2 of 2 hold words ('label'), and no names say which is the label")]
    [InlineData("index: time", "id,time,t0,label;1,0,.5,1;1,1,.25,1", ":3: column 1 ('id'): '1' stands there again")]
    [InlineData("label: t0", "t0,t0,t1;1,2,3", ": task.label: 2 columns are called 't0'; allowed is one, or its number from 1")]
    public void What_the_user_says_must_fit(string said, string rows, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => Read(rows, Form(said))));

    [Theory]
    [InlineData("0;0,5;1,5|1;0,25;3,5", ": '0,25': a decimal comma; allowed are numbers with a decimal point")]
    [InlineData("cat;0,5;1,5|dog;0,25;3,5", ": '0,25': a decimal comma; ")]
    [InlineData("0\t0,5\t1,5|1\t0,25\t3,5", ": '0,25': a decimal comma; ")]
    [InlineData("0 0,5 1,5|1 0,25 3,5", ": '1 0': numbers between blanks, with decimal commas?")]
    [InlineData("label t0 t1|1,2,3|0,2,2", ": fields are separated by blanks in the first line and by commas in the next")]
    [InlineData("label,t0,t1|1 2 3|0 2 2", ": fields are separated by commas in the first line and by blanks in the next")]
    public void Decimal_commas_and_two_separators_are_recognised(string rows, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => SequenceReading.Read(_folder.Write("a.csv", rows.Replace('|', '\n')))));

    [Fact]
    public void A_row_that_is_cut_off_at_the_end_of_the_file_is_no_shorter_trial()
    {
        var path = _folder.Write("a.csv", "1,.5,6\n0,.5,6\n1,.5");
        Assert.Equal($"{path}:3: the last line has fewer fields than all others, and no line break: cut off? (with a line break it is a shorter row)", Refusal.Of(() => SequenceReading.Read(path)));
        Assert.Equal(["0.5 6", "0.5 6", "0.5"], SequenceReading.Inputs(SequenceReading.Read(_folder.Write("a.csv", "1,.5,6\n0,.5,6\n1,.5\n"))));
    }

    [Fact]
    public void A_hundred_thousand_names_are_read_in_linear_memory()
    {
        Assert.InRange(Allocated(40_000) / (double)Allocated(10_000), 2, 6);

        long Allocated(int columns)
        {
            var path = _folder.Write("wide.csv", $"label,{string.Join(',', Enumerable.Range(0, columns).Select(static k => $"t{k}"))}\n1,{string.Join(',', Enumerable.Range(0, columns))}\n");
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(columns, SequenceReading.Read(path).Inputs.Steps);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string Row(int label, IEnumerable<double> values, string format) =>
        $"{label},{string.Join(',', values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)))}";

    private static SequenceForm Form(string said)
    {
        var form = SequenceForm.Unsaid;
        foreach (var part in said.Split(", "))
        {
            var value = part[(part.IndexOf(':', StringComparison.Ordinal) + 2)..];
            form = part[..part.IndexOf(':', StringComparison.Ordinal)] switch
            {
                "header" => form with { Header = bool.Parse(value) },
                "label" => form with { Label = value },
                _ => form with { Index = value.Replace("; ", "\n", StringComparison.Ordinal) },
            };
        }

        return form;
    }

    private SequenceTable Read(string rows, SequenceForm? form = null) => SequenceReading.Read(Write(rows), form);

    private string Write(string rows) => _folder.Write("a.csv", rows.Replace(';', '\n') + "\n");
}
