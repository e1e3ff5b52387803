using System.Collections;
using System.Management.Automation;
using System.Reflection;
using SsoOidc.Parameters;

namespace SsoOidc;

/// <summary>Completes <c>-Select</c> with the members of the output, then the parameters.</summary>
public sealed class SelectCompleter : ValueCompleter
{
    private protected override (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters)
    {
        foreach (var cmdlet in typeof(SelectCompleter).Assembly.GetTypes())
        {
            // An import with -Prefix puts its letters before the noun.
            if (cmdlet.GetCustomAttribute<CmdletAttribute>() is not { } name
                || !commandName.StartsWith(name.VerbName + "-", StringComparison.OrdinalIgnoreCase)
                || !commandName.EndsWith(name.NounName, StringComparison.OrdinalIgnoreCase)
                || OutputOf(cmdlet, ofSession: boundParameters.Contains("SessionName")) is not { } output)
            {
                continue;
            }

            return Selector.ValidValues(output, cmdlet).Select(value => (value, Tooltip(value))).ToArray();
        }

        return [];
    }

    /// <summary>The type of the operation's answer, or that of the parameter set that is about a session.</summary>
    private static Type? OutputOf(Type cmdlet, bool ofSession) => cmdlet.GetCustomAttributes<OutputTypeAttribute>()
        .SelectMany(output => output.Type)
        .Select(output => output.Type)
        .FirstOrDefault(output => output == typeof(SsoOidcSession) == ofSession);

    private static string Tooltip(string value) => value switch
    {
        "*" => "The whole output",
        _ when value[0] == '^' => $"The value of the parameter -{value.Substring(1)}",
        _ => $"The member {value} of the output",
    };
}
