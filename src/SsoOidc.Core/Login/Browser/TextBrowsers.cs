namespace SsoOidc.Login.Browser;

/// <summary>Browsers that would take the terminal over, and that the login pages do not work in.</summary>
internal static class TextBrowsers
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "lynx", "w3m", "links", "links2", "elinks", "browsh", "carbonyl", "www-browser", "netrik", "retawq",
    };

    /// <summary>Whether the first word of a command is one of them, whatever its folder.</summary>
    public static bool Contains(string command)
    {
        var text = command.Trim();
        var end = text.Length > 0 && text[0] is '"' or '\'' ? text.IndexOf(text[0], 1) : text.IndexOf(' ');
        return IsOne(end < 0 ? text : text.Substring(0, end));
    }

    public static bool IsOne(string program) => Names.Contains(NameOf(program));

    /// <summary>A program's name without folder and extension. Path would give it, but throws for quotes on .NET Framework.</summary>
    internal static string NameOf(string program)
    {
        var name = program.Trim('"', '\'');
        name = name.Substring(name.LastIndexOfAny(['/', '\\']) + 1);
        var dot = name.LastIndexOf('.');
        return dot > 0 ? name.Substring(0, dot) : name;
    }
}
