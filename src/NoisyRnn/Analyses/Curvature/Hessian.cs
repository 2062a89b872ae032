using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The Hessian of the training loss at the trained parameters, without penalties: largest eigenvalues and smallest by Lanczos, trace by Hutchinson,
/// spectral density by stochastic Lanczos quadrature (Yao and others 2020), for all trainable parameters and for each array.
/// </summary>
public sealed record Hessian : Analysis<HessianResult>
{
    // A Ritz value on its way to an eigenvalue may pass near another, where its residual is small for a step or two.
    private const int HeldSteps = 5;

    // Arrays that a network has, more or less: the estimate of the cost does not know the network.
    private const int ArraysAsARule = 5;

    /// <summary>n; null for all.</summary>
    [Description("training trials of the loss, of a data set's training part at most each once; empty for all of a data set's")]
    [Range(1, 10_000_000)]
    public int? Trials { get; init; } = 2000;

    /// <summary>With or without noise.</summary>
    [Description("noise of the loss: none or training (that of training, at its sources' levels)")]
    public HessianNoise Noise { get; init; } = HessianNoise.None;

    /// <summary>k.</summary>
    [Description("how many of the largest eigenvalues")]
    [Range(1, 1000)]
    public int Top { get; init; } = 5;

    /// <summary>Lanczos ends when the residuals stay this small.</summary>
    [Description("the search ends when the residuals of these eigenvalues, and of the smallest, have been below this share of them for five steps; they are then far closer")]
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Lanczos ends after so many products.</summary>
    [Description("the search ends after so many products with the Hessian, each two gradients over all trials")]
    [Range(1, 10_000)]
    public int Steps { get; init; } = 80;

    /// <summary>Probes of the trace.</summary>
    [Description("random vectors of the trace, each a product; exact where there are no more parameters or where the search took as many steps")]
    [Range(2, 1_000_000)]
    public int TraceProbes { get; init; } = 10;

    /// <summary>Probes of the density.</summary>
    [Description("random vectors of the spectral density; the first is that of the search, the others take density-steps products each; 0 for no density")]
    [Range(0, 1000)]
    public int DensityProbes { get; init; } = 2;

    /// <summary>Steps of a probe of the density.</summary>
    [Description("products of each random vector of the spectral density but the first: as many points of its quadrature")]
    [Range(2, 10_000)]
    public int DensitySteps { get; init; } = 40;

    /// <summary>Whether each array is looked at too.</summary>
    [Description("also the blocks of the Hessian that belong to each array (W_rec, W_in, ...); each takes as many products again")]
    public bool PerMatrix { get; init; } = true;

    /// <summary>At equal loss; null for the trained network alone.</summary>
    [Description("looks at the network on its way through training too, where its training loss first falls to given values; empty for the trained network alone")]
    public EqualLoss? AtEqualLoss { get; init; }

    /// <inheritdoc/>
    public override string Summary => "largest eigenvalues, trace, spectral density and condition number of the Hessian of the training loss, for all parameters and per matrix";

    internal override int? LooksBackEvery => AtEqualLoss?.Every;

    // Products of one part at most.
    private int ProductsOf(int parameters) =>
        Math.Min(Steps, parameters) + Math.Min(TraceProbes, parameters) + (Math.Max(0, DensityProbes - 1) * Math.Min(DensitySteps, parameters));

