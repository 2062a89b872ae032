using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>What a task says of the size of its trials.</summary>
public sealed class TrialTaskTests
{
    [Fact]
    public void A_trial_is_made_only_where_it_has_room()
    {
        var task = new FunctionApproximation { Steps = 100, LossSteps = 5 };
        Assert.Equal(100.0 * (task.InputCount + (2 * task.OutputCount)) * sizeof(double), task.BytesOfTrial);
        Assert.True(task.HasTrialsWithin(task.BytesOfTrial));
        Assert.False(task.HasTrialsWithin(task.BytesOfTrial - 1));
    }

    [Fact]
    public void No_memory_holds_an_array_longer_than_there_can_be() =>
        Assert.False(new FunctionApproximation { Steps = int.MaxValue }.HasTrialsWithin(double.MaxValue));
}
