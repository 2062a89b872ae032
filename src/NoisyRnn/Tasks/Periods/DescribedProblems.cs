using NoisyRnn.Formats;
using NoisyRnn.Networks;

namespace NoisyRnn.Tasks;

/// <summary>What is wrong with a described task: names that nothing has, formulas that are none, things that do not go together.</summary>
/// <param name="task">The task.</param>
internal sealed class DescribedProblems(DescribedTask task)
{
    private readonly List<string> _names = [.. task.Variables.Select(static variable => variable.Name)];
    private readonly List<string> _inputs = [.. task.Inputs.Select(static channel => channel.Name)];
    private readonly List<string> _outputs = [.. task.Outputs.Select(static channel => channel.Name)];
    private readonly List<string> _periods = [.. task.DescribedPeriods.Select(static period => period.Name)];

    /// <summary>All of them, each with its key.</summary>
    public IEnumerable<(string Key, string Problem)> All() =>
    [
        .. Names(), .. Variables(), .. task.DescribedPeriods.SelectMany(Period),
        .. task.DescribedPeriods.Any(static period => period.Targets.Any(static target => target.Weight > 0)) ? [] : new[] { ("periods", "no period has a target, so that nothing is asked; allowed is one at least with a weight above 0") },
        .. task.Answer is { } answer ? Answer(answer) : [],
    ];

    private IEnumerable<(string Key, string Problem)> Names() =>
        from list in new[] { ("inputs", _inputs), ("outputs", _outputs), ("variables", _names), ("periods", _periods) }
        from name in list.Item2.Index()
        let problem = name.Item.Length == 0 ? "the name is empty" : list.Item2.IndexOf(name.Item) < name.Index ? $"'{ShownText.Of(name.Item)}' stands twice; each needs a name of its own" : null
        where problem is not null
        select ($"{list.Item1}.{name.Index}.name", problem);

