using System.Collections.Immutable;

namespace NoisyRnn.Noise;

/// <summary>The programs of the field whose noise is known: the table of spec 1, section 6.</summary>
public static class FieldNoises
{
    private static readonly NoiseSource Inside = new() { Sigma = [1] };

    private static readonly NoiseSource Outside = Inside with { Placement = Placement.Outside };

    private static readonly NoiseSource State = Inside with { Placement = Placement.State };

    /// <summary>All of them.</summary>
    public static ImmutableArray<FieldNoise> All { get; } =
    [
        new("noise-preference-inside", "Eckstein & Srinivasan 2026, noise inside", "r <- (1-a) r + a f(W r + W_in u + b + n xi)", "s", "ctrnn", Inside)
        {
            AmplitudeOf = One, DeviationOf = static (dt, tau) => TimesAlpha(dt / tau),
        },
        new("noise-preference-outside", "Eckstein & Srinivasan 2026, noise outside", "r <- (1-a) r + a (f(W r + W_in u + b) + n xi)", "s", "ctrnn", Outside)
        {
            AmplitudeOf = One, DeviationOf = static (dt, tau) => TimesAlpha(dt / tau),
        },
        new("yang2019", "Yang et al. 2019 (gyyang/multitask)", "r <- (1-a) r + a f(W r + W_in u + b + n xi)", "sqrt(2/a) s", "ctrnn", Inside with { Scale = NoiseScale.SqrtTwoOverAlpha })
        {
            AmplitudeOf = SqrtTwoOverAlpha, DeviationOf = static (dt, tau) => Yang(dt / tau),
        },
        new("trainrnnbrain-s", "trainRNNbrain, s form", "s <- (1-a) s + a (f(W s + W_in u + b) + n xi)", "sqrt(2/a) s", "ctrnn", Outside with { Scale = NoiseScale.SqrtTwoOverAlpha })
        {
            AmplitudeOf = SqrtTwoOverAlpha, DeviationOf = static (dt, tau) => Yang(dt / tau), Remark = "its README prints the noise inside f; the program adds it outside",
        },
        new("trainrnnbrain-h", "trainRNNbrain, h form", "h <- (1-a) h + a (W f(h) + W_in u + b + n xi)", "sqrt(2/a) s", "current", Inside with { Scale = NoiseScale.SqrtTwoOverAlpha })
        {
            AmplitudeOf = SqrtTwoOverAlpha, DeviationOf = static (dt, tau) => Yang(dt / tau), Remark = OnTheCurrent,
        },
        new("psychrnn", "PsychRNN", "x <- (1-a) x + a (W f(x) + W_in u + b + n xi)", "sqrt(2/a) s", "current", Inside with { Scale = NoiseScale.SqrtTwoOverAlpha })
        {
            AmplitudeOf = SqrtTwoOverAlpha, DeviationOf = static (dt, tau) => Yang(dt / tau), Remark = OnTheCurrent,
        },
        new("smc-rnns", "smc_rnns", "x <- (1-a) x + a (W f(x) + W_in u + b) + n xi", "sqrt(2 a) s", "current", Inside with { Scale = NoiseScale.SqrtTwoOverAlpha })
        {
            AmplitudeOf = static (dt, tau) => Math.Sqrt(2 * dt / tau), DeviationOf = static (dt, tau) => Yang(dt / tau), Remark = OnTheCurrent,
        },
        new("spikernn", "spikeRNN", "x <- (1-a) x + a (W f(x) + W_in u + b) + n xi", "s (0.1 in the program)", "current", Inside)
        {
            AmplitudeOf = One, DeviationOf = static (dt, tau) => NotTimesAlpha(dt / tau), IsBeforeTheLeak = true,
            Remark = "the noise is on in training and in evaluation; the program trains tau too; sigma here is s tau/dt, and stays that of the tau at the start",
        },
        new("rnnreactivation", "RNNReactivation", "h <- (1-a) h + a f(W h + W_in u + b) + n U, U uniform on [0, 1)", "s", "ctrnn", State with { Kind = NoiseKind.UnitUniform })
        {
            AmplitudeOf = One, DeviationOf = static (dt, tau) => NotTimesAlpha(dt / tau) / Math.Sqrt(12), MeanOf = static (dt, tau) => tau / (2 * dt),
            Remark = "the program calls s a standard deviation; silenced, every unit moves by the mean, so silence is asked twice here: off, and mean-matched",
        },
        new("ctdb-driscoll", "CtDB, DriscollRNN", "tanh(... + n xi), the leak acting on W h", "s", "elman", Inside)
        {
            AmplitudeOf = One, Remark = "always on; its equation is not offered: elman has the noise inside tanh, and no leak",
        },
        new("ctdb-noisygru", "CtDB, NoisyGRU", "h <- GRU(h, u), y = W_out h, then h <- h + n xi", "s", "gru", Inside with { Placement = Placement.Feedback })
        {
            AmplitudeOf = One, Remark = "the update gate decides how long it lasts",
        },
        new("motornet-gru", "MotorNet's GRU before 2023", "h <- GRU(h, u) + n xi, y = W_out h", "s", "gru", State)
        {
            AmplitudeOf = One, Remark = "the update gate decides how long it lasts",
        },
        new("nn4n-recurrent", "nn4n, RecurrentLayer", "v <- (1-a) v + a (W f(v) + W_in u + b + n xi)", "s", "current", Inside)
        {
            AmplitudeOf = One, DeviationOf = static (dt, tau) => TimesAlpha(dt / tau), Remark = OnTheCurrent,
        },
        new("nn4n-hidden", "nn4n, HiddenLayer", "v <- (1-a) v + a (W f(v) + W_in u + b) + n xi", "s", "current", Inside)
        {
            AmplitudeOf = One, DeviationOf = static (dt, tau) => NotTimesAlpha(dt / tau), IsBeforeTheLeak = true, Remark = "sigma here is s tau/dt",
        },
        new("sde", "tau dx = (-x + ...) dt + tau s dW, by Euler and Maruyama", "x <- (1-a) x + a (...) + n xi", "s sqrt(dt)", "ctrnn", State with { Scale = NoiseScale.SqrtDt })
        {
            AmplitudeOf = static (dt, _) => Math.Sqrt(dt), DeviationOf = static (dt, tau) => Math.Sqrt(tau / (2 - (dt / tau))), Remark = "s is per square root of the unit of time",
        },
    ];

    private const string OnTheCurrent = "the noise is on the current, which the next f reads: noise inside, with memory";

    private static double One(double dt, double tau) => 1;

    private static double SqrtTwoOverAlpha(double dt, double tau) => Math.Sqrt(2 * tau / dt);

    private static double TimesAlpha(double alpha) => Math.Sqrt(alpha / (2 - alpha));

    private static double NotTimesAlpha(double alpha) => 1 / Math.Sqrt(alpha * (2 - alpha));

    private static double Yang(double alpha) => Math.Sqrt(2 / (2 - alpha));
}
