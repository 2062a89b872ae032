using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Experiments;

/// <summary>
/// The equations that an experiment's runs execute. A grid varies them: each is printed once, with the noise levels that
/// share it; equations that differ in one line only (the activation) are printed together, with all forms of that line, unless
/// the arms have names.
/// </summary>
internal static class ExecutedEquations
{
    /// <summary>The lines: a heading, its equation indented, the next heading, ...</summary>
    public static ImmutableArray<string> Of(IEnumerable<PlannedRun> runs)
    {
        var families = new List<Family>();
        foreach (var kind in runs.GroupBy(Heading).SelectMany(static heading => heading.GroupBy(Equation, (equation, same) => (heading.Key, equation, same.ToList()))))
        {
            if (!families.Exists(family => family.Take(kind.Key, kind.equation.Split('\n'), kind.Item3)))
                families.Add(new Family(kind.Key, kind.equation.Split('\n'), kind.Item3));
        }

        return [.. families.SelectMany(static (family, i) => i == 0 ? family.Lines() : family.Lines().Prepend(""))];
    }

    private static string Heading(PlannedRun run) =>
        run.Spec.Setup.Noise.IsEmpty ? "no noise" : $"noise {string.Join(" and ", run.Spec.Setup.Noise.Select(static source => Catalogue.NameOf(source.Placement)))}";

    // The levels are listed in the heading: one equation for all of them.
    private static string Equation(PlannedRun run) => string.Join('\n', (string[])[.. run.Spec.Setup.Network.Equations(
        [.. run.Spec.Setup.Noise.Select(static source => source with { Sigma = [double.NaN] })], run.Spec.Setup.Dt),
        .. new[] { run.Spec.Setup.Training.Loss.Equation, run.Spec.Setup.Scheme.Equation, run.Spec.Setup.Noise.IsEmpty ? "" : run.Spec.Setup.Training.NoiseEquation, run.Spec.Setup.Training.MomentsEquation }.Where(static line => line.Length > 0),
        .. run.Spec.Setup.Training.Penalty.Equations]);

    private sealed class Family(string heading, string[] lines, List<PlannedRun> runs)
    {
        private readonly List<string> _forms = [];
        private readonly List<PlannedRun> _runs = [.. runs];
        private int _varying = -1;

        /// <summary>Takes an equation that differs from this one in one line, and always the same; else refuses.</summary>
        public bool Take(string otherHeading, string[] other, List<PlannedRun> otherRuns)
        {
            // Of named arms the reader wants to know which has which form.
            if (otherHeading != heading || other.Length != lines.Length || _runs[0].Point.Arm is not null)
                return false;
            var different = Enumerable.Range(0, lines.Length).Where(i => lines[i] != other[i]).ToArray();
            if (different.Length != 1 || (_varying >= 0 && _varying != different[0]))
                return false;
            _varying = different[0];
            _forms.Add(other[_varying]);
            _runs.AddRange(otherRuns);
            return true;
        }

        public IEnumerable<string> Lines()
        {
            yield return $"{heading}: {string.Join(", ", _runs.Select(static run => run.Arm.Name).Distinct())}{Levels()}";
            for (var i = 0; i < lines.Length; i++)
            {
                yield return $"    {lines[i]}";
                foreach (var form in i == _varying ? _forms : [])
                    yield return $"    {form}";
            }
        }

        // "; sigma1 in {0, 0.1, 1}": each source has its own levels.
        private string Levels() => string.Concat(Enumerable.Range(0, _runs[0].Spec.Setup.Noise.Length).Select(k =>
            $"; sigma{k + 1} in {{{ScalarText.List(_runs.SelectMany(run => run.Spec.Setup.Noise[k].Sigma).Distinct().Order())}}}"));
    }
}
