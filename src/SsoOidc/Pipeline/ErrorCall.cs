using System.Collections;
using System.Management.Automation;
using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Pipeline;

/// <summary>The call that failed: its cmdlet, and the arguments that a next command takes too.</summary>
internal sealed class ErrorCall
{
    // PowerShell puts a title of this length before the first line, and breaks no line itself.
    private const int TitleLength = 18, Width = 78;

    // None of them is a secret.
    private static readonly string[] OfLogin = ["SessionName", "StartUrl", "Region", "ProfileName", "Scope", "UseBrowser", "UseDeviceCode", "NoBrowser", "RedirectPort"];
    private static readonly string[] OfService = ["Region", "EndpointUrl", "ProfileName", "UseFipsEndpoint", "UseDualStackEndpoint"];

    private readonly IDictionary _given;

    public ErrorCall(string cmdlet, bool takesEndpoint, IDictionary given)
    {
        Cmdlet = cmdlet;
        TakesEndpoint = takesEndpoint;
        _given = given;
    }

    public string Cmdlet { get; }

    /// <summary>Whether it has <c>-EndpointUrl</c>, and with it <c>-Proxy</c>, <c>-TimeoutSec</c> and so on.</summary>
    public bool TakesEndpoint { get; }

    public bool IsSigned => Cmdlet.EndsWith("SSOOIDCTokenWithIAM", StringComparison.Ordinal);

    public bool Has(string parameter) => _given.Contains(parameter);

    /// <summary>What to do as people read it: with the arguments that were given, in lines that end between words and never within a command.</summary>
    public string Advise(string action)
    {
        var line = new StringBuilder();
        var text = new StringBuilder();
        var room = Width - TitleLength;
        foreach (var word in Words(action.Replace("{given}", Given(action.Contains("Connect-SSOOIDCSession") ? OfLogin : OfService))))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                text.Append(line).Append('\n');
                line.Clear();
                room = Width;
            }

            line.Append(line.Length > 0 ? " " : "").Append(word.Length <= Width ? word : OnSeveralLines(word));
        }

        return text.Append(line).ToString();
    }

    /// <summary>A command that is too long for a line, as it can be pasted: with a backtick at the end of each line but the last.</summary>
    private static string OnSeveralLines(string command)
    {
        var lines = new StringBuilder();
        var column = 0;
        foreach (var argument in command.Replace(" -", "\n-").Split('\n'))
        {
            if (column > 0 && column + 1 + argument.Length > Width - 2)
            {
                lines.Append(" `\n    ");
                column = 4;
            }
            else if (column > 0)
            {
                lines.Append(' ');
                column++;
            }

            lines.Append(argument);
            column += argument.Length;
        }

        return lines.ToString();
    }

    /// <summary>Words, of which a command in backticks is one.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        var isCommand = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '`')
                isCommand = !isCommand;
            if (i < text.Length && (isCommand || text[i] != ' '))
                continue;
            if (i > start)
                yield return text.Substring(start, i - start).Replace("`", "");
            start = i + 1;
        }
    }

    private string Given(string[] names)
    {
        var given = new StringBuilder();
        foreach (var name in names)
        {
            if (!_given.Contains(name) || Text(_given[name]) is not { } value)
                continue;
            given.Append(" -").Append(name);
            if (value.Length > 0)
                given.Append(' ').Append(value);
        }

        return given.ToString();
    }

    /// <summary>An argument as it is typed; empty for a switch, null for what cannot be typed.</summary>
    private static string? Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SwitchParameter { IsPresent: true } => "",
        string text when text.Length > 0 => Quoted(text),
        string[] texts => string.Join(", ", Array.ConvertAll(texts, Quoted)),
        int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Quoted(string text)
    {
        var clean = Shown.Clean(text, 1000);
        return clean.All(c => Platform.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') ? clean : "'" + clean.Replace("'", "''") + "'";
    }
}
