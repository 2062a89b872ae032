using NoisyRnn.Experiments;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Built-in tasks by the names that people know them by.</summary>
public sealed class NamedTaskTests
{
    [Fact]
    public void A_task_a_function_and_one_of_the_cognitive_tasks_are_names()
    {
        Assert.IsType<PolynomialFunction>(Assert.IsType<FunctionApproximation>(NamedTask.Of("polynomial", ["task.steps=20"])).Function);
        Assert.Equal(20, NamedTask.Of("polynomial", ["task.steps=20"]).StepCount);
        Assert.Equal(["dm1"], Assert.IsType<CognitiveSuite>(NamedTask.Of("dm1", [])).Tasks);
        Assert.Equal(["ctxdm1"], Assert.IsType<CognitiveSuite>(NamedTask.Of("ctxdm1", [])).Tasks);
        Assert.IsType<Regulator>(NamedTask.Of("regulator", []));
        Assert.Equal(7, NamedTask.Of("{kind: regulator, steps: 7, loss-steps: 3}", []).StepCount);
    }

    [Fact]
    public void Every_name_is_a_task() => Assert.All(NamedTask.Names.Where(static name => name is not ("pixel-sequence" or "beats" or "labelled-sequences" or "digit-sequence" or "periods")), static name => Assert.NotNull(NamedTask.Of(name, [])));

    [Fact]
    public void Other_names_and_keys_are_refused()
    {
        Assert.StartsWith("--task: unknown task 'sinee'; did you mean 'sine'?", Refusal.Of(() => NamedTask.Of("sinee", [])), StringComparison.Ordinal);
        Assert.Contains("step", Refusal.Of(() => NamedTask.Of("sine", ["task.step=3"])), StringComparison.Ordinal);
        Assert.Contains("file", Refusal.Of(() => NamedTask.Of("labelled-sequences", [])), StringComparison.Ordinal);
    }
}