    private protected override HessianResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (trained, atLosses) = EqualLoss.Look(AtEqualLoss, subject, threads, progress, (network, share) => Look(network, threads, share, cancellation), cancellation);
        var matched = Noise == HessianNoise.None ? subject.WithMeanInSilence : null;
        return trained with { AtLosses = atLosses, MeanMatched = matched is null ? null : Look(matched, threads, static _ => { }, cancellation) };
    }

    private HessianResult Look(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var trials = subject.Task.TrialsAtMost(Trials ?? int.MaxValue, NoiseStream.Task);
        var products = new HessianProducts(subject, Noise == HessianNoise.None ? subject.Silence : subject.Noise, trials, threads, cancellation);
        var gradient = new double[subject.Parameters.Layout.Length];
        var loss = products.Gradient(gradient);
        ImmutableArray<ParameterSlice> trainable = [.. subject.Parameters.Layout.Slices.Where(static array => array.Trainable)];
        var norm = Math.Sqrt(trainable.Sum(array => gradient.AsSpan(array.Offset, array.Length).ToArray().Sum(static g => g * g)));
        List<(string Name, ImmutableArray<ParameterSlice> Arrays)> parts = [(HessianPart.All, trainable)];
        if (PerMatrix && trainable.Length > 1)
            parts.AddRange(trainable.Select(static array => (array.Name, ImmutableArray.Create(array))));
        var isFinite = double.IsFinite(loss) && double.IsFinite(norm);
        var planned = (double)parts.Sum(part => ProductsOf(part.Arrays.Sum(static array => array.Length)));
        var found = ImmutableArray.CreateBuilder<HessianPart>();
        var done = 0;
        foreach (var (name, arrays) in isFinite ? parts : [])
        {
            var until = done + ProductsOf(arrays.Sum(static array => array.Length));
            found.Add(Measure(subject, name, arrays, (ulong)found.Count, (vector, product) =>
            {
                products.Multiply(arrays, vector, product);
                progress(++done / planned);
            }));
            done = until;
        }

        progress(1);
        return new()
        {
            Trials = trials,
            Loss = loss,
            GradientNorm = norm,
            Parts = found.ToImmutable(),
            ScaledCurvatures = isFinite ? [Along(HessianPart.All, trainable), .. trainable.Select(array => Along(array.Name, [array]))] : [],
        };

        ArrayCurvature Along(string name, ImmutableArray<ParameterSlice> arrays)
        {
            double[] theta = [.. arrays.SelectMany(array => subject.Parameters[array].ToArray())], image = new double[theta.Length];
            products.Multiply(arrays, theta, image);
            return new(name, theta.Zip(image, static (x, y) => x * y).Sum());
        }
    }

    // Where the noise has its mean on the input, and there alone, the first results had one silence.
    internal override int RevisionOf(Setup setup) => Revision + (setup.HasSecondSilence && setup.Noise.All(static source => !source.HasMean() || source.Placement == Placement.Input) ? 1 : 0);

    internal override string? Refusal(Setup setup) =>
        Trials is null && setup.Task.TrialCount(NoiseStream.Task) is null ? "trials: empty, and the task makes trials without end; allowed is a number"
        : setup.Layout.Slices.Any(static array => array.Trainable) ? null
        : "nothing in the network is trained; allowed are networks with trainable parameters";

    // A product is two gradients in double, which is half as fast.
    internal override double Cost(TrialTask task) =>
        4.0 * task.TrialsAtMost(Trials ?? int.MaxValue, NoiseStream.Task) * (ProductsOf(int.MaxValue) + ArraysAsARule)
        * (PerMatrix ? 1 + ArraysAsARule : 1) * (1 + (AtEqualLoss?.Losses.Length ?? 0));

    private HessianPart Measure(TrainedNetwork subject, string name, ImmutableArray<ParameterSlice> arrays, ulong number, SymmetricProduct product)
    {
        var order = arrays.Sum(static array => array.Length);
        var start = new RandomStream(NoiseKey.Of(subject.Seed, Substream.HessianStarts), number);
        var lanczos = new Lanczos(order, product, Normals(start));
        var held = 0;
        while (!lanczos.IsComplete && lanczos.Steps < Steps && held < HeldSteps)
        {
            lanczos.Step();
            held = IsWithinTolerance(lanczos.RitzValues()) ? held + 1 : 0;
        }

        var ritz = lanczos.RitzValues();
        List<ImmutableArray<RitzValue>> probes = [ritz];
        for (var probe = 1; probe < DensityProbes; probe++)
        {
            var quadrature = new Lanczos(order, product, Normals(start));
            while (!quadrature.IsComplete && quadrature.Steps < DensitySteps)
                quadrature.Step();
            probes.Add(quadrature.RitzValues());
        }

        var signs = new RandomStream(NoiseKey.Of(subject.Seed, Substream.HessianSigns), number);
        var trace = StochasticTrace.Of(order, product, vector => Signs(signs, vector), TraceProbes, lanczos);
        var sizes = ritz.Select(static value => Math.Abs(value.Value)).ToArray();
        return new()
        {
            Name = name,
            Parameters = order,
            Top = [.. ritz.Take(Top).Select(static value => value.Value)],
            // Products that err add their error to what the method leaves.
            Residuals = [.. ritz.Take(Top).Select(value => value.Residual + lanczos.Asymmetry)],
            Smallest = ritz[^1].Value,
            SmallestResidual = ritz[^1].Residual + lanczos.Asymmetry,
            ConditionNumber = sizes.Max() / sizes.Min(),
            Steps = lanczos.Steps,
            IsComplete = lanczos.IsComplete,
            IsConverged = lanczos.IsComplete || held >= HeldSteps,
            ProductError = lanczos.Asymmetry,
            Trace = trace.Trace,
            TraceError = trace.StandardError,
            Density = DensityProbes > 0 ? HessianDensity.Of(probes) : null,
        };
    }

    // An eigenvalue that is nothing beside the largest need not be known so well.
    private bool IsWithinTolerance(ImmutableArray<RitzValue> ritz)
    {
        if (ritz.Length <= Top)
            return false;
        var largest = Math.Max(Math.Abs(ritz[0].Value), Math.Abs(ritz[^1].Value));
        return ritz.Take(Top).Append(ritz[^1]).All(value => value.Residual <= Tolerance * Math.Max(Math.Abs(value.Value), Tolerance * largest));
    }

    // Of no preferred direction: weights of the quadrature are then unbiased, and no eigenvector is orthogonal to the start.
    private static RandomVector Normals(RandomStream random) => vector =>
    {
        foreach (ref var value in vector)
            value = random.NextNormal();
    };

    private static void Signs(RandomStream random, Span<double> vector)
    {
        foreach (ref var value in vector)
            value = random.NextUniform() < 0.5 ? -1 : 1;
    }
}
