using System.Reflection;
using System.Reflection.Emit;

namespace NoisyRnn.Tests;

/// <summary>
/// What the compiler put into a type: the types and members that it and all within it use, in signatures and in code. Text can be laid out in many
/// ways; of a use the compiler leaves one trace. Constants and nameof leave none, and attributes are not looked at.
/// </summary>
internal static class CompiledUses
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => (int)(ushort)code.Value);

    /// <summary>The outermost types of the same assembly that a type uses, itself not among them.</summary>
    public static IEnumerable<Type> TypesOf(Type type) =>
        Within(type).SelectMany(static part => Named(part).Concat(Members(part).SelectMany(Named))).SelectMany(Parts).Select(Outermost)
            .Where(used => used.Assembly == type.Assembly && used != type).Distinct();

    /// <summary>The members that the code of a type calls, reads or writes, and the types that it makes, tests and casts to.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type) => Within(type).SelectMany(Members);

    // With lambdas, iterators and local functions, which the compiler makes types of.
    private static IEnumerable<Type> Within(Type type) => type.GetNestedTypes(Declared).SelectMany(Within).Prepend(type);

    // The types of a declaration.
    private static IEnumerable<Type> Named(Type type)
    {
        var methods = type.GetMethods(Declared);
        return type.GetInterfaces().Concat(type.BaseType is { } parent ? [parent] : [])
            .Concat(type.GetGenericArguments().Concat(methods.SelectMany(static method => method.GetGenericArguments())).Where(static argument => argument.IsGenericParameter).SelectMany(static parameter => parameter.GetGenericParameterConstraints()))
            .Concat(type.GetFields(Declared).Select(static field => field.FieldType))
            .Concat(methods.Select(static method => method.ReturnType))
            .Concat(Bodies(type).SelectMany(static method => method.GetParameters()).Select(static parameter => parameter.ParameterType))
            .Concat(Bodies(type).Select(static method => method.GetMethodBody()).OfType<MethodBody>().SelectMany(static body => body.LocalVariables.Select(static local => local.LocalType)
                .Concat(body.ExceptionHandlingClauses.Where(static clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(static clause => clause.CatchType!))));
    }

    private static IEnumerable<Type> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodBase { IsGenericMethod: true } method => method.GetGenericArguments().Append(method.DeclaringType!),
        _ => [member.DeclaringType!],
    };

    // int[] is int, a list of trials a list and a trial.
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter || type.IsFunctionPointer ? []
        : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<MethodBase> Bodies(Type type) => type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared));

    private static IEnumerable<MemberInfo> Members(Type type) => Bodies(type).SelectMany(Members);

    private static IEnumerable<MemberInfo> Members(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var (ofType, ofMethod) = (method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : []);
        for (var at = 0; at < code.Length;)
        {
            // Codes of two bytes begin with FE.
            var opcode = Codes[code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]];
            at += opcode.Size;
            if (opcode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok)
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