    private IEnumerable<(string Key, string Problem)> Variables()
    {
        foreach (var (k, variable) in task.Variables.Index())
        {
            var name = variable.Name;
            if (name.Length > 0 && !(name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0])))
                yield return ($"variables.{k}.name", $"'{ShownText.Of(name)}' is no name of a variable; allowed are letters, digits and _, a letter or _ first");
            if (FormulaTerm.NamesBesideVariables.ContainsKey(name) || name == DescribedPlan.Progress)
                yield return ($"variables.{k}.name", $"'{name}' has a meaning in formulas; another name is needed");
            foreach (var (key, problem) in variable.Problems(_names[..k]))
                yield return ($"variables.{k}.{key}", problem);
        }
    }

    private IEnumerable<(string Key, string Problem)> Period(DescribedPeriod period, int k)
    {
        var path = $"periods.{k}";
        foreach (var (n, time) in period.Time.Index())
        {
            var place = period.Time.Length == 1 ? $"{path}.time" : $"{path}.time.{n}";
            if (TrialFormula.ProblemOf(time, _names) is { } problem)
                yield return (place, problem);
            else if (new TrialFormula(time, _names).Constant is null ? period.Time.Length > 1 : new TrialFormula(time, _names).Constant < 0)
                yield return (place, period.Time.Length > 1 ? $"'{ShownText.Of(time)}' is one of several times; allowed are numbers of at least 0, or one formula alone" : $"{time} is not allowed; a time of at least 0");
        }

        foreach (var (n, input) in period.Inputs.Index())
        {
            var place = $"{path}.inputs.{n}";
            foreach (var problem in Channel(place, "input channel", input.Name, _inputs, [.. period.Inputs.Take(n).Select(static other => other.Name)]))
                yield return problem;
            foreach (var problem in Formulas(place, [("value", input.Value), ("strength", input.Strength), ("noise", input.Noise)]))
                yield return problem;
        }

        foreach (var (n, target) in period.Targets.Index())
        {
            var place = $"{path}.targets.{n}";
            foreach (var problem in Channel(place, "output channel", target.Name, _outputs, [.. period.Targets.Take(n).Select(static other => other.Name)]))
                yield return problem;
            foreach (var problem in Formulas(place, [("value", target.Value), ("strength", target.Strength)]))
                yield return problem;
            if (target.Last is not { } last)
                continue;
            if (!_inputs.Contains(last))
                yield return ($"{place}.last", NearestName.Unknown("input channel", last, _inputs));
            else if (task.Inputs[_inputs.IndexOf(last)].Ring > 0 || task.Outputs.Any(channel => channel.Name == target.Name && channel.Ring > 0))
                yield return ($"{place}.last", $"'{last}' or '{target.Name}' is a ring; allowed are channels with a number");
        }
    }

    private static IEnumerable<(string Key, string Problem)> Channel(string place, string what, string name, List<string> known, List<string> before)
    {
        if (!known.Contains(name))
            yield return ($"{place}.name", NearestName.Unknown(what, name, known));
        else if (before.Contains(name))
            yield return ($"{place}.name", $"'{name}' stands twice in this period; keep one");
    }

    private IEnumerable<(string Key, string Problem)> Formulas(string place, (string Key, string Text)[] formulas) =>
        from formula in formulas
        let problem = TrialFormula.ProblemOf(formula.Text, [.. _names, DescribedPlan.Progress])
        where problem is not null
        select ($"{place}.{formula.Key}", problem);

    private IEnumerable<(string Key, string Problem)> Answer(TrialAnswer answer)
    {
        if (answer.Period is { } period && !_periods.Contains(period))
            yield return ("answer.period", NearestName.Unknown("period", period, _periods));
        if (answer.Against is { } against && !_names.Contains(against))
            yield return ("answer.against", NearestName.Unknown("variable", against, _names));
        foreach (var (k, name) in answer.Outputs.Index())
        {
            if (!_outputs.Contains(name))
                yield return ($"answer.outputs.{k}", NearestName.Unknown("output channel", name, _outputs));
            else if (task.Outputs[_outputs.IndexOf(name)].Ring > 0 != answer.IsOfRing)
                yield return ($"answer.outputs.{k}", $"'{name}' is {(answer.IsOfRing ? "one channel; allowed is a ring" : "a ring; allowed are channels with a number, or the answer 'direction'")}");
        }

        string[] read = [.. task.Outputs.Where(channel => answer.Outputs.IsEmpty ? channel.Ring > 0 == answer.IsOfRing : answer.Outputs.Contains(channel.Name)).Select(static channel => channel.Name)];
        if (task.DescribedPeriods.LastOrDefault(period => answer.Period is null || period.Name == answer.Period) is { } last)
        {
            foreach (var name in read.Where(name => last.Targets.All(target => target.Name != name)).Take(1))
                yield return (answer.Period is null ? "answer" : "answer.period", Unasked(name, last.Name));
        }

        if (read.Length < answer.FewestOutputs || read.Length > answer.MostOutputs)
            yield return ("answer", $"it reads {read.Length} outputs; allowed {(answer.MostOutputs == answer.FewestOutputs ? $"is {answer.MostOutputs}" : $"are {answer.FewestOutputs} or more")}{(answer.IsOfRing ? ", a ring" : "")}; answer.outputs says which");
    }

    private string Unasked(string output, string period)
    {
        string[] asked = [.. task.DescribedPeriods.Where(each => each.Targets.Any(target => target.Name == output)).Select(static each => each.Name)];
        return $"it reads '{ShownText.Of(output)}' in the period '{ShownText.Of(period)}', which has no target for it; allowed {(asked.Length == 0 ? "are outputs with a target (answer.outputs)" : $"as answer.period {(asked.Length == 1 ? "is" : "are")} {string.Join(", ", asked.Select(static name => ShownText.Of(name)))}")}";
    }
}
