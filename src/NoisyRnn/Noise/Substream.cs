namespace NoisyRnn.Noise;

/// <summary>
/// Every substream of random numbers that has a name: 256 times its stream, plus its number there. So no two can be one. Others are numbered
/// by a list, from 0 on: a network's arrays (stream Parameters), and noise sources (Dynamics, Validation, Analysis and Probe), which
/// is why those named in the stream Analysis count down from 255. The values are part of the format of results: they never
/// change, and a number is never given again.
/// </summary>
public enum Substream : ushort
{
    /// <summary>Which recurrent connections a network has, where chance decides.</summary>
    Connections = ((int)NoiseStream.Parameters << 8) + 255,

    /// <summary>Inputs and targets of a trial: what every task draws. In the stream of its part, Task, Validation or Test.</summary>
    Trial = (int)NoiseStream.Task << 8,

    /// <summary>What the trials of a batch share: periods and rules of the cognitive tasks. In the stream of the trial's part.</summary>
    TrialGroup = Trial + 1,

    /// <summary>
    /// Noise on the inputs of the cognitive tasks. In the stream of the trial's part; the words are those of normals, so that in the
    /// stream Validation they are also those of an experiment's third noise source.
    /// </summary>
    TrialInputNoise = Trial + 2,

    /// <summary>The order in which training visits the items of a data set; numbered as the part's stream, like the next two.</summary>
    TrainingOrder = ((int)NoiseStream.Shuffle << 8) + 1,

    /// <summary>The order in which validation visits them.</summary>
    ValidationOrder = ((int)NoiseStream.Shuffle << 8) + 2,

    /// <summary>The order in which the test visits them.</summary>
    TestOrder = ((int)NoiseStream.Shuffle << 8) + 3,

    /// <summary>Which items of a data set are for training, for validation and for the test. By the seed of the split.</summary>
    SplitOrder = ((int)NoiseStream.Shuffle << 8) + 16,

    /// <summary>The order of the pixels of permuted images. By the seed of the permutation.</summary>
    PixelPermutation = ((int)NoiseStream.Shuffle << 8) + 17,

    /// <summary>The walls of a maze. By the seed of the mazes.</summary>
    MazeWalls = ((int)NoiseStream.Shuffle << 8) + 18,

    /// <summary>Which starts and goals of a maze are for training, for validation and for the test. By the seed of the mazes.</summary>
    MazePairs = ((int)NoiseStream.Shuffle << 8) + 19,

    /// <summary>Brownian paths of the analysis stochastic-stabilization.</summary>
    StabilizationPaths = ((int)NoiseStream.Analysis << 8) + 245,

    /// <summary>Its random systems.</summary>
    StabilizationSystems = ((int)NoiseStream.Analysis << 8) + 246,

    /// <summary>Random signs of the trace in the analysis hessian.</summary>
    HessianSigns = ((int)NoiseStream.Analysis << 8) + 248,

    /// <summary>Its starting vectors.</summary>
    HessianStarts = ((int)NoiseStream.Analysis << 8) + 249,

    /// <summary>Starts of the search of the analyses fixed-points and noise-portrait.</summary>
    FixedPointStarts = ((int)NoiseStream.Analysis << 8) + 250,

    /// <summary>First directions along the paths of the analyses lyapunov, stability and training-stability. By the seed 0.</summary>
    LyapunovDirections = ((int)NoiseStream.Analysis << 8) + 251,

    /// <summary>Random thirds of the units, a placebo of the analysis bias.</summary>
    BiasThirds = ((int)NoiseStream.Analysis << 8) + 254,

    /// <summary>Random shifts, another of its placebos.</summary>
    BiasShifts = ((int)NoiseStream.Analysis << 8) + 255,

    /// <summary>The perturbation white.</summary>
    WhitePerturbation = (int)NoiseStream.Perturbation << 8,

    /// <summary>The perturbation multiplicative.</summary>
    MultiplicativePerturbation = WhitePerturbation + 1,

    /// <summary>The perturbation salt-and-pepper.</summary>
    SaltAndPepper = WhitePerturbation + 2,

    /// <summary>The perturbation dropped.</summary>
    DroppedValues = WhitePerturbation + 3,

    /// <summary>Random starts of the attacks of the analysis robustness.</summary>
    AdversarialStart = WhitePerturbation + 4,

    /// <summary>The noise level of each training trial.</summary>
    TrainingLevel = (int)NoiseStream.Level << 8,

    /// <summary>The noise level of each validation trial.</summary>
    ValidationLevel = TrainingLevel + 1,
}
