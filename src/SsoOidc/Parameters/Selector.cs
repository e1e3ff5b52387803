using System.Collections;
using System.Management.Automation;
using System.Reflection;
using SsoOidc.Base;

namespace SsoOidc.Parameters;

/// <summary>
/// What <c>-Select</c> asks for: <c>*</c> the whole output, <c>A.B</c> a member of it with lists flattened and nulls dropped,
/// <c>^Name</c> the value of a parameter. Checked against the types, so that a wrong one fails before any call.
/// </summary>
internal sealed class Selector
{
    /// <summary>The whole output.</summary>
    public static readonly Selector All = new([], null);

    private readonly PropertyInfo[] _path;
    private readonly PropertyInfo? _parameter;

    private Selector(PropertyInfo[] path, PropertyInfo? parameter)
    {
        _path = path;
        _parameter = parameter;
    }

    /// <param name="select">What the user gave.</param>
    /// <param name="outputType">The cmdlet's output type.</param>
    /// <param name="cmdletType">The cmdlet, whose parameters <c>^</c> names.</param>
    /// <exception cref="ArgumentException">There is no such member or parameter; the message lists those there are.</exception>
    public static Selector Parse(string? select, Type outputType, Type cmdletType)
    {
        if (select == "*")
            return All;
        if (string.IsNullOrEmpty(select))
            throw Invalid(select, outputType, cmdletType);
        if (select![0] == '^')
            return new Selector([], FindParameter(cmdletType, select.Substring(1)) ?? throw Invalid(select, outputType, cmdletType));

        var names = select.Split('.');
        var path = new PropertyInfo[names.Length];
        var type = outputType;
        for (var i = 0; i < names.Length; i++)
        {
            path[i] = Array.Find(Members(type), member => string.Equals(member.Name, names[i], StringComparison.OrdinalIgnoreCase))
                ?? throw Invalid(select, outputType, cmdletType);
            type = ElementType(path[i].PropertyType);
        }

        return new Selector(path, null);
    }

    /// <summary>Every value that works for a cmdlet, for completion and for the error.</summary>
    public static IEnumerable<string> ValidValues(Type outputType, Type cmdletType)
    {
        yield return "*";
        foreach (var member in Members(outputType))
        {
            yield return member.Name;
            if (!IsComposite(member.PropertyType))
                continue;
            foreach (var inner in Members(member.PropertyType))
                yield return $"{member.Name}.{inner.Name}";
        }

        foreach (var parameter in Parameters(cmdletType))
            yield return "^" + parameter.Name;
    }

    /// <summary>The objects to write for an output.</summary>
    public IEnumerable<object?> Select(object output, object cmdlet)
    {
        if (_parameter is not null)
            return Flatten(_parameter.GetValue(cmdlet));
        IEnumerable<object?> values = new[] { output };
        foreach (var property in _path)
            values = values.SelectMany(value => Flatten(property.GetValue(value)));
        return values;
    }

    private static IEnumerable<object?> Flatten(object? value) => value switch
    {
        null => [],
        IEnumerable list and not string => list.Cast<object?>().Where(item => item is not null),
        _ => new[] { value },
    };

    private static PropertyInfo[] Members(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static IEnumerable<PropertyInfo> Parameters(Type cmdletType) =>
        cmdletType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.IsDefined(typeof(ParameterAttribute), inherit: true))
            .OrderBy(property => property.Name, StringComparer.Ordinal);

    private static PropertyInfo? FindParameter(Type cmdletType, string name) => Parameters(cmdletType).FirstOrDefault(parameter =>
        string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)
        || parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames.Contains(name, StringComparer.OrdinalIgnoreCase) == true);

    private static bool IsComposite(Type type) => type == typeof(AwsAdditionalDetails) || type == typeof(ResponseMetadata);

    private static Type ElementType(Type type) =>
        type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0] : type;

    private static ArgumentException Invalid(string? select, Type outputType, Type cmdletType) =>
        new($"-Select '{Shown.Clean(select ?? "")}' is not a member of the output or a parameter. Valid values: {string.Join(", ", ValidValues(outputType, cmdletType))}.");
}
