using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>
/// What an analysis gets for one file: <see cref="ParameterNormAnalysis"/> has a name, and as a stage of a run it is run after the others, stored,
/// missed and read. That a property makes it a stage is the affair of <see cref="AnalysisCatalogueTests"/>.
/// </summary>
public sealed class OwnAnalysisTests
{
    [Fact]
    public void As_a_stage_of_a_run_it_is_run_stored_missed_and_read()
    {
        using var folder = new TemporaryFolder();
        var (stop, analysis) = (TestContext.Current.CancellationToken, new ParameterNormAnalysis());
        var run = StageBits.Planned(folder.Path).Runs[0];
        Assert.Equal("parameter-norm", Catalogue.KindOf(analysis.GetType()));
        run = run with { Stages = [.. run.Stages, new("parameter-norm", analysis, StageHash.Of("parameter-norm", analysis.Revision, analysis, [run.TrainingHash]))] };
        var store = RunStore.Open(Path.Combine(folder.Path, "out"));
        Assert.False(RunWork.IsDone(store, run));
        Execute();
        Assert.True(RunWork.IsDone(store, run));

        // The parameters are those of the record: trained again they have the same norm.
        var trainer = new NoisyRnn.Training.Trainer<float>(run.Spec.Setup, threads: 1);
        trainer.Run(cancellation: stop);
        var norm = Assert.IsType<ParameterNormResult>(run.Stages[1].ResultIn(store)).Norm;
        Assert.Equal(analysis.Run(run.Trained(trainer.State), cancellation: stop).Norm, norm);
        Assert.Equal(norm, run.Stages[1].ResultIn(store)!.Findings!.Metrics[0].Value);
        var done = store.Results.All.Length;
        Execute();
        Assert.Equal(done, store.Results.All.Length);

        void Execute()
        {
            using var writer = store.OpenWriter(0);
            Assert.True(new RunWork(store, run, threads: 1) { Log = static _ => { } }.Execute(writer, static _ => { }, stop));
        }
    }

    [Fact]
    public void What_it_refuses_is_refused_by_whoever_runs_it()
    {
        using var folder = new TemporaryFolder();
        var setup = StageBits.Planned(folder.Path, "noise=[]").Runs[0].Spec.Setup;
        Assert.Contains("allowed are others", Assert.Throws<ArgumentException>(() => new ParameterNormAnalysis().Run(new(setup, setup.Initialize()), cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }
}
