using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class ReadySetGoTests
{
    private const double Dt = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Set_comes_an_interval_after_Ready_and_the_ramp_reaches_1_the_wanted_time_after_Set(double gain)
    {
        var task = new ReadySetGo { Gain = gain }.At(Dt);
        var intervals = new HashSet<double>();
        for (var n = 0ul; n < 60; n++)
        {
            var trial = TaskTrials.Make(task, n);
            var steps = task.StepsOf(new TrialKey(2, NoiseStream.Task, n));
            int[] ready = [.. Steps(trial, 0)], set = [.. Steps(trial, 1)];
            Assert.Equal((2, 2), (ready.Length, set.Length));
            Assert.Equal(1, ready[1] - ready[0]);
            var interval = (set[0] - ready[0]) * Dt;
            intervals.Add(interval);
            Assert.Contains(ready[0], new[] { 5, 10, 15 });
            var first = Enumerable.Range(0, steps).First(t => trial.Targets[t, 0] >= 1 - 1e-9);
            Assert.Equal(gain * interval, (first - set[0] + 1) * Dt, 1e-9);
            Assert.Equal(steps - 1, first + (200 / Dt));
            for (var t = 0; t < steps; t++)
            {
                Assert.Equal(t < set[0] ? 0 : (t - set[0] + 1) * Dt / (gain * interval), trial.Targets[t, 0], 1e-9);
                Assert.Equal(1, trial.Mask[t, 0]);
            }
        }

        Assert.Equal([400, 500, 600, 700, 800], intervals.Order());
    }

    [Fact]
    public void A_pulse_as_long_as_an_interval_is_refused() => Assert.Contains(
        "x.yaml:2:8: pulse: 400 is not allowed; less than every interval", Refusal.Of(() => Binder.Bind<TrialTask>(YamlTree.Parse("kind: ready-set-go\npulse: 400", "x.yaml"))), StringComparison.Ordinal);

    private static IEnumerable<int> Steps(Trial trial, int channel) => Enumerable.Range(0, trial.Steps).Where(t => trial.Inputs[t, channel] == 1);
}
