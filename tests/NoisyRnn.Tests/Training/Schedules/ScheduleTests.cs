using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

public class ScheduleTests
{
    [Fact]
    public void Constant_is_one() => Assert.Equal(1, new ConstantSchedule().Factor(0.99));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.699, 1)]
    [InlineData(0.7, 0.2)]
    [InlineData(0.999, 0.2)]
    public void Step_drops_once(double progress, double factor) => Assert.Equal(factor, new StepSchedule { At = 0.7, Drop = 0.2 }.Factor(progress));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.55)]
    [InlineData(1, 0.1)]
    public void Cosine_goes_from_one_to_its_last_factor(double progress, double factor) =>
        Assert.Equal(factor, new CosineSchedule { Last = 0.1 }.Factor(progress), 1e-15);
}
