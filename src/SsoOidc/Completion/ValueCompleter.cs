using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SsoOidc.Base;

namespace SsoOidc;

/// <summary>Completes an argument from values with tooltips that teach; quotes a value that needs it.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var results = new List<CompletionResult>();
        foreach (var (value, tooltip) in Values(commandName, fakeBoundParameters))
        {
            // What a terminal would obey cannot be chosen: nobody sees what it is.
            if (Shown.Clean(value, int.MaxValue) == value && Fits(value, tooltip, typed))
                results.Add(new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, Shown.Clean(tooltip)));
        }

        return results;
    }

    /// <summary>The values, each with its tooltip.</summary>
    private protected abstract (string Value, string Tooltip)[] Values(string commandName, IDictionary boundParameters);

    /// <summary>Whether a value is meant by what is typed.</summary>
    private protected virtual bool Fits(string value, string tooltip, string typed) => value.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    private static string Quote(string value)
    {
        foreach (var c in value)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':' or '/' or '*' or '^'))
                return $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
        }

        return value;
    }
}
