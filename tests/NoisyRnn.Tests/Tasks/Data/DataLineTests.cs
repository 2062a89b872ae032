using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>The line that says what was read.</summary>
public sealed class DataLineTests
{
    [Theory]
    [InlineData(400, 40, 2, 17, "400 trials of 40 steps, 2 inputs, 1 target, lengths 17 to 40")]
    [InlineData(1, 1, 1, 1, "1 trial of 1 step, 1 input, 1 target")]
    public void It_counts_trials_steps_and_inputs_and_says_how_long_they_are(int trials, int steps, int inputs, int shortest, string line) =>
        Assert.Equal(line, DataLine.Of(trials, "trial", steps, inputs, "1 target", shortest));

    [Theory]
    [InlineData("0 1 2", "12 200 188", "3 classes (12, 200, 188)")]
    [InlineData("1 2 3", "12 200 188", "3 classes (12, 200, 188)")]
    [InlineData("cat dog", "12 28", "2 classes (cat 12, dog 28)")]
    [InlineData("-1 5", "12 28", "2 classes (-1 12, 5 28)")]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u", "1 2 1 1 1 1 1 1 9 1 1 1 1 1 1 1 1 1 1 1 1", "21 classes (a to u, each 1 to 9)")]
    public void It_counts_each_class_under_the_user_s_own_name(string names, string counts, string line) =>
        Assert.Equal(line, DataLine.Classes(names.Split(' '), [.. counts.Split(' ').Select(int.Parse)]));
}
