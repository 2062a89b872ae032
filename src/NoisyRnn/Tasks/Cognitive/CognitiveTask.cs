using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>One of the 20 tasks of the suite: how its trials are drawn.</summary>
/// <param name="name">Its name.</param>
/// <param name="alias">The same task's name in neurogym.</param>
/// <remarks>Yang et al. 2019, Task representations in neural networks trained to perform many cognitive tasks.</remarks>
public abstract class CognitiveTask(string name, string alias)
{
    /// <summary>All tasks; the place in the list is that of the rule input.</summary>
    public static ImmutableArray<CognitiveTask> All { get; } =
    [
        new CognitiveGo("fdgo", "go", anti: false),
        new CognitiveReactGo("reactgo", "rtgo", anti: false),
        new CognitiveDelayGo("delaygo", "dlygo", anti: false),
        new CognitiveGo("fdanti", "anti", anti: true),
        new CognitiveReactGo("reactanti", "rtanti", anti: true),
        new CognitiveDelayGo("delayanti", "dlyanti", anti: true),
        new CognitiveOneModality("dm1", "dm1", modality: 1, delayed: false),
        new CognitiveOneModality("dm2", "dm2", modality: 2, delayed: false),
        new CognitiveContext("contextdm1", "ctxdm1", attended: 1, delayed: false),
        new CognitiveContext("contextdm2", "ctxdm2", attended: 2, delayed: false),
        new CognitiveTwoModalities("multidm", "multidm", delayed: false),
        new CognitiveOneModality("delaydm1", "dlydm1", modality: 1, delayed: true),
        new CognitiveOneModality("delaydm2", "dlydm2", modality: 2, delayed: true),
        new CognitiveContext("contextdelaydm1", "ctxdlydm1", attended: 1, delayed: true),
        new CognitiveContext("contextdelaydm2", "ctxdlydm2", attended: 2, delayed: true),
        new CognitiveTwoModalities("multidelaydm", "multidlydm", delayed: true),
        new CognitiveMatchToSample("dmsgo", "dms", goOnMatch: true),
        new CognitiveMatchToSample("dmsnogo", "dnms", goOnMatch: false),
        new CognitiveMatchToCategory("dmcgo", "dmc", goOnMatch: true),
        new CognitiveMatchToCategory("dmcnogo", "dnmc", goOnMatch: false),
    ];

    /// <summary>Its name: "contextdm1".</summary>
    public string Name { get; } = name;

    /// <summary>Its name in neurogym, which is accepted too: "ctxdm1".</summary>
    public string Alias { get; } = alias;

    /// <summary>The place of its rule input, 0 to 19.</summary>
    public int Rule => All.IndexOf(this);

    /// <summary>How often it comes in training where nothing is said: 1; the context-dependent decisions are harder, 5.</summary>
    public virtual double DefaultWeight => 1;

    /// <summary>The task of a name or alias; null where there is none.</summary>
    /// <param name="name">The name, in lower case.</param>
    public static CognitiveTask? Find(string name) => All.FirstOrDefault(task => task.Name == name || task.Alias == name);

    /// <summary>Draws a trial.</summary>
    /// <param name="periods">What the trials of a batch share.</param>
    /// <param name="own">The trial's own random numbers.</param>
    internal abstract CognitiveTrial Draw(CognitivePeriods periods, RandomStream own);

    /// <summary>True or false, both equally likely.</summary>
    private protected static bool Toss(RandomStream own) => own.NextInt(2) == 1;

    /// <summary>A direction, all equally likely; radians.</summary>
    private protected static double Anywhere(RandomStream own) => own.NextUniform(0, 2 * Math.PI);
}
