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
        var word = command.Trim().Split(' ')[0];
        return Names.Contains(Path.GetFileNameWithoutExtension(word));
    }
}
