using System.Reflection;
using System.Security;
using System.Text;

namespace NoisyRnn.Tests;

/// <summary>Calls that ask for the culture of the process and that the analysers of the build do not see.</summary>
internal static class CultureCalls
{
    private const int Members = 0x0A000000;
    private const int GenericMethods = 0x2B000000;

    private static readonly Type[] Anything = [.. Enumerable.Repeat(typeof(object), 8)];

    /// <summary>Every method of others that a module calls, as its metadata lists them.</summary>
    internal static IEnumerable<MethodBase> ReferencesOf(Module module) =>
        Rows(module, Members).Concat(Rows(module, GenericMethods)).OfType<MethodBase>();

    internal static bool AsksTheCulture(MethodBase method) => WritesNumbers(method) || OrdersTexts(method);

    private static IEnumerable<MemberInfo?> Rows(Module module, int table)
    {
        for (var row = 1; ; row++)
        {
            MemberInfo? member;
            try
            {
                member = module.ResolveMember(table + row, Anything, Anything);
            }
            catch (ArgumentOutOfRangeException)
            {
                yield break;
            }
            catch (Exception error) when (error is TypeLoadException or ArgumentException or VerificationException)
            {
                continue; // generic, and not for any type
            }

            yield return member;
        }
    }

    private static bool WritesNumbers(MethodBase method)
    {
        var type = method.DeclaringType!;
        Type[] parameters = [.. method.GetParameters().Select(static parameter => parameter.ParameterType)];
        if (type == typeof(string))
        {
            return (method.Name is nameof(string.Format) && parameters[0] != typeof(IFormatProvider))
                || (method.Name is nameof(string.Join) or nameof(string.Concat)
                    && ((method.IsGenericMethod && !method.IsGenericMethodDefinition && method.GetGenericArguments()[0] is var of && of != typeof(string) && of != typeof(char))
                        || parameters.Any(static p => p == typeof(object) || p == typeof(object[]) || p == typeof(ReadOnlySpan<object>))));
        }

        // Records write themselves with Append(object).
        return (type.FullName == "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler" && method.IsConstructor && parameters.Length == 2)
            || ((type == typeof(StringBuilder) || typeof(TextWriter).IsAssignableFrom(type)) && parameters is [var only]
                && only.IsPrimitive && only != typeof(char) && only != typeof(bool)
                && method.Name is nameof(StringBuilder.Append) or nameof(TextWriter.Write) or nameof(TextWriter.WriteLine));
    }

    private static bool OrdersTexts(MethodBase method)
    {
        var type = method.DeclaringType!;
        Type[] generic = [.. type.GenericTypeArguments, .. method.IsGenericMethod ? method.GetGenericArguments() : []];
        if (generic.Length == 0 || method.GetParameters().Any(static p => p.ParameterType.Name.StartsWith("IComparer", StringComparison.Ordinal) || p.ParameterType.Name.StartsWith("Comparison", StringComparison.Ordinal)))
            return false;
        if (type == typeof(Enumerable))
            return generic[^1] == typeof(string) && Begins(method.Name, "OrderBy", "ThenBy", "Order", "Min", "Max");
        var isSorted = Begins(type.Name, "Sorted", "PriorityQueue") && method.IsConstructor;
        var isSortedForEver = Begins(type.Name, "ImmutableSorted") && Begins(method.Name, "Create", "To");
        return generic[0] == typeof(string) && (isSorted || isSortedForEver || method.Name == "Sort" || Begins(type.Name, "Comparer"));
    }

    private static bool Begins(string name, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
